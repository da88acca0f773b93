package merge

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/walk"
)

// point is a commit to merge: a real one, or one that stands for merged bases.
type point struct {
	tree    plumbing.Hash
	commits []plumbing.Hash // what it descends from: itself, or the bases it joins
}

// Labels of bases in diff3 markers.
const (
	labelEmpty  = "empty tree"
	labelMerged = "merged common ancestors"
	labelInner1 = "Temporary merge branch 1"
	labelInner2 = "Temporary merge branch 2"
)

// Commits merges two commits over their merge bases. Several bases are first
// merged with each other, the oldest first.
func Commits(ours, theirs plumbing.Hash, o Options) (*Result, error) {
	a, err := realPoint(ours, o)
	if err != nil {
		return nil, err
	}
	b, err := realPoint(theirs, o)
	if err != nil {
		return nil, err
	}
	return mergePoints(a, b, o, 0)
}

// OverBases is Commits with the bases given.
func OverBases(ours, theirs plumbing.Hash, bases []plumbing.Hash, o Options) (*Result, error) {
	a, err := realPoint(ours, o)
	if err != nil {
		return nil, err
	}
	b, err := realPoint(theirs, o)
	if err != nil {
		return nil, err
	}
	return mergeOver(a, b, bases, o, 0)
}

func realPoint(h plumbing.Hash, o Options) (point, error) {
	c, err := o.Store.Commit(h)
	if err != nil {
		return point{}, fmt.Errorf("merge %s: %w", h, err)
	}
	return point{c.TreeHash, []plumbing.Hash{h}}, nil
}

func mergePoints(a, b point, o Options, depth int) (*Result, error) {
	bases, err := walk.MergeBases(o.Store, b.commits[0], a.commits...)
	if err != nil {
		return nil, fmt.Errorf("find merge bases: %w", err)
	}
	return mergeOver(a, b, bases, o, depth)
}

// mergeOver merges two points; bases are given newest first.
func mergeOver(a, b point, bases []plumbing.Hash, o Options, depth int) (*Result, error) {
	const deepest = 100 // no history needs more; a bound against a hostile one
	var base point
	switch n := len(bases); {
	case n == 0:
		o.Base = labelEmpty
	case n == 1:
		o.Base = o.Store.Abbrev(bases[0], 0)
	default:
		o.Base = labelMerged
	}
	for i := len(bases) - 1; i >= 0; i-- {
		next, err := realPoint(bases[i], o)
		if err != nil {
			return nil, err
		}
		if i == len(bases)-1 || depth >= deepest {
			base = next
			continue
		}
		inner := o
		inner.Ours, inner.Theirs = labelInner1, labelInner2
		r, err := mergePoints(base, next, inner, depth+1)
		if err != nil {
			return nil, err
		}
		base = point{r.Tree, append(append([]plumbing.Hash{}, base.commits...), next.commits...)}
	}
	return mergeTrees(base.tree, a.tree, b.tree, o, depth)
}
