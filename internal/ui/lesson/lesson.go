// Package lesson is the text of a lesson with what belongs to it: title and
// objectives above, questions in place, sources and neighbours below. It binds
// the Markdown view to callbacks; what they do is for the window to say.
package lesson

import (
	"fmt"
	"strings"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Params is what the screen shows, and what it raises.
type Params struct {
	Page  app.LessonPage
	Asset func(path string) ([]byte, error)
	// OnRun runs commands in the practice beside the text.
	OnRun func(commands []string)
	// OnAnswer records an answer to a question.
	OnAnswer func(q *course.Question, chosen []int)
	// OnLink opens a link of the text.
	OnLink func(dest string)
	// OnOpen opens another lesson.
	OnOpen func(*course.Lesson)
	// OnExercise brings an exercise of the lesson into the practice pane.
	OnExercise func(*course.Exercise)
	// OnScroll tells the place in the text, and how much has been seen.
	OnScroll func(at markdown.Place, seen float32)
	// LiveGraph gives the repository behind a graph block, counted from 0.
	LiveGraph func(number int) (markdown.LiveGraph, bool)
}

// New returns the lesson's view.
func New(p Params) *markdown.View {
	var view *markdown.View
	reveal := func(o fyne.CanvasObject) { view.Reveal(o) }
	view = markdown.NewView(markdown.Parse(p.Page.Lesson.Body), markdown.Params{
		OnLink:   p.OnLink,
		Picture:  p.Asset,
		OnRun:    p.OnRun,
		Question: p.question,
		OnAnswer: func(name string, chosen []int, _ bool) {
			if q := p.find(name); q != nil {
				p.OnAnswer(q, chosen)
			}
		},
		LiveGraph: func(g markdown.Graph) (markdown.LiveGraph, bool) { return p.LiveGraph(g.Number) },
		OnScroll:  p.OnScroll,
		Header:    header(p.Page),
		Footer:    footer(p, reveal),
	})
	return view
}

func (p Params) find(name string) *course.Question {
	if p.Page.Quiz == nil {
		return nil
	}
	for i := range p.Page.Quiz.Questions {
		if q := &p.Page.Quiz.Questions[i]; string(q.Slug) == name {
			return q
		}
	}
	return nil
}

func (p Params) question(name string) (markdown.Question, bool) {
	q := p.find(name)
	if q == nil {
		return markdown.Question{}, false
	}
	card := markdown.Question{Name: name, Multiple: q.Kind == course.QuestionMultiple, Asks: q.Asks,
		Chosen: p.Page.Answers[q.ID].Chosen}
	for _, c := range q.Choices {
		card.Choices = append(card.Choices, markdown.Choice{Says: c.Says, Correct: c.Correct, Because: c.Because})
	}
	return card, true
}

func header(page app.LessonPage) fyne.CanvasObject {
	l := page.Lesson
	title := flow.New([]flow.Span{{Text: l.Title, Bold: true}}, flow.Style{Size: func() float32 { return theme.Heading(1) }})
	about := fmt.Sprintf("Lesson %d of %d in %s · %d min", page.Number, len(page.Topic.Lessons), page.Topic.Title, l.Minutes)
	kids := []fyne.CanvasObject{title, flow.New(flow.Plain(about), flow.Style{Role: theme.Muted})}
	if len(l.Objectives) > 0 {
		can := "Afterwards you can: " + strings.Join(l.Objectives, "; ") + "."
		kids = append(kids, flow.New(flow.Plain(can), flow.Style{Role: theme.Muted}))
	}
	return flow.Stack(theme.Space2, kids...)
}

func footer(p Params, reveal func(fyne.CanvasObject)) fyne.CanvasObject {
	var kids []fyne.CanvasObject
	for _, e := range p.Page.Exercises {
		kids = append(kids, exerciseRow(p, e, reveal))
	}
	if s := sources(p.Page.Lesson.Sources); s != nil {
		kids = append(kids, s)
	}
	return flow.Stack(theme.Space6, append(kids, neighbours(p, reveal))...)
}

func exerciseRow(p Params, e *course.Exercise, reveal func(fyne.CanvasObject)) fyne.CanvasObject {
	what := fmt.Sprintf("%s · %d min", e.Title, e.Minutes)
	if e.Level == course.LevelStretch {
		what += " · goes further"
	}
	text := flow.New([]flow.Span{{Text: "Exercise: ", Bold: true}, {Text: what}}, flow.Style{})
	open := kit.NewButton("Practise", kit.Plain, func() { p.OnExercise(e) }).WithSign(theme.SignTerminal).OnFocus(reveal)
	ground := canvas.NewRectangle(nil)
	restyle := func() {
		ground.FillColor, ground.CornerRadius = theme.Colour(theme.Surface), theme.RadiusCard
		ground.StrokeColor, ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
	}
	return flow.NewBox(func(width float32, put flow.Put) float32 {
		const pad = theme.Space4
		size := open.MinSize()
		room := width - 3*pad - size.Width
		h := max(size.Height, text.HeightFor(room))
		put(ground, 0, 0, width, h+2*theme.Space3)
		put(text, pad, theme.Space3+(h-text.HeightFor(room))/2, room, text.HeightFor(room))
		put(open, width-pad-size.Width, theme.Space3+(h-size.Height)/2, size.Width, size.Height)
		return h + 2*theme.Space3
	}, restyle, ground, text, open)
}

func sources(list []course.Source) fyne.CanvasObject {
	if len(list) == 0 {
		return nil
	}
	size := func() float32 { return theme.Heading(3) }
	kids := []fyne.CanvasObject{flow.New([]flow.Span{{Text: "Sources", Bold: true}}, flow.Style{Size: size})}
	for _, s := range list {
		line := s.Title
		if s.Author != "" {
			line = s.Author + ": " + line
		}
		if s.Year > 0 {
			line += fmt.Sprintf(" (%d)", s.Year)
		}
		if s.Taken != "" {
			line += ". " + s.Taken
		}
		kids = append(kids, flow.New(flow.Plain(line), flow.Style{Size: theme.Caption, Role: theme.Muted}))
	}
	return flow.Stack(theme.Space2, kids...)
}

// neighbours are the buttons to the lessons before and after, at the two ends.
func neighbours(p Params, reveal func(fyne.CanvasObject)) fyne.CanvasObject {
	var kids []fyne.CanvasObject
	var back, on *kit.Button
	if l := p.Page.Previous; l != nil {
		back = kit.NewButton(l.Title, kit.Plain, func() { p.OnOpen(l) }).WithSign(theme.SignChevronLeft).OnFocus(reveal)
		kids = append(kids, back)
	}
	if l := p.Page.Next; l != nil {
		on = kit.NewButton("Next: "+l.Title, kit.Primary, func() { p.OnOpen(l) }).OnFocus(reveal)
		kids = append(kids, on)
	}
	return flow.NewBox(func(width float32, put flow.Put) float32 {
		var y, x float32
		if back != nil {
			size := back.MinSize()
			put(back, 0, 0, min(size.Width, width), size.Height)
			x, y = size.Width+theme.Space3, size.Height
		}
		if on == nil {
			return y + theme.Space8
		}
		size := on.MinSize()
		top := float32(0)
		if x+size.Width > width { // side by side they do not fit
			top = y + theme.Space2
		}
		put(on, max(0, width-size.Width), top, min(size.Width, width), size.Height)
		return top + size.Height + theme.Space8
	}, nil, kids...)
}
