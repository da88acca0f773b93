// Package shell is the practice console's language: shell lines on
// mvdan.cc/sh, with the file commands that learners use and the Git engine as
// `git`. It owns confinement and limits: no process is ever started, nothing
// outside the practice folders is read, written or listed, and no line runs,
// prints or grows without end. It knows nothing of exercises.
package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// Params is what a console needs.
type Params struct {
	// Work is the folder that the learner works in and Home the console's own
	// home folder. Both are absolute and exist; nothing else can be touched.
	Work, Home string
	// Dir is where the console starts; empty means Work.
	Dir string
	// Bounds is a folder that holds both Work and Home; the Git engine
	// refuses what lies outside it. Empty means Work's parent.
	Bounds string
	// Now is the console's clock, which `date` shows and commits use.
	Now func() time.Time
	// Env are more variables, such as GIT_AUTHOR_NAME, read anew for each line.
	Env func() map[string]string
	// History gives the lines typed so far, for the history command.
	History func() []string
	// User is shown as the owner of files and is $USER; empty means "learner".
	User   string
	Limits Limits
}

// Session is one console. Variables, functions, aliases and the current folder
// live as long as it does. It runs one line at a time.
type Session struct {
	params Params
	files  *Files
	runner *interp.Runner
	env    *environ
	limits Limits
	// own and commands are the tables by name, made once for a console.
	own      map[string]own
	commands map[string]command
	// line is the line under way; nil between lines.
	line atomic.Pointer[lineState]
}

// Line is one typed line, or several lines pasted at once.
type Line struct {
	Text           string
	Stdin          io.Reader // nil is an empty input
	Stdout, Stderr io.Writer
	// Columns is the width of the console; 0 means that the output is not
	// shown on one, so that ls prints one name a line and git no colours.
	Columns int
	// Edit opens an editor on a file and waits; nil means that there is none.
	Edit func(ctx context.Context, path string) error
}

// Result is how a line ended.
type Result struct {
	Exit int
	// Stopped says why the line was stopped before its end; empty if it ran
	// to its end.
	Stopped string
	// Exited is true when the line called exit.
	Exited bool
}

// New opens a console.
func New(p Params) (*Session, error) {
	if p.Now == nil {
		return nil, errors.New("open console: no clock given")
	}
	if p.Dir == "" {
		p.Dir = p.Work
	}
	if p.Bounds == "" {
		p.Bounds = filepath.Dir(p.Work)
	}
	if p.User == "" {
		p.User = "learner"
	}
	files, err := OpenFiles(p.Work, p.Home)
	if err != nil {
		return nil, fmt.Errorf("open console: %w", err)
	}
	s := &Session{params: p, files: files, limits: p.Limits.withDefaults(), own: ownBuiltins(), commands: commands()}
	s.env = newEnviron(p)
	s.runner, err = s.newRunner(p.Dir, s.env, nil, io.Discard, io.Discard)
	if err != nil {
		files.Close()
		return nil, fmt.Errorf("open console: %w", err)
	}
	return s, nil
}

// Close lets go of the folders.
func (s *Session) Close() { s.files.Close() }

// Files gives confined access to the console's folders.
func (s *Session) Files() *Files { return s.files }

// Dir is the current folder, absolute.
func (s *Session) Dir() string { return s.runner.Dir }

// Incomplete reports whether a line waits for more, such as a closing quote or
// the end of a here-document.
func Incomplete(text string) bool {
	_, err := parse(text)
	var parseErr syntax.ParseError
	return errors.As(err, &parseErr) && (parseErr.Incomplete || strings.HasPrefix(parseErr.Text, "unclosed here-document"))
}

func parse(text string) (*syntax.File, error) {
	return syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
}

// Run runs a line. The error is nil unless the console itself is broken: what
// goes wrong within the line is told on Stderr and by the exit code.
func (s *Session) Run(ctx context.Context, line Line) (Result, error) {
	st, cancel := s.begin(ctx, line)
	defer cancel(nil)
	defer s.line.Store(nil)
	file, problem := s.prepare(line.Text)
	if problem != "" {
		_, err := fmt.Fprintf(st.stderr, "bash: %s\n", problem)
		return Result{Exit: 2}, err
	}
	if err := st.openStdin(line.Stdin); err != nil {
		return Result{Exit: 1}, fmt.Errorf("run line: %w", err)
	}
	defer st.closeStdin()
	if err := interp.StdIO(st.stdinReader(), st.stdout, st.stderr)(s.runner); err != nil {
		return Result{Exit: 1}, fmt.Errorf("run line: %w", err)
	}
	stop := st.watch()
	defer stop()
	s.leaveLostFolder(st.ctx)
	err := s.runStatements(st.ctx, file)
	return s.result(ctx, st, err), nil
}

