package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/object"
)

// follower follows one file across renames, newest commit first.
type follower struct{ path string }

// pairs gives the change of the followed file in a commit. Where the commit adds
// it, another file may have been renamed or copied to it; from then on that one is followed.
func (f *follower) pairs(l *logRun, c *object.Commit, before plumbing.Hash) ([]diff.Pair, error) {
	store := l.repo.Objects()
	pairs, err := diff.Trees(store, before, c.TreeHash, diff.TreeOptions{
		Match: func(path string) bool { return path == f.path || strings.HasPrefix(path, f.path+"/") },
		Enter: func(dir string) bool { return strings.HasPrefix(f.path, dir) || strings.HasPrefix(dir, f.path+"/") },
	})
	if err != nil || len(pairs) != 1 || pairs[0].Status != diff.Added {
		if err != nil {
			return nil, err
		}
		return l.req.Refine(pairs)
	}
	all, err := diff.Trees(store, before, c.TreeHash, diff.TreeOptions{})
	if err != nil {
		return nil, err
	}
	if all, err = diff.WithUnchanged(store, before, all, diff.TreeOptions{}); err != nil {
		return nil, err
	}
	o := *l.req.Options
	o.Detect, o.CopiesHarder, o.Filter, o.Pickaxe = diff.Copies, true, diff.Filter{}, nil
	o.RenamesTo = f.path
	if all, err = o.Refine(all); err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].New.Path == f.path && (all[i].Status == diff.Renamed || all[i].Status == diff.Copied) {
			f.path = all[i].Old.Path
			return l.req.Refine([]diff.Pair{all[i]})
		}
	}
	return l.req.Refine(pairs)
}
