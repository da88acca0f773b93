// Package graph lays a history out for the eye: a row for each commit, newest on
// top, lanes for its branches, and edges from children to parents. It is pure: it
// knows view.View and numbers, no window, and it draws nothing.
//
// The layout keeps still while a history grows. Lines of history are found from
// the oldest commit up, so that a new commit never changes the line of an older
// one; the trunk (main, else HEAD's branch) has lane 0; other lines get the lowest
// lane that is free beside them, older lines first; commits that only a reflog
// keeps come last.
package graph

import (
	"slices"

	"cairn/internal/view"
)

// Layout is a drawn history.
type Layout struct {
	Rows []Row
	// Edges go from each row to the rows of its parents, in the order of the
	// rows that they start from.
	Edges []Edge
	// Lanes is how many lanes there are, at least 1 if there is a row.
	Lanes int
}

// Row is one commit. Row 0 is the newest.
type Row struct {
	// Commit is the index in the commits that were laid out, and Hash its name.
	Commit int
	Hash   view.Hash
	// Lane is 0 for the trunk.
	Lane int
	// Color is the index of the line's colour: 0 is the trunk's; whoever draws
	// takes it modulo the colours that there are.
	Color int
	// Reachable is false for commits that only a reflog keeps.
	Reachable bool
	// Merge is true with more than one parent, Root with none.
	Merge, Root bool
}

// Edge joins a commit to one of its parents. It leaves row From at FromLane, runs
// down in lane Via, and arrives at row To in ToLane. Where Via differs from
// FromLane it bends just below From, where it differs from ToLane just above To.
type Edge struct {
	From, To              int
	FromLane, Via, ToLane int
	Color                 int
	// Merge is true for edges to second and further parents.
	Merge bool
	// Reachable is false when the child is kept by a reflog only.
	Reachable bool
	// Cut is true when the parent is not among the commits; To is then the row
	// below the last.
	Cut bool
}

// Params chooses what is laid out.
type Params struct {
	// Trunk is the commit whose first parents make lane 0; empty finds it.
	Trunk view.Hash
	// Palette is how many colours there are; 0 means 6.
	Palette int
}

// New lays out a view's commits, which come children first.
func New(v *view.View, p Params) Layout {
	if p.Trunk == "" {
		p.Trunk = trunk(v)
	}
	if p.Palette <= 0 {
		p.Palette = 6
	}
	l := layouter{commits: v.Commits, palette: p.Palette}
	return l.layout(p.Trunk)
}

// trunk is the tip of main or master, else of HEAD, else the newest commit.
func trunk(v *view.View) view.Hash {
	var master, mainRef view.Hash
	for _, r := range v.Refs {
		switch r.Name {
		case "refs/heads/main":
			mainRef = r.Commit
		case "refs/heads/master":
			master = r.Commit
		}
	}
	for _, h := range []view.Hash{mainRef, master, v.Head.Hash} {
		if h != "" {
			return h
		}
	}
	if len(v.Commits) > 0 {
		return v.Commits[0].Hash
	}
	return ""
}

// line is a run of commits, each the first parent of the one above, that share a
// lane; or, without commits, the way of one edge past other lanes.
type line struct {
	top, bottom int // rows that the lane is taken for, bends included
	members     []int
	lane, color int
	reachable   bool
	trunk       bool
	edge        int // for a line without commits: the index of its edge
}

type layouter struct {
	commits []view.Commit
	palette int
	row     map[view.Hash]int
	lineOf  []int // by row
	lines   []line
	rows    []Row
	edges   []Edge
}

func (l *layouter) layout(trunk view.Hash) Layout {
	l.row = make(map[view.Hash]int, len(l.commits))
	for i := range l.commits {
		l.row[l.commits[i].Hash] = i
	}
	l.findLines(trunk)
	l.findEdges()
	l.place()
	for i := range l.rows {
		ln := &l.lines[l.lineOf[i]]
		l.rows[i].Lane, l.rows[i].Color = ln.lane, ln.color
	}
	lanes := 0
	for i := range l.lines {
		lanes = max(lanes, l.lines[i].lane+1)
	}
	l.finishEdges()
	return Layout{Rows: l.rows, Edges: l.edges, Lanes: lanes}
}

// findLines goes from the oldest commit up: a commit goes on with the line of its
// first parent if no other did so before. Reachable commits choose first.
func (l *layouter) findLines(trunk view.Hash) {
	n := len(l.commits)
	l.rows = make([]Row, n)
	l.lineOf = make([]int, n)
	for i := range l.lineOf {
		l.lineOf[i] = -1
	}
	l.addTrunk(trunk)
	taken := make([]bool, n) // the line of this row goes on above it already
	if len(l.lines) > 0 {
		for _, i := range l.lines[0].members {
			taken[i] = true
		}
	}
	for _, reachable := range []bool{true, false} {
		for i := n - 1; i >= 0; i-- {
			if l.lineOf[i] < 0 && l.commits[i].Reachable == reachable {
				l.join(i, taken)
			}
		}
	}
	for i := range l.commits {
		c := &l.commits[i]
		l.rows[i] = Row{Commit: i, Hash: c.Hash, Reachable: c.Reachable, Merge: len(c.Parents) > 1, Root: len(c.Parents) == 0}
	}
}

func (l *layouter) addTrunk(trunk view.Hash) {
	i, ok := l.row[trunk]
	if !ok {
		return
	}
	t := line{trunk: true, reachable: true, edge: -1}
	for ok {
		t.members = append(t.members, i)
		l.lineOf[i] = 0
		i, ok = l.parent(i, 0)
	}
	slices.Reverse(t.members)
	l.lines = append(l.lines, t)
}

// parent gives the row of a commit's n-th parent. Only rows further down count,
// so that broken input cannot lead in a circle.
func (l *layouter) parent(i, n int) (int, bool) {
	if n >= len(l.commits[i].Parents) {
		return 0, false
	}
	p, ok := l.row[l.commits[i].Parents[n]]
	return p, ok && p > i
}

func (l *layouter) join(i int, taken []bool) {
	if p, ok := l.parent(i, 0); ok && !taken[p] && l.lineOf[p] >= 0 && l.lines[l.lineOf[p]].reachable == l.commits[i].Reachable {
		taken[p] = true
		at := l.lineOf[p]
		l.lineOf[i] = at
		l.lines[at].members = append(l.lines[at].members, i)
		return
	}
	l.lineOf[i] = len(l.lines)
	l.lines = append(l.lines, line{members: []int{i}, reachable: l.commits[i].Reachable, edge: -1})
}
