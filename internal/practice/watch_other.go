//go:build !windows

package practice

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// maxWatched bounds the folders that are watched; systems have few to give.
const maxWatched = 1500

// treeWatch tells that something has changed in a folder, or in or below the tree in it.
type treeWatch struct {
	changes chan struct{} // closed when no more can be told
	watcher *fsnotify.Watcher
	tree    string
	stop    chan struct{}
}

func watchFolders(dir, tree string) (*treeWatch, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(watcher.Add(dir), watchTree(watcher, tree)); err != nil {
		_ = watcher.Close()
		return nil, err
	}
	t := &treeWatch{changes: make(chan struct{}, 1), watcher: watcher, tree: tree, stop: make(chan struct{})}
	go t.tell()
	return t, nil
}

func (t *treeWatch) tell() {
	defer close(t.changes)
	for {
		select {
		case <-t.stop:
			return
		case e, ok := <-t.watcher.Events:
			if !ok {
				return
			}
			if e.Has(fsnotify.Create) && isDir(e.Name) {
				_ = watchTree(t.watcher, e.Name) // without it the parent still tells of most changes
			}
		case _, ok := <-t.watcher.Errors:
			if !ok {
				return
			} // else events were lost: look
		}
		select {
		case t.changes <- struct{}{}:
		default: // it is told already
		}
	}
}

// renew watches the tree again, which may have been made anew, by Undo or by hand.
func (t *treeWatch) renew() { _ = watchTree(t.watcher, t.tree) }

func (t *treeWatch) close() {
	close(t.stop)
	_ = t.watcher.Close()
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
