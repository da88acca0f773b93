package porcelain

import (
	"errors"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// Tips turns revisions, as rev.Resolver.Args gives them, into what a walk starts
// from and what it leaves out: tags lead to their commits, and A...B leaves out
// the merge bases of its sides. Objects that are no commits are left out.
func Tips(r *repo.Repo, items []rev.Item) ([]walk.Tip, error) {
	var tips []walk.Tip
	for i, it := range items {
		h, err := r.Objects().Peel(it.Hash, plumbing.CommitObject)
		if err != nil {
			var kind *object.KindError
			if !errors.As(err, &kind) {
				return nil, err
			}
			continue
		}
		tip := walk.Tip{Hash: h, Exclude: it.Exclude, Left: it.Side == rev.Left, Bottom: it.Exclude}
		if it.Side == rev.Left && i+1 < len(items) {
			bases, err := walk.MergeBases(r.Objects(), h, items[i+1].Hash)
			if err != nil {
				return nil, err
			}
			for _, b := range bases {
				tips = append(tips, walk.Tip{Hash: b, Exclude: true, Bottom: true})
			}
		}
		tips = append(tips, tip)
	}
	return tips, nil
}
