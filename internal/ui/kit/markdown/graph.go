package markdown

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

// LiveGraph is a small repository that a text shows and lets run one command.
// The screen that owns the engines implements it.
type LiveGraph interface {
	// Object draws the repository and follows its changes.
	Object() fyne.CanvasObject
	// Height is how high Object should be.
	Height() float32
	// Command is the line on the button.
	Command() string
	// Run runs it and calls done on the window's goroutine. A second Run begins
	// afresh.
	Run(done func(err error))
	// Then is the Markdown that explains what was seen.
	Then() string
}

// graph is a card with the repository, its one button, and, after that ran, the
// explanation.
func (b builder) graph(g Graph) flow.Tall {
	if b.params.LiveGraph == nil {
		return newCode(Code{Language: "console", Text: g.Source}, b.params)
	}
	live, ok := b.params.LiveGraph(g)
	if !ok {
		return newCode(Code{Language: "console", Text: g.Source}, b.params)
	}
	c := &graphCard{live: live, grown: b.params.tellGrown, ground: canvas.NewRectangle(nil), then: NewText(live.Then(), b.params)}
	c.button = kit.NewButton("Run", kit.Plain, c.run).WithSign(theme.SignRun).OnFocus(b.params.focused)
	c.command = flow.New([]flow.Span{{Text: live.Command(), Mono: true}}, flow.Style{Leading: 1.5})
	c.problem = flow.New(nil, flow.Style{Role: theme.Danger})
	c.then.Hide()
	c.problem.Hide()
	c.box = flow.NewBox(c.arrange, c.restyle, c.ground, live.Object(), c.button, c.command, c.problem, c.then)
	return c.box
}

type graphCard struct {
	live    LiveGraph
	grown   func()
	box     *flow.Box
	ground  *canvas.Rectangle
	button  *kit.Button
	command *flow.Text
	problem *flow.Text
	then    *flow.Box
}

func (c *graphCard) run() {
	c.button.Disable()
	c.live.Run(func(err error) {
		c.button.Enable()
		c.problem.Hide()
		if err != nil {
			c.problem.SetText(err.Error())
			c.problem.Show()
		} else {
			c.then.Show()
			c.button.SetText("Run again")
		}
		c.box.Refresh()
		c.grown()
	})
}

func (c *graphCard) restyle() {
	c.ground.FillColor, c.ground.CornerRadius = theme.Colour(theme.Surface), theme.RadiusCard
	c.ground.StrokeColor, c.ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
}

func (c *graphCard) arrange(width float32, put flow.Put) float32 {
	const pad = theme.Space4
	inner, y := width-2*pad, float32(theme.Space2)
	put(c.live.Object(), pad/2, y, width-pad, c.live.Height())
	y += c.live.Height() + theme.Space2
	size := c.button.MinSize()
	beside := inner - size.Width - theme.Space3
	h := c.command.HeightFor(beside)
	row := max(size.Height, h)
	put(c.button, pad, y+(row-size.Height)/2, size.Width, size.Height)
	put(c.command, pad+size.Width+theme.Space3, y+(row-h)/2, beside, h)
	y += row
	if c.problem.Visible() {
		put(c.problem, pad, y+theme.Space3, inner, c.problem.HeightFor(inner))
		y += theme.Space3 + c.problem.HeightFor(inner)
	}
	if c.then.Visible() {
		put(c.then, pad, y+theme.Space3, inner, c.then.HeightFor(inner))
		y += theme.Space3 + c.then.HeightFor(inner)
	}
	y += pad
	put(c.ground, 0, 0, width, y)
	return y
}
