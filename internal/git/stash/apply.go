package stash

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// Ref is where the stashes are: the newest by its value, all by its reflog.
const Ref = "refs/stash"

// Store puts a stash among the stashes, as their newest.
func Store(r *repo.Repo, stash plumbing.Hash, message string) error {
	u := refs.Update{Name: Ref, New: stash, Message: message, CreateLog: true}
	if err := r.Refs().Set(u); err != nil {
		return fmt.Errorf("Cannot update %s with %s: %w", Ref, stash, err)
	}
	return nil
}

// The names of the sides in the markers of a conflict.
const (
	nameUpstream = "Updated upstream"
	nameSame     = "Version stash was based on"
	nameStashed  = "Stashed changes"
	nameBase     = "Stash base"
)

// ApplyParams say what to bring back, and where to.
type ApplyParams struct {
	Worktree *worktree.Worktree
	Index    *index.Index // changed in memory; the caller holds its lock and saves it
	Stash    plumbing.Hash
	Merge    merge.Options // what configuration and attributes say; the names are set here
}

// Apply merges a stash into index and files: the commit it was made on is the base, the index ours. What it changes in
// files of the commit is not staged then; its new files are (git-stash(1), "pop", without --index). With conflicts all
// that went well is staged, and the result says so. An *OverwriteError of the worktree means that nothing was changed.
// Where the files are those of the commit there is nothing to merge, and no tree in the result.
func Apply(p ApplyParams) (*merge.Result, error) {
	w, store := p.Worktree, p.Worktree.Repo().Objects()
	base, files, err := trees(store, p.Stash)
	if err != nil {
		return nil, err
	}
	if files == base { // nothing but the index, and folders in place of files
		return &merge.Result{Clean: true}, nil
	}
	now, err := writeTree(w, p.Index)
	if err != nil {
		return nil, err
	}
	o := p.Merge
	o.Ours, o.Theirs, o.Base = nameUpstream, nameStashed, nameBase
	if now == base {
		o.Ours = nameSame
	}
	res, err := merge.Trees(base, now, files, o)
	if err != nil {
		return nil, err
	}
	if err := w.Unpack(worktree.UnpackParams{Index: p.Index, From: &now, To: res.Tree}); err != nil {
		return nil, err
	}
	merge.Stage(p.Index, res.Conflicts)
	p.Index.ClearResolveUndo()
	if res.Clean {
		return res, unstage(w, p.Index, now)
	}
	return res, nil
}

// trees gives the one that a stash was made on and the one of its files.
func trees(store *object.Store, stash plumbing.Hash) (base, files plumbing.Hash, err error) {
	c, err := store.Commit(stash)
	if err != nil {
		return base, files, fmt.Errorf("read stash: %w", err)
	}
	if len(c.ParentHashes) != 2 {
		return base, files, fmt.Errorf("'%s' is not a stash-like commit", stash)
	}
	on, err := store.Commit(c.ParentHashes[0])
	if err != nil {
		return base, files, fmt.Errorf("read what the stash was made on: %w", err)
	}
	return on.TreeHash, c.TreeHash, nil
}

// unstage makes the index hold a tree again, but for files that the tree has not.
func unstage(w *worktree.Worktree, x *index.Index, tree plumbing.Hash) error {
	list, err := w.StagedWithIntent(x, tree, nil)
	if err != nil {
		return err
	}
	for i := range list {
		s := &list[i]
		if s.Old.Mode != 0 && !x.Clashes(s.Path) {
			x.Add(&index.Entry{Path: s.Path, Mode: s.Old.Mode, Hash: s.Old.Hash})
		}
	}
	w.Compare(x, worktree.CompareParams{})
	return nil
}
