package progress_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"cairn/internal/progress"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var monday = time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, dir string) *progress.Store {
	t.Helper()
	s, err := progress.Open(t.Context(), progress.Params{
		Path:    filepath.Join(dir, "progress.db"),
		Backups: filepath.Join(dir, "backups"),
		Now:     func() time.Time { return monday },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func troubleOf(t *testing.T, err error) progress.Trouble {
	t.Helper()
	var e *progress.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a *progress.Error", err)
	}
	if e.Advice == "" {
		t.Errorf("no advice in %v", err)
	}
	return e.Trouble
}

func TestStore_givesBackWhatWasRecorded(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.Append(t.Context(),
		progress.Event{Type: progress.LessonOpened, Item: "lesson"},
		progress.Event{Type: progress.LessonRead, Item: "lesson", PackVersion: "1.0.0"},
		progress.Event{Type: progress.Answered, Item: "q", Payload: progress.Payload{Chosen: []int{2}}},
		progress.Event{Type: progress.Answered, Item: "q", Payload: progress.Payload{Chosen: []int{1}, Correct: true}},
	))
	must(t, s.SetPlace(t.Context(), "lesson", "block 7"))
	must(t, s.SetSetting(t.Context(), "theme", "dark"))
	must(t, s.Close())

	s = open(t, dir)
	defer s.Close()
	states, err := s.States(t.Context())
	must(t, err)
	if got := states["lesson"]; !got.IsDone() || got.DoneVersion != "1.0.0" || !got.Done.Equal(monday) {
		t.Errorf("lesson: %+v", got)
	}
	if got := states["q"]; !got.Correct || got.Attempts != 2 || !cmp.Equal(got.Chosen, []int{1}) {
		t.Errorf("question: %+v", got)
	}
	if place, err := s.Place(t.Context(), "lesson"); err != nil || place != "block 7" {
		t.Errorf("place %q, %v", place, err)
	}
	if v, err := s.Setting(t.Context(), "theme"); err != nil || v != "dark" {
		t.Errorf("setting %q, %v", v, err)
	}
}

func TestStore_rebuildsTheSameStateFromTheLog(t *testing.T) {
	types := []progress.Type{progress.LessonOpened, progress.LessonRead, progress.ExerciseStarted, progress.ExerciseReset,
		progress.ExercisePassed, progress.GoalMet, progress.HintShown, progress.SolutionWatched, progress.Answered,
		progress.TopicSkipped, progress.TopicResumed, "from.the.future"}
	rapid.Check(t, func(rt *rapid.T) {
		now := monday
		s, err := progress.Open(t.Context(), progress.Params{Path: progress.Memory, Now: func() time.Time { return now }})
		must(t, err)
		defer s.Close()
		for range rapid.IntRange(0, 30).Draw(rt, "events") {
			now = now.Add(time.Duration(rapid.IntRange(-3600, 90000).Draw(rt, "seconds")) * time.Second)
			must(t, s.Append(t.Context(), progress.Event{
				Type: rapid.SampledFrom(types).Draw(rt, "type"),
				Item: progress.Item(fmt.Sprint("item", rapid.IntRange(0, 3).Draw(rt, "item"))),
				Payload: progress.Payload{
					Correct:  rapid.Bool().Draw(rt, "correct"),
					Hint:     rapid.IntRange(0, 3).Draw(rt, "hint"),
					Commands: rapid.IntRange(1, 9).Draw(rt, "commands"),
				},
			}))
		}
		states, err := s.States(t.Context())
		must(t, err)
		days, err := s.Days(t.Context())
		must(t, err)
		must(t, s.Rebuild(t.Context()))
		again, err := s.States(t.Context())
		must(t, err)
		daysAgain, err := s.Days(t.Context())
		must(t, err)
		if d := cmp.Diff(states, again); d != "" {
			rt.Errorf("states differ after rebuild:\n%s", d)
		}
		if d := cmp.Diff(days, daysAgain); d != "" {
			rt.Errorf("days differ after rebuild:\n%s", d)
		}
	})
}

func TestStore_keepsAcknowledgedEventsAcrossKill9(t *testing.T) {
	if dir := os.Getenv("CAIRN_TEST_KILL_DIR"); dir != "" {
		s, err := progress.Open(context.Background(), progress.Params{Path: filepath.Join(dir, "progress.db")})
		must(t, err)
		must(t, s.Append(context.Background(), progress.Event{Type: progress.LessonRead, Item: "kept"}))
		must(t, os.WriteFile(filepath.Join(dir, "acknowledged"), nil, 0o600))
		select {}
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=TestStore_keepsAcknowledgedEventsAcrossKill9")
	child.Env = append(os.Environ(), "CAIRN_TEST_KILL_DIR="+dir)
	must(t, child.Start())
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "acknowledged")); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the child never acknowledged its event")
		}
	}
	must(t, child.Process.Kill())
	_ = child.Wait() // it was killed: the error is expected
	s := open(t, dir)
	defer s.Close()
	states, err := s.States(t.Context())
	must(t, err)
	if !states["kept"].IsDone() {
		t.Error("the acknowledged event is gone")
	}
}

