// Package learn is the main screen: a lesson beside its practice, in a split
// that can be dragged. It keeps the place in the text, and notes when the text
// was read to its end.
package learn

import (
	"context"
	"slices"
	"time"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/kit/split"
	"cairn/internal/ui/lesson"
	"cairn/internal/ui/practice"
	"cairn/internal/ui/task"

	"fyne.io/fyne/v2"
)

// Action is something that a key does to the exercise.
type Action = practice.Action

// The actions that have keys.
const (
	ActionHint = practice.ActionHint
	ActionUndo = practice.ActionUndo
	ActionRedo = practice.ActionRedo
)

// Params is what the screen needs, and what it raises.
type Params struct {
	Context  context.Context //nolint:containedctx // the window's own life
	App      *app.App
	Page     app.LessonPage
	Dispatch task.Dispatcher
	// Saves does the writing that nothing waits for.
	Saves  *task.Lane
	Window fyne.Window
	// OnOpen opens another lesson.
	OnOpen func(*course.Lesson)
	// OnEnd goes on from the last lesson of all.
	OnEnd   func()
	OnError func(error)
	// OnWorked is called when what the learner did in the exercise worked.
	OnWorked func()
	OnLink   func(dest string)
	// OnDone is called when lesson or exercise was finished just now.
	OnDone        func()
	OnAskIdentity func(done func())
	OnOpenFolder  func(folder string)
	OnCopy        func(text string)
}

// The least widths of the two sides.
const (
	minLesson   float32 = 360
	minPractice float32 = 420
)

// readAt is the part of a text that must have been seen to count as read.
const readAt = 0.98

// saveAfter is how long the place stays unsaved while the text moves.
const saveAfter = 600 * time.Millisecond

// Screen is a lesson beside its practice.
type Screen struct {
	params Params
	page   app.LessonPage
	ctx    context.Context //nolint:containedctx // the screen's own life
	cancel context.CancelFunc

	text   *markdown.View
	pane   *practice.Pane // nil in a lesson without exercises
	split  *split.Split
	object *screenBox
	place  *task.Keeper[markdown.Place]
	graphs *task.Lane // builds the live graphs of the text

	entered  bool // the screen came to the front, and its console waits for the keyboard
	settling *time.Timer
	settled  bool
	unbuilt  []func() // live graphs that wait for the first frame
}

// New returns the screen and begins to open the lesson's exercise.
func New(p Params) *Screen {
	s := &Screen{params: p, page: p.Page}
	s.ctx, s.cancel = context.WithCancel(p.Context)
	s.place = task.NewKeeper(saveAfter, s.savePlace)
	s.graphs = task.NewLane(s.ctx, p.Dispatch)
	s.text = lesson.New(lesson.Params{
		Page: p.Page, Asset: p.App.Asset, OnRun: s.run, OnAnswer: s.answer, OnLink: p.OnLink,
		OnOpen: s.leaveFor, OnExercise: s.startExercise, OnScroll: s.scrolled,
		LiveGraph: s.liveGraph,
	})
	s.object = newScreenBox(p.Page, s.text)
	s.object.onLaidOut = s.laidOut
	if len(p.Page.Exercises) > 0 {
		s.openPane(firstOpen(p.App, p.Page.Exercises))
	}
	s.restorePlace()
	s.settling = time.AfterFunc(settleAfter, func() { p.Dispatch(s.settle) })
	return s
}

// settleAfter is when the text below the fold and its live graphs are made:
// the first frame is on the screen by then.
const settleAfter = 250 * time.Millisecond

func (s *Screen) settle() {
	if s.ctx.Err() != nil {
		return
	}
	s.text.Settle()
	for _, build := range s.unbuilt {
		build()
	}
	s.unbuilt = nil
	s.settled = true
}

// firstOpen is the first exercise that is not passed, or the first.
func firstOpen(a *app.App, list []*course.Exercise) *course.Exercise {
	for _, e := range list {
		if !a.Passed(e) {
			return e
		}
	}
	return list[0]
}

func (s *Screen) openPane(e *course.Exercise) {
	if s.pane != nil {
		s.pane.Close()
	}
	settings := s.params.App.Settings()
	next, word := s.after(e)
	s.pane = practice.New(practice.Params{
		Context: s.ctx, App: s.params.App, Exercise: e, Exercises: s.page.Exercises, Dispatch: s.params.Dispatch,
		Split:      settings.PracticeSplit,
		OnSplit:    func(share float64) { s.change(func(set *app.Settings) { set.PracticeSplit = share }) },
		OnExercise: s.startExercise, OnNext: next, Next: word, OnPassed: s.passed, OnError: s.params.OnError,
		OnWorked: s.params.OnWorked, OnLink: s.params.OnLink,
		OnAskIdentity: s.params.OnAskIdentity, OnOpenFolder: s.params.OnOpenFolder, OnCopy: s.params.OnCopy,
	})
	s.split = split.New(split.Params{
		First: s.text, Second: s.pane.Object(), Share: settings.Split, MinFirst: minLesson, MinSecond: minPractice,
		OnMoved: func(share float64) { s.change(func(set *app.Settings) { set.Split = share }) },
	})
	s.object.setBody(s.split)
}

