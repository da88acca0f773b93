package walk

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// simplifyMerges drops merges that no longer join anything once uninteresting
// commits are gone: git-log(1), --simplify-merges. The list is in topological
// order, so that backwards every parent is done before its children.
func (w *Walker) simplifyMerges() error {
	for _, c := range slices.Backward(w.list) {
		if err := w.simplifyOne(c); err != nil {
			return err
		}
	}
	w.list = slices.DeleteFunc(w.list, func(c *Commit) bool { return c.replaced != c })
	return nil
}

func (w *Walker) simplifyOne(c *Commit) error {
	c.replaced = c
	if c.flags&uninteresting != 0 || len(c.Parents) == 0 {
		return nil
	}
	w.replaceParents(c)
	if len(c.Parents) > 1 {
		if err := w.dropRedundantParents(c); err != nil {
			return err
		}
		w.updateTreeSame(c)
	}
	if len(c.Parents) == 0 || c.flags&treeSame == 0 || w.params.ShowPulls && c.flags&pullMerge != 0 {
		return nil
	}
	if only := w.onlyRelevant(c); only != nil {
		if only.replaced == nil {
			only.replaced = only
		}
		c.replaced = only.replaced
	}
	return nil
}

// replaceParents puts each parent's replacement in its place, once.
func (w *Walker) replaceParents(c *Commit) {
	var parents []*Commit
	var same []bool
	for i, p := range c.Parents {
		if p.replaced != nil {
			p = p.replaced
		}
		if at := slices.Index(parents, p); at >= 0 {
			same[at] = same[at] && c.sameAs(i)
			continue
		}
		parents = append(parents, p)
		same = append(same, c.sameAs(i))
	}
	c.Parents, c.same = parents, same
}

// sameAs tells whether the commit's paths are as in its i-th parent.
func (c *Commit) sameAs(i int) bool { return i < len(c.same) && c.same[i] }

// dropRedundantParents removes parents that are ancestors of other parents, and
// roots that never had the paths.
func (w *Walker) dropRedundantParents(c *Commit) error {
	hashes := make([]plumbing.Hash, len(c.Parents))
	for i, p := range c.Parents {
		hashes[i] = p.Hash
	}
	kept, err := Independent(w.params.Store, hashes)
	if err != nil {
		return err
	}
	redundant := func(i int) bool {
		p := c.Parents[i]
		return !slices.Contains(kept, p.Hash) || p.loaded && len(p.Parents) == 0 && p.flags&treeSame != 0
	}
	// a commit that is like a parent must stay so: one such parent is kept
	spared, sameStays := -1, false
	for i := range c.Parents {
		switch {
		case !c.sameAs(i):
		case !redundant(i):
			sameStays = true
		case spared < 0:
			spared = i
		}
	}
	var parents []*Commit
	var same []bool
	for i, p := range c.Parents {
		if !redundant(i) || i == spared && !sameStays {
			parents, same = append(parents, p), append(same, c.sameAs(i))
		}
	}
	c.Parents, c.same = parents, same
	return nil
}

func (w *Walker) updateTreeSame(c *Commit) {
	if len(c.Parents) == 0 { // they are all gone: it is a root now
		c.flags &^= treeSame
		if same, err := w.compare(c, plumbing.ZeroHash); err == nil && same {
			c.flags |= treeSame
		}
		return
	}
	var relevant, relevantChanged, otherChanged bool
	for i, p := range c.Parents {
		if w.relevant(p) {
			relevant = true
			relevantChanged = relevantChanged || !c.sameAs(i)
		} else {
			otherChanged = otherChanged || !c.sameAs(i)
		}
	}
	c.flags &^= treeSame
	if relevant && !relevantChanged || !relevant && !otherChanged {
		c.flags |= treeSame
	}
}
