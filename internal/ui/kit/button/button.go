// Package button is Cairn's push button: a word, an icon or both, in one of
// three weights. It raises a callback and knows nothing of what that does.
package button

import (
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Kind is how loud a button is.
type Kind int

// The kinds: one primary action a screen, outlined ones beside it, and quiet
// ones without a border.
const (
	Secondary Kind = iota
	Primary
	Quiet
)

// Params describes a button.
type Params struct {
	Text  string
	Icon  theme.Sign // empty for none
	Kind  Kind
	OnTap func()
}

// Button is a push button, worked by pointer, Enter and Space.
type Button struct {
	widget.BaseWidget

	params   Params
	disabled bool
	hovered  bool
	focused  bool
}

var (
	_ fyne.Focusable     = (*Button)(nil)
	_ fyne.Tappable      = (*Button)(nil)
	_ fyne.Disableable   = (*Button)(nil)
	_ desktop.Hoverable  = (*Button)(nil)
	_ desktop.Cursorable = (*Button)(nil)
)

// New returns a button.
func New(p Params) *Button {
	b := &Button{params: p}
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the word on the button.
func (b *Button) SetText(s string) {
	if b.params.Text == s {
		return
	}
	b.params.Text = s
	b.Refresh()
}

// Text is the word on the button.
func (b *Button) Text() string { return b.params.Text }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.params.OnTap != nil {
		b.params.OnTap()
	}
}

// Enable implements fyne.Disableable.
func (b *Button) Enable() { b.setDisabled(false) }

// Disable implements fyne.Disableable.
func (b *Button) Disable() { b.setDisabled(true) }

func (b *Button) setDisabled(d bool) {
	if b.disabled != d {
		b.disabled = d
		b.Refresh()
	}
}

// Disabled implements fyne.Disableable.
func (b *Button) Disabled() bool { return b.disabled }

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor {
	if b.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable; a key does the work.
func (b *Button) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		b.Tapped(nil)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &renderer{b: b,
		back: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		icon: canvas.NewImageFromResource(nil), text: canvas.NewText("", nil)}
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

const (
	iconSize = 16
	gap      = theme.Space2
	ringGap  = 2 // between a button and its focus ring
)

type renderer struct {
	b          *Button
	back, ring *canvas.Rectangle
	icon       *canvas.Image
	text       *canvas.Text
}

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.back, r.icon, r.text}
}

func (r *renderer) MinSize() fyne.Size {
	w := r.contentWidth() + 2*theme.Space4
	if r.b.params.Text == "" || r.b.params.Kind == Quiet {
		w = r.contentWidth() + 2*theme.Space2
	}
	return fyne.NewSize(max(w, theme.Target), max(r.text.MinSize().Height+2*theme.Space2, theme.Target))
}

func (r *renderer) contentWidth() float32 {
	var w float32
	if r.b.params.Icon != "" {
		w = iconSize
	}
	if r.b.params.Text != "" {
		if w > 0 {
			w += gap
		}
		w += r.text.MinSize().Width
	}
	return w
}

func (r *renderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.ring.Move(fyne.NewPos(-ringGap, -ringGap))
	r.ring.Resize(size.AddWidthHeight(2*ringGap, 2*ringGap))
	x := (size.Width - r.contentWidth()) / 2
	if r.b.params.Icon != "" {
		r.icon.Move(fyne.NewPos(x, (size.Height-iconSize)/2))
		r.icon.Resize(fyne.NewSquareSize(iconSize))
		x += iconSize + gap
	}
	text := r.text.MinSize()
	r.text.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
	r.text.Resize(text)
}

// look is what a kind and a state look like.
func (b *Button) look() (fill, edge, ink theme.Role) {
	fill, edge, ink = theme.Surface, theme.Line, theme.Text
	switch {
	case b.disabled && b.params.Kind == Quiet:
		return "", "", theme.Muted
	case b.disabled:
		return theme.Sunken, theme.Line, theme.Muted
	case b.params.Kind == Primary:
		fill, edge, ink = theme.Accent, theme.Accent, theme.OnAccent
	case b.params.Kind == Quiet:
		fill, edge = "", ""
		if b.hovered {
			fill = theme.Sunken
		}
	case b.hovered:
		fill, edge = theme.Sunken, theme.Muted
	}
	return fill, edge, ink
}

func (r *renderer) Refresh() {
	fill, edge, ink := r.b.look()
	r.back.FillColor, r.back.StrokeColor = nil, nil
	if fill != "" {
		r.back.FillColor = theme.Colour(fill)
	}
	r.back.StrokeWidth = 0
	if edge != "" {
		r.back.StrokeColor, r.back.StrokeWidth = theme.Colour(edge), theme.LineWidth()
	}
	r.back.CornerRadius = theme.RadiusButton
	r.ring.CornerRadius = theme.RadiusButton + ringGap
	r.ring.StrokeColor, r.ring.StrokeWidth = theme.Colour(theme.Accent), 2
	r.ring.Hidden = !r.b.focused
	r.text.Text, r.text.Color, r.text.TextSize = r.b.params.Text, theme.Colour(ink), theme.Body()
	if r.b.params.Kind == Primary {
		r.text.TextStyle.Bold = true
	}
	r.icon.Hidden = r.b.params.Icon == ""
	if !r.icon.Hidden {
		r.icon.Resource = theme.Icon(r.b.params.Icon, ink)
	}
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}
