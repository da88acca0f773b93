package porcelain

import (
	"cairn/internal/git/index"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// lockIndex opens what nearly every change begins with: the working tree, and its index under the
// lock, which the caller must release. The index is read after the lock is held, so that nobody's
// change in between is lost.
func lockIndex(r *repo.Repo) (*worktree.Worktree, *index.Index, *index.Lock, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, nil, nil, err
	}
	lock, err := w.Lock()
	if err != nil {
		return nil, nil, nil, err
	}
	x, err := w.ReadIndex()
	if err != nil {
		lock.Release()
		return nil, nil, nil, err
	}
	return w, x, lock, nil
}
