// Package stash keeps local changes in commits of the form that git-stash(1) tells under "Discussion", and brings them
// back: a commit of the files, whose parents are HEAD and a commit of the index.
//
// It owns these commits and refs/stash with its reflog. It takes nothing out of the working tree (a reset does that), and
// asks and prints nothing.
package stash

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/worktree"
)

// ErrNoCommit says that there is nothing yet that local changes could be kept against.
var ErrNoCommit = errors.New("You do not have the initial commit yet")

// IntentError names a path that the index only announces (add -N): it cannot be kept (seen in 2.39).
type IntentError struct{ Path string }

func (e *IntentError) Error() string { return "Entry '" + e.Path + "' not uptodate. Cannot merge." }

// BeyondLinkError names a tracked path that lies behind a symbolic link now, so that what became of it cannot be kept.
type BeyondLinkError struct{ Path string }

func (e *BeyondLinkError) Error() string { return "'" + e.Path + "' is beyond a symbolic link" }

// Create stores the local changes as a commit and gives its hash, zero where there are none. No ref leads to it yet. The
// index is refreshed in memory, and not changed otherwise.
func Create(w *worktree.Worktree, x *index.Index, message string) (plumbing.Hash, error) {
	none := plumbing.ZeroHash
	branch, at, err := w.Repo().Refs().Head()
	switch {
	case err != nil:
		return none, err
	case at.IsZero():
		return none, ErrNoCommit
	}
	head, err := w.Repo().Objects().Commit(at)
	if err != nil {
		return none, fmt.Errorf("read HEAD: %w", err)
	}
	local, err := Look(w, x, head.TreeHash)
	if err != nil || local.Empty() {
		return none, err
	}
	if err := Keepable(w, x, local.Changes); err != nil {
		return none, err
	}
	place := "(no branch)"
	if branch != "" {
		place = strings.TrimPrefix(branch, refs.Heads)
	}
	staged, err := writeTree(w, x)
	if err != nil {
		return none, err
	}
	subject := place + ": " + w.Repo().Objects().Abbrev(at, 0) + " " + head.Subject()
	second, err := commit(w, staged, "index on "+subject+"\n", at)
	if err != nil {
		return none, err
	}
	files, err := local.Tree()
	if err != nil {
		return none, err
	}
	return commit(w, files, "On "+place+": "+message, at, second)
}

// Keepable refuses what cannot be kept: with an *IntentError an index with a path that is only announced, if it is there,
// and with a *BeyondLinkError a change of a path behind a link.
func Keepable(w *worktree.Worktree, x *index.Index, changes []worktree.Change) error {
	for _, e := range x.Entries() {
		if !e.IntentToAdd {
			continue
		}
		if _, exists := w.Lstat(e.Path); exists {
			return &IntentError{e.Path}
		}
	}
	for i := range changes {
		if c := &changes[i]; c.State == worktree.Deleted && w.BeyondLink(c.Entry.Path) {
			return &BeyondLinkError{c.Entry.Path}
		}
	}
	return nil
}

func writeTree(w *worktree.Worktree, x *index.Index) (plumbing.Hash, error) {
	store := w.Repo().Objects()
	h, err := x.WriteTree(func(data []byte) (plumbing.Hash, error) { return store.Put(plumbing.TreeObject, data) })
	if err != nil {
		return h, fmt.Errorf("write a tree of local changes: %w", err)
	}
	return h, nil
}

func commit(w *worktree.Worktree, tree plumbing.Hash, message string, parents ...plumbing.Hash) (plumbing.Hash, error) {
	r := w.Repo()
	author, err := r.Author()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	committer, err := r.Committer()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return r.Objects().PutCommit(&object.Commit{
		TreeHash: tree, ParentHashes: parents, Author: author, Committer: committer, Message: message,
	})
}

// Local are the changes against a commit, of the index and of the files.
type Local struct {
	Changes []worktree.Change // files against the index
	Staged  []worktree.Staged // the index against the commit
	w       *worktree.Worktree
	x       *index.Index
}

// Look finds the local changes against the tree of a commit.
func Look(w *worktree.Worktree, x *index.Index, head plumbing.Hash) (*Local, error) {
	l := &Local{w: w, x: x, Changes: w.Compare(x, worktree.CompareParams{})}
	var err error
	l.Staged, err = w.Staged(x, head, nil)
	return l, err
}

// Empty reports that there are none.
func (l *Local) Empty() bool { return len(l.Changes)+len(l.Staged) == 0 }

// Tree stores the files as they are: what is tracked, and what HEAD tracked and the index no longer does, if it is there.
func (l *Local) Tree() (plumbing.Hash, error) {
	x, err := index.Parse(l.x.Encode()) // what is taken in is not to be seen in theirs
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("copy the index: %w", err)
	}
	for i := range l.Changes {
		c := &l.Changes[i]
		switch {
		case c.State == worktree.Deleted:
			x.Remove(c.Entry.Path)
		case c.Mode == filemode.Submodule:
		default:
			if err := l.take(x, c.Entry.Path); err != nil {
				return plumbing.ZeroHash, err
			}
		}
	}
	for i := range l.Staged {
		c := &l.Staged[i]
		if c.New != nil {
			continue
		}
		if mode, exists := l.w.Lstat(c.Path); exists && mode != filemode.Dir {
			if err := l.take(x, c.Path); err != nil {
				return plumbing.ZeroHash, err
			}
		}
	}
	return writeTree(l.w, x)
}

func (l *Local) take(x *index.Index, path string) error {
	data, mode, err := l.w.ReadBlob(l.x, path)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	h, err := l.w.Repo().Objects().Put(plumbing.BlobObject, data)
	if err != nil {
		return fmt.Errorf("store %s: %w", path, err)
	}
	x.Add(&index.Entry{Path: path, Mode: mode, Hash: h})
	return nil
}
