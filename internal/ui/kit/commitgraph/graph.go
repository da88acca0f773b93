package commitgraph

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/theme"
	"cairn/internal/view"
)

// Measures of look.md.
const (
	radius    = 7
	laneWidth = 22
	rowHeight = 30
	padTop    = theme.Space4
	padLeft   = theme.Space6
	// duration is how long a change moves.
	duration = 220 * time.Millisecond
	// mostMoving is the size of history above which changes do not move.
	mostMoving = 2000
)

// Params are the graph's callbacks.
type Params struct {
	// OnSelect tells of the chosen commit, empty for none; OnOpen of Enter or a
	// second click on it.
	OnSelect, OnOpen func(view.Hash)
	// OnHover tells which commit the mouse is on and where, empty when it leaves.
	OnHover func(h view.Hash, at fyne.Position)
	// Empty is what stands there before the first commit.
	Empty string
}

// Graph is the widget at its full height, as it stands within a text: it leaves
// the wheel to what is around it.
type Graph struct {
	widget.BaseWidget

	params Params
	model  *Model
	old    *Model  // while a change moves
	part   float32 // how far the change has moved, 0 to 1
	moving *fyne.Animation

	offset   float32
	selected view.Hash
	hovered  view.Hash
	lit      map[view.Hash]bool
	focused  bool
	dragBar  bool
	self     fyne.Widget
	view     *renderer
}

// Pane is a Graph that scrolls.
type Pane struct{ Graph }

var (
	_ fyne.Focusable      = (*Graph)(nil)
	_ fyne.Tappable       = (*Graph)(nil)
	_ fyne.DoubleTappable = (*Graph)(nil)
	_ desktop.Hoverable   = (*Graph)(nil)
	_ fyne.Scrollable     = (*Pane)(nil)
	_ fyne.Draggable      = (*Pane)(nil)
)

// New returns an empty graph that scrolls.
func New(p Params) *Pane {
	g := &Pane{}
	g.init(g, p)
	return g
}

// NewInline returns an empty graph for a place as high as HeightFor says.
func NewInline(p Params) *Graph {
	g := &Graph{}
	g.init(g, p)
	return g
}

func (g *Graph) init(self fyne.Widget, p Params) {
	g.params, g.model, g.part = p, NewModel(&view.View{}), 1
	g.self = self
	g.ExtendBaseWidget(self)
}

// HeightFor is the height that shows a whole model, for a graph within a text.
func HeightFor(m *Model) float32 { return float32(max(1, m.rows()))*rowHeight + 2*padTop }

// Set shows a history. What changed moves, unless motion is reduced.
func (g *Graph) Set(m *Model) {
	if g.moving != nil {
		g.moving.Stop()
	}
	g.old, g.model, g.part = g.model, m, 1
	if _, ok := m.rowOf[g.selected]; !ok {
		g.selected = ""
	}
	d := theme.Motion(duration)
	if d == 0 || g.view == nil || m.Len() > mostMoving || g.old.Len() > mostMoving || g.old.Len() == 0 {
		g.old = nil
		g.changed()
		return
	}
	g.part = 0
	g.moving = fyne.NewAnimation(d, g.move)
	g.moving.Curve = fyne.AnimationEaseInOut
	g.moving.Start()
}

func (g *Graph) move(part float32) {
	g.part = part
	if part >= 1 {
		g.old, g.moving = nil, nil
	}
	g.changed()
}

// SetLit rings commits, such as those that changed a file; nil for none.
func (g *Graph) SetLit(hashes map[view.Hash]bool) {
	g.lit = hashes
	g.changed()
}

// Select chooses a commit and brings it into sight.
func (g *Graph) Select(h view.Hash) {
	if g.selected == h {
		return
	}
	g.selected = h
	if row, ok := g.model.rowOf[h]; ok {
		g.reveal(row)
	}
	g.changed()
	if g.params.OnSelect != nil {
		g.params.OnSelect(h)
	}
}

// Selected is the chosen commit, empty for none.
func (g *Graph) Selected() view.Hash { return g.selected }

// Moving reports whether a change is being shown.
func (g *Graph) Moving() bool { return g.moving != nil }

func (g *Graph) changed() {
	if g.view != nil {
		g.view.update()
	}
}

func (g *Graph) rowTop(row int) float32 { return padTop + float32(row+g.model.top())*rowHeight }

func (g *Graph) reveal(row int) {
	top := g.rowTop(row)
	if top < g.offset+padTop {
		g.offset = top - padTop
	}
	if bottom := top + rowHeight + padTop; bottom > g.offset+g.Size().Height {
		g.offset = bottom - g.Size().Height
	}
}

func (g *Graph) total() float32 { return float32(g.model.rows())*rowHeight + 2*padTop }

func (g *Graph) scrollBy(dy float32) {
	g.offset = max(0, min(g.total()-g.Size().Height, g.offset+dy))
	g.changed()
}

// MinSize is a few rows.
func (g *Graph) MinSize() fyne.Size { return fyne.NewSize(160, 2*rowHeight+2*padTop) }
