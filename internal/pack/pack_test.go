package pack_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/course"
	"cairn/internal/pack"
)

func small(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("testdata/small")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestLoad_keepsEveryFieldOfTheFormat(t *testing.T) {
	got, err := pack.Load(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if got.UUID != "11111111-1111-4111-8111-111111111111" || got.Version != "1.2.0-rc.1" || got.Key == "" ||
		got.Homepage != "https://example.com/small" || len(got.Authors) != 2 {
		t.Errorf("pack.yaml: %+v", got)
	}
	requires := course.Requires{Cairn: ">=0.1", Packs: []course.PackRange{{UUID: "22222222-2222-4222-8222-222222222222", Range: ">=1.0"}}}
	if diff := cmp.Diff(requires, got.Requires); diff != "" {
		t.Errorf("requires: %s", diff)
	}
	topics := []course.Topic{{
		ID: "33333333-3333-4333-8333-333333333301", Slug: "basics", Title: "Basics", Summary: "Where it begins.",
		Lessons: []course.Slug{"hello"}, Pos: course.Position{Path: "roadmap.yaml", Line: 2, Col: 5},
		Revision: course.Revision{ContentID: "shared-topic", Rev: 2, Change: course.ChangeEditorial},
	}, {
		ID: "33333333-3333-4333-8333-333333333302", Slug: "later", Title: "Later", Summary: "What comes then.",
		Prerequisites: []course.Slug{"basics"}, Planned: []string{"One more"}, Column: 1,
		Pos: course.Position{Path: "roadmap.yaml", Line: 12, Col: 5},
	}}
	if diff := cmp.Diff(topics, got.Topics); diff != "" {
		t.Errorf("topics: %s", diff)
	}
	moved := course.Moved{
		To:   map[string]string{"44444444-4444-4444-8444-444444444401": "33333333-3333-4333-8333-333333333303"},
		Gone: map[string]string{"44444444-4444-4444-8444-444444444402": "The lesson was about a tool that is no more."},
	}
	if diff := cmp.Diff(moved, got.Moved); diff != "" {
		t.Errorf("moved: %s", diff)
	}
	if diff := cmp.Diff([]string{"assets/dot.svg"}, got.Assets); diff != "" {
		t.Errorf("assets: %s", diff)
	}
	if len(got.Overlays) != 1 || got.Overlays[0].Language != "de" || len(got.Overlays[0].Files["lessons/basics/hello.md"]) == 0 {
		t.Errorf("overlays: %+v", got.Overlays)
	}
}

func TestLoad_keepsLessonQuizAndGlossary(t *testing.T) {
	got, err := pack.Load(small(t))
	if err != nil {
		t.Fatal(err)
	}
	lesson := got.Lessons[0]
	if !strings.HasPrefix(lesson.Body, "# Hello\n") || lesson.BodyLine != 20 {
		t.Errorf("body begins on line %d: %.20q", lesson.BodyLine, lesson.Body)
	}
	lesson.Body = ""
	want := course.Lesson{
		ID: "33333333-3333-4333-8333-333333333303", Slug: "hello", Topic: "basics", Title: "Hello", Minutes: 5,
		Objectives: []string{"Say hello"}, Exercises: []course.Slug{"first"}, Quiz: "hello", Teaches: []string{"git commit"},
		Sources:  []course.Source{{Title: "Git's manual", Author: "The Git project", Year: 2024, Taken: "What commit does", URL: "https://git-scm.com/docs"}},
		BodyLine: 20,
		Graphs: []course.Graph{{
			Start: "git init\n", Run: `git commit --allow-empty -m "One"`, Then: "Now there is one.",
			Pos: course.Position{Path: "lessons/basics/hello.md", Line: 30, Col: 1},
		}},
		Pos:      course.Position{Path: "lessons/basics/hello.md", Line: 2, Col: 1},
		Revision: course.Revision{ContentID: "shared-lesson", Rev: 3, Change: course.ChangeRecheck},
	}
	if diff := cmp.Diff(want, lesson); diff != "" {
		t.Errorf("lesson: %s", diff)
	}
	question := got.Quizzes[0].Questions[0]
	if question.Kind != course.QuestionMultiple || len(question.Choices) != 2 || !question.Choices[0].Correct ||
		question.Choices[1].Because != "A branch points at one." || question.Revision.Rev != 1 {
		t.Errorf("question: %+v", question)
	}
	if term := got.Glossary[0]; term.Also[0] != "revision" || term.Links[0] != "tree" || term.Pos.Line != 2 {
		t.Errorf("term: %+v", term)
	}
}

func TestLoad_keepsTheExercise(t *testing.T) {
	got, err := pack.Load(small(t))
	if err != nil {
		t.Fatal(err)
	}
	const path = "exercises/first/exercise.yaml"
	at := func(line, col int) course.Position { return course.Position{Path: path, Line: line, Col: col} }
	e := got.Exercises[0]
	if want := time.Date(2025, 1, 6, 8, 0, 0, 0, time.UTC); !e.Clock.Equal(want) {
		t.Errorf("clock %v, want %v", e.Clock, want)
	}
	e.Clock = time.Time{}
	want := course.Exercise{
		ID: "33333333-3333-4333-8333-333333333304", Slug: "first", Title: "First", Brief: "Commit the file.\n",
		Minutes: 3, Level: course.LevelStretch, Teaches: []string{"git add"},
		Identity: course.Identity{Name: "Ada Student", Email: "ada@example.com"}, Repo: "shop",
		Scenario: "git init -b main\ngit commit --allow-empty -m \"Start\"\n", ScenarioPos: at(12, 3),
		Remotes: []course.RemoteSpec{{Name: "origin", From: "main"}},
		Events:  []course.Event{{Before: true, When: "head.exists", Line: "^git push", Run: "as Grace: git push\n", Pos: at(17, 5)}},
		Goals: []course.Goal{{
			ID: "33333333-3333-4333-8333-333333333305", Says: "The file is committed",
			Check: "file(\"a.txt\").exists &&\nfile(\"a.txt\").tracked\n", Pos: at(26, 7),
			Otherwise: []course.Otherwise{
				{When: `file("a.txt").exists`, Says: "It is there, but not committed.", Pos: at(29, 15)},
				{Says: "It is not there.", Pos: at(31, 9)},
			},
		}, {
			ID: "33333333-3333-4333-8333-333333333306", Says: "There is a commit", Check: "head.exists", Pos: at(34, 12),
			Otherwise: []course.Otherwise{{Says: "Commit.", Pos: at(35, 16)}},
		}},
		Hints: []string{"Look.", "Commit."}, Solution: "git add a.txt\ngit commit -m \"Add a\"\n", SolutionPos: at(38, 3),
		Ghost: "git status", Review: true,
		Files: map[string][]byte{"db/a.sql": []byte("CREATE TABLE a (id integer);\n")},
		Wrong: []course.NearMiss{{
			Slug: "staged-only", Says: "It is staged and not committed.", Commands: "git add a.txt\n",
			Misses: []course.GoalID{"33333333-3333-4333-8333-333333333305"},
			Pos:    course.Position{Path: "exercises/first/wrong-staged-only.yaml", Line: 1, Col: 1},
		}},
		Pos: at(1, 1), Revision: course.Revision{ContentID: "shared-exercise", Rev: 1, Change: course.ChangeRecheck},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
}

// Each case breaks the small pack in one place: what is replaced, by what, and
// the findings that must come.
func TestLoad_saysWhatIsWrongAndWhere(t *testing.T) {
	cases := map[string]struct {
		path, old, new string
		want           []string
	}{
		"unknown field": {"pack.yaml", "title:", "titel:", []string{
			`pack.yaml:1:1: "title" is missing`, `pack.yaml:5:1: unknown field "titel"; did you mean "title"?`}},
		"number for text": {"pack.yaml", "1.2.0-rc.1", "1.2", []string{"pack.yaml:4:10: version must be text; put 1.2 in quotes"}},
		"bad version":     {"pack.yaml", "1.2.0-rc.1", "1.2.x", []string{`pack.yaml:4:10: "1.2.x" is not a version such as 1.2.0`}},
		"later format":    {"pack.yaml", "format: 1", "format: 2", []string{"pack.yaml:1:9: format 2 is not known; this Cairn reads format 1"}},
		"no value":        {"pack.yaml", "title: A small pack", "title:", []string{"pack.yaml:5:7: title has no value"}},
		"empty text":      {"pack.yaml", "title: A small pack", "title: ''", []string{`pack.yaml:5:9: "title" is empty`}},
		"key twice":       {"pack.yaml", "id: small", "id: small\nid: big", []string{`pack.yaml:3:1: "id" stands here a second time; the first is on line 2`}},
		"syntax":          {"pack.yaml", "authors: [Mei Lin,", "authors: Mei: [", []string{"pack.yaml:9:10: not valid YAML: mapping value is not allowed in this context"}},
		"anchor": {"quizzes/hello.yaml", "asks: What", "asks: &x What", []string{
			"quizzes/hello.yaml:5:11: anchors and aliases are not allowed; write the value out",
			`lessons/basics/hello.md:37:1: there is no question "what-is"`}},
		"two documents": {"glossary.yaml", "terms:", "---\nterms: []\n---\nterms:", []string{
			"glossary.yaml:1:1: holds 2 YAML documents; write one YAML mapping",
			`lessons/basics/hello.md:22:12: there is no glossary term "commit"`}},
		"bad uuid": {"roadmap.yaml", "33333333-3333-4333-8333-333333333301", "33333333-3333-4333-8333-33333333330X", []string{
			`roadmap.yaml:2:9: "33333333-3333-4333-8333-33333333330X" is not a UUID such as 0f7cb3a2-5d1e-4c46-9a57-2f0c8be1d934`}},
		"id twice": {"roadmap.yaml", "333333333302", "333333333303", []string{
			"lessons/basics/hello.md:2:5: the id 33333333-3333-4333-8333-333333333303 is used already in roadmap.yaml on line 12"}},
		"circle": {"roadmap.yaml", "summary: Where it begins.", "summary: x\n    prerequisites: [later]", []string{
			"roadmap.yaml:17:21: topics need each other in a circle: basics needs later needs basics"}},
		"unknown prerequisite": {"roadmap.yaml", "[basics]", "[basic]", []string{`roadmap.yaml:16:21: there is no topic "basic"; did you mean "basics"?`}},
		"same place":           {"roadmap.yaml", "column: 1", "column: 0", []string{`roadmap.yaml:18:13: column 0, row 0 is taken by the topic "basics"`}},
		"empty topic":          {"roadmap.yaml", "planned: [One more]", "planned: []", []string{"roadmap.yaml:12:5: the topic has no lessons; list some, or say in planned: what will come"}},
		"lesson not listed": {"roadmap.yaml", "lessons: [hello]", "lessons: [hallo]", []string{
			`roadmap.yaml:6:15: there is no lesson "lessons/basics/hallo.md"`,
			`lessons/basics/hello.md: no topic lists this lesson; name it in roadmap.yaml under "basics"`}},
		"unknown exercise": {"lessons/basics/hello.md", "exercise: [first]", "exercise: fist", []string{
			`lessons/basics/hello.md:7:11: there is no exercise "fist"; did you mean "first"?`,
			"exercises/first: no lesson leads to this exercise"}},
		"unknown quiz": {"lessons/basics/hello.md", "quiz: hello", "quiz: hullo", []string{
			`lessons/basics/hello.md:8:7: there is no quiz "hullo"; did you mean "hello"?`,
			`lessons/basics/hello.md:37:1: there is no question "what-is"`,
			"quizzes/hello.yaml: no lesson has this quiz"}},
		"unknown question": {"lessons/basics/hello.md", "\nwhat-is\n", "\nwhat-iss\n", []string{
			`lessons/basics/hello.md:37:1: there is no question "what-iss"; did you mean "what-is"?`}},
		"unknown term":    {"lessons/basics/hello.md", "(term:commit)", "(term:comit)", []string{`lessons/basics/hello.md:22:12: there is no glossary term "comit"; did you mean "commit"?`}},
		"missing picture": {"lessons/basics/hello.md", "assets/dot.svg", "assets/dott.svg", []string{`lessons/basics/hello.md:22:48: there is no file in assets "assets/dott.svg"; did you mean "assets/dot.svg"?`}},
		"remote picture":  {"lessons/basics/hello.md", "assets/dot.svg", "https://example.com/x.png", []string{"lessons/basics/hello.md:22:48: pictures come from the pack's assets, never from the network"}},
		"file link":       {"lessons/basics/hello.md", "https://example.com)", "file:///etc/passwd)", []string{`lessons/basics/hello.md:23:12: a link may be lesson:SLUG, term:ID, a picture in assets or an https address, not "file:///etc/passwd"`}},
		"open fence":      {"lessons/basics/hello.md", "what-is\n```", "what-is\n", []string{"lessons/basics/hello.md:36:1: the fenced block that begins here has no end"}},
		"graph field":     {"lessons/basics/hello.md", "then: Now", "than: Now", []string{`lessons/basics/hello.md:30:1: "then" is missing`, `lessons/basics/hello.md:33:1: unknown field "than"; did you mean "then"?`}},
		"no front matter": {"lessons/basics/hello.md", "---\nid", "id", []string{"lessons/basics/hello.md:1:1: does not begin with front matter; the first line must be ---", "exercises/first: no lesson leads to this exercise", "quizzes/hello.yaml: no lesson has this quiz",
			"moved.yaml:2:41: 44444444-4444-4444-8444-444444444401 leads to 33333333-3333-4333-8333-333333333303, which this pack does not have"}},
		"no objectives":   {"lessons/basics/hello.md", "objectives:\n  - Say hello", "objectives: []", []string{"lessons/basics/hello.md:2:1: objectives: there must be at least one"}},
		"bad clock":       {"exercises/first/exercise.yaml", "2025-01-06T09:00:00+01:00", "yesterday", []string{`exercises/first/exercise.yaml:9:8: "yesterday" is not a time such as 2025-01-06T09:00:00+01:00`}},
		"bad level":       {"exercises/first/exercise.yaml", "level: stretch", "level: hard", []string{`exercises/first/exercise.yaml:6:8: level is "hard"; it may be core or stretch`}},
		"outside repo":    {"exercises/first/exercise.yaml", "repo: shop", "repo: ../shop", []string{`exercises/first/exercise.yaml:10:7: "../shop" is not a folder below the practice folder`}},
		"no hints":        {"exercises/first/exercise.yaml", "hints: [Look., Commit.]", "hints: []", []string{"exercises/first/exercise.yaml:1:1: hints: there must be at least one"}},
		"no solution":     {"exercises/first/exercise.yaml", "solution: |\n  git add a.txt\n  git commit -m \"Add a\"\n", "", []string{`exercises/first/exercise.yaml:1:1: "solution" is missing`}},
		"bad expression":  {"exercises/first/exercise.yaml", "line: ^git push", "line: (", []string{"exercises/first/exercise.yaml:19:11: not a regular expression: error parsing regexp: missing closing ): `(`"}},
		"idle event":      {"exercises/first/exercise.yaml", "    when: head.exists\n    line: ^git push\n", "", []string{"exercises/first/exercise.yaml:17:5: an event needs when: or line:, else it never happens"}},
		"goal of no one":  {"exercises/first/wrong-staged-only.yaml", "333305", "333399", []string{`exercises/first/wrong-staged-only.yaml:4:10: there is no goal "33333333-3333-4333-8333-333333333399"; did you mean "33333333-3333-4333-8333-333333333305"?`}},
		"no right answer": {"quizzes/hello.yaml", "correct: true", "correct: false", []string{"quizzes/hello.yaml:2:5: no choice is correct"}},
		"moved to none":   {"moved.yaml", "33333333-3333-4333-8333-333333333303", "33333333-3333-4333-8333-333333333399", []string{"moved.yaml:2:41: 44444444-4444-4444-8444-444444444401 leads to 33333333-3333-4333-8333-333333333399, which this pack does not have"}},
		"gone and used":   {"moved.yaml", "44444444-4444-4444-8444-444444444402", "33333333-3333-4333-8333-333333333305", []string{"moved.yaml:4:3: 33333333-3333-4333-8333-333333333305 is still used in exercises/first/exercise.yaml on line 23"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			files := small(t)
			before := string(files[c.path].Data)
			after := strings.Replace(before, c.old, c.new, 1)
			if before == after {
				t.Fatalf("%s does not hold %q", c.path, c.old)
			}
			files[c.path] = &fstest.MapFile{Data: []byte(after)}
			_, err := pack.Load(files)
			var broken *pack.BrokenError
			if !errors.As(err, &broken) {
				t.Fatalf("got %v, want findings", err)
			}
			for _, want := range c.want {
				if !strings.Contains("\n"+broken.Error()+"\n", "\n"+want+"\n") {
					t.Errorf("no finding\n%s\nin\n%s", want, broken)
				}
			}
			if len(broken.Findings) != len(c.want) {
				t.Errorf("%d findings, want %d:\n%s", len(broken.Findings), len(c.want), broken)
			}
		})
	}
}

func TestLoad_collectsAllFindings(t *testing.T) {
	files := small(t)
	files["pack.yaml"] = &fstest.MapFile{Data: []byte("format: 1\ncolour: red\n")}
	files["glossary.yaml"] = &fstest.MapFile{Data: []byte("terms: 5\n")}
	delete(files, "roadmap.yaml")
	_, err := pack.Load(files)
	for _, want := range []string{
		`pack.yaml:2:1: unknown field "colour"`, `pack.yaml:1:1: "uuid" is missing`, "glossary.yaml:1:8: terms must be a list",
		"roadmap.yaml: is missing",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no finding %q in\n%v", want, err)
		}
	}
}

func TestLoad_refusesWhatCouldHangTheParser(t *testing.T) {
	for name, data := range map[string]string{
		"too long":      "title: " + strings.Repeat("a\n  ", 300_000),
		"too many keys": strings.Repeat("a: b\n", 100_000),
		"one long line": strings.Repeat("a: ", 100_000),
		"deep":          "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"binary":        "a: \x00",
		"not UTF-8":     "a: \xff",
		"empty":         "",
	} {
		files := small(t)
		files["glossary.yaml"] = &fstest.MapFile{Data: []byte(data)}
		start := time.Now()
		_, err := pack.Load(files)
		if err == nil || !strings.Contains(err.Error(), "glossary.yaml:1:") {
			t.Errorf("%s: got %v", name, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func TestLoad_readsFilesWithWindowsLineEnds(t *testing.T) {
	files := small(t)
	for _, file := range files {
		file.Data = []byte(strings.ReplaceAll(string(file.Data), "\n", "\r\n"))
	}
	got, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if want := "git add a.txt\ngit commit -m \"Add a\"\n"; got.Exercises[0].Solution != want {
		t.Errorf("solution %q", got.Exercises[0].Solution)
	}
}

func TestLoad_givesAPositionWithoutALineForAnEmptyFolder(t *testing.T) {
	_, err := pack.Load(fstest.MapFS{})
	if err == nil || err.Error() != "pack.yaml: is missing\nroadmap.yaml: is missing" {
		t.Errorf("got %v", err)
	}
}

func TestLoad_followsNoLinkOutOfTheFolder(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "pack")
	if err := os.CopyFS(dir, small(t)); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(base, "outside.md")
	if err := os.WriteFile(outside, []byte("---\nid: x\n---\nsecret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lesson := filepath.Join(dir, "lessons", "basics", "hello.md")
	if err := errors.Join(os.Remove(lesson), os.Symlink(outside, lesson)); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, err = pack.Load(root.FS())
	if err == nil || !strings.Contains(err.Error(), "lessons/basics/hello.md: cannot be read: ") {
		t.Errorf("got %v", err)
	}
}
