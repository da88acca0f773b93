// Package notice is a bar that tells of something in a sentence, in place:
// what happened, what was kept, what to do. It raises callbacks only.
package notice

import (
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Level says how grave a notice is.
type Level int

// The levels.
const (
	Danger Level = iota
	Warning
	Note
	Success
)

// Action is a button of a notice.
type Action struct {
	Text  string
	OnTap func()
}

// Params describes a notice.
type Params struct {
	Level Level
	// Says is a sentence or two.
	Says string
	// Detail folds out; empty has none.
	Detail  string
	Actions []Action
	// OnCopy gets the whole text; nil has no such button.
	OnCopy func(text string)
	// OnClose puts a button to close it; nil leaves it open.
	OnClose func()
}

// Bar is the notice.
type Bar struct {
	widget.BaseWidget

	params   Params
	says     *flow.Text
	detail   *flow.Text
	buttons  []*kit.Button
	unfolded bool
}

// New returns a notice.
func New(p Params) *Bar {
	b := &Bar{params: p, says: flow.New(flow.Plain(p.Says), flow.Style{})}
	for i, a := range p.Actions {
		weight := kit.Plain
		if i == 0 {
			weight = kit.Primary
		}
		b.buttons = append(b.buttons, kit.NewButton(a.Text, weight, a.OnTap))
	}
	if p.Detail != "" {
		b.detail = flow.New([]flow.Span{{Text: p.Detail, Mono: true}}, flow.Style{Size: theme.Caption, Role: theme.Muted})
		b.detail.Hide()
		b.buttons = append(b.buttons, kit.NewButton("Details", kit.Quiet, b.fold))
	}
	if p.OnCopy != nil {
		b.buttons = append(b.buttons, kit.NewButton("Copy", kit.Quiet, b.copyText).WithSign(theme.SignCopy))
	}
	if p.OnClose != nil {
		b.buttons = append(b.buttons, kit.NewButton("Close", kit.Quiet, p.OnClose))
	}
	b.ExtendBaseWidget(b)
	return b
}

// Says is what the notice says.
func (b *Bar) Says() string { return b.params.Says }

func (b *Bar) copyText() {
	text := b.params.Says
	if b.params.Detail != "" {
		text += "\n" + b.params.Detail
	}
	b.params.OnCopy(text)
}

func (b *Bar) fold() {
	b.unfolded = !b.unfolded
	if b.unfolded {
		b.detail.Show()
	} else {
		b.detail.Hide()
	}
	b.Refresh()
}

const (
	barWidth float32 = 4
	signSize float32 = 18
	minWidth float32 = 240
)

// HeightFor gives the height in a width.
func (b *Bar) HeightFor(width float32) float32 { return b.arrange(width, false) }

// arrange puts the text at the left and the buttons below it.
func (b *Bar) arrange(width float32, move bool) float32 {
	x := barWidth + theme.Space3 + signSize + theme.Space2
	room := width - x - theme.Space3
	y := theme.Space3
	put := func(t *flow.Text) {
		h := t.HeightFor(room)
		if move {
			t.Move(fyne.NewPos(x, y))
			t.Resize(fyne.NewSize(room, h))
		}
		y += h
	}
	put(b.says)
	if b.unfolded {
		y += theme.Space2
		put(b.detail)
	}
	if len(b.buttons) > 0 {
		y += theme.Space2
		left := x
		for _, btn := range b.buttons {
			m := btn.MinSize()
			if move {
				btn.Move(fyne.NewPos(left, y))
				btn.Resize(m)
			}
			left += m.Width + theme.Space2
		}
		y += b.buttons[0].MinSize().Height
	}
	return y + theme.Space3
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &renderer{bar: b, back: canvas.NewRectangle(nil), edge: canvas.NewRectangle(nil),
		sign: kit.NewIcon(theme.SignInfo, theme.Muted, signSize)}
	r.Refresh()
	return r
}

type renderer struct {
	bar        *Bar
	back, edge *canvas.Rectangle
	sign       *kit.Icon
}

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.edge, r.sign, r.bar.says}
	if r.bar.detail != nil {
		objects = append(objects, r.bar.detail)
	}
	for _, b := range r.bar.buttons {
		objects = append(objects, b)
	}
	return objects
}

func (r *renderer) MinSize() fyne.Size {
	return fyne.NewSize(minWidth, r.bar.HeightFor(max(minWidth, r.bar.Size().Width)))
}

func (r *renderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.edge.Resize(fyne.NewSize(barWidth, size.Height))
	line := theme.Body() * theme.LeadingBody
	r.sign.Move(fyne.NewPos(barWidth+theme.Space3, theme.Space3+(line-signSize)/2))
	r.sign.Resize(fyne.NewSquareSize(signSize))
	r.bar.arrange(size.Width, true)
}

func (r *renderer) Refresh() {
	role, sign := theme.Danger, theme.SignWarning
	switch r.bar.params.Level {
	case Danger:
	case Warning:
		role = theme.Warning
	case Note:
		role, sign = theme.Accent, theme.SignInfo
	case Success:
		role, sign = theme.Success, theme.SignCheckCircle
	}
	r.back.FillColor, r.edge.FillColor = theme.Colour(theme.Tint(role)), theme.Colour(role)
	r.sign.Set(sign, role)
	r.sign.Refresh()
	r.bar.says.Refresh()
	r.Layout(r.bar.Size())
	canvas.Refresh(r.bar)
}
