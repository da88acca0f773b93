// Package goals is the list of an exercise's goals: a circle or a check, a
// sentence, and below it what is missing. It decides nothing.
package goals

import (
	"image/color"
	"time"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// fill is how long a goal that becomes met takes to fill (design: look, "Goals").
const fill = 300 * time.Millisecond

const (
	signSize float32 = 18
	indent           = signSize + theme.Space3
	rowGap           = theme.Space2
	minWidth float32 = 160
)

// Goal is one row.
type Goal struct {
	Says string
	Met  bool
	// Why tells what is missing; it is shown while the goal is open.
	Why string
}

// List shows goals below each other.
type List struct {
	widget.BaseWidget

	rows []*row
}

type row struct {
	goal Goal
	sign *kit.Icon
	glow *canvas.Rectangle
	says *flow.Text
	why  *flow.Text
}

// New returns an empty list.
func New() *List {
	l := &List{}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows goals; those that became met since the last call fill.
func (l *List) Set(goals []Goal) {
	old := l.rows
	l.rows = make([]*row, len(goals))
	for i, g := range goals {
		if i < len(old) && old[i].goal == g {
			l.rows[i] = old[i]
			continue
		}
		l.rows[i] = newRow(g)
		if i < len(old) && old[i].goal.Says == g.Says && g.Met && !old[i].goal.Met {
			l.rows[i].celebrate()
		}
	}
	l.Refresh()
}

func newRow(g Goal) *row {
	r := &row{goal: g, sign: kit.NewIcon(theme.SignCircle, theme.Muted, signSize), glow: canvas.NewRectangle(color.Transparent)}
	r.says = flow.New(withCode(g.Says), flow.Style{})
	if !g.Met && g.Why != "" {
		r.why = flow.New(withCode(g.Why), flow.Style{Size: theme.Caption, Role: theme.Muted})
	}
	return r
}

// withCode sets what stands between backquotes as code.
func withCode(s string) []flow.Span {
	var spans []flow.Span
	code := false
	start := 0
	for i := range len(s) + 1 {
		if i < len(s) && s[i] != '`' {
			continue
		}
		if i > start {
			spans = append(spans, flow.Span{Text: s[start:i], Mono: code})
		}
		code, start = !code, i+1
	}
	return spans
}

func (r *row) celebrate() {
	d := theme.Motion(fill)
	if d == 0 {
		return
	}
	from := theme.Colour(theme.Tint(theme.Success))
	canvas.NewColorRGBAAnimation(from, color.Transparent, 4*d, func(c color.Color) {
		r.glow.FillColor = c
		r.glow.Refresh()
	}).Start()
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	r := &renderer{list: l}
	r.Refresh()
	return r
}

type renderer struct{ list *List }

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, row := range r.list.rows {
		objects = append(objects, row.glow, row.sign, row.says)
		if row.why != nil {
			objects = append(objects, row.why)
		}
	}
	return objects
}

func (r *renderer) MinSize() fyne.Size {
	return fyne.NewSize(minWidth, r.list.HeightFor(max(minWidth, r.list.Size().Width)))
}

func (r *renderer) Layout(size fyne.Size) {
	r.list.arrange(size.Width, true)
}

// HeightFor gives the height that the goals take in a width.
func (l *List) HeightFor(width float32) float32 { return l.arrange(width, false) }

// arrange places the rows in a width and gives the height they take.
func (l *List) arrange(width float32, move bool) float32 {
	var y float32
	for i, row := range l.rows {
		if i > 0 {
			y += rowGap
		}
		top := y
		y += place(row.says, indent, y, width-indent, move)
		if row.why != nil {
			y += place(row.why, indent, y, width-indent, move)
		}
		if move {
			line := theme.Body() * theme.LeadingBody
			row.sign.Move(fyne.NewPos(0, top+(line-signSize)/2))
			row.sign.Resize(fyne.NewSquareSize(signSize))
			row.glow.Move(fyne.NewPos(-theme.Space1, top-2))
			row.glow.Resize(fyne.NewSize(width+2*theme.Space1, y-top+4))
			row.glow.CornerRadius = theme.RadiusButton
		}
	}
	return y
}

func place(t *flow.Text, x, y, width float32, move bool) float32 {
	h := t.HeightFor(width)
	if move {
		t.Move(fyne.NewPos(x, y))
		t.Resize(fyne.NewSize(width, h))
	}
	return h
}

func (r *renderer) Refresh() {
	for _, row := range r.list.rows {
		sign, ink := theme.SignCircle, theme.Muted
		if row.goal.Met {
			sign, ink = theme.SignCheckCircle, theme.Success
		}
		row.sign.Set(sign, ink)
		row.sign.Refresh()
		row.says.Refresh()
		if row.why != nil {
			row.why.Refresh()
		}
	}
	r.Layout(r.list.Size())
	canvas.Refresh(r.list)
}
