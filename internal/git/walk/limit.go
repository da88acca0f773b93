package walk

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// slop is how many commits a walk with exclusions goes on after everything that
// waits is excluded: clocks are never quite right.
const slop = 5

// limit walks the whole history down to the exclusions, then sorts and
// simplifies it.
func (w *Walker) limit() error {
	if err := w.collect(); err != nil {
		return err
	}
	if w.params.CherryPick || w.params.CherryMark {
		if err := w.findSamePatches(); err != nil {
			return err
		}
	}
	if w.params.LeftOnly || w.params.RightOnly {
		w.list = slices.DeleteFunc(w.list, func(c *Commit) bool { return c.Left() == w.params.RightOnly })
	}
	if w.params.AncestryPath {
		w.keepAncestryPath()
	}
	if w.params.Order != ByDate {
		w.list = sortTopo(w.list, w.params.Order)
	}
	if w.params.SimplifyMerges {
		if err := w.simplifyMerges(); err != nil {
			return err
		}
	}
	if w.params.Bisect != NoBisect {
		w.bisect()
	}
	return nil
}

// collect fills the list with what is reachable and not excluded.
func (w *Walker) collect() error {
	patience := slop
	lastDate := int64(1<<62 - 1)
	var fresh int
	for w.q.len() > 0 {
		c := w.q.pop()
		if w.params.Since != 0 && !w.params.SinceAsFilter && c.date < w.params.Since {
			c.flags |= uninteresting
		}
		if err := w.expand(c); err != nil {
			return err
		}
		if c.flags&uninteresting != 0 {
			w.excludeParents(c)
			if w.q.len() == 0 {
				break
			}
			switch {
			case lastDate <= w.q.peek().date, w.anyWanted(&fresh):
				patience = slop
			default:
				patience--
			}
			if patience <= 0 {
				break
			}
			continue
		}
		if w.params.Until != 0 && c.date > w.params.Until {
			continue
		}
		lastDate = c.date
		w.list = append(w.list, c)
	}
	return nil
}

// anyWanted reports whether a commit that is not excluded waits. hint is where
// one was seen last, which makes most calls cheap.
func (w *Walker) anyWanted(hint *int) bool {
	if *hint < len(w.q.items) && w.q.items[*hint].c.flags&uninteresting == 0 {
		return true
	}
	for i := range w.q.items {
		if w.q.items[i].c.flags&uninteresting == 0 {
			*hint = i
			return true
		}
	}
	return false
}

// expand puts the parents of a commit into the queue; excluded commits exclude
// theirs, and a path-limited walk decides here which parents matter.
func (w *Walker) expand(c *Commit) error {
	if c.flags&added != 0 {
		return nil
	}
	c.flags |= added
	if c.flags&uninteresting != 0 {
		return w.expandExcluded(c)
	}
	if err := w.simplify(c); err != nil {
		return err
	}
	for i, p := range c.Parents {
		p.flags |= c.flags & left
		if p.flags&seen == 0 {
			if err := w.pool.load(p); err != nil {
				return err
			}
			p.flags |= seen
			w.q.put(p, p.date)
		}
		if w.params.FirstParent && i == 0 {
			break
		}
	}
	return nil
}

func (w *Walker) expandExcluded(c *Commit) error {
	for _, p := range c.Parents {
		p.flags |= uninteresting
		if err := w.pool.load(p); err != nil {
			continue // what is left out may be missing, as in a shallow clone
		}
		w.excludeParents(p)
		if p.flags&seen == 0 {
			p.flags |= seen
			w.q.put(p, p.date)
		}
		if w.params.ExcludeFirstParent {
			break
		}
	}
	return nil
}

// excludeParents marks everything below c that was read already.
func (w *Walker) excludeParents(c *Commit) {
	work := []*Commit{c}
	for len(work) > 0 {
		c := work[len(work)-1]
		work = work[:len(work)-1]
		for i, p := range c.Parents {
			if i > 0 && w.params.ExcludeFirstParent {
				break
			}
			if p.flags&uninteresting != 0 {
				continue
			}
			p.flags |= uninteresting
			if p.loaded {
				work = append(work, p)
			}
		}
	}
}

// keepAncestryPath drops commits that are no descendants of the bottoms.
func (w *Walker) keepAncestryPath() {
	from := map[plumbing.Hash]bool{}
	for _, h := range w.params.AncestryFrom {
		from[h] = true
	}
	for _, c := range w.pool.nodes {
		if len(from) > 0 && from[c.Hash] || len(from) == 0 && c.flags&bottom != 0 {
			c.flags |= onPath
		}
	}
	for changed := true; changed; {
		changed = false
		for _, c := range slices.Backward(w.list) {
			if c.flags&onPath != 0 {
				continue
			}
			for _, p := range c.Parents {
				if p.flags&onPath != 0 {
					c.flags |= onPath
					changed = true
					break
				}
			}
		}
	}
	if len(from) > 0 {
		w.markBelow()
	}
	w.list = slices.DeleteFunc(w.list, func(c *Commit) bool {
		if c.flags&(onPath|bottom) == 0 {
			c.flags |= uninteresting
		}
		return c.flags&onPath == 0
	})
	// Merges may be like all parents that are left.
	for _, c := range w.list {
		if len(c.same) < 2 {
			continue
		}
		w.updateTreeSame(c)
		if !w.relevant(c.Parents[0]) {
			c.flags &^= pullMerge
		}
	}
}

// markBelow keeps the ancestors of the commits of --ancestry-path=<commit> too.
func (w *Walker) markBelow() {
	below := map[*Commit]bool{}
	for _, h := range w.params.AncestryFrom {
		if c, ok := w.pool.nodes[h]; ok {
			below[c] = true
		}
	}
	for _, c := range w.list {
		if below[c] {
			c.flags |= onPath
			for _, p := range c.Parents {
				below[p] = true
			}
		}
	}
}
