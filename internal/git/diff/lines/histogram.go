package lines

// rareEnough: a line with more occurrences than this cannot start a match.
const rareEnough = 64

// match is a run of equal lines, [a0,a1) on [b0,b1).
type match struct{ a0, a1, b0, b1 int }

// histogram cuts the box at the run of equal lines whose rarest line is the
// rarest of all (the longest of several), and goes on at both sides.
func (p *pair) histogram(r box) {
	first := make([]int32, p.classes)
	counts := make([]int32, p.classes)
	next := make([]int32, len(p.old.class))
	p.histogramBox(r, &occurrences{first: first, counts: counts, next: next})
}

// occurrences lists, for the part of the old side under view, where each class
// of line stands (one based; 0 ends a chain) and how often.
type occurrences struct {
	first, counts, next []int32
}

func (o *occurrences) fill(class []int32, from, to int) {
	for i := to - 1; i >= from; i-- {
		c := class[i]
		o.next[i] = o.first[c]
		o.first[c] = int32(i + 1)
		o.counts[c]++
	}
}

func (o *occurrences) clear(class []int32, from, to int) {
	for _, c := range class[from:to] {
		o.first[c], o.counts[c] = 0, 0
	}
}

func (p *pair) histogramBox(r box, o *occurrences) {
	for r.a0 < r.a1 && r.b0 < r.b1 {
		o.fill(p.old.class, r.a0, r.a1)
		m, found, tooMany := p.rarestMatch(r, o)
		o.clear(p.old.class, r.a0, r.a1)
		if tooMany {
			p.myers(r, false)
			return
		}
		if !found {
			break
		}
		p.histogramBox(box{r.a0, m.a0, r.b0, m.b0}, o)
		r.a0, r.b0 = m.a1, m.b1
	}
	p.markBox(r)
}

// rarestMatch looks for the match to cut at; tooMany says that there are
// equal lines, but none rare enough.
func (p *pair) rarestMatch(r box, o *occurrences) (best match, found, tooMany bool) {
	rarest := int32(rareEnough + 1)
	common := false
	for b := r.b0; b < r.b1; {
		nextB := b + 1
		c := p.new.class[b]
		n := o.counts[c]
		common = common || n > 0
		if n == 0 || n > rarest {
			b = nextB
			continue
		}
		for at := o.first[c]; at != 0; {
			m, rare := p.grow(r, o, int(at)-1, b)
			nextB = max(nextB, m.b1)
			if m.a1-m.a0 > best.a1-best.a0 || rare < rarest {
				best, rarest, found = m, rare, true
			}
			for at = o.next[at-1]; at != 0 && int(at) <= m.a1; {
				at = o.next[at-1]
			}
		}
		b = nextB
	}
	return best, found, common && rarest > rareEnough
}

// grow extends a pair of equal lines both ways and says how rare its rarest line is.
func (p *pair) grow(r box, o *occurrences, a, b int) (match, int32) {
	m := match{a, a + 1, b, b + 1}
	rare := o.counts[p.old.class[a]]
	for m.a0 > r.a0 && m.b0 > r.b0 && p.old.class[m.a0-1] == p.new.class[m.b0-1] {
		m.a0--
		m.b0--
		rare = min(rare, o.counts[p.old.class[m.a0]])
	}
	for m.a1 < r.a1 && m.b1 < r.b1 && p.old.class[m.a1] == p.new.class[m.b1] {
		rare = min(rare, o.counts[p.old.class[m.a1]])
		m.a1++
		m.b1++
	}
	return m, rare
}
