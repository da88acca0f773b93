package commitgraph

import (
	"image/color"

	"cairn/internal/git/graph"
	"cairn/internal/ui/kit/paint"
	"cairn/internal/ui/theme"
	"cairn/internal/view"
)

const (
	edgeWidth = 2
	// leftBehind is the opacity of commits that only a reflog keeps.
	leftBehind = 0.4
)

// ink is a lane's colour, paler for what is left behind or not grown yet. Being
// drawn over the surface it is mixed with it, so that crossings do not show.
func ink(c color.Color, opacity float32) color.Color {
	if opacity >= 1 {
		return c
	}
	r, g, b, _ := c.RGBA()
	pr, pg, pb, _ := theme.Colour(theme.Surface).RGBA()
	mix := func(a, p uint32) uint8 { return uint8((float32(a>>8))*opacity + (float32(p>>8))*(1-opacity) + 0.5) }
	return color.NRGBA{R: mix(r, pr), G: mix(g, pg), B: mix(b, pb), A: 255}
}

func opacity(reachable bool) float32 {
	if reachable || theme.HighContrast() {
		return 1
	}
	return leftBehind
}

func laneInk(index int, opacity float32) color.Color {
	return ink(theme.Colour(theme.Lane(index)), opacity)
}

// paint draws the curves, then the circles over them.
func (s scene) paint(c *paint.Canvas, nodes []node) {
	s.paintRows(c)
	s.paintEdges(c)
	s.paintPending(c)
	for _, n := range s.dropped() {
		s.paintNode(c, n)
	}
	for _, n := range nodes {
		s.paintNode(c, n)
	}
}

// paintRows draws the ground of the chosen row and of the one under the mouse.
func (s scene) paintRows(c *paint.Canvas) {
	g := s.g
	for _, h := range []view.Hash{g.hovered, g.selected} {
		row, ok := g.model.rowOf[h]
		if !ok {
			continue
		}
		n := s.home(g.model, row)
		shape := paint.RoundRect(theme.Space2, n.y-rowHeight/2+1, g.Size().Width-2*theme.Space2, rowHeight-2, theme.RadiusButton)
		ground := theme.Colour(theme.Background)
		if h == g.selected {
			ground = theme.Colour(theme.Tint(theme.Accent))
		}
		c.Fill(shape, ground)
		if h == g.selected && (g.focused || theme.HighContrast()) {
			c.Stroke(shape, 2, theme.Colour(theme.Accent))
		}
	}
}

func (s scene) paintEdges(c *paint.Canvas) {
	m, height := s.g.model, s.g.Size().Height
	first, last := s.window()
	for _, e := range m.layout.Edges {
		if e.From > last {
			break
		}
		if e.To < first {
			continue
		}
		from, to := s.node(e.From), node{x: s.x(e.ToLane), y: s.y(m, e.To)}
		if !e.Cut {
			to = s.node(e.To)
		}
		if max(from.y, to.y) < -rowHeight || min(from.y, to.y) > height+rowHeight {
			continue
		}
		s.paintEdge(c, e, from, to, from.grown)
	}
	s.paintDropped(c)
}

// paintDropped lets the edges of commits that are gone fade with them.
func (s scene) paintDropped(c *paint.Canvas) {
	if s.g.old == nil {
		return
	}
	old := s.g.old
	for _, e := range old.layout.Edges {
		if _, stays := s.g.model.rowOf[old.layout.Rows[e.From].Hash]; stays {
			continue
		}
		to := node{x: s.x(e.ToLane), y: s.y(old, e.To)}
		s.paintEdge(c, e, s.home(old, e.From), to, 1-s.g.part)
	}
}

