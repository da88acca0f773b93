package ui

import (
	"cairn/internal/ui/kit/notice"
	"cairn/internal/ui/kit/rail"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// frame lays out the window: the rail at the left, notices above the page.
type frame struct {
	widget.BaseWidget

	rail    *rail.Rail
	notices []*notice.Bar
	page    fyne.CanvasObject
	kept    fyne.CanvasObject // hidden behind another page, nil for none
	onSize  func(fyne.Size)   // called after each layout; nil does nothing
}

func newFrame(r *rail.Rail) *frame {
	f := &frame{rail: r, page: canvas.NewRectangle(nil)}
	f.ExtendBaseWidget(f)
	return f
}

func (f *frame) setPage(page fyne.CanvasObject) {
	f.page = page
	if f.kept != nil && f.kept != page {
		f.kept.Hide()
	}
	page.Show()
	f.Refresh()
}

// setKept shows a page that comes back as it was left. While another one is in
// front it stays in the window, hidden: a new theme reaches only what is there.
func (f *frame) setKept(page fyne.CanvasObject) {
	f.kept = page
	f.setPage(page)
}

// addNotice shows a notice, or gives the one that says the same already.
func (f *frame) addNotice(p notice.Params) *notice.Bar {
	var bar *notice.Bar
	p.OnClose = func() { f.dropNotice(bar) }
	bar = notice.New(p)
	for _, n := range f.notices {
		if n.Says() == p.Says {
			return n
		}
	}
	f.notices = append(f.notices, bar)
	f.Refresh()
	return bar
}

func (f *frame) dropNotice(bar *notice.Bar) {
	for i, n := range f.notices {
		if n == bar {
			f.notices = append(f.notices[:i:i], f.notices[i+1:]...)
			break
		}
	}
	f.Refresh()
}

// clearNotices takes all notices away: what they spoke of is over.
func (f *frame) clearNotices() {
	f.notices = nil
	f.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	r := &frameRenderer{frame: f, back: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type frameRenderer struct {
	frame *frame
	back  *canvas.Rectangle
}

func (r *frameRenderer) Destroy() {}

func (r *frameRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.frame.rail}
	for _, n := range r.frame.notices {
		objects = append(objects, n)
	}
	if r.frame.kept != nil && r.frame.kept != r.frame.page {
		objects = append(objects, r.frame.kept)
	}
	return append(objects, r.frame.page)
}

func (r *frameRenderer) MinSize() fyne.Size {
	m := r.frame.page.MinSize()
	return fyne.NewSize(rail.Width()+m.Width, max(m.Height, r.frame.rail.MinSize().Height))
}

func (r *frameRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.frame.rail.Resize(fyne.NewSize(rail.Width(), size.Height))
	width, y := size.Width-rail.Width(), float32(0)
	for _, n := range r.frame.notices {
		h := n.HeightFor(width)
		n.Move(fyne.NewPos(rail.Width(), y))
		n.Resize(fyne.NewSize(width, h))
		y += h
	}
	r.frame.page.Move(fyne.NewPos(rail.Width(), y))
	r.frame.page.Resize(fyne.NewSize(width, size.Height-y))
	if r.frame.onSize != nil {
		r.frame.onSize(size)
	}
}

func (r *frameRenderer) Refresh() {
	r.back.FillColor = theme.Colour(theme.Background)
	r.Layout(r.frame.Size())
	canvas.Refresh(r.frame)
}