func TestOpen_refusesADatabaseFromTheFutureAndLeavesItAlone(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir).Close())
	path := filepath.Join(dir, "progress.db")
	db, err := sql.Open("sqlite", path)
	must(t, err)
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
	must(t, err)
	must(t, db.Close())
	before, err := os.ReadFile(path)
	must(t, err)
	_, err = progress.Open(t.Context(), progress.Params{Path: path})
	if got := troubleOf(t, err); got != progress.TroubleFuture {
		t.Errorf("trouble %q in %v", got, err)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !cmp.Equal(before, after) {
		t.Error("the refused database was changed")
	}
}

func TestOpen_saysThatAFileIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	must(t, os.WriteFile(path, []byte("this is no database, but it is long enough to look at"), 0o600))
	_, err := progress.Open(t.Context(), progress.Params{Path: path})
	if got := troubleOf(t, err); got != progress.TroubleDamaged {
		t.Errorf("trouble %q in %v", got, err)
	}
}

func TestOpen_saysThatTheFolderIsReadOnly(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("needs permissions that bind this user")
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o500))
	_, err := progress.Open(t.Context(), progress.Params{Path: filepath.Join(dir, "progress.db")})
	if got := troubleOf(t, err); got != progress.TroubleReadOnly {
		t.Errorf("trouble %q in %v", got, err)
	}
}

func TestAppend_keepsEventsUntilThereIsRoomAgain(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	// max_page_count makes SQLite report a full disk: https://sqlite.org/pragma.html#pragma_max_page_count
	must(t, s.Exec(t.Context(), `PRAGMA max_page_count = 1`))
	var full error
	sent := 0
	for ; full == nil && sent < 1000; sent++ {
		full = s.Append(t.Context(), progress.Event{Type: progress.LessonRead, Item: progress.Item(fmt.Sprint("lesson ", sent))})
	}
	if got := troubleOf(t, full); got != progress.TroubleFull {
		t.Fatalf("trouble %q in %v", got, full)
	}
	if s.Pending() != 1 {
		t.Errorf("%d events pending, want 1", s.Pending())
	}
	must(t, s.Exec(t.Context(), `PRAGMA max_page_count = 1000000`))
	must(t, s.Flush(t.Context()))
	states, err := s.States(t.Context())
	must(t, err)
	if len(states) != sent {
		t.Errorf("%d lessons are recorded, want %d", len(states), sent)
	}
}

func TestEvents_canNotBeChanged(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	must(t, s.Append(t.Context(), progress.Event{Type: progress.LessonRead, Item: "l"}))
	if err := s.Exec(t.Context(), `UPDATE events SET item = 'other'`); err == nil {
		t.Error("an event was changed")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
