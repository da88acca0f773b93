package lines

// A change whose first removed line equals the line after it can be shown one
// line lower (and the other way round). slideAll puts every group of changed
// lines of one side where Git shows it: level with a change on the other side
// if it can be, else where the indent heuristic likes it best, else as low as
// it goes. Groups that touch while they slide become one.
func slideAll(s, other *side, byIndent bool) {
	g, o := firstGroup(s), firstGroup(other)
	for {
		if g.end > g.start {
			slide(&g, &o, byIndent)
		}
		if !g.next() {
			return
		}
		o.next()
	}
}

// group is a run of changed lines, empty between two unchanged lines. The n-th
// group of one side always faces the n-th group of the other.
type group struct {
	s          *side
	start, end int
}

func firstGroup(s *side) group {
	g := group{s: s}
	g.extendDown()
	return g
}

func (g *group) empty() bool { return g.start == g.end }

func (g *group) extendDown() {
	for g.end < len(g.s.changed) && g.s.changed[g.end] {
		g.end++
	}
}

func (g *group) extendUp() {
	for g.start > 0 && g.s.changed[g.start-1] {
		g.start--
	}
}

func (g *group) next() bool {
	if g.end == len(g.s.changed) {
		return false
	}
	g.start = g.end + 1
	g.end = g.start
	g.extendDown()
	return true
}

func (g *group) previous() {
	if g.start == 0 {
		return
	}
	g.end = g.start - 1
	g.start = g.end
	g.extendUp()
}

func (g *group) slideUp() bool {
	if g.start == 0 || g.s.class[g.start-1] != g.s.class[g.end-1] {
		return false
	}
	g.start--
	g.end--
	g.s.changed[g.start], g.s.changed[g.end] = true, false
	g.extendUp()
	return true
}

func (g *group) slideDown() bool {
	if g.end == len(g.s.changed) || g.s.class[g.start] != g.s.class[g.end] {
		return false
	}
	g.s.changed[g.start], g.s.changed[g.end] = false, true
	g.start++
	g.end++
	g.extendDown()
	return true
}

func slide(g, o *group, byIndent bool) {
	highest, facing := settle(g, o)
	switch {
	case g.end == highest:
	case facing:
		for o.empty() {
			g.slideUp()
			o.previous()
		}
	case byIndent:
		best := bestEnd(g, highest)
		for g.end > best {
			g.slideUp()
			o.previous()
		}
	}
}

// settle slides the group to the top and then to the bottom of its range,
// until it no longer swallows neighbours. It tells the highest end and
// whether at some place the other side has a change too.
func settle(g, o *group) (highest int, facing bool) {
	for {
		size := g.end - g.start
		for g.slideUp() {
			o.previous()
		}
		highest = g.end
		facing = !o.empty()
		for g.slideDown() {
			o.next()
			facing = facing || !o.empty()
		}
		if size == g.end-g.start {
			return highest, facing
		}
	}
}
