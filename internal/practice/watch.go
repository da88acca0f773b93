package practice

import (
	"context"
	"fmt"
	"time"
)

// settleTime is how long the folder must be quiet before a change is told: a
// program such as Git writes many files at once.
const settleTime = 150 * time.Millisecond

// Watch calls changed whenever another program has changed a file, until the
// context ends. Lines of the learner's own are not told. It returns at once;
// changed is called on a goroutine of its own, one call at a time.
func (w *Workspace) Watch(ctx context.Context, changed func()) error {
	// The exercise's folder tells when work itself is removed or made.
	t, err := watchFolders(w.p.Dir, w.workDir())
	if err != nil {
		return fmt.Errorf("watch practice folder: %w", err)
	}
	go w.watching(ctx, t, changed)
	return nil
}

func (w *Workspace) watching(ctx context.Context, t *treeWatch, changed func()) {
	defer t.close()
	quiet := time.NewTimer(time.Hour)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-t.changes:
			if !ok {
				return
			}
			quiet.Reset(settleTime)
		case <-quiet.C:
			if w.noticed() {
				changed()
			}
			t.renew()
		}
	}
}

// noticed reports whether files differ from what the last step left.
func (w *Workspace) noticed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	files, err := w.store.scan(false)
	if err != nil || shownAlike(files, w.files) {
		return false
	}
	w.files = files
	w.forgetView()
	return true
}
