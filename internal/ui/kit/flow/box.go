package flow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Tall is an object whose height follows from its width.
type Tall interface {
	fyne.CanvasObject
	HeightFor(width float32) float32
}

// Put places an object. While a Box only asks for its height, it does nothing.
type Put func(o fyne.CanvasObject, x, y, width, height float32)

// Arrange places a Box's objects for a width and returns the height.
type Arrange func(width float32, put Put) float32

// Box is a widget whose height follows from its width.
type Box struct {
	widget.BaseWidget

	kids    []fyne.CanvasObject
	arrange Arrange
	restyle func()
}

// Init makes a Box of the given objects, drawn in their order. restyle, which
// may be nil, sets colours again after a change of theme. self is the widget
// that embeds the Box, or the Box.
func (b *Box) Init(self fyne.Widget, arrange Arrange, restyle func(), kids ...fyne.CanvasObject) {
	b.arrange, b.restyle, b.kids = arrange, restyle, kids
	b.ExtendBaseWidget(self)
}

// NewBox returns a Box that is no part of another widget.
func NewBox(arrange Arrange, restyle func(), kids ...fyne.CanvasObject) *Box {
	b := &Box{}
	b.Init(b, arrange, restyle, kids...)
	return b
}

// SetKids replaces the objects.
func (b *Box) SetKids(kids ...fyne.CanvasObject) {
	b.kids = kids
	b.Refresh()
}

// HeightFor implements Tall.
func (b *Box) HeightFor(width float32) float32 {
	return b.arrange(width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

// MinSize is the height at the present width.
func (b *Box) MinSize() fyne.Size {
	width := b.Size().Width
	if width == 0 {
		width = 320
	}
	return fyne.NewSize(minWidth, b.HeightFor(width))
}

// CreateRenderer implements fyne.Widget.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	if b.restyle != nil {
		b.restyle()
	}
	return &boxRenderer{b: b}
}

type boxRenderer struct{ b *Box }

func (r *boxRenderer) Destroy()                     {}
func (r *boxRenderer) Objects() []fyne.CanvasObject { return r.b.kids }
func (r *boxRenderer) MinSize() fyne.Size           { return r.b.MinSize() }

func (r *boxRenderer) Layout(s fyne.Size) {
	if s.Width <= 0 {
		return // not placed yet
	}
	r.b.arrange(s.Width, func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	})
}

func (r *boxRenderer) Refresh() {
	if r.b.restyle != nil {
		r.b.restyle()
	}
	r.Layout(r.b.Size())
	for _, o := range r.b.kids {
		o.Refresh()
	}
	canvas.Refresh(r.b)
}

// HeightOf is an object's height at a width: a Tall one's own answer, else its
// least height.
func HeightOf(o fyne.CanvasObject, width float32) float32 {
	if t, ok := o.(Tall); ok {
		return t.HeightFor(width)
	}
	return o.MinSize().Height
}

// Stack places objects under each other with a gap between them.
func Stack(gap float32, kids ...fyne.CanvasObject) *Box {
	var b *Box
	b = NewBox(func(width float32, put Put) float32 { return StackIn(0, 0, width, gap, b.kids, put) }, nil, kids...)
	return b
}

// StackIn places objects under each other from x, y on and returns the height
// that they take; hidden ones take none.
func StackIn(x, y, width, gap float32, kids []fyne.CanvasObject, put Put) float32 {
	top := y
	for _, o := range kids {
		if !o.Visible() {
			continue
		}
		if y > top {
			y += gap
		}
		h := HeightOf(o, width)
		put(o, x, y, width, h)
		y += h
	}
	return y - top
}
