package lines

import (
	"sort"
	"strings"
)

// anchor is a line that stands exactly once on each side of the box.
type anchor struct {
	a, b     int
	pinned   bool // named by --anchored
	previous *anchor
}

// patience keeps the longest sequence of lines that are unique on both sides,
// and compares what lies between them in the same way; where no line is
// unique it leaves the box to Myers.
func (p *pair) patience(pins []string, r box) {
	if r.a0 == r.a1 || r.b0 == r.b1 {
		p.markBox(r)
		return
	}
	unique, common := p.uniqueLines(pins, r)
	if !common {
		p.markBox(r)
		return
	}
	chain := longestChain(unique)
	if len(chain) == 0 {
		p.myers(r, false)
		return
	}
	p.between(pins, r, chain)
}

// between compares the gaps before, between and after the anchors of the chain.
func (p *pair) between(pins []string, r box, chain []*anchor) {
	for i := 0; ; {
		nextA, nextB := r.a1, r.b1
		if i < len(chain) {
			nextA, nextB = chain[i].a, chain[i].b
			for nextA > r.a0 && nextB > r.b0 && p.old.class[nextA-1] == p.new.class[nextB-1] {
				nextA--
				nextB--
			}
		}
		for r.a0 < nextA && r.b0 < nextB && p.old.class[r.a0] == p.new.class[r.b0] {
			r.a0++
			r.b0++
		}
		if nextA > r.a0 || nextB > r.b0 {
			p.patience(pins, box{r.a0, nextA, r.b0, nextB})
		}
		if i == len(chain) {
			return
		}
		for i+1 < len(chain) && chain[i+1].a == chain[i].a+1 && chain[i+1].b == chain[i].b+1 {
			i++
		}
		r.a0, r.b0 = chain[i].a+1, chain[i].b+1
		i++
	}
}

// uniqueLines lists, in the old order, the lines that stand once on each side;
// common says whether any line stands on both.
func (p *pair) uniqueLines(pins []string, r box) (unique []*anchor, common bool) {
	const twice = -1
	type place struct{ a, b int } // one based, 0: not there
	places := make(map[int32]place, r.a1-r.a0)
	for a := r.a0; a < r.a1; a++ {
		c := p.old.class[a]
		if _, seen := places[c]; seen {
			places[c] = place{a + 1, twice}
			continue
		}
		places[c] = place{a + 1, 0}
	}
	for b := r.b0; b < r.b1; b++ {
		at, ok := places[p.new.class[b]]
		if !ok {
			continue
		}
		common = true
		if at.b != 0 {
			at.b = twice
		} else {
			at.b = b + 1
		}
		places[p.new.class[b]] = at
	}
	for a := r.a0; a < r.a1; a++ {
		if at := places[p.old.class[a]]; at.b > 0 {
			unique = append(unique, &anchor{a: a, b: at.b - 1, pinned: isPinned(pins, p.old.text[a])})
		}
	}
	return unique, common
}

func isPinned(pins []string, line string) bool {
	for _, pin := range pins {
		if strings.HasPrefix(line, pin) {
			return true
		}
	}
	return false
}

// longestChain is the longest subsequence that rises on the new side too; a
// pinned anchor stays in it once it has been reached.
func longestChain(unique []*anchor) []*anchor {
	ends := make([]*anchor, 0, len(unique))
	pinnedAt := -1
	for _, u := range unique {
		i := sort.Search(len(ends), func(k int) bool { return ends[k].b > u.b })
		if i > 0 {
			u.previous = ends[i-1]
		}
		if i <= pinnedAt {
			continue
		}
		if i == len(ends) {
			ends = append(ends, u)
		} else {
			ends[i] = u
		}
		if u.pinned {
			pinnedAt = i
			ends = ends[:i+1]
		}
	}
	if len(ends) == 0 {
		return nil
	}
	chain := make([]*anchor, 0, len(ends))
	for u := ends[len(ends)-1]; u != nil; u = u.previous {
		chain = append(chain, u)
	}
	for i, j := 0, len(chain)-1; i < j; i, j = i+1, j-1 {
		chain[i], chain[j] = chain[j], chain[i]
	}
	return chain
}
