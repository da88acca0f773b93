package ui

import (
	"fmt"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// showTopic shows what lies behind a topic of the map: its lessons, or what
// they will be about.
func (w *window) showTopic(c app.TopicCard) {
	kids := []fyne.CanvasObject{flow.New(flow.Plain(c.Topic.Summary), flow.Style{})}
	var hide func()
	for i, slug := range c.Topic.Lessons {
		l := w.app.Lesson(slug)
		kids = append(kids, w.lessonRow(i+1, l, func() {
			hide()
			w.openLesson(l)
		}))
	}
	if c.State == app.TopicPlanned {
		kids = append(kids, flow.New(flow.Plain("Its lessons come with a later version of this course. They will be about:"),
			flow.Style{Role: theme.Muted}))
		for _, title := range c.Topic.Planned {
			kids = append(kids, flow.New(flow.Plain("·  "+title), flow.Style{Role: theme.Muted}))
		}
	} else if c.State != app.TopicDone {
		kids = append(kids, w.skipRow(c, func() { hide() }))
	}
	hide = w.showSheet(c.Topic.Title, flow.Stack(theme.Space3, kids...))
}

// lessonRow is a lesson with its state and the button that opens it.
func (w *window) lessonRow(number int, l *course.Lesson, open func()) fyne.CanvasObject {
	sign := canvas.NewImageFromResource(nil)
	sign.FillMode = canvas.ImageFillContain
	read, passed := w.app.LessonStanding(l)
	done := read && passed
	title := flow.New(flow.Plain(fmt.Sprintf("%d. %s", number, l.Title)), flow.Style{})
	about := fmt.Sprintf("%d min", l.Minutes)
	switch {
	case read && !passed:
		about += " · read; its exercise is open"
	case passed && !read && len(l.Exercises) > 0:
		about += " · exercise passed; the text was not read to its end"
	}
	minutes := flow.New(flow.Plain(about), flow.Style{Role: theme.Muted, Size: theme.Caption})
	word := "Open"
	if done {
		word = "Read again"
	}
	button := kit.NewButton(word, kit.Plain, open)
	return flow.NewBox(func(width float32, put flow.Put) float32 {
		const signSize float32 = 18
		size := button.MinSize()
		room := width - signSize - size.Width - 2*theme.Space3
		text := title.HeightFor(room)
		h := max(size.Height, text+minutes.HeightFor(room))
		put(sign, 0, (h-signSize)/2, signSize, signSize)
		put(title, signSize+theme.Space3, (h-text-minutes.HeightFor(room))/2, room, text)
		put(minutes, signSize+theme.Space3, (h+text-minutes.HeightFor(room))/2, room, minutes.HeightFor(room))
		put(button, width-size.Width, (h-size.Height)/2, size.Width, size.Height)
		return h
	}, func() {
		sign.Resource = theme.Icon(theme.SignCircle, theme.Muted)
		if done {
			sign.Resource = theme.Icon(theme.SignCheckCircle, theme.Success)
		}
		sign.Refresh()
	}, sign, title, minutes, button)
}

// skipRow sets a topic aside, or takes it up again. Nothing is locked either way.
func (w *window) skipRow(c app.TopicCard, hide func()) fyne.CanvasObject {
	skip := c.State != app.TopicSkipped
	word := "Skip this topic"
	if !skip {
		word = "Take this topic up again"
	}
	button := kit.NewButton(word, kit.Quiet, func() {
		hide()
		w.skipTopic(c.Topic, skip)
	})
	return flow.NewBox(func(_ float32, put flow.Put) float32 {
		m := button.MinSize()
		put(button, 0, 0, m.Width, m.Height)
		return m.Height
	}, nil, button)
}
