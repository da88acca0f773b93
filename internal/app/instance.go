package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/gofrs/flock"
)

// ErrRunning says that another Cairn uses the data folder. That one was asked
// to come to the front.
var ErrRunning = errors.New("cairn is open already; its window was asked to come to the front. Nothing was changed")

// lockInstance makes sure that one program at a time uses the data folder. It
// gives nil when the folder can't be written: then nothing is shared either.
func lockInstance(f Folders) (*flock.Flock, error) {
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return nil, nil //nolint:nilerr,nilnil // a read-only folder is reported by the store
	}
	lock := flock.New(f.lock())
	held, err := lock.TryLock()
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // as above
	}
	if !held {
		if err := os.WriteFile(f.raise(), []byte(time.Now().Format(time.RFC3339Nano)), 0o600); err != nil {
			return nil, fmt.Errorf("%w (asking its window to come to the front failed: %w)", ErrRunning, err)
		}
		return nil, ErrRunning
	}
	return lock, nil
}

// OnRaise calls raise, on a goroutine of its own, whenever a second Cairn is
// started with the same data folder, until ctx ends.
func (a *App) OnRaise(ctx context.Context, raise func()) error {
	if a.lock == nil {
		return nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch for a second start: %w", err)
	}
	if err := w.Add(a.folders.Data); err != nil {
		return errors.Join(fmt.Errorf("watch for a second start: %w", err), w.Close())
	}
	go func() {
		defer func() { _ = w.Close() }()
		for {
			select {
			case <-ctx.Done():
				return
			case _, ok := <-w.Errors:
				if !ok {
					return
				}
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				if filepath.Base(e.Name) == filepath.Base(a.folders.raise()) && e.Has(fsnotify.Write) {
					raise()
				}
			}
		}
	}()
	return nil
}
