package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cairn/internal/course"
	"cairn/internal/progress"
)

// program is the real binary, built once for all tests of the package.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "cairn-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "cairn")
	out, err := exec.Command("go", "build", "-o", path, "cairn/cmd/cairn").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// learner is a person with a home folder of their own at a desktop.
type learner struct {
	*Desktop
	home   string
	window string
	cairn  *exec.Cmd
	said   *bytes.Buffer
}

func newLearner(t *testing.T, display ...string) *learner {
	t.Helper()
	home := t.TempDir() // goes after the display, whose programs write to it
	return &learner{Desktop: NewDesktop(t, display...), home: home, said: &bytes.Buffer{}}
}

// command is Cairn as this person starts it, with nothing of the machine's own
// settings in its environment.
func (l *learner) command(env ...string) *exec.Cmd {
	l.t.Helper()
	path, err := program()
	if err != nil {
		l.t.Fatalf("build cairn: %v", err)
	}
	c := exec.Command(path)
	c.Env = append([]string{"HOME=" + l.home, "DISPLAY=" + l.Name, "PATH=/nowhere", "LANG=C.UTF-8"}, env...)
	return c
}

// start starts Cairn and waits for its window.
func (l *learner) start(env ...string) {
	l.t.Helper()
	l.cairn = l.command(env...)
	l.said.Reset()
	l.cairn.Stderr = l.said
	l.Run(l.cairn)
	l.window = l.Window("^Cairn$")
	l.Do("windowfocus", "--sync", l.window)
}

// kill is the power cut.
func (l *learner) kill() {
	l.t.Helper()
	if err := l.cairn.Process.Signal(syscall.SIGKILL); err != nil {
		l.t.Fatal(err)
	}
	_ = l.cairn.Wait() // it was killed: the error is expected
}

// states reads the progress from the disk, as it would survive a power cut.
func (l *learner) states() map[progress.Item]progress.State {
	l.t.Helper()
	path := filepath.Join(l.home, ".local/share/cairn/progress.db")
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	s, err := progress.Open(l.t.Context(), progress.Params{Path: path})
	if err != nil {
		return nil // it is just being made
	}
	states, err := s.States(l.t.Context())
	if err := errors.Join(err, s.Close()); err != nil {
		l.t.Fatal(err)
	}
	return states
}

// lines is how many lines the exercise has seen to their end; -1 while one runs.
func (l *learner) lines(e *course.Exercise) int {
	var state struct {
		Commands []string `json:"commands"`
		Running  string   `json:"running"`
	}
	data, err := os.ReadFile(filepath.Join(l.home, ".local/share/cairn/undo", string(e.ID), "state.json"))
	if err != nil || json.Unmarshal(data, &state) != nil || state.Running != "" {
		return -1
	}
	return len(state.Commands)
}

func (l *learner) isDone(item string) func() bool {
	return func() bool { return l.states()[progress.Item(item)].IsDone() }
}

func TestStudent_doesTheFirstExerciseAndFindsItAfterAPowerCut(t *testing.T) {
	exercise := builtIn(t, "look-around")
	l := newLearner(t)
	begin := time.Now()
	l.start()
	first := string(exercise.Goals[0].ID)
	l.Until(30*time.Second, "Enter to tick the first goal", func() bool {
		// A person presses Enter again when nothing happened yet.
		l.Do("key", "--window", l.window, "Return")
		time.Sleep(300 * time.Millisecond)
		return l.isDone(first)()
	})
	t.Logf("from the start of the program to the first goal: %s", time.Since(begin).Round(10*time.Millisecond))
	l.Screenshot("first-goal")

	before := l.lines(exercise)
	for i, line := range solutionLines(exercise)[1:] {
		l.Type(line)
		// What is typed while a line runs would be that line's input.
		l.Until(20*time.Second, "the line to be over: "+line, func() bool { return l.lines(exercise) == before+i+1 })
	}
	l.Until(20*time.Second, "the exercise to be passed", l.isDone(string(exercise.ID)))
	l.Screenshot("passed")
	work := filepath.Join(l.home, "Cairn", string(exercise.Slug), "work", exercise.Repo)
	l.kill()

	l.start()
	l.Until(20*time.Second, "the progress to be there again", l.isDone(string(exercise.ID)))
	if text, err := os.ReadFile(filepath.Join(work, "drafts/hello.txt")); err != nil || !strings.Contains(string(text), "Grace") {
		t.Errorf("the practice folder lost the learner's file: %q, %v", text, err)
	}
	l.Screenshot("again")
	// The console goes on where it was: Undo and one more line.
	l.Until(10*time.Second, "the console to take a line again", func() bool {
		l.Type("touch again.txt")
		time.Sleep(400 * time.Millisecond)
		_, err := os.Stat(filepath.Join(work, "again.txt"))
		return err == nil
	})
}

