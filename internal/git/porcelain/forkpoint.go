package porcelain

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/repo"
	"cairn/internal/git/walk"
)

// ForkPoint finds where a commit left a branch, counting what the branch's reflog
// remembers as part of it: git-merge-base(1), --fork-point. It is false when there
// is no such commit. name is the full name of the ref.
func ForkPoint(r *repo.Repo, name string, at plumbing.Hash) (plumbing.Hash, bool, error) {
	entries, err := r.Refs().Reflog(name)
	if err != nil {
		return plumbing.ZeroHash, false, err
	}
	var tips []plumbing.Hash
	known := map[plumbing.Hash]bool{}
	add := func(h plumbing.Hash) {
		if h.IsZero() || known[h] {
			return
		}
		if kind, err := r.Objects().Kind(h); err != nil || kind != plumbing.CommitObject {
			return
		}
		known[h] = true
		tips = append(tips, h)
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if i == len(entries)-1 {
			add(entries[i].Old)
		}
		add(entries[i].New)
	}
	if len(tips) == 0 {
		h, err := r.Refs().Resolve(name)
		if err != nil {
			return plumbing.ZeroHash, false, err
		}
		add(h)
	}
	bases, err := walk.MergeBases(r.Objects(), at, tips...)
	if err != nil || len(bases) != 1 || !known[bases[0]] {
		return plumbing.ZeroHash, false, err
	}
	return bases[0], true, nil
}
