// Package split puts two panes beside or below each other with a grip between
// them, which the mouse drags and the arrow keys move. Either pane can fill all.
package split

import (
	"math"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	gripSize float32 = 6 // (design: look, "Practice pane")

	keyStep  float64 = 0.02
	snapTo   float64 = 0.5
	snapNear float64 = 0.015
	closeAt  float64 = 0.08 // dragged closer to a rim than this, the other pane fills
)

// Params describes a split.
type Params struct {
	// Vertical puts the second pane below the first.
	Vertical bool
	First    fyne.CanvasObject
	Second   fyne.CanvasObject
	// Share is the first pane's part, 0 to 1; at 0 or 1 one pane fills.
	Share float64
	// MinFirst and MinSecond are the least sizes while neither fills.
	MinFirst, MinSecond float32
	// OnMoved gets the new share when a move ended.
	OnMoved func(share float64)
}

// Split is two panes with a grip.
type Split struct {
	widget.BaseWidget

	params Params
	share  float64
	grip   *grip
}

// New returns a split.
func New(p Params) *Split {
	s := &Split{params: p, share: clamp(p.Share)}
	s.grip = &grip{split: s}
	s.grip.ExtendBaseWidget(s.grip)
	s.ExtendBaseWidget(s)
	return s
}

// Share is the first pane's part; 0 or 1 when one pane fills.
func (s *Split) Share() float64 { return s.share }

// SetShare moves the grip; 0 lets the second pane fill, 1 the first.
func (s *Split) SetShare(share float64) {
	s.share = clamp(share)
	s.Refresh()
	if s.params.OnMoved != nil {
		s.params.OnMoved(s.share)
	}
}

func clamp(share float64) float64 {
	if math.IsNaN(share) {
		return snapTo
	}
	return min(1, max(0, share))
}

func (s *Split) long(size fyne.Size) float32 {
	if s.params.Vertical {
		return size.Height
	}
	return size.Width
}

// drag moves the grip by pixels; near the middle it snaps, near a rim one pane fills.
func (s *Split) drag(by float32) {
	total := s.long(s.Size()) - gripSize
	if total <= 0 {
		return
	}
	share := clamp(float64(s.firstSize()+by) / float64(total))
	s.share = share
	s.Refresh()
}

// settle ends a drag.
func (s *Split) settle() {
	switch {
	case s.share < closeAt:
		s.share = 0
	case s.share > 1-closeAt:
		s.share = 1
	case math.Abs(s.share-snapTo) < snapNear:
		s.share = snapTo
	}
	s.SetShare(s.share)
}

// firstSize is the first pane's size in pixels.
func (s *Split) firstSize() float32 {
	total := s.long(s.Size()) - gripSize
	want := float32(s.share) * total
	if s.share > 0 && s.share < 1 && total > s.params.MinFirst+s.params.MinSecond {
		want = min(max(want, s.params.MinFirst), total-s.params.MinSecond)
	}
	return float32(math.Round(float64(want)))
}

// CreateRenderer implements fyne.Widget.
func (s *Split) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &splitRenderer{split: s}
	r.Refresh()
	return r
}

type splitRenderer struct{ split *Split }

func (r *splitRenderer) Destroy() {}

func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.split.params.First, r.split.params.Second, r.split.grip}
}

func (r *splitRenderer) MinSize() fyne.Size {
	p := r.split.params
	if p.Vertical {
		return fyne.NewSize(0, p.MinFirst+p.MinSecond+gripSize)
	}
	return fyne.NewSize(p.MinFirst+p.MinSecond+gripSize, 0)
}

func (r *splitRenderer) Layout(size fyne.Size) {
	s := r.split
	first := s.firstSize()
	second := s.long(size) - first - gripSize
	show(s.params.First, s.share > 0)
	show(s.params.Second, s.share < 1)
	if s.params.Vertical {
		s.params.First.Resize(fyne.NewSize(size.Width, first))
		s.grip.Move(fyne.NewPos(0, first))
		s.grip.Resize(fyne.NewSize(size.Width, gripSize))
		s.params.Second.Move(fyne.NewPos(0, first+gripSize))
		s.params.Second.Resize(fyne.NewSize(size.Width, max(0, second)))
		return
	}
	s.params.First.Resize(fyne.NewSize(first, size.Height))
	s.grip.Move(fyne.NewPos(first, 0))
	s.grip.Resize(fyne.NewSize(gripSize, size.Height))
	s.params.Second.Move(fyne.NewPos(first+gripSize, 0))
	s.params.Second.Resize(fyne.NewSize(max(0, second), size.Height))
}

func show(o fyne.CanvasObject, yes bool) {
	switch {
	case yes && !o.Visible():
		o.Show()
	case !yes && o.Visible():
		o.Hide()
	}
}

func (r *splitRenderer) Refresh() {
	r.Layout(r.split.Size())
	r.split.grip.Refresh()
	canvas.Refresh(r.split)
}

// grip is the bar between the panes.
type grip struct {
	widget.BaseWidget

	split            *Split
	hovered, focused bool
}

var (
	_ fyne.Draggable      = (*grip)(nil)
	_ fyne.Focusable      = (*grip)(nil)
	_ fyne.DoubleTappable = (*grip)(nil)
	_ desktop.Hoverable   = (*grip)(nil)
	_ desktop.Cursorable  = (*grip)(nil)
)

func (g *grip) Dragged(e *fyne.DragEvent) {
	by := e.Dragged.DX
	if g.split.params.Vertical {
		by = e.Dragged.DY
	}
	g.split.drag(by)
}

func (g *grip) DragEnd()                       { g.split.settle() }
func (g *grip) DoubleTapped(*fyne.PointEvent)  { g.split.SetShare(snapTo) }
func (g *grip) MouseIn(*desktop.MouseEvent)    { g.hovered = true; g.Refresh() }
func (g *grip) MouseMoved(*desktop.MouseEvent) {}
func (g *grip) MouseOut()                      { g.hovered = false; g.Refresh() }
func (g *grip) FocusGained()                   { g.focused = true; g.Refresh() }
func (g *grip) FocusLost()                     { g.focused = false; g.Refresh() }
func (g *grip) TypedRune(rune)                 {}

func (g *grip) Cursor() desktop.Cursor {
	if g.split.params.Vertical {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}

func (g *grip) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		g.split.SetShare(g.split.share - keyStep)
	case fyne.KeyRight, fyne.KeyDown:
		g.split.SetShare(g.split.share + keyStep)
	case fyne.KeyHome:
		g.split.SetShare(0)
	case fyne.KeyEnd:
		g.split.SetShare(1)
	default:
		keys.Pass(g, e)
	}
}

func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	r := &gripRenderer{grip: g, bar: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type gripRenderer struct {
	grip *grip
	bar  *canvas.Rectangle
}

func (r *gripRenderer) Destroy()                     {}
func (r *gripRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bar} }
func (r *gripRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(gripSize) }
func (r *gripRenderer) Layout(size fyne.Size)        { r.bar.Resize(size) }

func (r *gripRenderer) Refresh() {
	role := theme.Line
	if r.grip.hovered || r.grip.focused {
		role = theme.Accent
	}
	r.bar.FillColor = theme.Colour(role)
	canvas.Refresh(r.grip)
}
