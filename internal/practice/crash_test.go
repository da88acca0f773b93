package practice_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/practice"
	"cairn/internal/shell"
)

// crashVariable tells the test binary that it is the program to be killed.
const crashVariable = "CAIRN_PRACTICE_CRASH"

// simple leaves commits out, so that the history is nothing but files.
func simple(p *practice.Params) {
	p.Exercise.Scenario = "git init -q\nmkdir src; echo c > src/c"
}

// TestVictim is the program that the other tests kill: it types lines for
// ever, or goes back and forth, and says what is done.
func TestVictim(t *testing.T) {
	mode, base, ok := strings.Cut(os.Getenv(crashVariable), ":")
	if !ok {
		t.Skip("only started by the tests that kill it")
	}
	w, err := practice.Open(t.Context(), params(base, simple))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; mode == "lines"; i++ {
		line := fmt.Sprintf("echo %d > f%d; for i in 1 2 3 4 5 6 7 8 9; do echo $i >> log; mkdir -p d%d/$i; echo x > d%d/$i/y; done; echo %d > done", i, i, i, i, i)
		if _, err := w.Run(t.Context(), shell.Line{Text: line}); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("done %d\n", i)
	}
	for i := range 4 {
		line := fmt.Sprintf("rm -rf many; mkdir many; for i in $(seq 40); do echo %d > many/$i; done", i)
		if _, err := w.Run(t.Context(), shell.Line{Text: line}); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; mode == "undo"; i++ {
		step := w.Undo
		if i%4 > 1 {
			step = w.Redo
		}
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("done %d\n", i)
	}
}

// kill starts the victim and kills it after a time; it gives how often the
// victim said "done".
func kill(t *testing.T, mode, base string, after time.Duration) (done int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestVictim$", "-test.v")
	cmd.Env = append(os.Environ(), crashVariable+"="+mode+":"+base)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	killed := false
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "done") {
			done++
		} else if strings.Contains(lines.Text(), "FAIL") || strings.Contains(lines.Text(), "_test.go") {
			t.Errorf("the victim failed by itself: %s %s", lines.Text(), errOut.String())
		}
		if done > 0 && !killed {
			killed = true
			process := cmd.Process
			time.AfterFunc(after, func() { _ = process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed
	return done
}

func TestOpen_losesNothingWhenKilledInTheMiddleOfALine(t *testing.T) {
	t.Parallel()
	for round := range 6 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			base := tempDir(t)
			done := kill(t, "lines", base, time.Duration(7+13*round)*time.Millisecond)
			w := open(t, base, simple)
			if n := len(w.Commands()); n < done || n > done+2 {
				t.Errorf("%d lines were done, %d are known", done, n)
			}
			for i := range done {
				if out := must(t, w, fmt.Sprintf("cat f%d", i)); out != fmt.Sprintf("%d\n", i) {
					t.Errorf("f%d is %q", i, out)
				}
			}
			for w.CanUndo() {
				if err := w.Undo(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			fresh := open(t, tempDir(t), simple)
			if got, want := photograph(t, w), photograph(t, fresh); got != want {
				t.Errorf("all the way back is\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestOpen_finishesAnUndoThatWasKilled(t *testing.T) {
	t.Parallel()
	for round := range 6 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			base := tempDir(t)
			kill(t, "undo", base, time.Duration(3+7*round)*time.Millisecond)
			w := open(t, base, simple)
			many := filepath.Join(w.RepoDir(), "many")
			if entries, err := os.ReadDir(many); err == nil {
				first := ""
				for _, e := range entries {
					data, err := os.ReadFile(filepath.Join(many, e.Name()))
					if err != nil {
						t.Fatal(err)
					}
					if first == "" {
						first = string(data)
					}
					if string(data) != first || len(entries) != 40 {
						t.Fatalf("half of one state and half of another: %d files, %q and %q", len(entries), first, data)
					}
				}
			}
			for w.CanUndo() {
				if err := w.Undo(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := os.Stat(many); err == nil {
				t.Error("the first state has no such folder")
			}
		})
	}
}
