package commitgraph

import (
	"cairn/internal/git/graph"
	"cairn/internal/view"
)

// node is a commit as it is drawn at one moment of a change.
type node struct {
	x, y float32
	// grown is 0 for a commit that does not show yet or any more, else up to 1.
	grown float32
	row   int
	model *Model
}

func (n node) info() graph.Row { return n.model.layout.Rows[n.row] }

// scene places what is to be drawn. Everything is in the widget's units, the
// scroll offset taken off.
type scene struct {
	g     *Graph
	lane  float32 // from lane to lane
	textX float32
}

// newScene measures the lanes: they move together when there are many, so that
// the words keep their room.
func newScene(g *Graph) scene {
	lanes := g.model.layout.Lanes
	if g.old != nil {
		lanes = max(lanes, g.old.layout.Lanes)
	}
	s := scene{g: g, lane: laneWidth}
	if room := g.Size().Width * 0.4; lanes > 1 && float32(lanes)*laneWidth > room {
		s.lane = max(5, room/float32(lanes))
	}
	s.textX = padLeft + float32(max(lanes, 1))*s.lane + 10
	return s
}

func (s scene) x(lane int) float32 { return padLeft + radius + float32(lane)*s.lane }

func (s scene) y(m *Model, row int) float32 {
	return padTop + (float32(row+m.top())+0.5)*rowHeight - s.g.offset
}

// home is a commit's place when nothing moves.
func (s scene) home(m *Model, row int) node {
	return node{x: s.x(m.layout.Rows[row].Lane), y: s.y(m, row), grown: 1, row: row, model: m}
}

// node is a commit of the new model at this moment: one that was there before
// glides, a new one grows out of its first parent.
func (s scene) node(row int) node {
	g := s.g
	to := s.home(g.model, row)
	if g.old == nil {
		return to
	}
	hash := g.model.layout.Rows[row].Hash
	if before, ok := g.old.rowOf[hash]; ok {
		return between(s.home(g.old, before), to, g.part)
	}
	to.grown = g.part
	if parents := g.model.commit(row).Parents; len(parents) > 0 {
		if p, ok := g.model.rowOf[parents[0]]; ok && p > row {
			from := s.home(g.model, p)
			if before, ok := g.old.rowOf[parents[0]]; ok {
				from = s.home(g.old, before)
			}
			from.grown, from.row, from.model = 0, row, g.model
			return between(from, to, g.part)
		}
	}
	return to
}

func between(a, b node, t float32) node {
	mix := func(x, y float32) float32 { return x + (y-x)*t }
	b.x, b.y, b.grown = mix(a.x, b.x), mix(a.y, b.y), mix(a.grown, b.grown)
	return b
}

// dropped are the commits that are gone and fade where they were.
func (s scene) dropped() []node {
	g := s.g
	if g.old == nil {
		return nil
	}
	var out []node
	for row, r := range g.old.layout.Rows {
		if _, stays := g.model.rowOf[r.Hash]; !stays {
			n := s.home(g.old, row)
			n.grown = 1 - g.part
			out = append(out, n)
		}
	}
	return out
}

// window is the rows of the new model that can be in sight.
func (s scene) window() (first, last int) {
	g := s.g
	if g.old != nil {
		return 0, g.model.Len() - 1
	}
	first = max(0, int((g.offset-padTop)/rowHeight)-g.model.top()-1)
	last = min(g.model.Len()-1, int((g.offset+g.Size().Height)/rowHeight)+1)
	return first, last
}

// nodes are the commits in sight.
func (s scene) nodes() []node {
	first, last := s.window()
	var out []node
	for row := first; row <= last; row++ {
		if n := s.node(row); n.y > -rowHeight && n.y < s.g.Size().Height+rowHeight {
			out = append(out, n)
		}
	}
	return out
}

// labelHome is the commit that a label stands at.
func (s scene) labelHome(m *Model, key string) (view.Hash, bool) {
	for h, labels := range m.labels {
		for _, l := range labels {
			if l.key() == key {
				return h, true
			}
		}
	}
	return "", false
}
