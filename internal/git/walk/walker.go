package walk

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// Walker gives the commits of one walk. It is used by one goroutine.
type Walker struct {
	params   Params
	pool     *pool
	q        queue
	list     []*Commit // what remains of a walk that was limited first
	prepared bool
	limited  bool

	skip, left int
	reversed   []*Commit
	edge       []*Commit
	edgeDone   bool
	halves     bisection
}

// New prepares a walk; nothing is read before Next.
func New(p Params) *Walker {
	w := &Walker{params: p, pool: newPool(p.Store), skip: p.Skip, left: p.Max}
	w.limited = p.Limited || p.Order != ByDate || p.AncestryPath || p.CherryPick || p.CherryMark ||
		p.LeftOnly || p.RightOnly || p.SimplifyMerges || p.Bisect != NoBisect
	for _, t := range p.Tips {
		w.limited = w.limited || t.Exclude
	}
	if p.AncestryPath {
		w.params.FullHistory = true
	}
	if p.SimplifyMerges {
		w.params.FullHistory, w.params.RewriteParents = true, true
	}
	return w
}

// Next gives the next commit, nil at the end.
func (w *Walker) Next() (*Commit, error) {
	if !w.params.Reverse {
		return w.forward()
	}
	if !w.prepared {
		for {
			c, err := w.forward()
			if err != nil {
				return nil, err
			}
			if c == nil {
				break
			}
			w.reversed = append(w.reversed, c)
		}
	}
	if len(w.reversed) == 0 {
		return nil, nil
	}
	last := len(w.reversed) - 1
	c := w.reversed[last]
	w.reversed = w.reversed[:last]
	return c, nil
}

// Unshow takes back that the last commit counted towards Max: `log` calls it for a
// commit that it did not print because its diff was empty.
func (w *Walker) Unshow() {
	if w.params.Max > 0 {
		w.left++
	}
}

// forward applies Skip and Max, and gives the boundary at the end.
func (w *Walker) forward() (*Commit, error) {
	if w.edgeDone {
		return w.nextEdge(), nil
	}
	var c *Commit
	var err error
	if !(w.params.Max == NoCommits || w.params.Max > 0 && w.left <= 0) {
		c, err = w.one()
		for ; err == nil && c != nil && w.skip > 0; w.skip-- {
			c, err = w.one()
		}
	}
	if err != nil {
		return nil, err
	}
	if c == nil {
		if w.params.Boundary {
			return w.startEdge()
		}
		return nil, nil
	}
	w.left--
	c.flags |= shown
	if w.params.Boundary {
		for _, p := range c.Parents {
			if p.flags&(childShown|shown) == 0 {
				p.flags |= childShown
				w.edge = append(w.edge, p)
			}
		}
	}
	return c, nil
}

// startEdge sorts out which parents of given commits were not given themselves.
func (w *Walker) startEdge() (*Commit, error) {
	w.edgeDone = true
	edge := w.edge[:0]
	for _, c := range w.edge {
		if c.flags&(shown|boundary) != 0 {
			continue
		}
		if err := w.pool.load(c); err != nil {
			return nil, err
		}
		c.flags |= boundary
		edge = append(edge, c)
	}
	slices.Reverse(edge)
	w.edge = sortTopo(edge, max(w.params.Order, Topo))
	return w.nextEdge(), nil
}

func (w *Walker) nextEdge() *Commit {
	if len(w.edge) == 0 {
		return nil
	}
	c := w.edge[0]
	w.edge = w.edge[1:]
	return c
}

// one gives the next commit that passes every filter.
func (w *Walker) one() (*Commit, error) {
	if !w.prepared {
		w.prepared = true
		if err := w.prepare(); err != nil {
			return nil, err
		}
	}
	for {
		c, err := w.candidate()
		if err != nil || c == nil {
			return nil, err
		}
		show, err := w.passes(c)
		if err != nil {
			return nil, err
		}
		if show {
			if w.prunes() && w.params.RewriteParents {
				if err := w.rewriteParents(c); err != nil {
					return nil, err
				}
			}
			return c, nil
		}
	}
}

// candidate takes the next commit from the list, or walks on to find one.
func (w *Walker) candidate() (*Commit, error) {
	if w.limited || w.params.NoWalk != Walking {
		if len(w.list) == 0 {
			return nil, nil
		}
		c := w.list[0]
		w.list = w.list[1:]
		if w.params.NoWalk == Walking || c.flags&added != 0 {
			return c, nil
		}
		c.flags |= added
		return c, w.simplify(c)
	}
	for w.q.len() > 0 {
		c := w.q.pop()
		if w.params.Since != 0 && !w.params.SinceAsFilter && c.date < w.params.Since {
			continue
		}
		if err := w.expand(c); err != nil {
			return nil, err
		}
		return c, nil
	}
	return nil, nil
}

// prepare puts the tips in order and, when the walk needs to know everything
// first, walks it.
func (w *Walker) prepare() error {
	var tips []*Commit
	for _, t := range w.params.Tips {
		c := w.pool.node(t.Hash)
		if err := w.pool.load(c); err != nil {
			if w.params.MissingOK {
				continue
			}
			return err
		}
		if t.Exclude {
			c.flags |= uninteresting
			w.excludeParents(c)
		}
		if t.Bottom {
			c.flags |= bottom
		}
		if t.Left {
			c.flags |= left
		}
		if c.flags&seen == 0 {
			c.flags |= seen
			tips = append(tips, c)
		}
	}
	if w.params.NoWalk != Unsorted {
		slices.SortStableFunc(tips, newestFirst)
	}
	if w.params.NoWalk != Walking {
		w.list = tips
		return nil
	}
	for _, c := range tips {
		w.q.put(c, c.date)
	}
	if !w.limited {
		return nil
	}
	return w.limit()
}

// Single loads one commit that no walk came to and tells whether it passes the
// filters: for walks of reflogs, which follow no parents and may give a commit
// several times.
func (w *Walker) Single(h plumbing.Hash) (*Commit, bool, error) {
	c, err := w.pool.get(h)
	if err != nil {
		return nil, false, err
	}
	if c.flags&added == 0 {
		c.flags |= added
		if err := w.simplify(c); err != nil {
			return nil, false, err
		}
	}
	c.flags &^= shown
	show, err := w.passes(c)
	return c, show, err
}

// Shows reports whether a commit will be given, as far as is known: `log --graph`
// draws lines to such parents only.
func (w *Walker) Shows(c *Commit) bool {
	if w.params.Boundary && c.flags&childShown != 0 {
		return true
	}
	show, err := w.passes(c)
	return err == nil && show
}
