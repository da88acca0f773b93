package markdown

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/theme"
)

// choiceRow is one choice of a question: a sign, what it says and, once
// answered, why.
type choiceRow struct {
	flow.Box

	card             *QuizCard
	number           int
	choice           Choice
	ground           *canvas.Rectangle
	icon             *kit.Icon
	says, because    *flow.Box
	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*choiceRow)(nil)
	_ fyne.Focusable     = (*choiceRow)(nil)
	_ fyne.Disableable   = (*choiceRow)(nil)
	_ desktop.Hoverable  = (*choiceRow)(nil)
	_ desktop.Cursorable = (*choiceRow)(nil)
)

func newChoiceRow(card *QuizCard, number int, choice Choice) *choiceRow {
	r := &choiceRow{card: card, number: number, choice: choice, ground: canvas.NewRectangle(color.Transparent)}
	r.icon = kit.NewIcon(theme.SignCircle, theme.Muted, 20)
	body := builder{params: card.params, base: flow.Style{Leading: 1.45, OnFocus: card.params.focused}}
	r.says = body.stack(Parse(choice.Says).Blocks)
	body.base.Role = theme.Muted
	r.because = body.stack(Parse(choice.Because).Blocks)
	r.Init(r, r.arrange, r.restyle, r.ground, r.icon, r.says, r.because)
	return r
}

func (r *choiceRow) arrange(width float32, put flow.Put) float32 {
	const pad, sign = theme.Space2, 20
	inner := width - 3*pad - sign - theme.Space1
	h := r.says.HeightFor(inner)
	put(r.icon, pad, pad, sign, sign)
	put(r.says, 2*pad+sign+theme.Space1, pad-1, inner, h)
	y := pad + h
	if r.because.Visible() {
		why := r.because.HeightFor(inner)
		put(r.because, 2*pad+sign+theme.Space1, y, inner, why)
		y += why
	}
	y = max(y+pad, theme.Target)
	put(r.ground, 0, 0, width, y)
	return y
}

func (r *choiceRow) taken() bool { return slices.Contains(r.card.chosen, r.number) }

// update shows the row in the card's state. Every choice is explained once the
// question is answered: why the others are wrong is half of what is learned.
func (r *choiceRow) update() {
	r.because.Hide()
	if r.card.answered && r.choice.Because != "" {
		r.because.Show()
	}
	r.icon.Set(r.sign())
	r.Refresh()
}

func (r *choiceRow) sign() (theme.Sign, theme.Role) {
	switch {
	case r.card.answered && r.choice.Correct:
		return theme.SignCheckCircle, theme.Success
	case r.card.answered && r.taken():
		return theme.SignCross, theme.Danger
	case r.card.q.Multiple && r.taken():
		return theme.SignBoxChecked, theme.Accent
	case r.card.q.Multiple:
		return theme.SignBox, theme.Muted
	case r.taken():
		return theme.SignRadioOn, theme.Accent
	default:
		return theme.SignCircle, theme.Muted
	}
}

func (r *choiceRow) restyle() {
	r.ground.CornerRadius = theme.RadiusButton
	r.ground.FillColor, r.ground.StrokeWidth = color.Transparent, 0
	if r.hovered && !r.card.answered {
		r.ground.FillColor = fynetheme.Color(fynetheme.ColorNameHover)
	}
	if r.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Colour(theme.Accent), 2
	}
}

func (r *choiceRow) Tapped(*fyne.PointEvent)        { r.card.choose(r.number) }
func (r *choiceRow) Cursor() desktop.Cursor         { return desktop.PointerCursor }
func (r *choiceRow) MouseIn(*desktop.MouseEvent)    { r.hovered = true; r.Refresh() }
func (r *choiceRow) MouseMoved(*desktop.MouseEvent) {}
func (r *choiceRow) MouseOut()                      { r.hovered = false; r.Refresh() }
func (r *choiceRow) FocusLost()                     { r.focused = false; r.Refresh() }
func (r *choiceRow) TypedRune(rune)                 {}
func (r *choiceRow) Enable()                        {}
func (r *choiceRow) Disable()                       {}

// Disabled takes an answered choice out of the order of Tab; the one that was
// chosen by keyboard stays until Tab leaves it, which would else begin at the
// window's first widget.
func (r *choiceRow) Disabled() bool { return r.card.answered && !r.focused }

// FocusGained shows where the keyboard is.
func (r *choiceRow) FocusGained() {
	r.focused = true
	r.Refresh()
	if r.card.params.focused != nil {
		r.card.params.focused(r)
	}
}

// TypedKey chooses, or goes to the next or the previous choice.
func (r *choiceRow) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		r.card.choose(r.number)
	case fyne.KeyDown:
		r.step(1)
	case fyne.KeyUp:
		r.step(-1)
	default:
		keys.Pass(r, e)
	}
}

func (r *choiceRow) step(by int) {
	c := fyne.CurrentApp().Driver().CanvasForObject(r)
	if i := r.number + by; c != nil && i >= 0 && i < len(r.card.rows) {
		c.Focus(r.card.rows[i])
	}
}
