// Package roadmap is the screen with the map of topics: how far each is, what
// to go on with, and what lies behind a topic. It binds the drawn map to
// package app's values.
package roadmap

import (
	"fmt"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	drawn "cairn/internal/ui/kit/roadmap"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Params is what the screen shows, and what it raises.
type Params struct {
	Map app.Roadmap
	// Place is where the map was left.
	Place   drawn.Place
	OnPlace func(drawn.Place)
	// OnOpen opens a lesson.
	OnOpen func(*course.Lesson)
	// OnTopic shows what lies behind a topic.
	OnTopic func(app.TopicCard)
}

// Page is the screen.
type Page struct {
	widget.BaseWidget

	params Params
	head   *flow.Text
	goOn   *goOnCard // nil when all is done
	drawn  *drawn.Roadmap
}

// New returns the screen.
func New(p Params) *Page {
	page := &Page{params: p, head: flow.New(headSpans(p.Map), flow.Style{MaxLines: 1})}
	if l := p.Map.Continue; l != nil {
		page.goOn = newGoOnCard(p.Map, l, p.OnOpen)
	}
	page.drawn = drawn.New(drawn.Params{OnOpen: page.open, OnMove: p.OnPlace})
	page.drawn.Set(cards(p.Map))
	if p.Place.Zoom > 0 {
		page.drawn.SetPlace(p.Place)
	}
	page.ExtendBaseWidget(page)
	return page
}

func headSpans(m app.Roadmap) []flow.Span {
	count := fmt.Sprintf("     %d of %d lessons", m.Done, m.Total)
	if m.Total > 0 {
		count += fmt.Sprintf(" · %d %%", 100*m.Done/m.Total)
	}
	return []flow.Span{{Text: m.Title, Bold: true}, {Text: count, Role: theme.Muted}}
}

// Focus is what takes the keyboard.
func (p *Page) Focus() fyne.Focusable { return p.drawn }

func (p *Page) open(id string) {
	for _, c := range p.params.Map.Cards {
		if string(c.Topic.Slug) == id {
			p.params.OnTopic(c)
			return
		}
	}
}

func cards(m app.Roadmap) ([]drawn.Card, []drawn.Edge) {
	var list []drawn.Card
	var edges []drawn.Edge
	for _, c := range m.Cards {
		card := drawn.Card{ID: string(c.Topic.Slug), Title: c.Topic.Title, Note: note(c), State: state(c.State), Next: c.Next,
			Column: c.Topic.Column, Row: c.Topic.Row}
		if c.Total > 0 {
			card.Progress = float32(c.Done) / float32(c.Total)
		}
		list = append(list, card)
		for _, from := range c.Topic.Prerequisites {
			edges = append(edges, drawn.Edge{From: string(from), To: card.ID})
		}
	}
	return list, edges
}

func note(c app.TopicCard) string {
	switch c.State {
	case app.TopicPlanned:
		return "later"
	case app.TopicDone:
		return "done"
	case app.TopicSkipped:
		return "skipped"
	case app.TopicInProgress:
		return fmt.Sprintf("%d of %d lessons", c.Done, c.Total)
	case app.TopicNotStarted:
	}
	return fmt.Sprintf("%d lessons", c.Total)
}

func state(s app.TopicState) drawn.State {
	switch s {
	case app.TopicDone:
		return drawn.Done
	case app.TopicInProgress:
		return drawn.InProgress
	case app.TopicSkipped:
		return drawn.Skipped
	case app.TopicPlanned:
		return drawn.Planned
	case app.TopicNotStarted:
	}
	return drawn.NotStarted
}

// barHeight is the height of the line that says where one is.
const barHeight float32 = 44

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	r := &renderer{page: p, line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type renderer struct {
	page *Page
	line *canvas.Rectangle
}

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.page.drawn, r.page.head, r.line}
	if r.page.goOn != nil {
		objects = append(objects, r.page.goOn)
	}
	return objects
}

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(480, 320) }