func TestStudent_readsAndClicksThroughTheWindow(t *testing.T) {
	l := newLearner(t)
	l.start()
	lesson := string(lessonOf(t, "terminal").ID)
	l.Until(20*time.Second, "the lesson to be noted as opened", func() bool {
		return !l.states()[progress.Item(lesson)].Opened.IsZero()
	})
	time.Sleep(500 * time.Millisecond)
	// The wheel, over the text, down to its end.
	l.Do("mousemove", "--window", l.window, "300", "400")
	l.Until(20*time.Second, "the end of the text to count as read", func() bool {
		l.Do("click", "--repeat", "30", "--delay", "5", "5")
		return l.isDone(lesson)()
	})
	l.Screenshot("read")
	l.Click(l.window, 38, 110) // the rail: Roadmap
	time.Sleep(500 * time.Millisecond)
	l.Screenshot("roadmap")
	l.Do("key", "alt+3") // Settings
	time.Sleep(500 * time.Millisecond)
	l.Screenshot("settings")
	l.Do("key", "F1")
	time.Sleep(300 * time.Millisecond)
	l.Screenshot("keys")
	l.Do("key", "Escape")
	l.Do("key", "alt+2")
	time.Sleep(500 * time.Millisecond)
	l.Screenshot("back")
	if l.cairn.ProcessState != nil {
		t.Fatalf("Cairn ended: %s", l.said)
	}
}

func TestStudent_findsTheWindowAsItWasBeforeAPowerCut(t *testing.T) {
	l := newLearner(t)
	l.start()
	lesson := lessonOf(t, "terminal").ID
	l.Do("windowsize", "--sync", l.window, "1100", "700")
	l.Do("mousemove", "--window", l.window, "300", "400")
	l.Do("click", "--repeat", "12", "--delay", "5", "5")
	l.Until(20*time.Second, "size and reading place to be kept", func() bool {
		s, err := progress.Open(t.Context(), progress.Params{Path: filepath.Join(l.home, ".local/share/cairn/progress.db")})
		if err != nil {
			return false // it is just being made
		}
		size, sizeErr := s.Setting(t.Context(), "window")
		place, placeErr := s.Place(t.Context(), progress.Item(lesson))
		if err := errors.Join(sizeErr, placeErr, s.Close()); err != nil {
			t.Fatal(err)
		}
		return strings.Contains(size, `"Width":1100,"Height":700`) && strings.HasPrefix(place, "block ")
	})
	l.kill()
	l.start()
	l.Until(20*time.Second, "the window to have its size again", func() bool {
		return strings.Contains(l.Do("getwindowgeometry", l.window), "1100x700")
	})
	l.Screenshot("window-again")
}

func TestSecondStart_saysThatCairnIsOpen(t *testing.T) {
	l := newLearner(t)
	l.start()
	out, err := l.command().CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(out), "open already") {
		t.Errorf("a second start gave %v and said %q", err, out)
	}
}

// withoutOpenGL are the arguments for a display that cannot draw Cairn's window.
var withoutOpenGL = []string{"-extension", "GLX"}

// A remote desktop or a virtual machine may have no OpenGL.
func TestCairn_saysWhatToDoWhereNothingCanDrawItsWindow(t *testing.T) {
	l := newLearner(t, withoutOpenGL...)
	c := l.command()
	c.Stderr = l.said
	l.Run(c)
	err := c.Wait()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != 1 || !strings.Contains(l.said.String(), "no OpenGL") {
		t.Errorf("it ended with %v and said %q", err, l.said)
	}
}

func TestCairn_comesUpInEnglishAndQuietlyUnderAnyLocale(t *testing.T) {
	for _, lang := range []string{"C.UTF-8", "de_DE.UTF-8", ""} {
		t.Run("LANG="+lang, func(t *testing.T) {
			l := newLearner(t)
			l.start("LANG=" + lang)
			time.Sleep(time.Second)
			l.Screenshot("lang-" + lang)
			l.kill()
			if said := l.said.String(); said != "" {
				t.Errorf("Cairn said:\n%s", said)
			}
		})
	}
}

// Fyne's own loop looks for events 60 times a second, which costs a bare window
// about 1 % of a core; what Cairn adds to that is judged.
func TestCairn_addsNothingToABareWindowAtRest(t *testing.T) {
	l := newLearner(t)
	peer := filepath.Join(t.TempDir(), "bare")
	if out, err := exec.Command("go", "build", "-o", peer, "cairn/internal/ui/bare").CombinedOutput(); err != nil {
		t.Fatalf("build the bare window: %v\n%s", err, out)
	}
	bare := exec.Command(peer)
	bare.Env = l.command().Env
	l.Run(bare)
	l.Window("^Bare$")
	l.start()
	time.Sleep(4 * time.Second) // both starts are over
	ours, theirs := cpuTicks(t, l.cairn.Process.Pid), cpuTicks(t, bare.Process.Pid)
	time.Sleep(5 * time.Second)
	ours, theirs = cpuTicks(t, l.cairn.Process.Pid)-ours, cpuTicks(t, bare.Process.Pid)-theirs
	t.Logf("processor time in 5 s at rest: Cairn %d ms, a bare window %d ms", ours*10, theirs*10)
	if ours > 2*theirs+5 {
		t.Errorf("at rest Cairn used %d ms of processor time, a bare window %d ms", ours*10, theirs*10)
	}
}
