package pack_test

import (
	"slices"
	"strings"
	"testing"

	"cairn/assets"
	"cairn/internal/course"
	"cairn/internal/pack"
)

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

func TestBuiltInPack_showsTheWholeRoadmap(t *testing.T) {
	p := builtIn(t)
	if len(p.Topics) != 16 {
		t.Errorf("%d topics, want 16", len(p.Topics))
	}
	at := map[course.Slug]course.Topic{}
	for _, topic := range p.Topics {
		if topic.Column > 6 || topic.Row > 3 {
			t.Errorf("%s stands in column %d, row %d; the map has 7 by 4", topic.Slug, topic.Column, topic.Row)
		}
		for _, before := range topic.Prerequisites {
			if other, ok := at[before]; !ok || other.Column >= topic.Column {
				t.Errorf("%s does not stand to the right of %s, which comes before", topic.Slug, before)
			}
		}
		at[topic.Slug] = topic
	}
}

// The standard is that of the curriculum: length, questions, exercises.
func TestBuiltInPack_lessonsMeetTheStandard(t *testing.T) {
	p := builtIn(t)
	for _, l := range p.Lessons {
		if n := words(l.Body); n < 700 || n > 1400 {
			t.Errorf("%s has %d words, want 700 to 1,400", l.Slug, n)
		}
		if len(l.Exercises) == 0 || len(l.Sources) == 0 || len(l.Objectives) < 3 || len(l.Graphs) != 1 {
			t.Errorf("%s: %d exercises, %d sources, %d objectives, %d graphs",
				l.Slug, len(l.Exercises), len(l.Sources), len(l.Objectives), len(l.Graphs))
		}
		for _, part := range []string{"\n## In practice\n", "\n> [!", "\n|---|", "\n```practice\n", "\n```console\n"} {
			if !strings.Contains(l.Body, part) {
				t.Errorf("%s has no %q", l.Slug, part)
			}
		}
		for _, quiz := range p.Quizzes {
			if quiz.Slug == l.Quiz {
				placed(t, l, quiz)
			}
		}
	}
}

func placed(t *testing.T, l course.Lesson, quiz course.Quiz) {
	t.Helper()
	if n := len(quiz.Questions); n < 4 || n > 6 {
		t.Errorf("%s has %d questions, want 4 to 6", l.Slug, n)
	}
	for _, q := range quiz.Questions {
		if !strings.Contains(l.Body, "\n```quiz\n"+string(q.Slug)+"\n```\n") {
			t.Errorf("the question %s stands nowhere in %s", q.Slug, l.Slug)
		}
	}
}

// words counts running text, tables included, fenced blocks left out.
func words(body string) int {
	n, fenced := 0, false
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		} else if !fenced {
			n += len(strings.Fields(line))
		}
	}
	return n
}

func TestBuiltInPack_exercisesAreComplete(t *testing.T) {
	for _, e := range builtIn(t).Exercises {
		if len(e.Hints) < 3 || len(e.Wrong) < 2 || len(e.Goals) < 3 || e.Ghost == "" || len(e.Teaches) == 0 || e.Repo != "shop" {
			t.Errorf("%s: %d hints, %d near misses, %d goals, ghost %q", e.Slug, len(e.Hints), len(e.Wrong), len(e.Goals), e.Ghost)
		}
		for _, g := range e.Goals {
			if len(g.Otherwise) == 0 || g.Otherwise[len(g.Otherwise)-1].When != "" {
				t.Errorf("%s: the goal %q can be unmet without a word", e.Slug, g.Says)
			}
		}
		for _, wrong := range e.Wrong {
			if len(wrong.Misses) == 0 {
				t.Errorf("%s: %s does not say which goals it misses", e.Slug, wrong.Slug)
			}
		}
	}
}

// A solution uses only what its lesson, an earlier one, or the exercise itself
// teaches.
func TestBuiltInPack_solutionsUseWhatIsTaught(t *testing.T) {
	p := builtIn(t)
	var taught []string
	for _, l := range p.Lessons {
		taught = append(taught, l.Teaches...)
		for _, e := range p.Exercises {
			if !slices.Contains(l.Exercises, e.Slug) {
				continue
			}
			taught = append(taught, e.Teaches...)
			for line := range strings.Lines(e.Solution) {
				if c := command(line); !slices.Contains(taught, c) {
					t.Errorf("%s uses %q, which was not taught", e.Slug, c)
				}
			}
		}
	}
}

// command is a line's program, with the subcommand for git.
func command(line string) string {
	f := strings.Fields(line)
	if len(f) > 1 && f[0] == "git" {
		return f[0] + " " + f[1]
	}
	return f[0]
}
