package app

import (
	"slices"

	"cairn/internal/course"
	"cairn/internal/progress"
)

// TopicState says how far a topic is.
type TopicState string

// The states of a topic.
const (
	TopicPlanned    TopicState = "planned" // has no lessons yet
	TopicNotStarted TopicState = "not started"
	TopicInProgress TopicState = "in progress"
	TopicDone       TopicState = "done"
	TopicSkipped    TopicState = "skipped"
)

// TopicCard is one node of the roadmap.
type TopicCard struct {
	Topic *course.Topic
	State TopicState
	// Done and Total count lessons; Minutes is what the open ones take.
	Done, Total, Minutes int
	// Next marks the topic that is recommended now; one at most.
	Next bool
}

// Roadmap is the map of a pack with the learner's progress on it.
type Roadmap struct {
	Title string
	Cards []TopicCard
	// Done and Total count the lessons of the pack that exist.
	Done, Total int
	// Started is true once a text was read or an exercise passed.
	Started bool
	// Continue is the lesson to go on with; nil when all are done.
	Continue *course.Lesson
}

// Roadmap draws up the map.
func (a *App) Roadmap() Roadmap {
	a.mu.Lock()
	defer a.mu.Unlock()
	m := Roadmap{Title: a.pack.Title}
	for i := range a.pack.Topics {
		card := a.card(&a.pack.Topics[i])
		m.Done += card.Done
		m.Total += card.Total
		m.Cards = append(m.Cards, card)
	}
	if i := recommend(m.Cards); i >= 0 {
		m.Cards[i].Next = true
	}
	m.Started = a.started()
	m.Continue = a.continueLesson()
	return m
}

func (a *App) started() bool {
	done := func(id string) bool { return a.states[progress.Item(id)].IsDone() }
	return slices.ContainsFunc(a.pack.Lessons, func(l course.Lesson) bool { return done(string(l.ID)) }) ||
		slices.ContainsFunc(a.pack.Exercises, func(e course.Exercise) bool { return done(string(e.ID)) })
}

func (a *App) card(t *course.Topic) TopicCard {
	c := TopicCard{Topic: t, Total: len(t.Lessons)}
	started := false
	for _, slug := range t.Lessons {
		l := a.lessons[slug]
		state := a.states[progress.Item(l.ID)]
		started = started || !state.Opened.IsZero()
		if a.lessonDone(l) {
			c.Done++
		} else {
			c.Minutes += l.Minutes
		}
	}
	switch {
	case c.Total == 0:
		c.State = TopicPlanned
	case c.Done == c.Total:
		c.State = TopicDone
	case a.states[progress.Item(t.ID)].Skipped:
		c.State = TopicSkipped
	case started || c.Done > 0:
		c.State = TopicInProgress
	default:
		c.State = TopicNotStarted
	}
	return c
}

// recommend gives the first topic with lessons left whose prerequisites are
// behind the learner, or else the first with lessons left; -1 for none.
func recommend(cards []TopicCard) int {
	behind := map[course.Slug]bool{}
	for _, c := range cards {
		behind[c.Topic.Slug] = c.State == TopicDone || c.State == TopicSkipped
	}
	first := -1
	for i, c := range cards {
		if c.State != TopicNotStarted && c.State != TopicInProgress {
			continue
		}
		if first < 0 {
			first = i
		}
		ready := true
		for _, p := range c.Topic.Prerequisites {
			ready = ready && behind[p]
		}
		if ready {
			return i
		}
	}
	return first
}

// lessonDone: the text was read to its end and its core exercises are passed.
func (a *App) lessonDone(l *course.Lesson) bool {
	return a.states[progress.Item(l.ID)].IsDone() && a.corePassed(l)
}

func (a *App) corePassed(l *course.Lesson) bool {
	for _, slug := range l.Exercises {
		e := a.exercises[slug]
		if e.Level != course.LevelStretch && !a.states[progress.Item(e.ID)].IsDone() {
			return false
		}
	}
	return true
}

// LessonStanding tells the two halves of a lesson apart: whether its text was
// read to the end, and whether its core exercises are passed. A lesson without
// exercises has passed them.
func (a *App) LessonStanding(l *course.Lesson) (read, passed bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.states[progress.Item(l.ID)].IsDone(), a.corePassed(l)
}

// continueLesson is the lesson that was open last unless it is done, else the
// first one after it that is not, else the first of all that is not.
func (a *App) continueLesson() *course.Lesson {
	start := 0
	for i, l := range a.order {
		if l.Slug == a.settings.Lesson {
			start = i
		}
	}
	for i := range a.order {
		l := a.order[(start+i)%len(a.order)]
		if !a.lessonDone(l) {
			return l
		}
	}
	return nil
}