func (r *renderer) Layout(size fyne.Size) {
	const side = theme.Space6
	line := theme.LineWidth()
	room := size.Width - 2*side
	h := r.page.head.HeightFor(room)
	r.page.head.Move(fyne.NewPos(side, (barHeight-h)/2))
	r.page.head.Resize(fyne.NewSize(room, h))
	r.line.Move(fyne.NewPos(0, barHeight-line))
	r.line.Resize(fyne.NewSize(size.Width, line))
	y := barHeight
	if g := r.page.goOn; g != nil {
		m := g.MinSize()
		y += theme.Space4
		g.Move(fyne.NewPos(side, y))
		g.Resize(fyne.NewSize(min(m.Width, room), m.Height))
		y += m.Height
	}
	r.page.drawn.Move(fyne.NewPos(0, y))
	r.page.drawn.Resize(fyne.NewSize(size.Width, max(0, size.Height-y)))
}

func (r *renderer) Refresh() {
	r.line.FillColor = theme.Colour(theme.Line)
	r.Layout(r.page.Size())
	canvas.Refresh(r.page)
}

// goOnCard leads back to where the learner was.
type goOnCard struct {
	widget.BaseWidget

	says, title *flow.Text
	button      *kit.Button
	ground      *canvas.Rectangle
}

func newGoOnCard(m app.Roadmap, l *course.Lesson, onOpen func(*course.Lesson)) *goOnCard {
	says, button := "Go on where you were", "Continue"
	if !m.Started {
		says, button = "Begin here", "Start"
	}
	topic := ""
	for _, c := range m.Cards {
		if c.Topic.Slug == l.Topic {
			topic = c.Topic.Title + ": "
		}
	}
	g := &goOnCard{
		says:   flow.New(flow.Plain(says), flow.Style{Size: theme.Caption, Role: theme.Muted}),
		title:  flow.New([]flow.Span{{Text: topic + l.Title, Bold: true}}, flow.Style{MaxLines: 1}),
		button: kit.NewButton(button, kit.Primary, func() { onOpen(l) }),
		ground: canvas.NewRectangle(nil),
	}
	g.ExtendBaseWidget(g)
	return g
}

func (g *goOnCard) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	r := &goOnRenderer{g}
	r.Refresh()
	return r
}

type goOnRenderer struct{ card *goOnCard }

func (r *goOnRenderer) Destroy() {}

func (r *goOnRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.card.ground, r.card.says, r.card.title, r.card.button}
}

func (r *goOnRenderer) MinSize() fyne.Size {
	text := max(r.card.says.WidthOf(), r.card.title.WidthOf())
	button := r.card.button.MinSize()
	return fyne.NewSize(text+button.Width+4*theme.Space4,
		max(button.Height, theme.Caption()*theme.LeadingBody+theme.Body()*theme.LeadingBody)+2*theme.Space3)
}

func (r *goOnRenderer) Layout(size fyne.Size) {
	r.card.ground.Resize(size)
	button := r.card.button.MinSize()
	room := size.Width - button.Width - 3*theme.Space4
	says, title := r.card.says.HeightFor(room), r.card.title.HeightFor(room)
	y := (size.Height - says - title) / 2
	r.card.says.Move(fyne.NewPos(theme.Space4, y))
	r.card.says.Resize(fyne.NewSize(room, says))
	r.card.title.Move(fyne.NewPos(theme.Space4, y+says))
	r.card.title.Resize(fyne.NewSize(room, title))
	r.card.button.Move(fyne.NewPos(size.Width-button.Width-theme.Space4, (size.Height-button.Height)/2))
	r.card.button.Resize(button)
}

func (r *goOnRenderer) Refresh() {
	g := r.card.ground
	g.FillColor, g.CornerRadius = theme.Colour(theme.Surface), theme.RadiusCard
	g.StrokeColor, g.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
	r.Layout(r.card.Size())
	canvas.Refresh(r.card)
}
