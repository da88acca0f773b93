package practice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/course"
	"cairn/internal/disk"
	"cairn/internal/shell"
)

// ScenarioError says which line of a scenario, solution or event failed.
type ScenarioError struct {
	What string // "scenario", "event", "solution"
	Line int    // within its block, from 1
	Text string
	Exit int
	Said string // what the line wrote to stderr
}

func (e *ScenarioError) Error() string {
	return fmt.Sprintf("%s, line %d: `%s` ended with exit code %d: %s", e.What, e.Line, e.Text, e.Exit, strings.TrimSpace(e.Said))
}

// build makes the folders and runs the scenario. The state says "building"
// before anything is made, so that a crash leaves nothing half: the next Open
// builds again. Only what the workspace holds itself is ever removed.
func (w *Workspace) build(ctx context.Context) error {
	w.st.Building, w.st.Running, w.st.Cwd = true, "", ""
	w.st.Commands, w.st.Failed, w.st.Fired = nil, nil, nil
	w.st.Clock = w.p.Exercise.Clock
	w.ready = map[string]bool{}
	if err := w.saveState(); err != nil {
		return err
	}
	err := w.lay()
	if err == nil {
		err = w.start()
	}
	if err == nil {
		err = w.scenario(ctx)
	}
	if err != nil {
		return w.buildFailed(err)
	}
	w.st.Building = false
	w.st.Cwd = ""
	if err := w.start(); err != nil {
		return err
	}
	return w.saveState()
}

// buildFailed leaves no half scenario behind.
func (w *Workspace) buildFailed(err error) error {
	if w.sh != nil {
		w.sh.Close()
		w.sh = nil
	}
	for _, dir := range []string{w.workDir(), w.homeDir()} {
		err = errors.Join(err, disk.RemoveAll(dir))
	}
	return fmt.Errorf("build exercise %s: %w", w.p.Exercise.Slug, err)
}

// lay empties the folders and puts the scenario's files into home/files.
func (w *Workspace) lay() error {
	if w.sh != nil {
		w.sh.Close()
		w.sh = nil
	}
	for _, dir := range []string{w.workDir(), w.homeDir()} {
		if err := empty(dir); err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(w.RepoDir(), 0o755); err != nil {
		return err
	}
	// The learner's Git would name the first branch differently on different
	// machines, or print a long hint about it.
	config := "[init]\n\tdefaultBranch = main\n"
	if err := os.WriteFile(filepath.Join(w.homeDir(), ".gitconfig"), []byte(config), 0o644); err != nil {
		return err
	}
	for name, data := range w.p.Exercise.Files {
		rel := filepath.FromSlash(name)
		if !filepath.IsLocal(rel) {
			return fmt.Errorf("file %q of the exercise does not lie below its folder", name)
		}
		full := filepath.Join(w.homeDir(), "files", rel)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// empty removes what is in a folder, and leaves the folder, in which another
// program may stand.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := disk.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// scenario runs the scenario's lines, then makes the remotes.
func (w *Workspace) scenario(ctx context.Context) error {
	w.pure = true
	defer func() { w.pure = false }()
	if err := w.runBlock(ctx, "scenario", w.p.Exercise.Scenario); err != nil {
		return err
	}
	for _, r := range w.p.Exercise.Remotes {
		if err := w.makeRemote(ctx, r); err != nil {
			return err
		}
	}
	return w.completeConfigs(ctx)
}

// makeRemote makes a bare clone beside the repository, and makes it known. Its
// address is relative, so that it is the same on every machine.
func (w *Workspace) makeRemote(ctx context.Context, r course.RemoteSpec) error {
	name := quote(r.Name)
	lines := []string{
		"git clone -q --bare . ../" + name + ".git",
		"git remote add " + name + " ../" + name + ".git",
		"git fetch -q " + name,
	}
	if r.From != "" {
		lines = append(lines, "git branch -q --set-upstream-to="+name+"/"+quote(r.From)+" "+quote(r.From))
	}
	clock := w.st.Clock
	defer func() { w.st.Clock = clock }() // the remote is part of the scenario's last moment
	return w.runBlock(ctx, "remote "+r.Name, strings.Join(lines, "\n"))
}

// quote writes a name so that the shell reads it back unchanged.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// runBlock runs the lines of a scenario or an event; the first that fails ends it.
func (w *Workspace) runBlock(ctx context.Context, what, block string) error {
	for _, s := range scenarioLines(block) {
		var out, errOut bytes.Buffer
		exit, err := w.runStep(ctx, s, shell.Line{Stdout: &out, Stderr: &errOut})
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", what, s.line, err)
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", what, ctx.Err())
		}
		if exit != 0 {
			return &ScenarioError{What: what, Line: s.line, Text: s.text, Exit: exit, Said: errOut.String() + out.String()}
		}
	}
	return nil
}

// runStep runs one line of a block and moves the clock.
func (w *Workspace) runStep(ctx context.Context, s step, line shell.Line) (int, error) {
	line.Text = s.text
	sh := w.sh
	if s.actor != "" {
		var err error
		if sh, err = w.teammate(ctx, s.actor); err != nil {
			return 1, err
		}
		defer sh.Close()
		w.actor = s.actor
		defer func() { w.actor = "" }()
	}
	res, err := sh.Run(ctx, line)
	w.st.Clock = w.st.Clock.Add(tick)
	return res.Exit, err
}

// teammate opens a console in a teammate's clone, which is made when it is
// first needed: of the first remote, or else of the repository.
func (w *Workspace) teammate(ctx context.Context, name string) (*shell.Session, error) {
	dir := filepath.Join(w.workDir(), strings.ToLower(name))
	if !isDir(dir) {
		from := filepath.Base(w.RepoDir())
		if len(w.p.Exercise.Remotes) > 0 {
			from = w.p.Exercise.Remotes[0].Name + ".git"
		}
		var errOut bytes.Buffer
		sh, err := w.console(w.workDir())
		if err != nil {
			return nil, err
		}
		line := "git clone -q " + quote(from) + " " + quote(filepath.Base(dir))
		res, err := sh.Run(ctx, shell.Line{Text: line, Stderr: &errOut})
		sh.Close()
		if err == nil && res.Exit != 0 {
			err = &ScenarioError{What: "clone of " + name, Line: 1, Text: line, Exit: res.Exit, Said: errOut.String()}
		}
		if err != nil {
			return nil, err
		}
	}
	return w.console(dir)
}

// console opens a second console, such as a teammate's.
func (w *Workspace) console(dir string) (*shell.Session, error) {
	sh, err := shell.New(shell.Params{
		Work: w.workDir(), Home: w.homeDir(), Dir: dir, Now: w.clock, Env: w.variables,
		User: w.userName(), Limits: w.p.Limits,
	})
	if err != nil {
		return nil, fmt.Errorf("open teammate's console: %w", err)
	}
	return sh, nil
}
