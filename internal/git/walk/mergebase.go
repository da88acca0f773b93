package walk

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// MergeBases gives the best common ancestors of one and a hypothetical merge of
// all others, newest first: none of them is an ancestor of another. A criss-cross
// history has several, unrelated histories have none.
func MergeBases(s Commits, one plumbing.Hash, others ...plumbing.Hash) ([]plumbing.Hash, error) {
	if len(others) == 0 {
		return []plumbing.Hash{one}, nil
	}
	found, err := commonAncestors(s, one, others)
	if err != nil {
		return nil, err
	}
	if len(found) > 1 {
		if found, err = Independent(s, found); err != nil {
			return nil, err
		}
	}
	return byDate(s, found)
}

// IsAncestor reports whether a can be reached from b; a commit is its own ancestor.
func IsAncestor(s Commits, a, b plumbing.Hash) (bool, error) {
	if a == b {
		return true, nil
	}
	p := newPool(s)
	goal, err := p.get(a)
	if err != nil {
		return false, err
	}
	start, err := p.get(b)
	if err != nil {
		return false, err
	}
	if _, err := p.paint(goal, []*Commit{start}); err != nil {
		return false, err
	}
	return goal.flags&side2 != 0, nil
}

// Octopus gives the best common ancestors of all commits together, as
// `git merge-base --octopus` does.
func Octopus(s Commits, all ...plumbing.Hash) ([]plumbing.Hash, error) {
	if len(all) == 0 {
		return nil, nil
	}
	bases := all[:1]
	for _, h := range all[1:] {
		var next []plumbing.Hash
		for _, b := range bases {
			more, err := MergeBases(s, h, b)
			if err != nil {
				return nil, err
			}
			next = append(next, more...)
		}
		bases = next
	}
	return Independent(s, bases)
}

// Independent drops every commit that can be reached from another of the list;
// duplicates count once, order is kept.
func Independent(s Commits, all []plumbing.Hash) ([]plumbing.Hash, error) {
	var kept []plumbing.Hash
	for _, h := range all {
		if !slices.Contains(kept, h) {
			kept = append(kept, h)
		}
	}
	for i := 0; i < len(kept) && len(kept) > 1; {
		reached, err := reachable(s, kept[i], slices.Delete(slices.Clone(kept), i, i+1))
		if err != nil {
			return nil, err
		}
		if reached {
			kept = slices.Delete(kept, i, i+1)
		} else {
			i++
		}
	}
	return kept, nil
}

// AheadBehind counts the commits that only a has and that only b has.
func AheadBehind(s Commits, a, b plumbing.Hash) (ahead, behind int, err error) {
	if a == b {
		return 0, 0, nil
	}
	bases, err := MergeBases(s, a, b)
	if err != nil {
		return 0, 0, err
	}
	tips := []Tip{{Hash: a, Left: true}, {Hash: b}}
	for _, h := range bases {
		tips = append(tips, Tip{Hash: h, Exclude: true})
	}
	w := New(Params{Store: s, Tips: tips})
	for {
		c, err := w.Next()
		if err != nil || c == nil {
			return ahead, behind, err
		}
		if c.Left() {
			ahead++
		} else {
			behind++
		}
	}
}

// reachable reports whether target can be reached from any of the tips.
func reachable(s Commits, target plumbing.Hash, tips []plumbing.Hash) (bool, error) {
	p := newPool(s)
	goal, err := p.get(target)
	if err != nil {
		return false, err
	}
	starts, err := p.all(tips)
	if err != nil {
		return false, err
	}
	if _, err := p.paint(goal, starts); err != nil {
		return false, err
	}
	return goal.flags&side2 != 0, nil
}

func (p *pool) all(hashes []plumbing.Hash) ([]*Commit, error) {
	out := make([]*Commit, len(hashes))
	for i, h := range hashes {
		c, err := p.get(h)
		if err != nil {
			return nil, err
		}
		out[i] = c
	}
	return out, nil
}

func commonAncestors(s Commits, one plumbing.Hash, others []plumbing.Hash) ([]plumbing.Hash, error) {
	p := newPool(s)
	first, err := p.get(one)
	if err != nil {
		return nil, err
	}
	rest, err := p.all(others)
	if err != nil {
		return nil, err
	}
	if slices.Contains(rest, first) {
		return []plumbing.Hash{one}, nil
	}
	met, err := p.paint(first, rest)
	if err != nil {
		return nil, err
	}
	var out []plumbing.Hash
	for _, c := range met {
		if c.flags&stale == 0 {
			out = append(out, c.Hash)
		}
	}
	return out, nil
}

// paint walks from both sides, newest first, and gives every commit where both
// colours met. What lies below such a commit is stale: it is common too, but not
// the best. The walk ends when only stale commits wait.
func (p *pool) paint(one *Commit, others []*Commit) ([]*Commit, error) {
	var q queue
	fresh := 0 // commits in the queue that are not stale
	push := func(c *Commit, f flag) {
		wasFresh := c.flags&(side1|side2) != 0 && c.flags&stale == 0 && c.indegree > 0
		c.flags |= f
		if wasFresh && c.flags&stale != 0 {
			fresh -= c.indegree
		}
		c.indegree++ // how often it waits in the queue
		if c.flags&stale == 0 {
			fresh++
		}
		q.put(c, c.date)
	}
	push(one, side1)
	for _, c := range others {
		push(c, side2)
	}
	var met []*Commit
	for fresh > 0 {
		c := q.pop()
		c.indegree--
		if c.flags&stale == 0 {
			fresh--
		}
		down := c.flags & (side1 | side2 | stale)
		if down == side1|side2 {
			if c.flags&added == 0 {
				c.flags |= added
				met = append(met, c)
			}
			down |= stale
		}
		for _, parent := range c.Parents {
			if parent.flags&down == down {
				continue
			}
			if err := p.load(parent); err != nil {
				return nil, err
			}
			push(parent, down)
		}
	}
	return met, nil
}

// byDate sorts newest first and keeps the order of equals.
func byDate(s Commits, hashes []plumbing.Hash) ([]plumbing.Hash, error) {
	p := newPool(s)
	nodes, err := p.all(hashes)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(nodes, newestFirst)
	out := make([]plumbing.Hash, len(nodes))
	for i, n := range nodes {
		out[i] = n.Hash
	}
	return out, nil
}

func newestFirst(a, b *Commit) int {
	switch {
	case a.date > b.date:
		return -1
	case a.date < b.date:
		return 1
	}
	return 0
}