// after gives what comes after an exercise, and a word for it: the lesson's next
// one, else the next lesson, and at the very end the roadmap.
func (s *Screen) after(e *course.Exercise) (next func(), word string) {
	const on = "Go on"
	if i := slices.Index(s.page.Exercises, e); i+1 < len(s.page.Exercises) {
		return func() { s.startExercise(s.page.Exercises[i+1]) }, on
	}
	if s.page.Next == nil {
		return func() {
			s.markRead()
			s.params.Saves.Wait() // the roadmap shows it
			s.params.OnEnd()
		}, "Roadmap"
	}
	return func() { s.leaveFor(s.page.Next) }, on
}

func (s *Screen) change(f func(*app.Settings)) {
	if err := s.params.App.ChangeSettings(s.ctx, f); err != nil {
		s.params.OnError(err)
	}
}

// Object is what is shown.
func (s *Screen) Object() fyne.CanvasObject { return s.object }

// Page is the lesson that is shown.
func (s *Screen) Page() app.LessonPage { return s.page }

// Enter gives the keyboard to the console.
//
// Fyne finds a widget to focus only once it has been laid out, so before that
// the first layout does it.
func (s *Screen) Enter() {
	s.entered = true
	s.focusConsole()
}

func (s *Screen) focusConsole() {
	if s.pane == nil || !s.entered || s.object.Size().Width < minPractice {
		return
	}
	s.entered = false
	s.params.Window.Canvas().Focus(s.pane.Console())
}

// laidOut gives the keyboard to the console at the first layout of the window's
// own size.
func (s *Screen) laidOut() {
	if s.params.Window.Canvas().Focused() == nil {
		s.focusConsole()
	}
}

// Leave keeps the place.
func (s *Screen) Leave() {
	s.entered = false
	s.place.Flush()
}

// Close keeps the place and lets go of the exercise.
func (s *Screen) Close() {
	s.settling.Stop()
	s.place.Flush()
	s.params.Saves.Wait()
	s.cancel()
	s.graphs.Close()
	if s.pane != nil {
		s.pane.Close()
	}
}

// Do does an action of the exercise.
func (s *Screen) Do(a Action) {
	if s.pane != nil {
		s.pane.Do(a)
	}
}

// SwitchPane takes the keyboard from the console to the text, and back.
func (s *Screen) SwitchPane() {
	c := s.params.Window.Canvas()
	if s.pane == nil {
		return
	}
	if c.Focused() == s.pane.Console() {
		c.Focus(s.text)
		return
	}
	c.Focus(s.pane.Console())
}

// TypedKey moves the text, while nothing else wants the keys.
func (s *Screen) TypedKey(e *fyne.KeyEvent) { s.text.ScrollKey(e) }

// TypedRune begins a line in the console, while nothing else wants letters: after
// a click into the text one need not click into the console. Space moves the text.
func (s *Screen) TypedRune(r rune) {
	if s.pane == nil || r == ' ' {
		return
	}
	console := s.pane.Console()
	s.params.Window.Canvas().Focus(console)
	console.TypedRune(r)
}

func (s *Screen) startExercise(e *course.Exercise) {
	if s.pane == nil || s.pane.Exercise() != e {
		s.openPane(e)
	}
	if s.split.Share() == 1 { // the text fills the window: make room
		s.split.SetShare(0.5)
	}
	s.Enter()
}

// Run runs lines in the practice pane, as if they were typed.
func (s *Screen) Run(lines ...string) { s.run(lines) }

// run runs commands of the text in the practice beside it.
func (s *Screen) run(commands []string) {
	if s.pane == nil {
		return
	}
	s.pane.Run(commands...)
	s.Enter()
}

func (s *Screen) answer(q *course.Question, chosen []int) {
	task.Go(s.params.Saves, func(ctx context.Context) (app.Answer, error) {
		return s.params.App.AnswerQuestion(ctx, q, chosen)
	}, func(_ app.Answer, err error) { s.report(err) })
}

func (s *Screen) report(err error) {
	if err != nil {
		s.params.OnError(err)
	}
}

func (s *Screen) passed() { s.params.OnDone() }

// leaveFor opens another lesson. Going on by the button at the text's end, or by
// that of the passed exercise, means that this one was read.
func (s *Screen) leaveFor(l *course.Lesson) {
	if l == s.page.Next {
		s.markRead()
	}
	s.params.OnOpen(l)
}

func (s *Screen) markRead() {
	if s.page.Read {
		return
	}
	s.page.Read = true
	task.Go(s.params.Saves, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.params.App.MarkRead(ctx, s.page.Lesson)
	}, func(_ struct{}, err error) {
		s.report(err)
		s.params.OnDone()
	})
}

func (s *Screen) scrolled(at markdown.Place, seen float32) {
	s.place.Set(at)
	if seen >= readAt {
		s.markRead()
	}
}

func (s *Screen) savePlace(at markdown.Place) {
	task.Go(s.params.Saves, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.params.App.SavePlace(ctx, s.page.Lesson, placeText(at))
	}, func(_ struct{}, err error) { s.report(err) })
}

// restorePlace scrolls to where the learner was, once the text has its size.
func (s *Screen) restorePlace() {
	at, ok := readPlace(s.page.Place)
	if !ok {
		return // nothing was kept
	}
	s.text.GoTo(at)
}
