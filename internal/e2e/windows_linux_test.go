package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cairn/internal/goal/goaltest"
	"cairn/internal/progress"
)

// The tests of this file run the programs for Windows under wine, in a folder
// that .ci/windows makes: the environment variable CAIRN_WINE names it. They run
// with `make test-windows` alone. Wine is Windows to a program as far as paths,
// names, file sharing and line endings go; it has no symbolic links, as a
// Windows without developer mode.

// bottle is a Windows disk with Cairn's programs beside it.
type bottle struct {
	dir    string // with cairn.exe, cairnctl.exe and the wine prefix
	person string // the person's folder, C:\users\NAME
}

func openBottle(t *testing.T) bottle {
	t.Helper()
	dir := os.Getenv("CAIRN_WINE")
	if dir == "" {
		t.Skip("`make test-windows` runs this")
	}
	people, err := filepath.Glob(filepath.Join(dir, "prefix/drive_c/users/*/AppData"))
	if err != nil || len(people) != 1 {
		t.Fatalf("found no person on the Windows disk in %s: %v, %v", dir, people, err)
	}
	return bottle{dir: dir, person: filepath.Dir(people[0])}
}

// data is where Cairn keeps what it knows on Windows.
func (b bottle) data() string { return filepath.Join(b.person, "AppData/Local/Cairn") }

// practice is the learner's own folder.
func (b bottle) practice() string { return filepath.Join(b.person, "Cairn") }

// clear makes a disk on which Cairn never ran.
func (b bottle) clear(t *testing.T) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(b.data()), os.RemoveAll(b.practice())); err != nil {
		t.Fatal(err)
	}
}

// command is a program of the bottle, or one of Windows, under wine.
func (b bottle) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	if strings.HasSuffix(program, ".exe") { // else it is one of Windows' own
		program = filepath.Join(b.dir, program)
	}
	c := exec.CommandContext(ctx, "wine", append([]string{program}, args...)...)
	c.Dir = b.dir
	c.Env = os.Environ()
	return c
}

// windowsLearner does on Windows what a learner does.
type windowsLearner struct {
	*Desktop
	bottle
	window string
	cairn  *exec.Cmd
}

func (l *windowsLearner) start() {
	l.t.Helper()
	l.cairn = l.command(context.WithoutCancel(l.t.Context()), "cairn.exe")
	l.cairn.Env = l.Env()
	l.Run(l.cairn)
	l.window = l.Window("^Cairn$")
	l.Do("windowfocus", "--sync", l.window)
}

// kill is the power cut: wine runs the program in the process that was started.
func (l *windowsLearner) kill() {
	l.t.Helper()
	if err := l.cairn.Process.Signal(syscall.SIGKILL); err != nil {
		l.t.Fatal(err)
	}
	_ = l.cairn.Wait() // it was killed: the error is expected
}

// isDone reads the progress from a copy of the database: wine's locks and
// shared memory are not Linux's, so two SQLites must not share one file.
func (l *windowsLearner) isDone(item string) func() bool {
	return func() bool {
		l.t.Helper()
		to := l.t.TempDir()
		for _, name := range []string{"progress.db", "progress.db-wal"} {
			text, err := os.ReadFile(filepath.Join(l.data(), name))
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			if err != nil {
				l.t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(to, name), text, 0o600); err != nil {
				l.t.Fatal(err)
			}
		}
		s, err := progress.Open(l.t.Context(), progress.Params{Path: filepath.Join(to, "progress.db")})
		if err != nil {
			return false // it is just being made, or was copied half written
		}
		states, err := s.States(l.t.Context())
		if err := errors.Join(err, s.Close()); err != nil {
			return false // as above
		}
		return states[progress.Item(item)].IsDone()
	}
}

