package markdown

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

// QuizCard asks a question and then says of each choice why it is right or
// wrong.
type QuizCard struct {
	flow.Box

	q        Question
	params   Params
	chosen   []int
	answered bool

	ground  *canvas.Rectangle
	asks    *flow.Box
	rows    []*choiceRow
	verdict *flow.Text
	button  *kit.Button
}

// NewQuizCard returns a question's card.
func NewQuizCard(q Question, p Params) *QuizCard {
	c := &QuizCard{q: q, params: p, ground: canvas.NewRectangle(nil)}
	asks := builder{params: p, base: flow.Style{Leading: 1.45, OnFocus: p.focused}}
	c.asks = asks.stack(strong(Parse(q.Asks).Blocks))
	c.verdict = flow.New(nil, flow.Style{})
	c.button = kit.NewButton("Check", kit.Plain, c.press).OnFocus(p.focused)
	kids := []fyne.CanvasObject{c.ground, c.asks}
	for i, choice := range q.Choices {
		row := newChoiceRow(c, i, choice)
		c.rows = append(c.rows, row)
		kids = append(kids, row)
	}
	c.Init(c, c.arrange, c.restyle, append(kids, c.verdict, c.button)...)
	if len(q.Chosen) > 0 {
		c.chosen, c.answered = slices.Clone(q.Chosen), true
	}
	c.params.grown = nil // the card is in no column yet
	c.update()
	c.params.grown = p.grown
	return c
}

// strong sets the question's first paragraph bold.
func strong(blocks []Block) []Block {
	if len(blocks) == 0 {
		return blocks
	}
	if p, ok := blocks[0].(Paragraph); ok {
		in := slices.Clone(p.Text)
		for i := range in {
			in[i].Bold = !in[i].Mono
		}
		blocks[0] = Paragraph{Text: in}
	}
	return blocks
}

// Answered reports whether the card shows the answer.
func (c *QuizCard) Answered() bool { return c.answered }

// choose takes a choice, or gives it back in a question of several.
func (c *QuizCard) choose(i int) {
	if c.answered {
		return
	}
	if !c.q.Multiple {
		c.chosen = []int{i}
		c.answer()
		return
	}
	if at := slices.Index(c.chosen, i); at >= 0 {
		c.chosen = slices.Delete(c.chosen, at, at+1)
	} else {
		c.chosen = append(c.chosen, i)
	}
	c.update()
}

// press is the button: Check, and after the answer Try again.
func (c *QuizCard) press() {
	if c.answered {
		c.answered, c.chosen = false, nil
		c.update()
		c.focus(c.rows[0]) // the button is gone or dull now
		return
	}
	c.answer()
	if !c.button.Visible() {
		c.focus(c.rows[c.chosen[0]])
	}
}

// focus moves the keyboard from the button, if that has it.
func (c *QuizCard) focus(row *choiceRow) {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c.button)
	if canvas != nil && canvas.Focused() == fyne.Focusable(c.button) {
		row.focused = true // an answered row takes no focus before it has it
		canvas.Focus(row)
	}
}

func (c *QuizCard) answer() {
	slices.Sort(c.chosen)
	c.answered = true
	c.update()
	if c.params.OnAnswer != nil {
		c.params.OnAnswer(c.q.Name, slices.Clone(c.chosen), c.q.Right(c.chosen))
	}
}

func (c *QuizCard) update() {
	right := c.q.Right(c.chosen)
	switch {
	case !c.answered && c.q.Multiple:
		c.verdict.SetSpans([]flow.Span{{Text: "More than one may be right.", Role: theme.Muted}})
	case !c.answered:
		c.verdict.SetSpans(nil)
	case right:
		c.verdict.SetSpans([]flow.Span{{Text: "That is right.", Bold: true, Role: theme.Success}})
	default:
		c.verdict.SetSpans([]flow.Span{{Text: "Not yet: see why above.", Bold: true, Role: theme.Danger}})
	}
	c.button.SetText("Check")
	if c.answered {
		c.button.SetText("Try again")
	}
	if (c.answered && !right) || (!c.answered && c.q.Multiple) {
		c.button.Show()
	} else {
		c.button.Hide()
	}
	c.button.Enable()
	if !c.answered && len(c.chosen) == 0 {
		c.button.Disable()
	}
	for _, row := range c.rows {
		row.update()
	}
	c.Refresh()
	c.params.tellGrown()
}

func (c *QuizCard) restyle() {
	c.ground.FillColor, c.ground.CornerRadius = theme.Colour(theme.Surface), theme.RadiusCard
	c.ground.StrokeColor, c.ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
}

func (c *QuizCard) arrange(width float32, put flow.Put) float32 {
	const pad = theme.Space4
	inner, y := width-2*pad, float32(pad)
	h := c.asks.HeightFor(inner)
	put(c.asks, pad, y, inner, h)
	y += h + theme.Space2
	for _, row := range c.rows {
		h := row.HeightFor(width - pad)
		put(row, pad/2, y, width-pad, h)
		y += h
	}
	y += theme.Space2
	size := c.button.MinSize()
	text := c.verdict.HeightFor(inner - size.Width)
	switch {
	case c.button.Visible():
		put(c.button, width-pad-size.Width, y, size.Width, size.Height)
		put(c.verdict, pad, y+(size.Height-text)/2, inner-size.Width, text)
		y += size.Height + theme.Space2
	case c.answered:
		put(c.verdict, pad, y, inner, text)
		y += text + theme.Space2
	}
	y += theme.Space2
	put(c.ground, 0, 0, width, y)
	return y
}