// paintEdge bends just below the child, runs down its lane, and bends just above
// the parent, as graph.Edge says.
func (s scene) paintEdge(c *paint.Canvas, e graph.Edge, from, to node, grown float32) {
	if grown <= 0.02 {
		return
	}
	via := s.x(e.Via)
	if s.g.old != nil && e.Via == e.FromLane {
		via = from.x
	} else if s.g.old != nil && e.Via == e.ToLane {
		via = to.x
	}
	p := paint.Start(from.x, from.y)
	bend := min(rowHeight, (to.y-from.y)/2)
	if via == to.x || via == from.x {
		bend = min(rowHeight, to.y-from.y)
	}
	if via != from.x {
		p.Curve(from.x, from.y+bend*0.6, via, from.y+bend*0.4, via, from.y+bend)
	}
	if via != to.x {
		p.To(via, to.y-bend)
		p.Curve(via, to.y-bend*0.4, to.x, to.y-bend*0.6, to.x, to.y)
	} else {
		p.To(to.x, to.y)
	}
	var dash []float32
	if e.Cut || (!e.Reachable && theme.HighContrast()) {
		dash = []float32{3, 4}
	}
	c.Stroke(p, edgeWidth, laneInk(e.Color, grown*opacity(e.Reachable)), dash...)
}

// paintNode draws a commit: a disc, a ring of its own around HEAD's.
func (s scene) paintNode(c *paint.Canvas, n node) {
	r := n.info()
	if n.grown <= 0.02 {
		return
	}
	lane, size := laneInk(r.Color, n.grown*opacity(r.Reachable)), radius*n.grown
	if s.lane < 2*radius {
		size = min(size, s.lane*0.45)
	}
	paper := theme.Colour(theme.Surface)
	switch r.Hash {
	case s.g.selected:
		paper = theme.Colour(theme.Tint(theme.Accent))
	case s.g.hovered:
		paper = theme.Colour(theme.Background)
	}
	if s.g.lit[r.Hash] {
		c.Fill(paint.Circle(n.x, n.y, size+5), theme.Colour(theme.Tint(theme.Warning)))
		c.Stroke(paint.Circle(n.x, n.y, size+5), 2, theme.Colour(theme.Warning))
	}
	c.Fill(paint.Circle(n.x, n.y, size+2), paper)
	switch {
	case r.Hash == n.model.head:
		c.Stroke(paint.Circle(n.x, n.y, size), 2, lane)
		c.Fill(paint.Circle(n.x, n.y, size-3.2), lane)
	case !r.Reachable && theme.HighContrast():
		c.Stroke(paint.Circle(n.x, n.y, size-1), 2, lane, 3, 2)
	default:
		c.Fill(paint.Circle(n.x, n.y, size-0.5), lane)
	}
}

// paintPending draws the commit that an operation under way will make, dashed.
func (s scene) paintPending(c *paint.Canvas) {
	m := s.g.model
	if m.pending == nil || len(m.pending.parents) == 0 {
		return
	}
	at := s.pendingNode()
	for i, row := range m.pending.parents {
		to := s.node(row)
		p := paint.Start(at.x, at.y)
		bend := min(rowHeight, to.y-at.y)
		if i > 0 && to.x != at.x {
			p.Curve(at.x, at.y+bend*0.6, to.x, at.y+bend*0.4, to.x, at.y+bend)
		}
		p.To(to.x, to.y)
		c.Stroke(p, edgeWidth, laneInk(m.layout.Rows[row].Color, 1), 3, 4)
	}
	own := laneInk(m.layout.Rows[m.pending.parents[0]].Color, 1)
	c.Fill(paint.Circle(at.x, at.y, radius+2), theme.Colour(theme.Surface))
	c.Stroke(paint.Circle(at.x, at.y, radius), 2, own, 3.5, 2.5)
}

func (s scene) pendingNode() node {
	m := s.g.model
	lane := 0
	if len(m.pending.parents) > 0 {
		lane = m.layout.Rows[m.pending.parents[0]].Lane
	}
	return node{x: s.x(lane), y: padTop + 0.5*rowHeight - s.g.offset, grown: 1}
}
