package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"cairn/assets"
	"cairn/internal/app"
	"cairn/internal/course"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// practiceFlags are the flags of `cairnctl practice`.
type practiceFlags struct {
	data     *string
	practice string
	script   string
	fresh    bool
}

func newPractice(stdin io.Reader, data *string) *cobra.Command {
	flags := practiceFlags{data: data}
	c := &cobra.Command{
		Use:   "practice [EXERCISE]",
		Short: "Do an exercise in this terminal, or list the exercises",
		Long: "Do an exercise in this terminal: type lines, and see the goals after each.\n" +
			"Without EXERCISE the exercises are listed. EXERCISE is a name of that list, PACK/NAME or a UUID.\n\n" +
			"With --script the lines of a file are run and the goals printed; the exit code is 0 only if all are met.\n" +
			"With --fresh the exercise begins anew; what was there can be brought back with `undo`.\n\n" +
			"Beside the console's own commands: undo, redo, reset, hint, goals, exit.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return flags.run(c.Context(), args, stdin, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().StringVar(&flags.script, "script", "", "run the lines of this `file`, print the goals, and leave")
	c.Flags().StringVar(&flags.practice, "practice", "", "keep practice repositories in this `folder` instead of ~/Cairn")
	c.Flags().BoolVar(&flags.fresh, "fresh", false, "begin the exercise anew")
	return c
}

func (f practiceFlags) run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (err error) {
	a, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if trouble := a.Trouble(); trouble != nil {
		fmt.Fprintln(stderr, "cairnctl: progress is not saved:", trouble)
	}
	if len(args) == 0 {
		list(a, stdout)
		return nil
	}
	e, err := a.Exercise(args[0])
	if err != nil {
		return err
	}
	p, standing, err := a.StartExercise(ctx, e)
	if p == nil {
		return err
	}
	if err != nil {
		fmt.Fprintln(stderr, "cairnctl:", err)
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if f.fresh {
		if standing, err = p.Reset(ctx); err != nil {
			return err
		}
	}
	t := &terminal{practice: p, exercise: e, standing: standing, stdout: stdout, stderr: stderr}
	if f.script != "" {
		return t.script(ctx, f.script)
	}
	t.in = bufio.NewReader(stdin)
	if file, ok := stdin.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			t.columns = width
		}
	}
	return t.talk(ctx)
}

func (f practiceFlags) open(ctx context.Context) (*app.App, error) {
	folders, err := app.DefaultFolders(*f.data)
	if err != nil {
		return nil, err
	}
	if f.practice != "" {
		folders.Practice = f.practice
	}
	files, err := assets.BackendRoadmap()
	if err != nil {
		return nil, err
	}
	return app.Open(ctx, app.Params{Folders: folders, Pack: files, Shared: true})
}

// list prints the exercises in the order of the lessons.
func list(a *app.App, out io.Writer) {
	for i := range a.Pack().Exercises {
		e := &a.Pack().Exercises[i]
		mark := " "
		if a.Passed(e) {
			mark = "✓"
		}
		fmt.Fprintf(out, "%s %-24s %3d min  %s\n", mark, e.Slug, e.Minutes, e.Title)
	}
}

// terminal is one exercise in a terminal.
type terminal struct {
	practice       *app.Practice
	exercise       *course.Exercise
	standing       app.Standing
	in             *bufio.Reader
	stdout, stderr io.Writer
	columns        int // 0 when there is no terminal
}

// script runs a file's lines and prints the goals.
func (t *terminal) script(ctx context.Context, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the script: %w", err)
	}
	for _, line := range app.Lines(string(text)) {
		fmt.Fprintf(t.stdout, "$ %s\n", line)
		if err := t.runLine(ctx, line, strings.NewReader("")); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return fmt.Errorf("stopped at %q: %w", line, ctx.Err())
		}
	}
	t.goals()
	if t.standing.Met < len(t.standing.Goals) {
		return errNotMet
	}
	return nil
}

// talk reads lines until the end of the input or `exit`.
func (t *terminal) talk(ctx context.Context) error {
	fmt.Fprintf(t.stdout, "%s\n\n%s\n\n", t.exercise.Title, strings.TrimSpace(t.exercise.Brief))
	t.goals()
	for ctx.Err() == nil {
		fmt.Fprint(t.stdout, strings.TrimSpace(t.standing.Prompt)+" ")
		line, ok, err := t.read()
		if err != nil {
			return err
		}
		if !ok || strings.TrimSpace(line) == "exit" {
			break
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := t.obey(ctx, line); err != nil {
			fmt.Fprintln(t.stderr, err)
		}
	}
	fmt.Fprintln(t.stdout, "\nYour work is kept in", t.practice.Folder())
	return nil
}

// read reads one whole command, which an open quote carries over several lines.
func (t *terminal) read() (line string, ok bool, err error) {
	for {
		more, err := t.in.ReadString('\n')
		line += more
		if errors.Is(err, io.EOF) {
			return line, strings.TrimSpace(line) != "", nil
		}
		if err != nil {
			return "", false, fmt.Errorf("read a line: %w", err)
		}
		if !app.Unfinished(line) {
			return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"), true, nil
		}
		fmt.Fprint(t.stdout, "> ")
	}
}

// obey does a line: one of the terminal's own words, or the console's.
func (t *terminal) obey(ctx context.Context, line string) error {
	var do func(context.Context) (app.Standing, error)
	switch strings.TrimSpace(line) {
	case "undo":
		do = t.practice.Undo
	case "redo":
		do = t.practice.Redo
	case "reset":
		do = t.practice.Reset
	case "hint":
		return t.hint(ctx)
	case "goals":
		t.goals()
		return nil
	}
	if do == nil {
		if err := t.runLine(ctx, line, t.in); err != nil {
			return err
		}
	} else {
		s, err := do(ctx)
		if err != nil {
			return err
		}
		t.standing = s
	}
	t.goals()
	return nil
}

func (t *terminal) runLine(ctx context.Context, line string, stdin io.Reader) error {
	_, s, err := t.practice.Run(ctx, app.Line{
		Text: line, Stdin: stdin, Stdout: t.stdout, Stderr: t.stderr, Columns: t.columns, Edit: editor})
	if s.View != nil {
		t.standing = s
	}
	return err
}

func (t *terminal) hint(ctx context.Context) error {
	s, err := t.practice.Hint(ctx)
	if n := len(s.Hints); n > 0 {
		fmt.Fprintf(t.stdout, "Hint %d: %s\n", n, strings.TrimSpace(s.Hints[n-1]))
	}
	return err
}

// goals prints each goal with what is missing.
func (t *terminal) goals() {
	for _, g := range t.standing.Goals {
		if g.Met {
			fmt.Fprintf(t.stdout, "  ✓ %s\n", g.Goal.Says)
			continue
		}
		fmt.Fprintf(t.stdout, "  ○ %s\n", g.Goal.Says)
		if g.Why != "" {
			fmt.Fprintf(t.stdout, "      %s\n", strings.TrimSpace(g.Why))
		}
	}
	if t.standing.JustPassed {
		fmt.Fprintln(t.stdout, "Exercise passed.")
	}
}
