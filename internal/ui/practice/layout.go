package practice

import (
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// headShare is the most that goals and brief take of the pane's height.
const headShare = 0.42

// stacked puts an object above another, which gets the rest.
type stacked struct{}

// newLayout puts top above rest, with a hairline between them.
func newLayout(top, rest fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stacked{}, top, rest)
}

func (stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(280, 40)
}

func (stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, rest := objects[0], objects[1]
	h := top.MinSize().Height
	if scroll, ok := top.(*container.Scroll); ok {
		h = min(flow.HeightOf(scroll.Content, size.Width), size.Height*headShare)
	}
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, h))
	rest.Move(fyne.NewPos(0, h))
	rest.Resize(fyne.NewSize(size.Width, max(0, size.Height-h)))
}

// sunken lays the console's ground and margin around it.
type sunken struct {
	widget.BaseWidget

	content fyne.CanvasObject
}

func newSunken(content fyne.CanvasObject) *sunken {
	s := &sunken{content: content}
	s.ExtendBaseWidget(s)
	return s
}

func (s *sunken) CreateRenderer() fyne.WidgetRenderer {
	r := &sunkenRenderer{s: s, back: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type sunkenRenderer struct {
	s    *sunken
	back *canvas.Rectangle
}

func (r *sunkenRenderer) Destroy() {}
func (r *sunkenRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.s.content}
}
func (r *sunkenRenderer) MinSize() fyne.Size { return r.s.content.MinSize() }

func (r *sunkenRenderer) Layout(size fyne.Size) {
	const side, top = theme.Space6, theme.Space3
	r.back.Resize(size)
	r.s.content.Move(fyne.NewPos(side, top))
	r.s.content.Resize(fyne.NewSize(max(0, size.Width-side-theme.Space2), max(0, size.Height-2*top)))
}

func (r *sunkenRenderer) Refresh() {
	r.back.FillColor = theme.Colour(theme.Sunken)
	canvas.Refresh(r.s)
}
