package learn

import (
	"fmt"

	"cairn/internal/app"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// barHeight is the height of the line that says where one is.
const barHeight float32 = 44

// screenBox puts the line with the lesson's place in the pack above the split.
type screenBox struct {
	widget.BaseWidget

	path *flow.Text
	body fyne.CanvasObject
	// onLaidOut is called after each layout; nil does nothing.
	onLaidOut func()
}

func newScreenBox(page app.LessonPage, body fyne.CanvasObject) *screenBox {
	spans := []flow.Span{
		{Text: page.Topic.Title + "  ›  ", Role: theme.Muted},
		{Text: page.Lesson.Title, Bold: true},
		{Text: fmt.Sprintf("   %d min", page.Lesson.Minutes), Role: theme.Muted},
	}
	b := &screenBox{path: flow.New(spans, flow.Style{MaxLines: 1}), body: body}
	b.ExtendBaseWidget(b)
	return b
}

func (b *screenBox) setBody(body fyne.CanvasObject) {
	b.body = body
	b.Refresh()
}

func (b *screenBox) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &boxRenderer{box: b, ground: canvas.NewRectangle(nil), back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type boxRenderer struct {
	box                *screenBox
	ground, back, line *canvas.Rectangle
}

func (r *boxRenderer) Destroy() {}

func (r *boxRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.back, r.line, r.box.path, r.box.body}
}

func (r *boxRenderer) MinSize() fyne.Size {
	m := r.box.body.MinSize()
	return fyne.NewSize(m.Width, barHeight+m.Height)
}

func (r *boxRenderer) Layout(size fyne.Size) {
	line := theme.LineWidth()
	r.ground.Resize(size)
	r.back.Resize(fyne.NewSize(size.Width, barHeight))
	r.line.Move(fyne.NewPos(0, barHeight-line))
	r.line.Resize(fyne.NewSize(size.Width, line))
	room := size.Width - 2*theme.Space6
	h := r.box.path.HeightFor(room)
	r.box.path.Move(fyne.NewPos(theme.Space6, (barHeight-h)/2))
	r.box.path.Resize(fyne.NewSize(room, h))
	r.box.body.Move(fyne.NewPos(0, barHeight))
	r.box.body.Resize(fyne.NewSize(size.Width, max(0, size.Height-barHeight)))
	if r.box.onLaidOut != nil {
		r.box.onLaidOut()
	}
}

func (r *boxRenderer) Refresh() {
	r.ground.FillColor, r.back.FillColor = theme.Colour(theme.Surface), theme.Colour(theme.Background)
	r.line.FillColor = theme.Colour(theme.Line)
	r.Layout(r.box.Size())
	canvas.Refresh(r.box)
}
