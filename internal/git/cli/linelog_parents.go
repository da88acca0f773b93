package cli

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/walk"
)

// joinParents gives each shown commit the nearest shown ancestors for parents, along the
// way that the followed lines took.
func (f *lineLog) joinParents(shown []*walk.Commit) {
	nodes := map[plumbing.Hash]*walk.Commit{}
	for _, c := range shown {
		nodes[c.Hash] = c
	}
	for _, c := range shown {
		var parents []*walk.Commit
		for _, h := range f.origins[c.Hash] {
			if p := f.nearest(h, nodes); p != nil && !slices.Contains(parents, p) {
				parents = append(parents, p)
			}
		}
		c.Parents = parents
	}
}

// nearest follows one commit down to one that is shown, nil where the lines end before.
func (f *lineLog) nearest(h plumbing.Hash, nodes map[plumbing.Hash]*walk.Commit) *walk.Commit {
	for {
		if c := nodes[h]; c != nil {
			return c
		}
		next := f.origins[h]
		if len(next) != 1 {
			return nil
		}
		h = next[0]
	}
}
