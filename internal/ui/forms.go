package ui

import (
	"strings"

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
	fields      []*field
	accept      string
	refuse      string
	// check says what is wrong, and in which field; empty when nothing is.
	check    func() (says string, field int)
	onAccept func()
	onRefuse func()
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
	wrong := flow.New(nil, flow.Style{Role: theme.Danger})
	wrong.Hide()
	var body *flow.Box
	take := func() {
		says, field := f.check()
		if says == "" {
			finish(f.onAccept)()
			return
		}
		wrong.SetText(says)
		wrong.Show()
		body.Refresh()
		w.win.Canvas().Overlays().Top().Refresh()
		w.win.Canvas().Focus(f.fields[field])
	}
	accept := kit.NewButton(f.accept, kit.Primary, take)
	refuse := kit.NewButton(f.refuse, kit.Plain, finish(f.onRefuse))
	kids := []fyne.CanvasObject{ground, head, says, wrong, accept, refuse}
	for _, line := range f.fields {
		kids = append(kids, line)
	}
	body = flow.NewBox(func(inner float32, put flow.Put) float32 {
		const pad = theme.Space6
		y, room := float32(pad), inner-2*pad
		row := func(o fyne.CanvasObject, h, gap float32) {
			put(o, pad, y, room, h)
			y += h + gap
		}
		row(head, head.HeightFor(room), theme.Space2)
		row(says, says.HeightFor(room), theme.Space4)
		for _, line := range f.fields {
			row(line, line.MinSize().Height, theme.Space3)
		}
		if wrong.Visible() {
			row(wrong, wrong.HeightFor(room), 0)
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
	hide = w.showOver(body, width)
	w.escape = finish(f.onRefuse)
	for i, line := range f.fields {
		line.onEscape, line.onEnter = w.escape, take
		if i+1 < len(f.fields) {
			line.onEnter = w.win.Canvas().FocusNext
		}
	}
	w.win.Canvas().Focus(f.fields[0])
}

// field is a line of a form: Enter goes on, Esc gives up.
type field struct {
	widget.Entry

	onEnter, onEscape func()
}

func newField(placeholder string) *field {
	f := &field{}
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(placeholder)
	return f
}

// TypedKey implements fyne.Focusable; Fyne's entry keeps every key to itself.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		f.onEscape()
	case fyne.KeyReturn, fyne.KeyEnter:
		f.onEnter()
	default:
		f.Entry.TypedKey(e)
	}
}

// askIdentity asks for the name in commits, at the first one.
func (w *window) askIdentity(done func()) {
	name, email := newField("Your name"), newField("you@example.com")
	if id := w.app.Settings().Given; id.Name != "" {
		name.SetText(id.Name)
		email.SetText(id.Email)
	}
	w.showForm(form{
		title: "Whose commit is this?",
		says: "Git writes a name and an address into every commit. Yours stay on this computer. " +
			"You can change them in Settings at any time.",
		fields: []*field{name, email},
		accept: "Use this name", refuse: "Not now",
		check: func() (string, int) {
			switch {
			case strings.TrimSpace(name.Text) == "":
				return "The name is still empty.", 0
			case !strings.Contains(email.Text, "@"):
				return "An address has an @ in it. Any will do, such as ada@example.com.", 1
			}
			return "", 0
		},
		onAccept: func() {
			id := course.Identity{Name: strings.TrimSpace(name.Text), Email: strings.TrimSpace(email.Text)}
			w.changeSettings(func(s *app.Settings) { s.Identity = id })
			done()
		},
		onRefuse: done,
	}, 460)
}
