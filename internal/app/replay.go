package app

import (
	"context"
	"errors"
	"os"

	"cairn/internal/course"
	"cairn/internal/practice"
	"cairn/internal/view"
)

// replayed gives the view of an exercise after some lines, from a folder of its
// own that is gone afterwards.
func (a *App) replayed(ctx context.Context, e course.Exercise, lines string) (*view.View, error) {
	a.replaying.RLock() // Close waits
	defer a.replaying.RUnlock()
	w, err := practice.Replay(ctx, practice.ReplayParams{Exercise: e, Lines: lines, TempDir: a.replays()})
	if err != nil {
		return nil, err
	}
	v, _, err := w.View(ctx)
	return v, errors.Join(err, w.Close())
}

// replays gives the folder in which the repositories of texts and solutions are built. A program
// that was ended while it built one has left it there: nobody else would ever
// remove it. Where the data folder can't be written it is the system's.
func (a *App) replays() string {
	a.emptyReplays.Do(func() {
		dir := a.folders.replays()
		if a.lock == nil || os.RemoveAll(dir) != nil || os.MkdirAll(dir, 0o700) != nil {
			return
		}
		a.replayDir = dir
	})
	return a.replayDir
}
