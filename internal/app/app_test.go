package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cairn/assets"
	"cairn/internal/app"
	"cairn/internal/course"

	"github.com/google/go-cmp/cmp"
)

// foldersIn are folders of a learner of the test's own.
func foldersIn(dir string) app.Folders {
	return app.Folders{Data: filepath.Join(dir, "data"), Practice: filepath.Join(dir, "Cairn")}
}

func openIn(t *testing.T, f app.Folders) *app.App {
	t.Helper()
	files, err := assets.BackendRoadmap()
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Params{Folders: f, Pack: files})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func mustClose(t *testing.T, c interface{ Close() error }) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpen_namesWhatIsWrongInAPack(t *testing.T) {
	pack := fstest.MapFS{"pack.yaml": {Data: []byte("format: 1\nid: broken\ncolour: green\n")}}
	_, err := app.Open(t.Context(), app.Params{Folders: foldersIn(t.TempDir()), Pack: pack})
	if err == nil || !strings.Contains(err.Error(), "pack.yaml:3:1") {
		t.Errorf("got %v, want the place of the unknown field", err)
	}
}

func TestOpen_goesOnWithoutSavingWhenTheDataFolderCanNotBeWritten(t *testing.T) {
	dir := t.TempDir()
	f := foldersIn(dir)
	// A file where the folder should be: no user can write below it, root included.
	if err := os.WriteFile(f.Data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := openIn(t, f)
	defer mustClose(t, a)
	if a.Trouble() == nil || a.Trouble().Trouble != app.TroubleReadOnly || a.Trouble().Advice == "" {
		t.Errorf("trouble: %v", a.Trouble())
	}
	if err := a.MarkRead(t.Context(), a.First()); err != nil {
		t.Errorf("the session does not go on: %v", err)
	}
}

func TestOpen_bringsTheFirstProgramForward(t *testing.T) {
	f := foldersIn(t.TempDir())
	first := openIn(t, f)
	defer mustClose(t, first)
	raised := make(chan struct{}, 8)
	if err := first.OnRaise(t.Context(), func() { raised <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	files, err := assets.BackendRoadmap()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Open(t.Context(), app.Params{Folders: f, Pack: files}); !errors.Is(err, app.ErrRunning) {
		t.Fatalf("a second program gave %v", err)
	}
	select {
	case <-raised:
	case <-time.After(10 * time.Second):
		t.Error("the first program was not asked to come forward")
	}
}

func TestRestoreNewestBackup_bringsProgressBack(t *testing.T) {
	f := foldersIn(t.TempDir())
	a := openIn(t, f)
	lesson := a.First()
	if err := errors.Join(a.MarkRead(t.Context(), lesson), a.BackUp(t.Context())); err != nil {
		t.Fatal(err)
	}
	mustClose(t, a)
	if err := os.WriteFile(filepath.Join(f.Data, "progress.db"), []byte("damaged, and long enough to be looked at"), 0o600); err != nil {
		t.Fatal(err)
	}
	a = openIn(t, f)
	if a.Trouble() == nil || a.Trouble().Trouble != app.TroubleDamaged {
		t.Fatalf("trouble: %v", a.Trouble())
	}
	if _, err := a.RestoreNewestBackup(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustClose(t, a)
	a = openIn(t, f)
	defer mustClose(t, a)
	page, err := a.OpenLesson(t.Context(), lesson.Slug)
	if err != nil || !page.Read {
		t.Errorf("the lesson is not read any more: %v", err)
	}
}

func TestRoadmap_showsEveryTopicAndWhatIsNext(t *testing.T) {
	a := openIn(t, foldersIn(t.TempDir()))
	defer mustClose(t, a)
	m := a.Roadmap()
	if len(m.Cards) != 16 {
		t.Errorf("%d topics, want the curriculum's 16", len(m.Cards))
	}
	next := 0
	for _, c := range m.Cards {
		if c.Next {
			next++
			if c.Topic.Slug != "first-steps" {
				t.Errorf("next is %s", c.Topic.Slug)
			}
		}
		if (c.Total == 0) != (c.State == app.TopicPlanned) {
			t.Errorf("topic %s with %d lessons is %s", c.Topic.Slug, c.Total, c.State)
		}
	}
	if next != 1 || m.Continue == nil {
		t.Errorf("%d topics are next, go on with %v", next, m.Continue)
	}
}

func TestAnswerQuestion_keepsTheNewestAnswer(t *testing.T) {
	f := foldersIn(t.TempDir())
	a := openIn(t, f)
	page, err := a.OpenLesson(t.Context(), a.First().Slug)
	if err != nil {
		t.Fatal(err)
	}
	q := &page.Quiz.Questions[0]
	var right, wrong []int
	for i, c := range q.Choices {
		if c.Correct {
			right = append(right, i)
		} else {
			wrong = []int{i}
		}
	}
	for _, try := range []struct {
		chosen []int
		want   bool
	}{{wrong, false}, {right, true}} {
		got, err := a.AnswerQuestion(t.Context(), q, try.chosen)
		if err != nil || got.Correct != try.want {
			t.Errorf("answer %v: %+v, %v", try.chosen, got, err)
		}
	}
	mustClose(t, a)
	a = openIn(t, f)
	defer mustClose(t, a)
	page, err = a.OpenLesson(t.Context(), page.Lesson.Slug)
	if err != nil || !page.Answers[q.ID].Correct {
		t.Errorf("after a new start: %+v, %v", page.Answers[q.ID], err)
	}
}

func TestPractice_isWhereItWasAtTheNextStart(t *testing.T) {
	f := foldersIn(t.TempDir())
	a := openIn(t, f)
	e, err := a.Exercise("first-commits")
	if err != nil {
		t.Fatal(err)
	}
	p, s, err := a.StartExercise(t.Context(), e)
	if err != nil || s.Met == len(s.Goals) {
		t.Fatalf("untouched: %d of %d goals met, %v", s.Met, len(s.Goals), err)
	}
	passed := 0
	for _, line := range app.Lines(e.Solution) {
		exit, s, err := p.Run(t.Context(), app.Line{Text: line, Stdin: strings.NewReader(""), Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}})
		if err != nil || exit != 0 {
			t.Fatalf("%s: exit %d, %v", line, exit, err)
		}
		if s.JustPassed {
			passed++
		}
	}
	if passed != 1 {
		t.Errorf("the exercise was passed %d times, want once", passed)
	}
	mustClose(t, p)
	mustClose(t, a)

	a = openIn(t, f)
	defer mustClose(t, a)
	e, err = a.Exercise(string(e.ID))
	if err != nil {
		t.Fatal(err)
	}
	p, s, err = a.StartExercise(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, p)
	if s.Met != len(s.Goals) || !s.Passed || s.JustPassed || s.Commands != len(app.Lines(e.Solution)) {
		t.Errorf("after a new start: %d of %d goals, passed %v, just now %v, %d commands", s.Met, len(s.Goals), s.Passed, s.JustPassed, s.Commands)
	}
	if s, err = p.Undo(t.Context()); err != nil || s.Met == len(s.Goals) && s.Commands == len(app.Lines(e.Solution)) {
		t.Errorf("undo took nothing back: %v", err)
	}
}

func TestHint_comesOneAtATime(t *testing.T) {
	a := openIn(t, foldersIn(t.TempDir()))
	defer mustClose(t, a)
	e, err := a.Exercise("backend-roadmap/look-around")
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := a.StartExercise(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, p)
	for i := range len(e.Hints) + 1 {
		s, err := p.Hint(t.Context())
		if want := min(i+1, len(e.Hints)); err != nil || len(s.Hints) != want {
			t.Errorf("after %d calls %d hints are shown, want %d: %v", i+1, len(s.Hints), want, err)
		}
	}
}

func TestLiveGraph_showsWhatTheCommandMoves(t *testing.T) {
	f := foldersIn(t.TempDir())
	left := filepath.Join(f.Data, "replays", "cairn-replay-1") // by a program that was killed
	if err := os.MkdirAll(filepath.Join(left, "work"), 0o700); err != nil {
		t.Fatal(err)
	}
	a := openIn(t, f)
	defer mustClose(t, a)
	graphs := 0
	for i := range a.Pack().Lessons {
		l := &a.Pack().Lessons[i]
		for n := range l.Graphs {
			graphs++
			before, after, err := a.LiveGraph(t.Context(), l, n)
			if err != nil {
				t.Fatal(err)
			}
			if len(after.Commits) == len(before.Commits) && cmp.Equal(after.Refs, before.Refs) && after.Head == before.Head {
				t.Errorf("graph %d of %s: the command moves nothing", n+1, l.Slug)
			}
		}
	}
	if graphs == 0 {
		t.Error("no lesson has a live graph")
	}
	if entries, err := os.ReadDir(filepath.Dir(left)); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v: folders of repositories in texts are left behind", entries, err)
	}
}

func TestExercise_saysHowToListThem(t *testing.T) {
	a := openIn(t, foldersIn(t.TempDir()))
	defer mustClose(t, a)
	if _, err := a.Exercise("no-such"); err == nil || !strings.Contains(err.Error(), "cairnctl practice") {
		t.Errorf("got %v", err)
	}
	if a.Lesson(course.Slug("no-such")) != nil {
		t.Error("a lesson that is not there was found")
	}
}

func TestRoadmap_countsALessonOnceItIsReadAndPractised(t *testing.T) {
	a := openIn(t, foldersIn(t.TempDir()))
	defer mustClose(t, a)
	l := a.Lesson("terminal")
	if m := a.Roadmap(); m.Started || m.Done != 0 {
		t.Fatalf("at first: started %v, %d done", m.Started, m.Done)
	}
	if err := a.MarkRead(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if read, passed := a.LessonStanding(l); !read || passed {
		t.Errorf("read %v, passed %v; want read only", read, passed)
	}
	if m := a.Roadmap(); !m.Started || m.Done != 0 {
		t.Errorf("after reading: started %v, %d done", m.Started, m.Done)
	}
}
