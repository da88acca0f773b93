package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cairn/internal/course"
	"cairn/internal/progress"
)

// LessonPage is a lesson with what the learner has done in it.
type LessonPage struct {
	Lesson    *course.Lesson
	Topic     *course.Topic
	Exercises []*course.Exercise
	Quiz      *course.Quiz // nil when the lesson has none
	// Number counts the lesson within its topic, from 1.
	Number int
	// Previous and Next are its neighbours in the order of reading, or nil.
	Previous, Next *course.Lesson
	Read, Done     bool
	// Place is what SavePlace kept, or "".
	Place string
	// Answers are the newest answers to its questions.
	Answers map[course.QuestionID]Answer
}

// Answer is the newest answer to a question.
type Answer struct {
	Chosen  []int // choices, from 0
	Correct bool
}

// First gives the lesson to show when nothing else is asked for: where the
// learner was, or the first of the pack.
func (a *App) First() *course.Lesson {
	a.mu.Lock()
	defer a.mu.Unlock()
	if l := a.lessons[a.settings.Lesson]; l != nil {
		return l
	}
	if len(a.order) == 0 {
		return nil
	}
	return a.order[0]
}

// PassedExercises is how many exercises of the pack were passed.
func (a *App) PassedExercises() int {
	n := 0
	for i := range a.pack.Exercises {
		if a.Passed(&a.pack.Exercises[i]) {
			n++
		}
	}
	return n
}

// Lesson finds a lesson by its slug; nil when there is none.
func (a *App) Lesson(slug course.Slug) *course.Lesson { return a.lessons[slug] }

// OpenLesson gives a lesson's page. When the place in it can't be read, the page
// comes with the error.
func (a *App) OpenLesson(ctx context.Context, slug course.Slug) (LessonPage, error) {
	a.mu.Lock()
	l := a.lessons[slug]
	if l == nil {
		a.mu.Unlock()
		return LessonPage{}, fmt.Errorf("open lesson %q: this pack has no such lesson", slug)
	}
	page := a.page(l)
	a.mu.Unlock()
	var err error
	page.Place, err = a.store.Place(ctx, progress.Item(l.ID))
	return page, err
}

// NoteOpened keeps that a lesson was opened, and that the learner is in it. It
// waits for the disk: a window calls it beside.
func (a *App) NoteOpened(ctx context.Context, l *course.Lesson) error {
	err := a.ChangeSettings(ctx, func(s *Settings) { s.Lesson = l.Slug })
	if !a.state(progress.Item(l.ID)).Opened.IsZero() {
		return err
	}
	return errors.Join(err, a.record(ctx, progress.LessonOpened, progress.Item(l.ID), progress.Payload{}))
}

func (a *App) page(l *course.Lesson) LessonPage {
	page := LessonPage{Lesson: l, Topic: a.topics[l.Topic], Quiz: a.quizzes[l.Quiz], Answers: map[course.QuestionID]Answer{}}
	for _, slug := range l.Exercises {
		page.Exercises = append(page.Exercises, a.exercises[slug])
	}
	page.Number = slices.Index(page.Topic.Lessons, l.Slug) + 1
	if i := slices.Index(a.order, l); i >= 0 {
		if i > 0 {
			page.Previous = a.order[i-1]
		}
		if i+1 < len(a.order) {
			page.Next = a.order[i+1]
		}
	}
	page.Read, page.Done = a.states[progress.Item(l.ID)].IsDone(), a.lessonDone(l)
	if page.Quiz != nil {
		for _, q := range page.Quiz.Questions {
			if s, ok := a.states[progress.Item(q.ID)]; ok && s.Attempts > 0 {
				page.Answers[q.ID] = Answer{Chosen: s.Chosen, Correct: s.Correct}
			}
		}
	}
	return page
}

// MarkRead notes that the learner reached the end of a lesson; once is enough.
func (a *App) MarkRead(ctx context.Context, l *course.Lesson) error {
	if a.state(progress.Item(l.ID)).IsDone() {
		return nil
	}
	return a.record(ctx, progress.LessonRead, progress.Item(l.ID), progress.Payload{})
}

// SavePlace keeps where the learner is in a lesson's text.
func (a *App) SavePlace(ctx context.Context, l *course.Lesson, place string) error {
	return a.store.SetPlace(ctx, progress.Item(l.ID), place)
}

// AnswerQuestion judges and records an answer.
func (a *App) AnswerQuestion(ctx context.Context, q *course.Question, chosen []int) (Answer, error) {
	answer := Answer{Chosen: chosen, Correct: true}
	for i, c := range q.Choices {
		if c.Correct != slices.Contains(chosen, i) {
			answer.Correct = false
		}
	}
	err := a.record(ctx, progress.Answered, progress.Item(q.ID), progress.Payload{Chosen: chosen, Correct: answer.Correct})
	return answer, err
}

// SkipTopic sets a topic aside, or takes that back.
func (a *App) SkipTopic(ctx context.Context, t *course.Topic, skip bool) error {
	kind := progress.TopicResumed
	if skip {
		kind = progress.TopicSkipped
	}
	return a.record(ctx, kind, progress.Item(t.ID), progress.Payload{})
}
