// Package textgraph draws the lines of `git log --graph`: asterisks, bars and
// slashes beside the text of each commit. It knows commits by an id only, gets
// them in the order in which they are printed, and never reads a repository.
//
// Each commit takes several rows. A lane is a vertical line that waits for a
// commit; screen column 2n belongs to lane n, and the odd columns between them
// are for slanted lines on their way to the left.
package textgraph

import "strings"

// ID names a commit; equal ids are one commit.
type ID interface{ comparable }

// phase is what the next row of the drawing is for.
type phase int

const (
	padding phase = iota // nothing to do: bars only
	skipping
	spreading // rows that make room for the parents of an octopus
	committing
	forking    // the row under a merge
	collapsing // lanes move left to where they belong
)

type lane[T ID] struct {
	id    T
	color int
}

// Graph is the state of one drawing.
type Graph[T ID] struct {
	// Colors are the escape sequences of the lanes, used in turn; with none the
	// drawing is plain. Reset ends each.
	colors []string
	reset  string

	commit  T
	parents []T
	sign    string

	lanes, next []lane[T]
	at, lastAt  int // lane of this commit and of the one before
	width       int
	// moving gives for each screen column the lane that the line in it heads
	// for, or -1; before is its value one row earlier.
	moving, before []int

	phase, last phase
	spread      int // rows of spreading done
	// leans is 0 when a merge's first parent lies to the left, else 1.
	leans            int
	extra, lastExtra int // lanes added by this merge and by the last
	nextColor        int
}

// New starts a drawing. colors may be empty.
func New[T ID](colors []string, reset string) *Graph[T] {
	g := &Graph[T]{colors: colors, reset: reset}
	if len(colors) > 0 {
		g.nextColor = len(colors) - 1
	}
	return g
}

// Width is the number of screen columns of the current commit's rows.
func (g *Graph[T]) Width() int { return g.width }

// Done reports whether all rows of the current commit were drawn.
func (g *Graph[T]) Done() bool { return g.phase == padding }

// Add goes on to the next commit with those of its parents that are shown; sign
// is what stands for it, usually "*".
func (g *Graph[T]) Add(commit T, parents []T, sign string) {
	g.commit, g.parents, g.sign = commit, parents, sign
	g.lastAt = g.at
	g.arrange()
	g.spread = 0
	switch {
	case g.phase != padding:
		g.phase = skipping // the last commit's rows were not all wanted
	case g.needsRoom():
		g.phase = spreading
	default:
		g.phase = committing
	}
}

// arrange finds the lanes below the commit, and where each line goes.
func (g *Graph[T]) arrange() {
	g.lanes, g.next = g.next, g.lanes[:0]
	g.moving = cleared(g.moving, 2*(len(g.lanes)+len(g.parents)))
	g.width = 0
	g.lastExtra, g.extra = g.extra, 0
	found := false
	for i := 0; i <= len(g.lanes); i++ {
		isNew := i == len(g.lanes)
		if isNew && found {
			break
		}
		if !isNew && g.lanes[i].id != g.commit {
			g.carry(g.lanes[i].id, -1)
			continue
		}
		found = true
		g.at = i
		g.leans = -1
		for _, p := range g.parents {
			if len(g.parents) > 1 || isNew {
				g.turnColor()
			}
			g.carry(p, i)
		}
		if len(g.parents) == 0 {
			g.width += 2
		}
	}
	n := len(g.moving)
	for n > 1 && g.moving[n-1] < 0 {
		n--
	}
	g.moving = g.moving[:n]
}

func cleared(s []int, n int) []int {
	if cap(s) < n {
		s = make([]int, n, 2*n)
	}
	s = s[:n]
	for i := range s {
		s[i] = -1
	}
	return s
}

func (g *Graph[T]) turnColor() {
	if len(g.colors) > 0 {
		g.nextColor = (g.nextColor + 1) % len(g.colors)
	}
}

// carry brings the line of a commit into the row below: into the lane that waits
// for it already, or into a new one. from is the lane of the child that it comes
// from, -1 for a line that passes by.
func (g *Graph[T]) carry(id T, from int) {
	to := g.laneOf(id)
	if to < 0 {
		to = len(g.next)
		g.next = append(g.next, lane[T]{id, g.colorOf(id)})
	}
	column := g.width
	switch {
	case len(g.parents) > 1 && from >= 0 && g.leans < 0:
		// the first parent decides which way the merge leans
		distance := from - to
		shift := 1
		if distance > 1 {
			shift = 2*distance - 3
		}
		g.leans = 1
		if distance > 0 {
			g.leans = 0
		}
		g.extra = len(g.parents) + g.leans - 2
		column = g.width + (g.leans-1)*shift
		g.width += 2 * g.leans
	case g.extra > 0 && to == g.moving[g.width-2]:
		// the merge's last line and this one join at once
		column = g.width - 2
		g.extra = -1
	default:
		g.width += 2
	}
	g.moving[column] = to
}

func (g *Graph[T]) laneOf(id T) int {
	for i := range g.next {
		if g.next[i].id == id {
			return i
		}
	}
	return -1
}

func (g *Graph[T]) colorOf(id T) int {
	for i := range g.lanes {
		if g.lanes[i].id == id {
			return g.lanes[i].color
		}
	}
	return g.nextColor
}

// dashes is how many parents of an octopus are drawn on the commit's own row.
func (g *Graph[T]) dashes() int { return len(g.parents) + g.leans - 3 }

func (g *Graph[T]) needsRoom() bool {
	return len(g.parents) >= 3 && g.at < len(g.lanes)-1 && g.spread < 2*g.dashes()
}

func (g *Graph[T]) turn(p phase) { g.last, g.phase = g.phase, p }

// settled reports whether every line is where it belongs.
func (g *Graph[T]) settled() bool {
	for i, to := range g.moving {
		if to >= 0 && to != i/2 {
			return false
		}
	}
	return true
}

func (g *Graph[T]) settle() {
	if g.settled() {
		g.turn(padding)
	} else {
		g.turn(collapsing)
	}
}

// row is one line of the drawing as it grows.
type row struct {
	b     strings.Builder
	width int
}

func (r *row) text(s string) {
	r.b.WriteString(s)
	r.width += len(s)
}

func (r *row) pad(to int) {
	for ; r.width < to; r.width++ {
		r.b.WriteByte(' ')
	}
}

// draw writes one character in a lane's colour.
func (g *Graph[T]) draw(r *row, l *lane[T], c byte) {
	if len(g.colors) > 0 && l != nil {
		r.b.WriteString(g.colors[l.color])
	}
	r.b.WriteByte(c)
	if len(g.colors) > 0 && l != nil {
		r.b.WriteString(g.reset)
	}
	r.width++
}
