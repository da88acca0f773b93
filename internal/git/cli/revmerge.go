package cli

import (
	"cairn/internal/git/pathspec"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
	"cairn/internal/git/worktree"
)

// conflictedMerge is --merge: HEAD...MERGE_HEAD, with the files in conflict for paths.
func (r *revRun) conflictedMerge() (int, bool) {
	head, err := r.repo.Refs().Resolve(refs.HEAD)
	if err != nil {
		return r.die("--merge without HEAD?"), false
	}
	other, err := r.repo.Refs().Resolve("MERGE_HEAD")
	if err != nil {
		return r.die("--merge without MERGE_HEAD?"), false
	}
	r.items = append(r.items, rev.Item{Hash: head, Side: rev.Left, Spec: refs.HEAD},
		rev.Item{Hash: other, Side: rev.Right, Spec: "MERGE_HEAD"})
	w, err := worktree.Open(r.repo)
	if err != nil {
		return r.fail(err), false
	}
	x, err := w.ReadIndex()
	if err != nil {
		return r.fail(err), false
	}
	var given *pathspec.Set
	if len(r.paths) > 0 {
		if given, err = r.pathspecOf(r.paths, pathspec.Params{}); err != nil {
			return r.fail(err), false
		}
	}
	r.paths = nil
	for _, path := range x.Unmerged() {
		if given.Match(path) {
			r.paths = append(r.paths, ":(top,literal)"+path)
		}
	}
	return 0, true
}
