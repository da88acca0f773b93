package goaltest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cairn/assets"
	"cairn/internal/course"
	"cairn/internal/goal"
	"cairn/internal/pack"
	"cairn/internal/view"
)

// BuiltIn is the built-in pack.
func BuiltIn(t testing.TB) *course.Pack {
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

// Player builds an exercise afresh, types lines into it, and gives what came of it.
type Player func(t testing.TB, e *course.Exercise, lines string) (*view.View, view.Source)

// Play is the Player with /bin/sh and the machine's git.
func Play(t testing.TB, e *course.Exercise, lines string) (*view.View, view.Source) {
	t.Helper()
	repo := New(t, e.Repo, e.Identity.Name, e.Identity.Email, e.Clock)
	write := func(path string, data []byte) {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(repo.path(), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, data := range e.Files {
		write(filepath.Join(repo.path(), filepath.FromSlash(name)), data)
	}
	repo.Script(e.Scenario)
	repo.Type(lines)
	return repo.View(), repo
}

// Unmet gives the goals that a state does not meet, with what the learner is told.
func Unmet(t testing.TB, e *course.Exercise, v *view.View, source view.Source, solved *view.View) map[course.GoalID]string {
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
		if result.Met {
			continue
		}
		open[g.ID] = result.Why
		if result.Why == "" {
			t.Errorf("%s: %q is not met and nothing says why", e.Slug, g.Says)
		}
	}
	return open
}

// TellsRightFromWrong plays the built-in pack's exercises: the solution meets
// every goal, the untouched scenario does not, and each near miss misses exactly
// the goals that it says.
func TellsRightFromWrong(t *testing.T, play Player) {
	t.Helper()
	for _, e := range BuiltIn(t).Exercises {
		t.Run(string(e.Slug), func(t *testing.T) {
			solved, source := play(t, &e, e.Solution)
			for id, why := range Unmet(t, &e, solved, source, solved) {
				t.Errorf("the solution does not meet goal %s: %s", id, why)
			}
			untouched, source := play(t, &e, "")
			if len(Unmet(t, &e, untouched, source, solved)) == 0 {
				t.Error("the untouched scenario meets every goal")
			}
			if len(e.Wrong) < 2 {
				t.Errorf("%d near misses, want two or more", len(e.Wrong))
			}
			for _, wrong := range e.Wrong {
				v, source := play(t, &e, wrong.Commands)
				missesWhatItSays(t, &wrong, Unmet(t, &e, v, source, solved))
			}
		})
	}
}

func missesWhatItSays(t testing.TB, wrong *course.NearMiss, open map[course.GoalID]string) {
	t.Helper()
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