// prepare reads a line and says in a sentence what cannot be run.
func (s *Session) prepare(text string) (*syntax.File, string) {
	if len(text) > s.limits.Line {
		return nil, fmt.Sprintf("the line is longer than %s", sizeWords(int64(s.limits.Line)))
	}
	file, err := parse(text)
	if err != nil {
		return nil, syntaxText(err)
	}
	if err := guard(file); err != nil {
		return nil, err.Error()
	}
	return file, ""
}

func syntaxText(err error) string {
	var parseErr syntax.ParseError
	if errors.As(err, &parseErr) {
		return "syntax error: " + parseErr.Text
	}
	return "syntax error: " + err.Error()
}

// runStatements runs one statement after the other, so that functions, exit
// and traps behave as in one interactive shell.
func (s *Session) runStatements(ctx context.Context, file *syntax.File) error {
	var err error
	for _, stmt := range file.Stmts {
		err = s.runner.Run(ctx, stmt)
		if ctx.Err() != nil || s.runner.Exited() {
			return err
		}
	}
	return err
}

// leaveLostFolder goes up to the nearest folder that exists, because undo or
// another program may have removed the current one.
func (s *Session) leaveLostFolder(ctx context.Context) {
	dir := s.runner.Dir
	for {
		if info, err := s.files.Stat(dir); err == nil && info.IsDir() {
			break
		}
		if dir == s.params.Work || dir == filepath.Dir(dir) {
			dir = s.params.Work
			break
		}
		dir = filepath.Dir(dir)
	}
	if dir != s.runner.Dir {
		s.cd(ctx, dir)
	}
}

// cd moves the session's own runner.
func (s *Session) cd(ctx context.Context, dir string) {
	word := func(text string) *syntax.Word {
		return &syntax.Word{Parts: []syntax.WordPart{&syntax.SglQuoted{Value: text}}}
	}
	// The folder was looked at just now; should it be gone again, the runner
	// stays where it is and the next command says so.
	_ = s.runner.Run(ctx, &syntax.CallExpr{Args: []*syntax.Word{word("cd"), word(dir)}})
}

// result turns the runner's answer into ours, and says why a line was stopped.
func (s *Session) result(parent context.Context, st *lineState, err error) Result {
	res := Result{Exited: s.runner.Exited()}
	if cause := context.Cause(st.ctx); cause != nil {
		res.Exited = false
		res.Stopped, res.Exit = stopWords(parent, cause, s.limits)
		if res.Exit != exitInterrupted {
			// Past the screen, which may have swallowed its budget.
			_, _ = fmt.Fprintf(st.line.Stderr, "cairn: stopped: %s\n", res.Stopped)
		}
		if errors.Is(cause, errMemory) {
			s.forgetVariables()
		}
		return res
	}
	var status interp.ExitStatus
	switch {
	case err == nil:
	case errors.As(err, &status):
		res.Exit = int(status)
	default:
		res.Exit, res.Exited = 1, false
		_, _ = fmt.Fprintf(st.stderr, "bash: %s\n", innermost(err))
	}
	return res
}

// forgetVariables begins with a fresh shell in the same folder: what made the
// last line too large would stop the next one, too.
func (s *Session) forgetVariables() {
	r, err := s.newRunner(s.runner.Dir, s.env, nil, io.Discard, io.Discard)
	if err == nil {
		s.runner = r
	}
}

// Exit codes of stopped lines, as timeout(1) and signals give them.
const (
	exitTimedOut    = 124
	exitInterrupted = 130
	exitKilled      = 137
)

func stopWords(parent context.Context, cause error, l Limits) (string, int) {
	switch {
	case parent.Err() != nil:
		return "interrupted", exitInterrupted
	case errors.Is(cause, errTime):
		return fmt.Sprintf("the line ran longer than %s", l.Time), exitTimedOut
	case errors.Is(cause, errOutput):
		return fmt.Sprintf("the line wrote more than %s", sizeWords(32*l.Output)), exitKilled
	}
	return cause.Error(), exitKilled
}

// osPipe is os.Pipe; a line needs one only when it has an input of its own.
func osPipe() (r, w *os.File, err error) { return os.Pipe() }