func TestWindows_doesTheFirstExerciseInTheWindow(t *testing.T) {
	b := openBottle(t)
	b.clear(t)
	exercise := builtIn(t, "look-around")
	l := &windowsLearner{Desktop: NewDesktop(t), bottle: b}
	begin := time.Now()
	l.start()
	l.Until(30*time.Second, "Enter to tick the first goal", func() bool {
		l.Do("key", "--window", l.window, "Return")
		time.Sleep(500 * time.Millisecond)
		return l.isDone(string(exercise.Goals[0].ID))()
	})
	t.Logf("from the start of the program to the first goal: %s", time.Since(begin).Round(10*time.Millisecond))
	l.Screenshot("windows-first-goal")

	for _, line := range solutionLines(exercise)[1:] {
		l.Type(line)
		time.Sleep(400 * time.Millisecond)
	}
	l.Until(20*time.Second, "the exercise to be passed", l.isDone(string(exercise.ID)))
	l.Screenshot("windows-passed")
	work := filepath.Join(l.practice(), string(exercise.Slug), "work", exercise.Repo)
	text, err := os.ReadFile(filepath.Join(work, "drafts/hello.txt"))
	if want := "Hello Grace\nWe sell 6 products.\n"; err != nil || string(text) != want {
		t.Errorf("drafts/hello.txt holds %q, %v; want %q", text, err, want)
	}
	l.kill()

	l.start()
	l.Until(20*time.Second, "the console to take a line after a power cut", func() bool {
		l.Type("touch again.txt")
		time.Sleep(400 * time.Millisecond)
		_, err := os.Stat(filepath.Join(work, "again.txt"))
		return err == nil
	})
	if !l.isDone(string(exercise.ID))() {
		t.Error("the progress is lost after a power cut")
	}
	l.Screenshot("windows-again")
	l.kill()
}

// Started by a click a program has no stderr: a box says what would be said there.
func TestWindows_saysInABoxWhereNothingCanDrawItsWindow(t *testing.T) {
	b := openBottle(t)
	l := &windowsLearner{Desktop: NewDesktop(t, withoutOpenGL...), bottle: b}
	l.cairn = l.command(context.WithoutCancel(t.Context()), "start", "/wait", "/unix", filepath.Join(b.dir, "cairn.exe"))
	l.cairn.Env = l.Env()
	l.Run(l.cairn)
	box := l.Window("^Cairn$")
	l.Screenshot("windows-no-opengl")
	l.Until(20*time.Second, "the box to close", func() bool {
		l.Do("key", "Return")
		_, err := l.try("getwindowname", box)
		return err != nil
	})
	if err := l.cairn.Wait(); l.cairn.ProcessState.ExitCode() != 1 {
		t.Errorf("it ended with %v", err)
	}
}

func TestWindows_judgesEveryExerciseInTheTerminal(t *testing.T) {
	b := openBottle(t)
	if err := os.RemoveAll(filepath.Join(b.dir, "prefix/drive_c/exercises")); err != nil {
		t.Fatal(err)
	}
	for _, e := range goaltest.BuiltIn(t).Exercises {
		t.Run(string(e.Slug), func(t *testing.T) {
			tries := []struct {
				name, lines string
				exit        int
			}{{"untouched", "", 1}, {"solution", e.Solution, 0}}
			for _, miss := range e.Wrong {
				tries = append(tries, struct {
					name, lines string
					exit        int
				}{string(miss.Slug), miss.Commands, 1})
			}
			for _, try := range tries {
				if said, exit := b.practise(t, string(e.Slug), try.name, try.lines); exit != try.exit {
					t.Errorf("%s: exit code %d, want %d\n%s", try.name, exit, try.exit, said)
				}
			}
		})
	}
}

// practise runs lines as one try at an exercise, in folders on drive C:.
func (b bottle) practise(t *testing.T, exercise, try, lines string) (said string, exit int) {
	t.Helper()
	script := filepath.Join(t.TempDir(), try)
	if err := os.WriteFile(script, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	// Into a file: of a pipe, wine's own services might hold the other end for ever.
	out, err := os.Create(script + ".out")
	if err != nil {
		t.Fatal(err)
	}
	home := `C:\exercises\` + exercise + `\` + try
	c := b.command(t.Context(), "cairnctl.exe", "practice", exercise, "--data", home+`\data`, "--practice", home+`\practice`,
		"--script", "Z:"+strings.ReplaceAll(script, "/", `\`))
	c.Stdout, c.Stderr = out, out
	ran := c.Run()
	text, err := os.ReadFile(out.Name())
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if ran != nil && !errors.As(ran, &ended) {
		t.Fatal(ran)
	}
	return string(text), c.ProcessState.ExitCode()
}
