package graph

import (
	"cmp"
	"slices"
)

// findEdges makes the edges, and finds for each line the rows in which its lane
// must be kept free.
func (l *layouter) findEdges() {
	for i := range l.lines {
		m := l.lines[i].members // oldest first
		l.lines[i].bottom, l.lines[i].top = m[0], m[len(m)-1]
	}
	for i := range l.commits {
		for n := range l.commits[i].Parents {
			to, ok := l.parent(i, n)
			e := Edge{From: i, To: to, Merge: n > 0, Reachable: l.commits[i].Reachable, Cut: !ok}
			if !ok {
				e.To = len(l.commits)
			}
			l.edges = append(l.edges, e)
			l.reserve(len(l.edges) - 1)
		}
	}
}

// reserve keeps the lane free in which an edge runs: a first parent's edge runs in
// the child's lane; a merge's in the lane of the line that was merged, if it ends
// there; any other gets a lane of its own unless the rows are neighbours.
func (l *layouter) reserve(at int) {
	e := &l.edges[at]
	child := &l.lines[l.lineOf[e.From]]
	switch {
	case !e.Merge || e.Cut:
		child.bottom = max(child.bottom, e.To-1)
	case e.To == e.From+1:
		// straight to the next row
	case l.endsAt(e.To):
		parent := &l.lines[l.lineOf[e.To]]
		parent.top = min(parent.top, e.From+1)
	default:
		l.lines = append(l.lines, line{
			top: e.From + 1, bottom: e.To - 1, reachable: e.Reachable, edge: at,
		})
	}
}

// endsAt reports whether a row is the newest of its line, other than the trunk.
func (l *layouter) endsAt(row int) bool {
	ln := &l.lines[l.lineOf[row]]
	return !ln.trunk && ln.members[len(ln.members)-1] == row
}

// lanes holds, for each lane, the rows that are taken, from the top down.
type lanes [][]interval

type interval struct{ top, bottom, color int }

// free reports whether a lane is empty between two rows.
func (ls lanes) free(lane, top, bottom int) bool {
	if lane >= len(ls) {
		return true
	}
	at := ls.search(lane, top)
	return at == len(ls[lane]) || ls[lane][at].top > bottom
}

// search gives the first interval of a lane that reaches down to a row.
func (ls lanes) search(lane, row int) int {
	at, _ := slices.BinarySearchFunc(ls[lane], row, func(v interval, row int) int { return cmp.Compare(v.bottom, row) })
	return at
}

func (ls *lanes) take(lane int, v interval) {
	for len(*ls) <= lane {
		*ls = append(*ls, nil)
	}
	at := ls.search(lane, v.top)
	(*ls)[lane] = slices.Insert((*ls)[lane], at, v)
}

// place gives each line its lane and colour: reachable lines before others, lines
// with commits before mere edges, old ones before new ones.
func (l *layouter) place() {
	order := make([]int, len(l.lines))
	for i := range order {
		order[i] = i
	}
	rank := func(ln *line) int {
		switch {
		case ln.trunk:
			return 0
		case ln.reachable && ln.edge < 0:
			return 1
		case ln.reachable:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &l.lines[a], &l.lines[b]
		if c := cmp.Compare(rank(x), rank(y)); c != 0 {
			return c
		}
		return cmp.Compare(oldest(y), oldest(x))
	})
	var taken lanes
	number := 0
	for _, i := range order {
		ln := &l.lines[i]
		if ln.trunk {
			taken.take(0, interval{0, len(l.commits), 0})
			continue
		}
		for ln.lane = 1; !taken.free(ln.lane, ln.top, ln.bottom); ln.lane++ {
		}
		if ln.edge < 0 {
			ln.color = l.pickColor(taken, ln, number)
			number++
		} else {
			ln.color = l.lines[l.lineOf[l.edges[ln.edge].To]].color
		}
		taken.take(ln.lane, interval{ln.top, ln.bottom, ln.color})
	}
}

// oldest is the row by which lines are ordered: that of their first commit.
func oldest(ln *line) int {
	if len(ln.members) > 0 {
		return ln.members[0]
	}
	return ln.bottom
}

// pickColor takes the next colour in turn that no line beside this one has; when
// there are more lines than colours it takes the lane's.
func (l *layouter) pickColor(taken lanes, ln *line, number int) int {
	if l.palette < 2 {
		return 0
	}
	used := make([]bool, l.palette)
	for lane := 1; lane < len(taken); lane++ {
		for at := taken.search(lane, ln.top); at < len(taken[lane]) && taken[lane][at].top <= ln.bottom; at++ {
			used[taken[lane][at].color%l.palette] = true
		}
	}
	for i := range l.palette - 1 {
		if c := 1 + (number+i)%(l.palette-1); !used[c] {
			return c
		}
	}
	return 1 + (ln.lane-1)%(l.palette-1)
}

// finishEdges fills in lanes and colours, once lines have them.
func (l *layouter) finishEdges() {
	own := map[int]*line{}
	for i := range l.lines {
		if l.lines[i].edge >= 0 {
			own[l.lines[i].edge] = &l.lines[i]
		}
	}
	for i := range l.edges {
		e := &l.edges[i]
		child := &l.lines[l.lineOf[e.From]]
		e.FromLane, e.Via, e.ToLane, e.Color = child.lane, child.lane, child.lane, child.color
		if e.Cut {
			continue
		}
		parent := &l.lines[l.lineOf[e.To]]
		e.ToLane = parent.lane
		if e.Merge {
			e.Via, e.Color = parent.lane, parent.color
			if ln := own[i]; ln != nil {
				e.Via = ln.lane
			}
		}
	}
}
