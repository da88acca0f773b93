package task

import (
	"sync"
	"time"
)

// Keeper saves a value that changes often, such as a place in a text: a moment
// after its last change. It may be used from any goroutine.
type Keeper[T any] struct {
	after time.Duration
	save  func(T)

	mu    sync.Mutex
	value T
	timer *time.Timer // nil while nothing is unsaved
}

// NewKeeper returns a keeper; save is called on a goroutine of its own, or by
// Flush.
func NewKeeper[T any](after time.Duration, save func(T)) *Keeper[T] {
	return &Keeper[T]{after: after, save: save}
}

// Set notes a new value.
func (k *Keeper[T]) Set(value T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.value = value
	if k.timer == nil {
		k.timer = time.AfterFunc(k.after, k.Flush)
		return
	}
	k.timer.Reset(k.after)
}

// Flush saves at once what is unsaved.
func (k *Keeper[T]) Flush() {
	k.mu.Lock()
	pending, value := k.timer != nil, k.value
	if pending {
		k.timer.Stop()
	}
	k.timer = nil
	k.mu.Unlock()
	if pending {
		k.save(value)
	}
}
