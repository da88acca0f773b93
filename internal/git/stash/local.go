package stash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/worktree"
)

// Local are the changes against a commit, of the index and of the files.
type Local struct {
	Changes []worktree.Change // files against the index
	Staged  []worktree.Staged // the index against the commit
	w       *worktree.Worktree
	x       *index.Index
}

// Look finds the local changes against the tree of a commit. changes are those of the files against the index.
func Look(w *worktree.Worktree, x *index.Index, head plumbing.Hash, changes []worktree.Change) (*Local, error) {
	staged, err := w.Staged(x, head, nil)
	return &Local{Changes: changes, Staged: staged, w: w, x: x}, err
}

// Empty reports that there are none. What lies behind a link that leads to itself is none by itself, but counts beside others.
func (l *Local) Empty() bool {
	for i := range l.Changes {
		if c := &l.Changes[i]; c.State != worktree.Deleted || !l.w.Loops(c.Entry.Path) {
			return false
		}
	}
	return len(l.Staged) == 0
}

// Tree stores the files as they are: what is tracked, and what HEAD tracked and the index no longer does, if it is there.
// An *IntentError or a *PathError says that this cannot be done.
func (l *Local) Tree() (plumbing.Hash, error) {
	x, err := index.Parse(l.x.Encode()) // what is taken in is not to be seen in theirs
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("copy the index: %w", err)
	}
	if err := l.dropAnnounced(x); err != nil {
		return plumbing.ZeroHash, err
	}
	for _, path := range l.paths() {
		if err := l.update(x, path); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return writeTree(l.w, x)
}

// dropAnnounced leaves out what the index only announces, and refuses that if it is there.
func (l *Local) dropAnnounced(x *index.Index) error {
	var gone []string
	for _, e := range l.x.Entries() {
		if !e.IntentToAdd {
			continue
		}
		if _, err := os.Lstat(l.w.Path(e.Path)); !errors.Is(err, fs.ErrNotExist) { // a file in place of its folder counts as it
			return &IntentError{e.Path}
		}
		gone = append(gone, e.Path)
	}
	x.RemoveAll(gone)
	return nil
}

// paths are those whose files may differ from the commit, in the index's order: what is only in the index is not among
// them (seen in 2.39: a new file that is gone again stays in the stash as it was staged).
func (l *Local) paths() []string {
	var list []string
	added := map[string]bool{}
	for i := range l.Staged {
		s := &l.Staged[i]
		added[s.Path] = s.Old.Mode == 0
		if s.New == nil || s.New.AssumeValid {
			list = append(list, s.Path)
		}
	}
	for i := range l.Changes {
		if c := &l.Changes[i]; c.State != worktree.Deleted || !added[c.Entry.Path] {
			list = append(list, c.Entry.Path)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// update makes an index hold what is at a path now. A folder leaves it as it is.
func (l *Local) update(x *index.Index, path string) error {
	if info, err := os.Lstat(l.w.Path(path)); err == nil && info.IsDir() {
		return nil
	}
	if l.w.BeyondLink(path) {
		return &PathError{path, "'" + path + "' is beyond a symbolic link"}
	}
	old := x.Get(path)
	switch _, exists := l.w.Lstat(path); {
	case !exists:
		x.Remove(path)
		return nil
	case old != nil && old.AssumeValid:
		return nil
	case old == nil && x.Clashes(path):
		return &PathError{path, "'" + path + "' appears as both a file and as a directory\n" +
			"error: " + path + ": cannot add to the index - missing --add option?"}
	}
	data, mode, err := l.w.ReadBlob(l.x, path)
	if err != nil {
		return &PathError{path, err.Error()}
	}
	h, err := l.w.Repo().Objects().Put(plumbing.BlobObject, data)
	if err != nil {
		return fmt.Errorf("store %s: %w", path, err)
	}
	x.Add(&index.Entry{Path: path, Mode: mode, Hash: h})
	return nil
}
