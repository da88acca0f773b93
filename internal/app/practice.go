package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"cairn/internal/course"
	"cairn/internal/practice"
	"cairn/internal/progress"
	"cairn/internal/shell"
	"cairn/internal/view"
)

// Line is one line that the learner typed.
type Line = shell.Line

// Practice is one exercise under way. Its methods may be called from several
// goroutines; they wait for each other.
type Practice struct {
	app       *App
	exercise  *course.Exercise
	workspace *practice.Workspace
	judge     *judge

	mu       sync.Mutex
	met      map[course.GoalID]bool // recorded as met
	standing Standing
}

// Passed reports whether an exercise was ever passed.
func (a *App) Passed(e *course.Exercise) bool { return a.state(progress.Item(e.ID)).IsDone() }

// Exercise finds an exercise by its slug, PACK/SLUG or UUID.
func (a *App) Exercise(name string) (*course.Exercise, error) {
	slug := strings.TrimPrefix(name, a.pack.ID+"/")
	for i := range a.pack.Exercises {
		e := &a.pack.Exercises[i]
		if string(e.Slug) == slug || string(e.ID) == name {
			return e, nil
		}
	}
	return nil, fmt.Errorf("there is no exercise %q; `cairnctl practice` lists them", name)
}

// StartExercise opens an exercise where the learner left it, or builds it. An
// error beside a Practice means that only the progress could not be saved.
func (a *App) StartExercise(ctx context.Context, e *course.Exercise) (*Practice, Standing, error) {
	p := &Practice{app: a, exercise: e, met: map[course.GoalID]bool{}}
	var err error
	if p.judge, err = newJudge(a, e); err != nil {
		return nil, Standing{}, err
	}
	p.workspace, err = practice.Open(ctx, practice.Params{
		Dir:      filepath.Join(a.folders.Practice, string(e.Slug)),
		UndoDir:  a.folders.undo(string(e.ID)),
		Exercise: *e,
		Identity: func() (course.Identity, bool) { return a.identity(e), !teachesConfig(e) },
		When:     p.holds,
	})
	if err != nil {
		return nil, Standing{}, err
	}
	for i := range e.Goals {
		id := e.Goals[i].ID
		p.met[id] = a.state(progress.Item(id)).IsDone()
	}
	if a.state(progress.Item(e.ID)).Attempts == 0 {
		err = a.record(ctx, progress.ExerciseStarted, progress.Item(e.ID), progress.Payload{})
	}
	standing, standErr := p.stand(ctx)
	return p, standing, errors.Join(err, standErr)
}

// identity is the learner's name for commits, or the exercise's own student
// until it was given. What the learner sets with `git config` goes before both.
func (a *App) identity(e *course.Exercise) course.Identity {
	if id := a.Settings().Identity; id.Name != "" && id.Email != "" {
		return id
	}
	return e.Identity
}

// teachesConfig reports whether an exercise is about telling Git one's name:
// then nothing but `git config` gives it, and a commit without it fails in Git's
// own words.
func teachesConfig(e *course.Exercise) bool { return slices.Contains(e.Teaches, "git config") }

// NeedsName reports whether a commit made now would carry neither a name from
// the settings nor one from `git config`.
func (p *Practice) NeedsName() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	v := p.standing.View
	return !teachesConfig(p.exercise) && p.app.Settings().Identity.Name == "" && v != nil && len(v.Config["user.name"]) == 0
}

// noteName remembers the name that an exercise about it has put into Git's
// configuration.
func (p *Practice) noteName(ctx context.Context, v *view.View) error {
	names, emails := v.Config["user.name"], v.Config["user.email"]
	if !teachesConfig(p.exercise) || len(names) == 0 || len(emails) == 0 {
		return nil
	}
	given := course.Identity{Name: names[len(names)-1], Email: emails[len(emails)-1]}
	if given == p.app.Settings().Given {
		return nil
	}
	return p.app.ChangeSettings(ctx, func(s *Settings) { s.Given = given })
}

// holds tells whether the condition of an event is true.
func (p *Practice) holds(ctx context.Context, condition string, v *view.View, s view.Source) (bool, error) {
	return p.judge.holds(ctx, condition, v, s)
}

// Run runs a line. An error beside a standing means that the line ran, but
// something about it could not be saved.
func (p *Practice) Run(ctx context.Context, l Line) (exit int, _ Standing, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r, err := p.workspace.Run(ctx, l)
	if err != nil {
		return 1, Standing{}, err
	}
	// The line is over: a cancelled one is judged like any other.
	s, err := p.stand(context.WithoutCancel(ctx))
	s.Stopped = r.Stopped
	return r.Exit, s, errors.Join(append(r.EventErrors, err)...)
}

// Undo takes the whole repository back one command.
func (p *Practice) Undo(ctx context.Context) (Standing, error) { return p.after(ctx, p.workspace.Undo) }

// Redo takes an undo back.
func (p *Practice) Redo(ctx context.Context) (Standing, error) { return p.after(ctx, p.workspace.Redo) }

// Reset begins the exercise afresh; Undo brings back what was there.
func (p *Practice) Reset(ctx context.Context) (Standing, error) {
	s, err := p.after(ctx, p.workspace.Reset)
	if err != nil {
		return s, err
	}
	return s, p.app.record(ctx, progress.ExerciseReset, progress.Item(p.exercise.ID), progress.Payload{})
}

