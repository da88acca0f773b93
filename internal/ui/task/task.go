// Package task runs work beside the window: off Fyne's goroutine, with a
// context, and with one dispatch back. A stale answer is dropped.
package task

import (
	"context"
	"sync"
)

// Dispatcher runs a function on the window's goroutine; fyne.Do is one. Tests
// inject another.
type Dispatcher func(func())

// Lane runs one piece of work after the other, in the order of Go calls, and
// gives each answer back on the window's goroutine. Closing the lane cancels
// what runs and drops what is left.
type Lane struct {
	dispatch Dispatcher
	ctx      context.Context //nolint:containedctx // the lane's own life, ended by Close
	cancel   context.CancelFunc

	mu    sync.Mutex
	queue []func()
	busy  bool
	idle  *sync.Cond
}

// NewLane returns a lane that lives until Close or the end of ctx.
func NewLane(ctx context.Context, d Dispatcher) *Lane {
	l := &Lane{dispatch: d}
	l.idle = sync.NewCond(&l.mu)
	l.ctx, l.cancel = context.WithCancel(ctx)
	return l
}

// Go runs work on the lane and then, unless the lane was closed, done on the
// window's goroutine.
func Go[T any](l *Lane, work func(context.Context) (T, error), done func(T, error)) {
	l.push(func() {
		if l.ctx.Err() != nil {
			return
		}
		value, err := work(l.ctx)
		l.dispatch(func() {
			if l.ctx.Err() == nil {
				done(value, err)
			}
		})
	})
}

func (l *Lane) push(job func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = append(l.queue, job)
	if !l.busy {
		l.busy = true
		go l.drain()
	}
}

func (l *Lane) drain() {
	for {
		l.mu.Lock()
		if len(l.queue) == 0 {
			l.busy = false
			l.idle.Broadcast()
			l.mu.Unlock()
			return
		}
		job := l.queue[0]
		l.queue = l.queue[1:]
		l.mu.Unlock()
		job()
	}
}

// Close cancels what runs, drops what waits, and returns when nothing runs.
func (l *Lane) Close() {
	l.cancel()
	l.Wait()
}

// Wait returns when the lane has nothing to do.
func (l *Lane) Wait() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.busy {
		l.idle.Wait()
	}
}
