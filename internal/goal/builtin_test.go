package goal_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cairn/assets"
	"cairn/internal/course"
	"cairn/internal/goal"
	"cairn/internal/goal/goaltest"
	"cairn/internal/pack"
	"cairn/internal/view"
)

// The built-in pack's exercises, played with /bin/sh and the machine's git:
// what holds here holds for a learner who uses their own Git.

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

// play builds an exercise's scenario and types lines into it.
func play(t testing.TB, e *course.Exercise, lines string) (*goaltest.Repo, *view.View) {
	t.Helper()
	repo := goaltest.New(t, e.Repo, e.Identity.Name, e.Identity.Email, e.Clock)
	dir := filepath.Join(repo.Work, filepath.FromSlash(e.Repo))
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, data := range e.Files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	repo.Script(e.Scenario)
	repo.Type(lines)
	return repo, repo.View()
}

// unmet gives the goals that are not met, with what the learner is told.
func unmet(t testing.TB, e *course.Exercise, repo *goaltest.Repo, v, solved *view.View) map[course.GoalID]string {
	t.Helper()
	open := map[course.GoalID]string{}
	s := goal.Snapshot{View: v, Source: repo, Solution: func(context.Context) (*view.View, error) { return solved, nil }}
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
			if result.Why == "" {
				t.Errorf("%s: %q is not met and nothing says why", e.Slug, g.Says)
			}
		}
	}
	return open
}

func TestBuiltInPack_exercisesTellRightFromWrongWithRealGit(t *testing.T) {
	for _, e := range builtIn(t).Exercises {
		t.Run(string(e.Slug), func(t *testing.T) {
			repo, solved := play(t, &e, e.Solution)
			for id, why := range unmet(t, &e, repo, solved, solved) {
				t.Errorf("the solution does not meet goal %s: %s", id, why)
			}
			repo, untouched := play(t, &e, "")
			if len(unmet(t, &e, repo, untouched, solved)) == 0 {
				t.Error("the untouched scenario meets every goal")
			}
			if len(e.Wrong) < 2 {
				t.Errorf("%d near misses, want two or more", len(e.Wrong))
			}
			for _, wrong := range e.Wrong {
				repo, v := play(t, &e, wrong.Commands)
				open := unmet(t, &e, repo, v, solved)
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

func TestBuiltInPack_sameLinesGiveTheSameHashes(t *testing.T) {
	for _, e := range builtIn(t).Exercises {
		_, first := play(t, &e, e.Solution)
		_, second := play(t, &e, e.Solution)
		if first.Head.Hash != second.Head.Hash || first.Exists && first.Head.Hash == "" {
			t.Errorf("%s: %s, then %s", e.Slug, first.Head.Hash, second.Head.Hash)
		}
	}
}
