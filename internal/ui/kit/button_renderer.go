package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

const (
	buttonIcon    = 18
	buttonPad     = theme.Space3 + 2
	buttonHeight  = 36
	focusRing     = 2
	focusRingRoom = 2
)

type buttonRenderer struct {
	b                  *Button
	ground, veil, ring *canvas.Rectangle
	text               *canvas.Text
	icon               *Icon
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.veil, r.icon, r.text, r.ring}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	h := max(buttonHeight, r.text.MinSize().Height+theme.Space4)
	if r.b.small {
		h = theme.Target
	}
	if r.b.text == "" {
		return fyne.NewSize(max(h, theme.Target), h)
	}
	return fyne.NewSize(r.contentWidth()+2*buttonPad, h)
}

func (r *buttonRenderer) contentWidth() float32 {
	w := r.text.MinSize().Width
	if r.b.sign != "" {
		w += buttonIcon + theme.Space2
	}
	return w
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	for _, o := range []fyne.CanvasObject{r.ground, r.veil} {
		o.Resize(s)
	}
	r.ring.Move(fyne.NewPos(-focusRingRoom, -focusRingRoom))
	r.ring.Resize(s.AddWidthHeight(2*focusRingRoom, 2*focusRingRoom))
	if r.b.text == "" {
		r.icon.Resize(s)
		return
	}
	x := (s.Width - r.contentWidth()) / 2
	if r.b.sign != "" {
		r.icon.Move(fyne.NewPos(x, (s.Height-buttonIcon)/2))
		r.icon.Resize(fyne.NewSquareSize(buttonIcon))
		x += buttonIcon + theme.Space2
	}
	size := r.text.MinSize()
	pixel.Move(r.text, x, (s.Height-size.Height)/2)
	r.text.Resize(size)
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	r.colours()
	r.text.Text = b.text
	theme.Set(r.text, b.textSize(), fyne.TextStyle{Bold: b.weight == Primary})
	r.text.Color = theme.Colour(b.ink())
	if b.sign == "" {
		r.icon.Hide()
	} else {
		r.icon.Show()
		r.icon.Set(b.sign, b.ink())
		r.icon.Refresh()
	}
	if b.Unseen() {
		r.icon.Hide()
		r.text.Text = ""
	}
	r.Layout(b.Size())
	canvas.Refresh(b)
}

func (r *buttonRenderer) colours() {
	b := r.b
	for _, o := range []*canvas.Rectangle{r.ground, r.veil} {
		o.CornerRadius = theme.RadiusButton
	}
	r.ground.FillColor, r.ground.StrokeWidth = theme.Colour(theme.Surface), theme.LineWidth()
	r.ground.StrokeColor = theme.Colour(theme.Line)
	switch {
	case b.weight == Primary && !b.disabled:
		r.ground.FillColor, r.ground.StrokeWidth = theme.Colour(theme.Accent), 0
	case b.weight == Quiet:
		r.ground.FillColor, r.ground.StrokeWidth = color.Transparent, 0
	}
	r.veil.FillColor = color.Transparent
	if b.hovered && !b.disabled {
		r.veil.FillColor = fynetheme.Color(fynetheme.ColorNameHover)
	}
	r.ring.CornerRadius = theme.RadiusButton + focusRingRoom
	r.ring.FillColor, r.ring.StrokeColor = color.Transparent, theme.Colour(theme.Accent)
	r.ring.StrokeWidth = 0
	if b.focused {
		r.ring.StrokeWidth = focusRing
	}
}
