package app_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/course"
	"cairn/internal/goal/goaltest"
	"cairn/internal/practice"
	"cairn/internal/shell"
	"cairn/internal/view"
)

// Every exercise of the built-in pack in Cairn's own practice workspace: it
// tells right from wrong, and the same lines give the hashes of real Git.

// replay runs lines in a fresh copy of an exercise.
func replay(t testing.TB, e *course.Exercise, lines string) (*view.View, view.Source) {
	t.Helper()
	w, err := practice.Replay(t.Context(), practice.ReplayParams{Exercise: *e, Lines: lines, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	v, source, err := w.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v, source
}

func TestBuiltInPack_exercisesTellRightFromWrong(t *testing.T) {
	goaltest.TellsRightFromWrong(t, replay)
}

func TestBuiltInPack_sameHashesTwiceAndInRealGit(t *testing.T) {
	for _, e := range goaltest.BuiltIn(t).Exercises {
		first, _ := replay(t, &e, e.Solution)
		second, _ := replay(t, &e, e.Solution)
		if first.Head.Hash != second.Head.Hash {
			t.Errorf("%s: %s, then %s", e.Slug, first.Head.Hash, second.Head.Hash)
		}
		if real, _ := goaltest.Play(t, &e, e.Solution); first.Head.Hash != real.Head.Hash {
			t.Errorf("%s: %s here, %s in real Git", e.Slug, first.Head.Hash, real.Head.Hash)
		}
	}
}

// What the lessons show is what the practice console prints.
func TestBuiltInPack_lessonsShowWhatTheConsoleAnswers(t *testing.T) {
	for _, lesson := range goaltest.BuiltIn(t).Lessons {
		t.Run(string(lesson.Slug), func(t *testing.T) {
			setup, err := goaltest.LessonSetup(lesson.Slug)
			if err != nil {
				t.Fatal(err)
			}
			w, err := practice.Replay(t.Context(), practice.ReplayParams{TempDir: t.TempDir(), Exercise: course.Exercise{
				Slug: lesson.Slug, Repo: "shop", Scenario: setup,
				Clock:    time.Date(2025, 1, 6, 9, 0, 0, 0, time.FixedZone("", 3600)),
				Identity: course.Identity{Name: "Ada Student", Email: "ada@example.com"},
			}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := w.Close(); err != nil {
					t.Error(err)
				}
			})
			for _, block := range goaltest.Consoles(lesson.Body) {
				if got := console(t, w, block.Commands); got != block.Text {
					t.Errorf("the lesson shows\n%s\nand the console prints\n%s", block.Text, got)
				}
			}
		})
	}
}

// console runs commands and gives what stands in the console afterwards.
func console(t testing.TB, w *practice.Workspace, commands []string) string {
	t.Helper()
	var out bytes.Buffer
	for _, command := range commands {
		out.WriteString("$ " + command + "\n")
		line := shell.Line{Stdout: &out, Stderr: &out}
		if strings.HasPrefix(command, "ls") {
			line.Columns = 80 // on a console ls prints columns, and git colours
		}
		if err := w.Solve(t.Context(), command, func(string) shell.Line { return line }); err != nil {
			t.Fatal(err)
		}
	}
	base := filepath.Dir(w.RepoDir())
	text := regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(out.String(), "")
	return strings.NewReplacer(filepath.ToSlash(base), "...", base, "...").Replace(text)
}

// A learner who never uses the mouse sees the first goal tick with one key.
func TestBuiltInPack_theFirstGhostCommandMeetsTheFirstGoal(t *testing.T) {
	p := goaltest.BuiltIn(t)
	first := p.Exercises[0]
	v, source := replay(t, &first, first.Ghost)
	if why, open := goaltest.Unmet(t, &first, v, source, v)[first.Goals[0].ID]; open {
		t.Errorf("`%s` leaves the first goal open: %s", first.Ghost, why)
	}
}
