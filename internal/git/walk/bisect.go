package walk

import (
	"cmp"
	"slices"
)

// Bisect says whether a walk gives the commits that halve what it would give
// (git-rev-list(1), "Bisection Helpers").
type Bisect int

// All commits of the walk, the one that halves it best, or all, those first that do it
// best.
const (
	NoBisect Bisect = iota
	BisectOne
	BisectAll
)

// bisection is what a walk that bisects knows of its commits.
type bisection struct {
	weight map[*Commit]int // commits of the walk that can be reached from one, itself included
	all    int
	best   *Commit
}

// Bisection gives the commit that halves the walk, how many commits can be reached from
// it, itself included, and how many there are; nil where there are none.
func (w *Walker) Bisection() (best *Commit, reaches, all int) {
	b := &w.halves
	return b.best, b.weight[b.best], b.all
}

// Distance is how many commits the smaller half has if the walk is parted at c.
func (w *Walker) Distance(c *Commit) int {
	n := w.halves.weight[c]
	return min(n, w.halves.all-n)
}

// bisect keeps the commits that halve the list.
func (w *Walker) bisect() {
	b := &w.halves
	b.weight = map[*Commit]int{}
	list := make([]*Commit, 0, len(w.list))
	for _, c := range slices.Backward(w.list) {
		if c.flags&uninteresting != 0 {
			continue
		}
		list = append(list, c)
		if w.counts(c) {
			b.all++
		}
	}
	found := w.weigh(list)
	if w.params.Bisect == BisectAll {
		list = slices.DeleteFunc(list, func(c *Commit) bool { return !w.counts(c) })
		slices.SortFunc(list, func(x, y *Commit) int {
			if d := w.Distance(y) - w.Distance(x); d != 0 {
				return d
			}
			return cmp.Compare(x.Hash.String(), y.Hash.String())
		})
		if w.list = list; len(list) > 0 {
			b.best = list[0]
		}
		return
	}
	w.list = nil
	if b.best = found; found == nil {
		b.best = w.fairest(list)
	}
	if b.best == nil && len(list) > 0 {
		b.best = list[0] // none of them counts
	}
	if b.best != nil {
		w.list = []*Commit{b.best}
	}
}

// counts reports whether a commit is one of those that are halved.
func (w *Walker) counts(c *Commit) bool { return !w.prunes() || c.flags&treeSame == 0 }

func (w *Walker) fairest(list []*Commit) *Commit {
	var best *Commit
	for _, c := range list {
		if w.counts(c) && (best == nil || w.Distance(c) > w.Distance(best)) {
			best = c
		}
	}
	return best
}

// weigh counts what each commit of a list, oldest first, reaches. It stops at a commit
// that halves the list, unless all are wanted: merges are tried first, then the lines
// between them.
func (w *Walker) weigh(list []*Commit) (half *Commit) {
	weight := w.halves.weight
	one := func(c *Commit) int {
		if w.counts(c) {
			return 1
		}
		return 0
	}
	var merges, lines []*Commit
	for _, c := range list {
		switch len(w.wantedParents(c)) {
		case 0:
			weight[c] = one(c)
		case 1:
			lines = append(lines, c)
		default:
			merges = append(merges, c)
		}
	}
	for _, c := range merges {
		weight[c] = w.reach(c)
		if w.isHalf(c) {
			return c
		}
	}
	for len(lines) > 0 {
		left := lines[:0:0]
		for _, c := range lines {
			n, known := weight[w.wantedParents(c)[0]]
			if !known {
				left = append(left, c)
				continue
			}
			weight[c] = n + one(c)
			if w.isHalf(c) {
				return c
			}
		}
		if len(left) == len(lines) {
			break // nothing is known of their parents: a damaged history
		}
		lines = left
	}
	return nil
}

// isHalf ends the search early: a half by one commit, or nearly one of very many.
func (w *Walker) isHalf(c *Commit) bool {
	const nearly = 1024
	if w.params.Bisect == BisectAll || !w.counts(c) {
		return false
	}
	d := 2*w.halves.weight[c] - w.halves.all
	if d < 0 {
		d = -d
	}
	return d <= 1 || d < w.halves.all/nearly
}

// wantedParents are the parents that belong to the walk.
func (w *Walker) wantedParents(c *Commit) []*Commit {
	var out []*Commit
	for i, p := range c.Parents {
		if w.params.FirstParent && i > 0 {
			break
		}
		if p.flags&uninteresting == 0 {
			out = append(out, p)
		}
	}
	return out
}

// reach counts all commits that can be reached from a merge.
func (w *Walker) reach(c *Commit) int {
	seen := map[*Commit]bool{c: true}
	work := []*Commit{c}
	n := 0
	for len(work) > 0 {
		c := work[len(work)-1]
		work = work[:len(work)-1]
		if w.counts(c) {
			n++
		}
		for _, p := range w.wantedParents(c) {
			if !seen[p] {
				seen[p] = true
				work = append(work, p)
			}
		}
	}
	return n
}
