package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/assets"
	"cairn/internal/course"
	"cairn/internal/goal"
	"cairn/internal/goal/goaltest"
	"cairn/internal/pack"
	"cairn/internal/practice"
	"cairn/internal/shell"
	"cairn/internal/view"
)

// Every exercise of the built-in pack in Cairn's own practice workspace: it
// tells right from wrong, and the same lines give the hashes of real Git.

func builtIn(t testing.TB) *course.Pack {
	t.Helper()
	files, err := assets.BackendRoadmap()
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

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

// unmet gives the goals that a state does not meet, with what the learner is told.
func unmet(t testing.TB, e *course.Exercise, v *view.View, source view.Source, solved *view.View) map[course.GoalID]string {
	t.Helper()
	open := map[course.GoalID]string{}
	s := goal.Snapshot{View: v, Source: source, Solution: func(context.Context) (*view.View, error) { return solved, nil }}
	for _, g := range e.Goals {
		program, err := goal.Compile(g)
		if err != nil {
			t.Fatal(err)
		}
		result, err := program.Judge(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if !result.Met {
			open[g.ID] = result.Why
		}
	}
	return open
}

func TestBuiltInPack_exercisesTellRightFromWrong(t *testing.T) {
	for _, e := range builtIn(t).Exercises {
		t.Run(string(e.Slug), func(t *testing.T) {
			solved, source := replay(t, &e, e.Solution)
			for id, why := range unmet(t, &e, solved, source, solved) {
				t.Errorf("the solution does not meet goal %s: %s", id, why)
			}
			untouched, source := replay(t, &e, "")
			if len(unmet(t, &e, untouched, source, solved)) == 0 {
				t.Error("the untouched scenario meets every goal")
			}
			for _, wrong := range e.Wrong {
				v, source := replay(t, &e, wrong.Commands)
				open := unmet(t, &e, v, source, solved)
				for _, id := range wrong.Misses {
					if _, missed := open[id]; !missed {
						t.Errorf("%s meets goal %s", wrong.Slug, id)
					}
				}
				for id, why := range open {
					if !slices.Contains(wrong.Misses, id) {
						t.Errorf("%s also misses goal %s: %s", wrong.Slug, id, why)
					}
				}
			}
		})
	}
}

func TestBuiltInPack_sameHashesTwiceAndInRealGit(t *testing.T) {
	for _, e := range builtIn(t).Exercises {
		first, _ := replay(t, &e, e.Solution)
		second, _ := replay(t, &e, e.Solution)
		if first.Head.Hash != second.Head.Hash {
			t.Errorf("%s: %s, then %s", e.Slug, first.Head.Hash, second.Head.Hash)
		}
		repo := goaltest.New(t, e.Repo, e.Identity.Name, e.Identity.Email, e.Clock)
		if err := os.MkdirAll(filepath.Join(repo.Work, filepath.FromSlash(e.Repo)), 0o750); err != nil {
			t.Fatal(err)
		}
		repo.Script(e.Scenario)
		repo.Type(e.Solution)
		if real := repo.View().Head.Hash; first.Head.Hash != real {
			t.Errorf("%s: %s here, %s in real Git", e.Slug, first.Head.Hash, real)
		}
	}
}

// What the lessons show is what the practice console prints.
func TestBuiltInPack_lessonsShowWhatTheConsoleAnswers(t *testing.T) {
	for _, lesson := range builtIn(t).Lessons {
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
	p := builtIn(t)
	first := p.Exercises[0]
	v, source := replay(t, &first, first.Ghost)
	if why, open := unmet(t, &first, v, source, v)[first.Goals[0].ID]; open {
		t.Errorf("`%s` leaves the first goal open: %s", first.Ghost, why)
	}
}
