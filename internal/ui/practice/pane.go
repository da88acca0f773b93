// Package practice is the pane in which an exercise is done: goals on top,
// graph and files in the middle, the console below. It shows what package app
// gives, and hands lines to it; it never touches a repository itself.
package practice

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit/console"
	"cairn/internal/ui/kit/goals"
	"cairn/internal/ui/kit/split"
	"cairn/internal/ui/kit/tabs"
	"cairn/internal/ui/task"

	"fyne.io/fyne/v2"
)

// Params is what the pane needs, and what it raises.
type Params struct {
	Context  context.Context //nolint:containedctx // the pane's own life
	App      *app.App
	Exercise *course.Exercise
	// Exercises are all of the lesson; with more than one, the pane lets choose.
	Exercises []*course.Exercise
	Dispatch  task.Dispatcher
	// Split is the share of graph and files above the console.
	Split   float64
	OnSplit func(share float64)
	// OnExercise brings another exercise of the lesson.
	OnExercise func(*course.Exercise)
	// OnNext goes on to what comes after the exercise; Next says so in a word.
	OnNext func()
	Next   string
	// OnPassed is called when the exercise was passed just now.
	OnPassed func()
	OnError  func(error)
	// OnWorked is called when a line or an action worked: what stood in its way
	// is over.
	OnWorked func()
	// OnLink opens a link of the brief.
	OnLink func(dest string)
	// OnAskIdentity asks for the name in commits and then calls done.
	OnAskIdentity func(done func())
	OnOpenFolder  func(folder string)
	OnCopy        func(text string)
}

// Pane is the practice pane of one exercise.
type Pane struct {
	params Params
	lane   *task.Lane

	practice *app.Practice // nil until it is open
	standing app.Standing
	waiting  []string // lines to run once it is open
	cancel   context.CancelFunc
	stdin    *input
	asked    bool // for a name, in this pane
	failed   bool // the exercise could not be opened

	head    *head
	goals   *goals.List
	tabs    *tabs.Bar
	middle  *middle
	console *console.Console
	object  fyne.CanvasObject
}

// New returns the pane and begins to open its exercise.
func New(p Params) *Pane {
	pane := &Pane{params: p, lane: task.NewLane(p.Context, p.Dispatch), goals: goals.New()}
	pane.console = console.New(console.Params{
		OnRun: pane.run, OnInput: pane.answer, OnInterrupt: pane.interrupt, OnEnd: pane.endInput,
		Complete: pane.complete, Ghost: pane.ghost, Unfinished: app.Unfinished, Do: p.Dispatch,
		Verbatim: verbatim,
	})
	pane.console.SetPrompt("…")
	pane.head = newHead(pane)
	pane.middle = newMiddle(pane)
	pane.tabs = tabs.New(pane.middle.labels(), pane.middle.show)
	pane.object = pane.head.above(split.New(split.Params{
		Vertical: true,
		First:    newLayout(pane.tabs, pane.middle),
		Second:   pane.console,
		Share:    p.Split, MinFirst: 90, MinSecond: 120,
		OnMoved: p.OnSplit,
	}))
	task.Go(pane.lane, pane.open, pane.opened)
	return pane
}

// Object is what is shown.
func (p *Pane) Object() fyne.CanvasObject { return p.object }

// Exercise is what is practised here.
func (p *Pane) Exercise() *course.Exercise { return p.params.Exercise }

// Console is what takes the keyboard.
func (p *Pane) Console() fyne.Focusable { return p.console }

// Close stops what runs and lets go of the exercise.
func (p *Pane) Close() {
	p.interrupt()
	p.lane.Close()
	if p.practice != nil {
		if err := p.practice.Close(); err != nil {
			p.params.OnError(err)
		}
	}
}

type opening struct {
	practice *app.Practice
	standing app.Standing
}

func (p *Pane) open(ctx context.Context) (opening, error) {
	practice, standing, err := p.params.App.StartExercise(ctx, p.params.Exercise)
	return opening{practice, standing}, err
}

func (p *Pane) opened(o opening, err error) {
	p.practice = o.practice
	if err != nil {
		p.params.OnError(openingError(p.params.Exercise, err))
		if o.practice == nil {
			p.failed = true
			p.head.rest()
			return
		}
	}
	p.console.SetHistory(p.practice.History())
	p.show(o.standing)
	if o.standing.Commands > 0 && len(o.standing.View.Commits) > 0 {
		p.tabs.Select(pageGraph)
	}
	if notice := p.practice.Notice(); notice != "" {
		p.console.Write(notice + "\n")
	}
	p.welcome()
	if err := p.practice.Watch(p.params.Context, p.changedOutside); err != nil {
		p.params.OnError(err)
	}
	lines := p.waiting
	p.waiting = nil
	p.console.Run(lines...)
}

// openingError says what is in the way, and what to do about a folder that is
// closed to Cairn.
func openingError(e *course.Exercise, err error) error {
	err = fmt.Errorf("the exercise %q could not be opened: %w", e.Title, err)
	if errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%w. Make the folder writable, or start Cairn with other --data and --practice folders", err)
	}
	return err
}

// welcome lets the first command wait for one who has typed nothing yet. The
// brief above explains the prompt.
func (p *Pane) welcome() {
	if p.standing.Commands > 0 {
		return
	}
	if ghost := p.params.Exercise.Ghost; ghost != "" {
		p.console.Write("The grey command waits for you: press Enter.\n")
		p.console.SetGhost(ghost)
	}
}

// changedOutside shows what another program did. It comes from the watcher's
// goroutine.
func (p *Pane) changedOutside(s app.Standing, err error) {
	p.params.Dispatch(func() {
		if p.params.Context.Err() != nil {
			return
		}
		if err != nil {
			p.params.OnError(err)
			return
		}
		p.show(s)
	})
}

// show draws what changed. When the first commit of all appears, the graph
// comes to the front by itself, once.
func (p *Pane) show(s app.Standing) {
	first := p.standing.View != nil && len(p.standing.View.Commits) == 0 && len(s.View.Commits) > 0
	hinted := p.standing.View != nil && len(s.Hints) > len(p.standing.Hints)
	p.standing = s
	rows := make([]goals.Goal, 0, len(s.Goals))
	for _, g := range s.Goals {
		rows = append(rows, goals.Goal{Says: g.Goal.Says, Met: g.Met, Why: g.Why})
	}
	p.goals.Set(rows)
	p.head.update()
	p.object.Refresh() // the goals may need another height
	if hinted {
		p.head.scroll.ScrollToBottom() // a hint stands below the goals
	}
	p.tabs.SetLabels(p.middle.labels())
	p.middle.update()
	if first && p.tabs.Selected() == pageBrief {
		p.tabs.Select(pageGraph)
	}
	p.console.SetPrompt(strings.TrimSpace(s.Prompt))
	if s.JustPassed {
		p.console.Write(passedWords(s))
		p.params.OnPassed()
	}
}

// passedWords is what the console says at the end, with an honest word on
// economy.
func passedWords(s app.Standing) string {
	words := fmt.Sprintf("\x1b[32mExercise passed:\x1b[0m a stone for your cairn. You used %s", plural(s.Commands, "command"))
	if s.Shortest > 0 && s.Shortest < s.Commands {
		words += fmt.Sprintf("; the solution takes %d", s.Shortest)
	}
	return words + ".\n"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
