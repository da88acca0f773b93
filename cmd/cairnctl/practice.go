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
		Long: "Do an exercise in this terminal: type lines, and see the goals whenever they change.\n" +
			"Without EXERCISE the exercises are listed. EXERCISE is a name of that list, PACK/NAME or a UUID.\n\n" +
			"With --script the lines of a file are run and the goals printed; the exit code is 0 only if all are met.\n" +
			"With --fresh the exercise begins anew; what was there can be brought back with `undo`.\n\n" +
			"Beside the console's own commands, here and in a script: undo, redo, reset, hint, goals, exit.",
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
	columns        int    // 0 when there is no terminal
	shown          string // the goals as they were printed last
}

// script runs a file's lines and prints the goals.
func (t *terminal) script(ctx context.Context, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the script: %w", err)
	}
	for _, line := range app.Lines(string(text)) {
		fmt.Fprintf(t.stdout, "$ %s\n", line)
		if strings.TrimSpace(line) == "exit" {
			break
		}
		if err := t.obey(ctx, line, strings.NewReader("")); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return fmt.Errorf("stopped at %q: %w", line, ctx.Err())
		}
	}
	t.goals(true)
	if t.standing.Met < len(t.standing.Goals) {
		return errNotMet
	}
	return nil
}

// talk reads lines until the end of the input or `exit`.
func (t *terminal) talk(ctx context.Context) error {
	fmt.Fprintf(t.stdout, "%s\n\n%s\n\n", t.exercise.Title, plain(t.exercise.Brief))
	t.goals(true)
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
		if err := t.obey(ctx, line, t.in); err != nil {
			fmt.Fprintln(t.stderr, err)
		}
		t.goals(false)
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
func (t *terminal) obey(ctx context.Context, line string, stdin io.Reader) error {
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
		t.goals(true)
		return nil
	default:
		return t.runLine(ctx, line, stdin)
	}
	s, err := do(ctx)
	if err != nil {
		return err
	}
	t.standing = s
	return nil
}

func (t *terminal) runLine(ctx context.Context, line string, stdin io.Reader) error {
	_, s, err := t.practice.Run(ctx, app.Line{
		Text: line, Stdin: stdin, Stdout: t.stdout, Stderr: t.stderr, Columns: t.columns, Edit: edit})
	if s.View != nil {
		t.standing = s
	}
	return err
}

func (t *terminal) hint(ctx context.Context) error {
	s, err := t.practice.Hint(ctx)
	if n := len(s.Hints); n > 0 {
		fmt.Fprintf(t.stdout, "Hint %d: %s\n", n, plain(s.Hints[n-1]))
	}
	return err
}

// goals prints each goal with what is missing: always, or only when they have changed since.
func (t *terminal) goals(always bool) {
	var b strings.Builder
	for _, g := range t.standing.Goals {
		mark := "○"
		if g.Met {
			mark = "✓"
		}
		fmt.Fprintf(&b, "  %s %s\n", mark, plain(g.Goal.Says))
		if !g.Met && g.Why != "" {
			fmt.Fprintf(&b, "      %s\n", plain(g.Why))
		}
	}
	if always || b.String() != t.shown {
		fmt.Fprint(t.stdout, b.String())
	}
	t.shown = b.String()
	if t.standing.JustPassed {
		fmt.Fprintln(t.stdout, "Exercise passed.")
	}
}

// plain is a text of a pack without the marks of bold type, which a terminal does not show; the marks of code stay, for
// they part what is typed from what is said.
func plain(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), "**", "") }