func (p *Practice) after(ctx context.Context, do func(context.Context) error) (Standing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := do(ctx); err != nil {
		return Standing{}, err
	}
	return p.stand(ctx)
}

// Hint shows the next hint.
func (p *Practice) Hint(ctx context.Context) (Standing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	shown := min(p.app.state(progress.Item(p.exercise.ID)).Hints+1, len(p.exercise.Hints))
	err := p.app.record(ctx, progress.HintShown, progress.Item(p.exercise.ID), progress.Payload{Hint: shown})
	p.decorate(&p.standing)
	return p.standing, err
}

// Solution gives the solution's lines.
func (p *Practice) Solution() string { return strings.TrimSpace(p.exercise.Solution) }

// SolutionSeen notes that the solution was shown.
func (p *Practice) SolutionSeen(ctx context.Context) (Standing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.app.record(ctx, progress.SolutionWatched, progress.Item(p.exercise.ID), progress.Payload{})
	return p.standing, err
}

// Watch calls changed with the new standing whenever another program changed
// the repository, on a goroutine of its own, until ctx ends.
func (p *Practice) Watch(ctx context.Context, changed func(Standing, error)) error {
	return p.workspace.Watch(ctx, func() {
		p.mu.Lock()
		s, err := p.stand(ctx)
		p.mu.Unlock()
		changed(s, err)
	})
}

// Close lets go of the exercise.
func (p *Practice) Close() error { return p.workspace.Close() }

// Folder is where the exercise's files lie, for the learner's own tools.
func (p *Practice) Folder() string { return p.workspace.RepoDir() }

// History gives the lines typed so far, the oldest first.
func (p *Practice) History() []string { return p.workspace.Commands() }

// Suggest gives the newest earlier line that begins with what was typed.
func (p *Practice) Suggest(typed string) string {
	lines := p.workspace.Commands()
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], typed) && lines[i] != typed {
			return lines[i]
		}
	}
	return ""
}

// Complete gives what could stand at the cursor, which counts letters. It does
// not wait for a line under way.
func (p *Practice) Complete(ctx context.Context, line string, cursor int) shell.Completion {
	return p.workspace.Complete(ctx, line, cursor)
}

// ReadFile reads a file of the repository by its slash path.
func (p *Practice) ReadFile(path string) (string, error) {
	b, err := p.workspace.ReadFile(path)
	return string(b), err
}

// WriteFile writes a file as an editor does; Undo takes it back.
func (p *Practice) WriteFile(ctx context.Context, path, text string) (Standing, error) {
	return p.after(ctx, func(ctx context.Context) error { return p.workspace.WriteFile(ctx, path, []byte(text)) })
}

// Notice is what the learner should know after the opening; mostly nothing.
func (p *Practice) Notice() string { return p.workspace.Notice() }

// Unfinished reports whether a text cannot be a whole command yet.
func Unfinished(text string) bool { return shell.Incomplete(text) }

// stand reads the repository, judges the goals and records what is new. The
// caller holds the lock.
func (p *Practice) stand(ctx context.Context) (Standing, error) {
	v, source, err := p.workspace.View(ctx)
	if err != nil {
		return Standing{}, err
	}
	s := Standing{View: v, Source: source, Prompt: p.workspace.Prompt(),
		CanUndo: p.workspace.CanUndo(), CanRedo: p.workspace.CanRedo(),
		Commands: len(v.Commands), Shortest: len(practice.Lines(p.exercise.Solution))}
	s.Goals, s.Met = p.judge.standings(ctx, v, source)
	err = errors.Join(p.keep(ctx, &s), p.noteName(ctx, v))
	p.decorate(&s)
	p.standing = s
	p.standing.JustPassed = false
	return s, err
}

// keep records goals that are met for the first time, and the exercise when
// all are met together.
func (p *Practice) keep(ctx context.Context, s *Standing) error {
	var events []progress.Event
	for _, g := range s.Goals {
		if g.Met && !p.met[g.Goal.ID] {
			p.met[g.Goal.ID] = true
			events = append(events, progress.Event{Type: progress.GoalMet, Item: progress.Item(g.Goal.ID),
				Payload: progress.Payload{Exercise: p.exercise.ID}})
		}
	}
	passed := p.app.state(progress.Item(p.exercise.ID)).IsDone()
	if s.Met == len(s.Goals) && !passed {
		s.JustPassed = true
		events = append(events, progress.Event{Type: progress.ExercisePassed, Item: progress.Item(p.exercise.ID),
			Payload: progress.Payload{Commands: s.Commands}})
	}
	if len(events) == 0 {
		return nil
	}
	return p.app.recordAll(ctx, events...)
}

// decorate adds what the progress knows.
func (p *Practice) decorate(s *Standing) {
	state := p.app.state(progress.Item(p.exercise.ID))
	s.Passed = state.IsDone()
	s.Hints = p.exercise.Hints[:min(state.Hints, len(p.exercise.Hints))]
}

// Lines gives the lines of a script as they are typed: comments and empty lines
// are left out, and what a quote or a here-document spans is one line.
func Lines(block string) []string { return practice.Lines(block) }
