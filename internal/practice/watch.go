package practice

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settleTime is how long the folder must be quiet before a change is told: a
// program such as Git writes many files at once.
const settleTime = 150 * time.Millisecond

// maxWatched bounds the folders that are watched; systems have few to give.
const maxWatched = 1500

// Watch calls changed whenever another program has changed a file, until the
// context ends. Lines of the learner's own are not told. It returns at once;
// changed is called on a goroutine of its own, one call at a time.
func (w *Workspace) Watch(ctx context.Context, changed func()) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch practice folder: %w", err)
	}
	// The exercise's folder tells when work itself is removed or made.
	if err := errors.Join(watcher.Add(w.p.Dir), watchTree(watcher, w.workDir())); err != nil {
		_ = watcher.Close()
		return fmt.Errorf("watch practice folder: %w", err)
	}
	go w.watching(ctx, watcher, changed)
	return nil
}

func (w *Workspace) watching(ctx context.Context, watcher *fsnotify.Watcher, changed func()) {
	defer watcher.Close()
	quiet := time.NewTimer(time.Hour)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-watcher.Events:
			if !ok {
				return
			}
			if e.Has(fsnotify.Create) && isDir(e.Name) {
				_ = watchTree(watcher, e.Name) // without it the parent still tells of most changes
			}
			quiet.Reset(settleTime)
		case _, ok := <-watcher.Errors:
			if !ok {
				return
			}
			quiet.Reset(settleTime) // events were lost: look
		case <-quiet.C:
			if w.noticed() {
				changed()
			}
			// The folder itself may have been made anew, by Undo or by hand.
			_ = watchTree(watcher, w.workDir())
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

// watchTree watches a folder and those below it, except Git's objects: they
// never change what a repository looks like by themselves.
func watchTree(watcher *fsnotify.Watcher, top string) error {
	known := watcher.WatchList()
	n := len(known)
	return filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		if !d.IsDir() {
			return nil
		}
		if d.Name() == "objects" && strings.HasSuffix(filepath.Dir(path), ".git") {
			return fs.SkipDir
		}
		if n++; n > maxWatched {
			return fs.SkipAll
		}
		if slices.Contains(known, path) {
			return nil
		}
		return watcher.Add(path)
	})
}
