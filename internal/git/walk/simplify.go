package walk

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// prunes reports whether commits that change nothing of interest are left out.
func (w *Walker) prunes() bool {
	return (w.params.Paths != nil || w.params.Decorated != nil) && !w.params.Sparse
}

// compare tells whether two trees are the same to this walk.
func (w *Walker) compare(c *Commit, older plumbing.Hash) (bool, error) {
	if older.IsZero() && w.params.Paths == nil { // a root counts by its files, whatever its name
		return c.TreeHash == object.EmptyTree, nil
	}
	if !older.IsZero() && w.params.Decorated != nil && w.params.Decorated(c.Hash) {
		return false, nil
	}
	if w.params.Paths == nil {
		return true, nil // by decoration alone
	}
	return w.params.Paths.Same(older, c.TreeHash)
}

// simplify decides which parents of c are followed. A merge that is like one of
// its parents under the paths follows that parent alone, unless the full history
// is asked for.
func (w *Walker) simplify(c *Commit) error {
	if w.params.Paths == nil && w.params.Decorated == nil {
		return nil
	}
	if len(c.Parents) == 0 {
		same, err := w.compare(c, plumbing.ZeroHash)
		if same {
			c.flags |= treeSame
		}
		return err
	}
	var relevant, relevantChanged, otherChanged bool
	c.same = make([]bool, len(c.Parents))
	for i, p := range c.Parents {
		isRelevant := w.relevant(p)
		if isRelevant {
			relevant = true
		}
		if i > 0 && w.params.FirstParent {
			break
		}
		if err := w.pool.load(p); err != nil {
			return err
		}
		same, err := w.compare(c, p.TreeHash)
		if err != nil {
			return err
		}
		c.same[i] = same
		switch {
		case same && !w.params.FullHistory && isRelevant:
			if i > 0 && w.params.ShowPulls {
				c.flags |= pullMerge
			}
			c.Parents = []*Commit{p}
			c.same = []bool{true}
			c.flags |= treeSame
			return nil
		case same:
		case isRelevant:
			relevantChanged = true
		default:
			otherChanged = true
		}
	}
	if w.params.ShowPulls && !c.same[0] && slices.Contains(c.same, true) {
		c.flags |= pullMerge
	}
	if relevant && !relevantChanged || !relevant && !otherChanged {
		c.flags |= treeSame
	}
	return nil
}

// relevant reports whether a parent belongs to the history that is shown: it is
// not excluded, or it is itself the commit that was named to exclude.
func (w *Walker) relevant(p *Commit) bool {
	return p.flags&(uninteresting|bottom) != uninteresting
}

// passes decides whether a commit is given.
func (w *Walker) passes(c *Commit) (bool, error) {
	if c.flags&(shown|uninteresting) != 0 {
		return false, nil
	}
	n := len(c.ParentHashes)
	if n < w.params.MinParents || w.params.MaxParents > 0 && n > w.params.MaxParents || w.params.MaxParents == NoParents && n > 0 {
		return false, nil
	}
	asFilter := w.params.SinceAsFilter || w.params.NoWalk != Walking
	if w.params.Until != 0 && c.date > w.params.Until || asFilter && w.params.Since != 0 && c.date < w.params.Since {
		return false, nil
	}
	if w.params.Keep != nil {
		if keep, err := w.params.Keep(c.Commit); !keep || err != nil {
			return false, err
		}
	}
	if w.prunes() && c.flags&treeSame != 0 && c.flags&pullMerge == 0 {
		return w.params.RewriteParents && w.joins(c), nil
	}
	return true, nil
}

// joins reports whether a commit ties two lines of the shown history together,
// and so is given although it changes nothing itself.
func (w *Walker) joins(c *Commit) bool {
	n := 0
	for _, p := range c.Parents {
		if w.relevant(p) {
			n++
		}
	}
	return n > 1
}

// rewriteParents replaces each parent by its nearest ancestor that is given.
func (w *Walker) rewriteParents(c *Commit) error {
	kept := make([]*Commit, 0, len(c.Parents))
next:
	for i, p := range c.Parents {
		if i > 0 && w.params.FirstParent {
			kept = append(kept, p)
			continue
		}
		q, err := w.nearest(p)
		if err != nil {
			return err
		}
		if q == nil {
			continue
		}
		for _, k := range kept {
			if k == q {
				continue next
			}
		}
		kept = append(kept, q)
	}
	c.Parents = kept
	return nil
}

// nearest follows p down to a commit that is given, nil if there is none.
func (w *Walker) nearest(p *Commit) (*Commit, error) {
	for {
		if !w.limited {
			if err := w.walkTo(p); err != nil {
				return nil, err
			}
		}
		if p.flags&uninteresting != 0 || p.flags&treeSame == 0 {
			return p, nil
		}
		if len(p.Parents) == 0 || p.flags&shown != 0 && !w.params.Reverse {
			// Git forgets the parents of what it has shown; it can come to that only where
			// a clock went backwards.
			return nil, nil
		}
		only := w.onlyRelevant(p)
		if only == nil {
			return p, nil
		}
		p = only
	}
}

// walkTo makes sure that p was simplified although the walk has not come to it.
func (w *Walker) walkTo(p *Commit) error {
	if err := w.pool.load(p); err != nil {
		return err
	}
	return w.expand(p)
}

// onlyRelevant gives the one parent to follow: the only one, or the only one that
// belongs to the shown history; nil if there are several.
func (w *Walker) onlyRelevant(c *Commit) *Commit {
	if len(c.Parents) == 1 || w.params.FirstParent {
		return c.Parents[0]
	}
	var only *Commit
	for _, p := range c.Parents {
		if !w.relevant(p) {
			continue
		}
		if only != nil {
			return nil
		}
		only = p
	}
	return only
}
