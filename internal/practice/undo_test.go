package practice_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cairn/internal/practice"
	"cairn/internal/shell"
)

// photograph describes every byte, mode, link and folder of work and home.
func photograph(t interface{ Fatal(...any) }, w *practice.Workspace) string {
	var b strings.Builder
	err := filepath.WalkDir(w.Dir(), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(w.Dir(), path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		b.WriteString(rel + " " + info.Mode().String() + " ")
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			b.WriteString(link)
		case info.Mode().IsRegular():
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b.Write(data)
		}
		b.WriteString("\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// moment is what undo must bring back.
type moment struct {
	photo    string
	clock    time.Time
	commands []string
}

func take(t interface{ Fatal(...any) }, w *practice.Workspace) moment {
	return moment{photograph(t, w), w.Clock(), w.Commands()}
}

// randomLine draws a line that mostly changes a file.
func randomLine(t *rapid.T, n int) string {
	name := rapid.SampledFrom([]string{"a", "b", "src/c", "src/d", "'sp ace'", "deep/er/f"}).Draw(t, "name")
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0, 1, 2:
		return "mkdir -p src deep/er; echo " + strings.Repeat("x", n+1) + " > " + name
	case 3:
		return "rm -rf " + name + "; echo $((" + string(rune('0'+n%10)) + "+1)) > n" + string(rune('a'+n%26))
	case 4:
		return "mkdir -p empty/" + string(rune('a'+n%26)) + "/x"
	case 5:
		return "rm -rf src; echo " + string(rune('a'+n%26)) + " > src"
	case 6:
		return "rm -rf src; mkdir src; echo " + string(rune('a'+n%26)) + string(rune('a'+n/26%26)) + " > src/c"
	case 7:
		return "touch run.sh; chmod " + rapid.SampledFrom([]string{"755", "644", "600"}).Draw(t, "mode") + " run.sh; echo " + string(rune('a'+n%26)) + " >> run.sh"
	case 8:
		return "git config a.b" + string(rune('a'+n%26)) + " " + string(rune('a'+n/26%26)) + "; echo y >> log"
	default:
		return "git init -q sub" + string(rune('a'+n%26)) + "; echo x >> log"
	}
}

func TestUndo_goesThroughAnyHistoryBackAndForth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		base, err := os.MkdirTemp(t.TempDir(), "w") //nolint:usetesting // one folder a drawn history, in the test's own
		if err != nil {
			rt.Fatal(err)
		}
		p := params(base, func(p *practice.Params) { p.Exercise.Scenario = "git init -q\nmkdir src; echo c > src/c" })
		w, err := practice.Open(t.Context(), p)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.Close() }()
		var back, forth []moment
		for n := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			now := take(rt, w)
			switch kind := rapid.IntRange(0, 5).Draw(rt, "step"); {
			case kind <= 2:
				line := randomLine(rt, n)
				if _, err := w.Run(t.Context(), shell.Line{Text: line}); err != nil {
					rt.Fatal(line, err)
				}
				back = append(back, now)
				if take(rt, w).photo != now.photo {
					forth = nil // a line that changes nothing leaves the way forward
				}
			case kind <= 4:
				back, forth = travel(t, rt, w.Undo, w, back, forth, now)
			case kind == 5 && rapid.Bool().Draw(rt, "reopen"):
				if err := w.Close(); err != nil {
					rt.Fatal(err)
				}
				if w, err = practice.Open(t.Context(), p); err != nil {
					rt.Fatal(err)
				}
			default:
				forth, back = travel(t, rt, w.Redo, w, forth, back, now)
			}
		}
	})
}

// travel goes one step and compares with the nearest moment of the list that
// differs from the present.
func travel(t *testing.T, rt *rapid.T, step func(ctx context.Context) error, w *practice.Workspace, from, to []moment, now moment) ([]moment, []moment) {
	err := step(t.Context())
	if len(from) == 0 {
		if !errors.Is(err, practice.ErrNothing) {
			rt.Fatal("nothing to go to, but", err)
		}
		return from, to
	}
	if err != nil {
		rt.Fatal(err)
	}
	for len(from) > 1 && from[len(from)-1].photo == now.photo {
		from = from[:len(from)-1]
	}
	want := from[len(from)-1]
	got := take(rt, w)
	if got.photo != want.photo {
		rt.Fatalf("the files are\n%s\nwant\n%s", got.photo, want.photo)
	}
	if !got.clock.Equal(want.clock) || !slices.Equal(got.commands, want.commands) {
		rt.Fatalf("clock %v commands %q, want %v %q", got.clock, got.commands, want.clock, want.commands)
	}
	return from[:len(from)-1], append(to, now)
}
