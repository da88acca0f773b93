package walk

import "slices"

// sortTopo orders a list so that no parent comes before a child. Among commits
// that are ready, Topo takes the one that became ready last, which keeps lines of
// history together; the others take the newest.
func sortTopo(list []*Commit, order Order) []*Commit {
	for _, c := range list {
		c.indegree = 1
		c.sortKey = c.date
		if order == AuthorTopo {
			c.sortKey = c.Author.When.Unix()
		}
	}
	for _, c := range list {
		for _, p := range c.Parents {
			if p.indegree > 0 {
				p.indegree++
			}
		}
	}
	var tips []*Commit
	for _, c := range list {
		if c.indegree == 1 {
			tips = append(tips, c)
		}
	}
	var ready readyList
	if order == Topo {
		slices.Reverse(tips)
		ready = &stack{}
	} else {
		ready = &byKey{}
	}
	for _, c := range tips {
		ready.push(c)
	}
	out := make([]*Commit, 0, len(list))
	for ready.size() > 0 {
		c := ready.take()
		for _, p := range c.Parents {
			if p.indegree == 0 {
				continue
			}
			p.indegree--
			if p.indegree == 1 {
				ready.push(p)
			}
		}
		c.indegree = 0
		out = append(out, c)
	}
	return out
}

type readyList interface {
	push(*Commit)
	take() *Commit
	size() int
}

type stack struct{ items []*Commit }

func (s *stack) push(c *Commit) { s.items = append(s.items, c) }
func (s *stack) size() int      { return len(s.items) }
func (s *stack) take() *Commit {
	last := len(s.items) - 1
	c := s.items[last]
	s.items = s.items[:last]
	return c
}

type byKey struct{ q queue }

func (b *byKey) push(c *Commit) { b.q.put(c, c.sortKey) }
func (b *byKey) size() int      { return b.q.len() }
func (b *byKey) take() *Commit  { return b.q.pop() }
