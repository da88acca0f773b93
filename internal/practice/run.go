package practice

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"

	"cairn/internal/shell"
)

// Result is how a line ended.
type Result struct {
	shell.Result
	// Changed is true when the line, or an event after it, changed a file.
	Changed bool
	// Events are the events that fired, as indexes into the exercise's list.
	Events []int
	// EventErrors are events that failed; the line itself is not affected.
	EventErrors []error
}

// Run runs a line that the learner typed: a snapshot, events that come before
// it, the line, the clock, events that it makes true.
func (w *Workspace) Run(ctx context.Context, line shell.Line) (Result, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run(ctx, line)
}

func (w *Workspace) run(ctx context.Context, line shell.Line) (Result, error) {
	if err := w.usable(); err != nil {
		return notRun(), err
	}
	if err := w.snapshot(); err != nil {
		return notRun(), fmt.Errorf("the line was not run, because the way back could not be saved: %w", err)
	}
	w.st.Running, w.notice = line.Text, ""
	if err := w.saveState(); err != nil {
		return notRun(), fmt.Errorf("the line was not run: %w", err)
	}
	var res Result
	w.before(ctx, line.Text, &res)
	var err error
	res.Result, err = w.sh.Run(ctx, line)
	w.st.Clock = w.st.Clock.Add(tick)
	w.typed(line.Text, err == nil && res.Exit == 0)
	w.forgetView()
	if err != nil {
		return res, fmt.Errorf("run line: %w", err)
	}
	// The line is over, interrupted or not; what follows from it follows.
	ctx = context.WithoutCancel(ctx)
	if err := w.completeConfigs(ctx); err != nil {
		return res, err
	}
	w.after(ctx, &res)
	if err := w.settle(&res); err != nil {
		return res, fmt.Errorf("the line ran, but the way back could not be saved; your files are as the line left them: %w", err)
	}
	return res, nil
}

// typed notes a line of the learner's and whether it worked.
func (w *Workspace) typed(text string, worked bool) {
	if !worked {
		w.st.Failed = append(w.st.Failed, len(w.st.Commands))
	}
	w.st.Commands = append(w.st.Commands, text)
}

// worked are the typed lines that ended well.
func (w *Workspace) worked() []string {
	var lines []string
	for i, line := range w.st.Commands {
		if !slices.Contains(w.st.Failed, i) {
			lines = append(lines, line)
		}
	}
	return lines
}

// notRun is the result of a line that did not run.
func notRun() Result { return Result{Result: shell.Result{Exit: 1}} }

// settle looks at what the line left, and saves the state.
func (w *Workspace) settle(res *Result) error {
	// Keeping the contents now makes the snapshot before the next line quick.
	files, err := w.store.scan(!w.p.Temporary)
	if err != nil {
		return err
	}
	res.Changed = !shownAlike(files, w.files)
	w.files = files
	if res.Changed {
		w.st.Redo = nil // the way forward led from another place
	}
	w.st.Running = ""
	w.st.Cwd = w.cwd()
	w.show()
	return w.saveState()
}

// cwd is the console's folder below the workspace.
func (w *Workspace) cwd() string {
	rel, err := filepath.Rel(w.p.Dir, w.sh.Dir())
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// before fires the events that come just before a line.
func (w *Workspace) before(ctx context.Context, text string, res *Result) {
	for i, e := range w.p.Exercise.Events {
		if !e.Before || slices.Contains(w.st.Fired, i) {
			continue
		}
		re, err := regexp.Compile(e.Line)
		if err != nil {
			res.EventErrors = append(res.EventErrors, fmt.Errorf("event %d: %w", i+1, err))
			continue
		}
		if re.MatchString(text) {
			w.fire(ctx, i, res)
		}
	}
}

// after fires the events whose condition has become true. One event may make
// another's true, so it looks again after each.
func (w *Workspace) after(ctx context.Context, res *Result) {
	for fired := true; fired && ctx.Err() == nil; {
		fired = false
		for i, e := range w.p.Exercise.Events {
			if e.Before || e.When == "" || w.p.When == nil || slices.Contains(w.st.Fired, i) {
				continue
			}
			v, src, err := w.readView(ctx)
			if err != nil {
				res.EventErrors = append(res.EventErrors, err)
				return
			}
			ok, err := w.p.When(ctx, e.When, v, src)
			if err != nil {
				res.EventErrors = append(res.EventErrors, fmt.Errorf("event %d: %w", i+1, err))
				continue
			}
			if ok {
				w.fire(ctx, i, res)
				fired = true
			}
		}
	}
}

// fire runs an event once. It happens at the moment of the learner's line, and
// leaves the console's folder and clock alone.
func (w *Workspace) fire(ctx context.Context, i int, res *Result) {
	w.st.Fired = append(w.st.Fired, i)
	res.Events = append(res.Events, i)
	clock, main, pure := w.st.Clock, w.sh, w.pure
	defer func() {
		w.st.Clock, w.sh, w.pure = clock, main, pure
		w.forgetView()
	}()
	w.pure = true
	sh, err := w.console(w.RepoDir())
	if err == nil {
		w.sh = sh
		err = w.runBlock(ctx, "event", w.p.Exercise.Events[i].Run)
		sh.Close()
	}
	if err != nil {
		res.EventErrors = append(res.EventErrors, fmt.Errorf("event %d: %w", i+1, err))
	}
}

// runPure runs a line with the exercise's identity.
func (w *Workspace) runPure(ctx context.Context, line shell.Line) (Result, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pure = true
	defer func() { w.pure = false }()
	return w.run(ctx, line)
}

// Solve runs the lines of a block, such as the solution, with the exercise's
// identity, as if they were typed. Output goes to the given line's streams.
func (w *Workspace) Solve(ctx context.Context, block string, out func(text string) shell.Line) error {
	for _, s := range scenarioLines(block) {
		var errOut bytes.Buffer
		line := shell.Line{Stderr: &errOut}
		if out != nil {
			line = out(s.text)
		}
		line.Text = s.text
		res, err := w.runPure(ctx, line)
		if err != nil {
			return err
		}
		if len(res.EventErrors) > 0 {
			return res.EventErrors[0]
		}
		if res.Stopped != "" {
			return &ScenarioError{What: "solution", Line: s.line, Text: s.text, Exit: res.Exit, Said: res.Stopped}
		}
	}
	return ctx.Err()
}
