package porcelain

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
)

// Resolve merges one head path by path, as a step of an octopus that is never a
// fast-forward (git-merge(1), "resolve").
func Resolve(store *object.Store, head plumbing.Hash, other MergeHead, style merge.Style) (*OctopusResult, error) {
	c, err := store.Commit(head)
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	o := &octopus{
		store: store, style: style, result: &OctopusResult{Tree: c.TreeHash}, commits: []plumbing.Hash{head}, real: true,
	}
	if err := o.add(other); err != nil {
		return nil, err
	}
	return o.result, nil
}

// InIndexMerge merges two commits where no path was changed by both or deleted by either;
// ok is false where that is not so.
func InIndexMerge(store *object.Store, base, ours, theirs plumbing.Hash) (tree plumbing.Hash, ok bool, err error) {
	var trees [3]plumbing.Hash
	for i, h := range []plumbing.Hash{base, ours, theirs} {
		c, err := store.Commit(h)
		if err != nil {
			return tree, false, err
		}
		trees[i] = c.TreeHash
	}
	changed := map[string]diff.Pair{}
	for _, side := range trees[1:] {
		pairs, err := diff.Trees(store, trees[0], side, diff.TreeOptions{})
		if err != nil {
			return tree, false, err
		}
		for _, p := range pairs {
			before, twice := changed[p.Path()]
			same := twice && p.Status != diff.Added && before.New.Hash == p.New.Hash && before.New.Mode == p.New.Mode
			if p.Status == diff.Deleted || twice && !same {
				return tree, false, nil
			}
			changed[p.Path()] = p
		}
	}
	o := merge.DefaultOptions(store, "", "")
	o.NoRenames, o.Directories = true, merge.DirectoryIgnore
	r, err := merge.Trees(trees[0], trees[1], trees[2], o)
	if err != nil {
		return tree, false, err
	}
	return r.Tree, r.Clean, nil
}
