// Package tabs is a row of words of which one is chosen, with a line below it.
// It holds no pages: it raises a callback.
package tabs

import (
	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	height    float32 = 40
	lineThick float32 = 2
)

// Bar is the row of words. It is one stop for the keyboard: the arrow keys
// choose.
type Bar struct {
	widget.BaseWidget

	labels   []string
	selected int
	hovered  int
	focused  bool
	onSelect func(int)
	xs       []float32 // where each label's cell begins, and the end
}

var (
	_ fyne.Focusable     = (*Bar)(nil)
	_ fyne.Tappable      = (*Bar)(nil)
	_ desktop.Hoverable  = (*Bar)(nil)
	_ desktop.Cursorable = (*Bar)(nil)
)

// New returns a bar with its first label chosen.
func New(labels []string, onSelect func(index int)) *Bar {
	b := &Bar{labels: labels, hovered: -1, onSelect: onSelect}
	b.ExtendBaseWidget(b)
	return b
}

// SetLabels replaces the labels; the chosen index stays where it can.
func (b *Bar) SetLabels(labels []string) {
	b.labels = labels
	b.selected = min(b.selected, max(0, len(labels)-1))
	b.Refresh()
}

// Selected is the chosen index.
func (b *Bar) Selected() int { return b.selected }

// Select chooses an index and raises the callback.
func (b *Bar) Select(i int) {
	if i < 0 || i >= len(b.labels) || i == b.selected {
		return
	}
	b.selected = i
	b.Refresh()
	b.onSelect(i)
}

func (b *Bar) at(x float32) int {
	for i := range b.labels {
		if i+1 < len(b.xs) && x >= b.xs[i] && x < b.xs[i+1] {
			return i
		}
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (b *Bar) Tapped(e *fyne.PointEvent) { b.Select(b.at(e.Position.X)) }

// Cursor implements desktop.Cursorable.
func (b *Bar) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements desktop.Hoverable.
func (b *Bar) MouseIn(e *desktop.MouseEvent) { b.hover(b.at(e.Position.X)) }

// MouseMoved implements desktop.Hoverable.
func (b *Bar) MouseMoved(e *desktop.MouseEvent) { b.hover(b.at(e.Position.X)) }

// MouseOut implements desktop.Hoverable.
func (b *Bar) MouseOut() { b.hover(-1) }

func (b *Bar) hover(i int) {
	if i != b.hovered {
		b.hovered = i
		b.Refresh()
	}
}

// FocusGained implements fyne.Focusable.
func (b *Bar) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *Bar) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *Bar) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *Bar) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		b.Select(b.selected - 1)
	case fyne.KeyRight:
		b.Select(b.selected + 1)
	default:
		keys.Pass(b, e)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &renderer{bar: b, line: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type renderer struct {
	bar              *Bar
	texts            []*canvas.Text
	line, mark, ring *canvas.Rectangle
}

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.line, r.mark, r.ring}
	for _, t := range r.texts {
		objects = append(objects, t)
	}
	return objects
}

func (r *renderer) MinSize() fyne.Size {
	if len(r.bar.xs) == 0 {
		return fyne.NewSize(0, height)
	}
	return fyne.NewSize(r.bar.xs[len(r.bar.xs)-1], height)
}

func (r *renderer) Layout(size fyne.Size) {
	thick := theme.LineWidth()
	r.line.Move(fyne.NewPos(0, size.Height-thick))
	r.line.Resize(fyne.NewSize(size.Width, thick))
	for i, t := range r.texts {
		m := t.MinSize()
		pixel.Move(t, r.bar.xs[i]+theme.Space3, (size.Height-m.Height)/2)
		t.Resize(m)
		if i == r.bar.selected {
			r.mark.Move(fyne.NewPos(r.bar.xs[i]+theme.Space3, size.Height-lineThick))
			r.mark.Resize(fyne.NewSize(m.Width, lineThick))
			r.ring.Move(fyne.NewPos(r.bar.xs[i]+theme.Space1, theme.Space1))
			r.ring.Resize(fyne.NewSize(m.Width+2*theme.Space2, size.Height-2*theme.Space1))
		}
	}
}

func (r *renderer) Refresh() {
	b := r.bar
	r.texts, b.xs = r.texts[:0], b.xs[:0]
	x := theme.Space3
	for i, label := range b.labels {
		ink := theme.Muted
		if i == b.selected || i == b.hovered {
			ink = theme.Text
		}
		t := canvas.NewText(label, theme.Colour(ink))
		theme.Set(t, theme.Body(), fyne.TextStyle{Bold: i == b.selected})
		r.texts = append(r.texts, t)
		b.xs = append(b.xs, x)
		x += t.MinSize().Width + 2*theme.Space3
	}
	b.xs = append(b.xs, x)
	r.line.FillColor, r.mark.FillColor = theme.Colour(theme.Line), theme.Colour(theme.Accent)
	r.mark.Hidden = len(b.labels) == 0
	r.ring.Hidden = !b.focused
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = theme.Colour(theme.Accent), 2, theme.RadiusButton
	r.Layout(b.Size())
	canvas.Refresh(b)
}
