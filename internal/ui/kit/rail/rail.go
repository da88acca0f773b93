// Package rail is the bar of places at the window's left edge: an icon and a
// word each, the current one marked. It raises a callback and knows no place.
package rail

import (
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Width is the rail's width: its words need more as the text grows.
func Width() float32 { return 76 * max(1, theme.Caption()/12) }

const (
	itemHeight float32 = 60
	iconSize   float32 = 22
	barWidth   float32 = 3
	footHeight float32 = 96
	footMargin float32 = 8
)

// Place is one entry of the rail.
type Place struct {
	Name string // what OnGo gets
	Text string
	Icon theme.Sign
	// Bottom puts the entry at the rail's foot.
	Bottom bool
}

// Rail is the bar of places.
type Rail struct {
	widget.BaseWidget

	items []*item
	head  fyne.CanvasObject
	foot  fyne.CanvasObject // nil for none
}

// New returns a rail with something above its places, such as the logo.
func New(head fyne.CanvasObject, places []Place, onGo func(name string)) *Rail {
	r := &Rail{head: head}
	for _, p := range places {
		it := &item{place: p, onGo: onGo}
		it.ExtendBaseWidget(it)
		r.items = append(r.items, it)
	}
	r.ExtendBaseWidget(r)
	return r
}

// SetFoot puts an object into the free room between the places. Where there is
// little, it is not shown.
func (r *Rail) SetFoot(foot fyne.CanvasObject) {
	r.foot = foot
	r.Refresh()
}

// Select marks the current place.
func (r *Rail) Select(name string) {
	for _, it := range r.items {
		if it.selected != (it.place.Name == name) {
			it.selected = !it.selected
			it.Refresh()
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	rr := &railRenderer{rail: r, back: canvas.NewRectangle(nil), edge: canvas.NewRectangle(nil)}
	rr.Refresh()
	return rr
}

type railRenderer struct {
	rail       *Rail
	back, edge *canvas.Rectangle
}

func (r *railRenderer) Destroy() {}

func (r *railRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.edge, r.rail.head}
	for _, it := range r.rail.items {
		objects = append(objects, it)
	}
	if r.rail.foot != nil {
		objects = append(objects, r.rail.foot)
	}
	return objects
}

func (r *railRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Width(), itemHeight*float32(len(r.rail.items)+1))
}

func (r *railRenderer) Layout(size fyne.Size) {
	line := theme.LineWidth()
	r.back.Resize(size)
	r.edge.Move(fyne.NewPos(size.Width-line, 0))
	r.edge.Resize(fyne.NewSize(line, size.Height))
	r.rail.head.Resize(fyne.NewSize(size.Width-line, itemHeight))
	top, bottom := itemHeight+theme.Space2, size.Height-theme.Space2
	for _, it := range r.rail.items {
		it.Resize(fyne.NewSize(size.Width-line, itemHeight))
		if it.place.Bottom {
			bottom -= itemHeight
			it.Move(fyne.NewPos(0, bottom))
			continue
		}
		it.Move(fyne.NewPos(0, top))
		top += itemHeight
	}
	r.layoutFoot(size.Width-line, top, bottom)
}

func (r *railRenderer) layoutFoot(width, top, bottom float32) {
	foot := r.rail.foot
	if foot == nil {
		return
	}
	height := min(footHeight, bottom-top-2*theme.Space4)
	if height < footHeight/2 {
		foot.Hide()
		return
	}
	foot.Show()
	foot.Move(fyne.NewPos(footMargin, bottom-theme.Space4-height))
	foot.Resize(fyne.NewSize(width-2*footMargin, height))
}

func (r *railRenderer) Refresh() {
	r.back.FillColor, r.edge.FillColor = theme.Colour(theme.Background), theme.Colour(theme.Line)
	r.rail.head.Refresh()
	for _, it := range r.rail.items {
		it.Refresh()
	}
	canvas.Refresh(r.rail)
}

// item is one place, worked by pointer, Enter and Space.
type item struct {
	widget.BaseWidget

	place                      Place
	onGo                       func(string)
	selected, hovered, focused bool
}

var (
	_ fyne.Focusable     = (*item)(nil)
	_ fyne.Tappable      = (*item)(nil)
	_ desktop.Hoverable  = (*item)(nil)
	_ desktop.Cursorable = (*item)(nil)
)

func (i *item) Tapped(*fyne.PointEvent)        { i.onGo(i.place.Name) }
func (i *item) Cursor() desktop.Cursor         { return desktop.PointerCursor }
func (i *item) MouseIn(*desktop.MouseEvent)    { i.hovered = true; i.Refresh() }
func (i *item) MouseMoved(*desktop.MouseEvent) {}
func (i *item) MouseOut()                      { i.hovered = false; i.Refresh() }
func (i *item) FocusGained()                   { i.focused = true; i.Refresh() }
func (i *item) FocusLost()                     { i.focused = false; i.Refresh() }
func (i *item) TypedRune(rune)                 {}

func (i *item) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		i.Tapped(nil)
	default:
		keys.Pass(i, e)
	}
}

func (i *item) CreateRenderer() fyne.WidgetRenderer {
	i.ExtendBaseWidget(i)
	r := &itemRenderer{item: i, tint: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		icon: kit.NewIcon(i.place.Icon, theme.Muted, iconSize), text: canvas.NewText(i.place.Text, nil)}
	r.Refresh()
	return r
}

type itemRenderer struct {
	item            *item
	tint, bar, ring *canvas.Rectangle
	icon            *kit.Icon
	text            *canvas.Text
}

func (r *itemRenderer) Destroy() {}

func (r *itemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.tint, r.bar, r.ring, r.icon, r.text}
}

func (r *itemRenderer) MinSize() fyne.Size { return fyne.NewSize(Width(), itemHeight) }

func (r *itemRenderer) Layout(size fyne.Size) {
	r.tint.Resize(size)
	r.bar.Resize(fyne.NewSize(barWidth, size.Height))
	r.ring.Move(fyne.NewPos(barWidth+1, 2))
	r.ring.Resize(fyne.NewSize(size.Width-barWidth-3, size.Height-4))
	text := r.text.MinSize()
	top := (size.Height - iconSize - theme.Space1 - text.Height) / 2
	r.icon.Move(fyne.NewPos((size.Width-iconSize)/2, top))
	r.icon.Resize(fyne.NewSquareSize(iconSize))
	pixel.Move(r.text, (size.Width-text.Width)/2, top+iconSize+theme.Space1)
	r.text.Resize(text)
}

func (r *itemRenderer) Refresh() {
	ink, fill := theme.Muted, theme.Background
	switch {
	case r.item.selected:
		ink, fill = theme.Accent, theme.Tint(theme.Accent)
	case r.item.hovered:
		ink, fill = theme.Text, theme.Sunken
	}
	r.tint.FillColor = theme.Colour(fill)
	r.bar.FillColor, r.bar.Hidden = theme.Colour(theme.Accent), !r.item.selected
	r.ring.Hidden = !r.item.focused
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = theme.Colour(theme.Accent), 2, theme.RadiusButton
	r.icon.Set(r.item.place.Icon, ink)
	r.icon.Refresh()
	r.text.Color = theme.Colour(ink)
	theme.Set(r.text, theme.Caption(), fyne.TextStyle{Bold: r.item.selected})
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}
