package ui

import (
	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// form is a sheet with a title, a sentence, fields below each other, and two
// buttons.
type form struct {
	title, says string
	fields      []fyne.CanvasObject
	heights     []float32 // of the fields; 0 is what the field needs
	accept      string
	refuse      string
	onAccept    func()
	onRefuse    func()
}

func (w *window) showForm(f form, width float32) {
	head := flow.New([]flow.Span{{Text: f.title, Bold: true}}, flow.Style{Size: func() float32 { return theme.Heading(2) }})
	says := flow.New(flow.Plain(f.says), flow.Style{Role: theme.Muted})
	ground := canvas.NewRectangle(nil)
	var hide func()
	finish := func(then func()) func() {
		return func() {
			hide()
			then()
		}
	}
	accept := kit.NewButton(f.accept, kit.Primary, finish(f.onAccept))
	refuse := kit.NewButton(f.refuse, kit.Plain, finish(f.onRefuse))
	kids := append([]fyne.CanvasObject{ground, head, says, accept, refuse}, f.fields...)
	body := flow.NewBox(func(inner float32, put flow.Put) float32 {
		const pad = theme.Space6
		y, room := float32(pad), inner-2*pad
		row := func(o fyne.CanvasObject, h, gap float32) {
			put(o, pad, y, room, h)
			y += h + gap
		}
		row(head, head.HeightFor(room), theme.Space2)
		if f.says != "" {
			row(says, says.HeightFor(room), theme.Space4)
		}
		for i, field := range f.fields {
			h := f.heights[i]
			if h == 0 {
				h = flow.HeightOf(field, room)
			}
			row(field, h, theme.Space3)
		}
		y += theme.Space2
		a, r := accept.MinSize(), refuse.MinSize()
		put(accept, inner-pad-a.Width, y, a.Width, a.Height)
		put(refuse, inner-pad-a.Width-theme.Space2-r.Width, y, r.Width, r.Height)
		y += a.Height + pad
		put(ground, 0, 0, inner, y)
		return y
	}, func() {
		ground.FillColor, ground.CornerRadius = theme.Colour(theme.Surface), theme.RadiusCard
		ground.StrokeColor, ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
	}, kids...)
	hide = w.showOver(body, min(width, w.win.Canvas().Size().Width-2*theme.Space8))
	w.escape = finish(f.onRefuse)
	if focus, ok := f.fields[0].(fyne.Focusable); ok {
		w.win.Canvas().Focus(focus)
	}
}

// askIdentity asks for the name in commits, at the first one.
func (w *window) askIdentity(done func()) {
	name, email := widget.NewEntry(), widget.NewEntry()
	name.SetPlaceHolder("Your name")
	email.SetPlaceHolder("you@example.com")
	w.showForm(form{
		title: "Whose commit is this?",
		says: "Git writes a name and an address into every commit. Yours stay on this computer. " +
			"You can change them in Settings at any time.",
		fields: []fyne.CanvasObject{name, email}, heights: []float32{0, 0},
		accept: "Use this name", refuse: "Not now",
		onAccept: func() {
			id := course.Identity{Name: name.Text, Email: email.Text}
			if id.Name != "" && id.Email != "" {
				w.changeSettings(func(s *app.Settings) { s.Identity = id })
			}
			done()
		},
		onRefuse: done,
	}, 460)
}
