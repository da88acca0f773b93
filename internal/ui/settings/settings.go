// Package settings is the screen for the learner's choices: colours, size of
// text, motion, the name in commits, and where things lie on the disk. Each
// choice takes effect at once; there is nothing to save.
package settings

import (
	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Params is what the screen shows, and what it raises.
type Params struct {
	Settings app.Settings
	Folders  app.Folders
	// OnChange gets a change to apply to the settings.
	OnChange func(change func(*app.Settings))
	// OnOpen opens a folder in the system's file manager.
	OnOpen func(folder string)
	// OnCopy puts text on the clipboard.
	OnCopy func(text string)
	// OnKeys shows the sheet of keys.
	OnKeys func()
}

// choice pairs a value with its words.
type choice[T comparable] struct {
	value T
	text  string
}

var (
	themes = []choice[app.Theme]{
		{app.ThemeSystem, "As the system"},
		{app.ThemeLight, "Light"},
		{app.ThemeDark, "Dark"},
		{app.ThemeHighContrast, "High contrast, light"},
		{app.ThemeHighContrastDark, "High contrast, dark"},
	}
	scales = []choice[float32]{{0.85, "85 %"}, {1, "100 %"}, {1.15, "115 %"}, {1.3, "130 %"}, {1.5, "150 %"}, {1.75, "175 %"}}
)

// width is how wide the page's column gets.
const width float32 = 640

// New returns the screen.
func New(p Params) fyne.CanvasObject {
	column := container.New(layout.NewCustomPaddedVBoxLayout(theme.Space6),
		flow.New([]flow.Span{{Text: "Settings", Bold: true}}, flow.Style{Size: func() float32 { return theme.Heading(1) }}),
		section("Look", "",
			field("Colours", pick(themes, p.Settings.Theme, func(v app.Theme) {
				p.OnChange(func(s *app.Settings) { s.Theme = v })
			})),
			field("Size of text", pick(scales, p.Settings.TextScale, func(v float32) {
				p.OnChange(func(s *app.Settings) { s.TextScale = v })
			})),
			motion(p),
		),
		section("Name in your commits", "Git writes a name and an address into each commit that you make. Cairn sends neither anywhere. "+
			"Without them the exercises use the name of their own student.",
			identity(p)...,
		),
		section("On this computer", "Your progress and your practice repositories are ordinary files. Copy them, back them up, open them with any Git.",
			folder("Progress and backups", p.Folders.Data, p),
			folder("Practice repositories", p.Folders.Practice, p),
		),
		section("Keyboard", "Everything in Cairn can be done without a mouse.",
			container.NewHBox(kit.NewButton("Show the keys", kit.Plain, p.OnKeys).WithSign(theme.SignKeyboard))),
	)
	return container.NewVScroll(container.New(centred{}, column))
}

func section(title, says string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	objects := []fyne.CanvasObject{
		flow.New([]flow.Span{{Text: title, Bold: true}}, flow.Style{Size: func() float32 { return theme.Heading(3) }}),
	}
	if says != "" {
		objects = append(objects, flow.New(flow.Plain(says), flow.Style{Role: theme.Muted}))
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(theme.Space3), append(objects, rows...)...)
}

const labelWidth float32 = 180

func field(label string, w fyne.CanvasObject) fyne.CanvasObject {
	return container.New(labelled{}, flow.New(flow.Plain(label), flow.Style{}), w)
}

func pick[T comparable](choices []choice[T], now T, onPick func(T)) *widget.Select {
	s := widget.NewSelect(nil, nil)
	for _, c := range choices {
		s.Options = append(s.Options, c.text)
		if c.value == now {
			s.Selected = c.text
		}
	}
	s.OnChanged = func(text string) {
		for _, c := range choices {
			if c.text == text {
				onPick(c.value)
			}
		}
	}
	return s
}

func motion(p Params) fyne.CanvasObject {
	c := widget.NewCheck("Change things at once, without movement", nil)
	c.Checked = p.Settings.ReducedMotion
	c.OnChanged = func(on bool) { p.OnChange(func(s *app.Settings) { s.ReducedMotion = on }) }
	return field("Motion", c)
}

func identity(p Params) []fyne.CanvasObject {
	name, email := widget.NewEntry(), widget.NewEntry()
	name.SetPlaceHolder("Ada Lovelace")
	email.SetPlaceHolder("ada@example.com")
	name.Text, email.Text = p.Settings.Identity.Name, p.Settings.Identity.Email
	save := func(string) {
		id := course.Identity{Name: name.Text, Email: email.Text}
		p.OnChange(func(s *app.Settings) { s.Identity = id })
	}
	name.OnChanged, email.OnChanged = save, save
	return []fyne.CanvasObject{field("Name", name), field("E-mail", email)}
}

func folder(label, path string, p Params) fyne.CanvasObject {
	text := flow.New([]flow.Span{{Text: path, Mono: true}}, flow.Style{})
	open := kit.NewButton("Open folder", kit.Plain, func() { p.OnOpen(path) }).WithSign(theme.SignFolder)
	copyPath := kit.NewButton("Copy path", kit.Plain, func() { p.OnCopy(path) }).WithSign(theme.SignCopy)
	return field(label, container.New(layout.NewCustomPaddedVBoxLayout(theme.Space2), text, container.NewHBox(open, copyPath)))
}

// centred puts one column of at most width in the middle.
type centred struct{}

func (centred) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := objects[0].MinSize()
	return fyne.NewSize(m.Width+2*theme.Space8, m.Height+2*theme.Space8)
}

func (centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(width, size.Width-2*theme.Space8)
	objects[0].Move(fyne.NewPos((size.Width-w)/2, theme.Space8))
	objects[0].Resize(fyne.NewSize(w, max(size.Height-2*theme.Space8, objects[0].MinSize().Height)))
}

// labelled puts a label at the left and a widget beside it.
type labelled struct{}

func (labelled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := objects[1].MinSize()
	return fyne.NewSize(labelWidth+m.Width, max(m.Height, theme.Target))
}

func (labelled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label := objects[0].(*flow.Text)
	h := label.HeightFor(labelWidth - theme.Space3)
	label.Move(fyne.NewPos(0, (theme.Target-h)/2))
	label.Resize(fyne.NewSize(labelWidth-theme.Space3, h))
	objects[1].Move(fyne.NewPos(labelWidth, 0))
	objects[1].Resize(fyne.NewSize(size.Width-labelWidth, max(size.Height, objects[1].MinSize().Height)))
}
