package ui

import (
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// veil covers the page while a sheet is up; a click on it or Esc takes the
// sheet away.
type veil struct {
	widget.BaseWidget

	sheet  flow.Tall
	scroll *container.Scroll // a small window has no room for all of a sheet
	width  float32           // at most
	hide   func()
}

var (
	_ fyne.Tappable     = (*veil)(nil)
	_ desktop.Mouseable = (*veil)(nil)
)

// showOver shows a sheet above the page and returns what takes it away.
func (w *window) showOver(sheet flow.Tall, width float32) (hide func()) {
	overlays := w.win.Canvas().Overlays()
	v := &veil{sheet: sheet, scroll: container.NewVScroll(sheet), width: width}
	v.ExtendBaseWidget(v)
	before := w.win.Canvas().Focused()
	v.hide = func() {
		overlays.Remove(v)
		w.escape = nil
		if before != nil {
			w.win.Canvas().Focus(before)
		}
	}
	overlays.Add(v)
	v.Resize(w.win.Canvas().Size())
	w.escape = v.hide
	return v.hide
}

func (v *veil) Tapped(e *fyne.PointEvent) {
	at, size := v.scroll.Position(), v.scroll.Size()
	if e.Position.X < at.X || e.Position.Y < at.Y || e.Position.X > at.X+size.Width || e.Position.Y > at.Y+size.Height {
		v.hide()
	}
}

// MouseDown and MouseUp keep clicks from the page below.
func (v *veil) MouseDown(*desktop.MouseEvent) {}
func (v *veil) MouseUp(*desktop.MouseEvent)   {}

func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	v.ExtendBaseWidget(v)
	r := &veilRenderer{veil: v, shade: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type veilRenderer struct {
	veil  *veil
	shade *canvas.Rectangle
}

func (r *veilRenderer) Destroy() {}

func (r *veilRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shade, r.veil.scroll}
}

func (r *veilRenderer) MinSize() fyne.Size { return fyne.NewSize(0, 0) }

func (r *veilRenderer) Layout(size fyne.Size) {
	r.shade.Resize(size)
	width := min(r.veil.width, size.Width-2*theme.Space8)
	whole := r.veil.sheet.HeightFor(width)
	h := min(whole, size.Height-2*theme.Space4)
	r.veil.sheet.Resize(fyne.NewSize(width, whole))
	r.veil.scroll.Resize(fyne.NewSize(width, h))
	r.veil.scroll.Move(fyne.NewPos((size.Width-width)/2, max(theme.Space4, (size.Height-h)/3)))
}

func (r *veilRenderer) Refresh() {
	r.shade.FillColor = theme.Colour(theme.Veil)
	r.Layout(r.veil.Size()) // the sheet may have another height
	canvas.Refresh(r.veil)
}
