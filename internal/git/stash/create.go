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

// PathError names a path that cannot be taken in, and says why in the words of git update-index, which Git asks for it.
type PathError struct {
	Path string
	Why  string // after "error: "; it may have a second line
}

func (e *PathError) Error() string { return e.Why }

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
	local, err := Look(w, x, head.TreeHash, w.Compare(x, worktree.CompareParams{Looping: true}))
	if err != nil || local.Empty() {
		return none, err
	}
	place := "(no branch)"
	if branch != "" {
		place = strings.TrimPrefix(branch, refs.Heads)
	}
	files, err := local.Tree()
	if err != nil {
		return none, err
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
	return commit(w, files, "On "+place+": "+message, at, second)
}

func writeTree(w *worktree.Worktree, x *index.Index) (plumbing.Hash, error) {
	h, err := x.WriteTree(w.Repo().Objects().PutTreeData)
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
