package progress_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/progress"
)

func TestBackup_canBeRestoredAndKeepsTheDamagedFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.Append(t.Context(), progress.Event{Type: progress.LessonRead, Item: "lesson"}))
	backup, err := s.Backup(t.Context())
	must(t, err)
	must(t, s.Close())
	path := filepath.Join(dir, "progress.db")
	must(t, os.WriteFile(path, []byte("broken"), 0o600))

	kept, err := progress.Restore(t.Context(), backup, path, monday)
	must(t, err)
	if b, err := os.ReadFile(kept); err != nil || string(b) != "broken" {
		t.Errorf("the damaged file was not kept: %q, %v", b, err)
	}
	s = open(t, dir)
	defer s.Close()
	states, err := s.States(t.Context())
	must(t, err)
	if !states["lesson"].IsDone() {
		t.Error("the restored store has lost the lesson")
	}
}

// The folder has the person's name on Windows, and that may have any of these.
func TestBackup_isCheckedInAFolderWithAnyName(t *testing.T) {
	for _, name := range []string{"José Ruiz", "50%41", "C# & more;x=1", "a'b"} {
		dir := filepath.Join(t.TempDir(), name)
		s := open(t, dir)
		must(t, s.Append(t.Context(), progress.Event{Type: progress.LessonRead, Item: "lesson"}))
		backup, err := s.Backup(t.Context())
		must(t, err)
		must(t, s.Close())
		if err := progress.Check(t.Context(), backup); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "progress.db")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFileURI_isWhatSQLiteReads(t *testing.T) {
	for path, want := range map[string]string{
		"C:/Users/J#x/50%/progress.db": "file:C:/Users/J%23x/50%25/progress.db?mode=ro",
		"/home/ada/progress.db":        "file:/home/ada/progress.db?mode=ro",
		"//server/share/progress.db":   "file:////server/share/progress.db?mode=ro",
	} {
		if got := progress.FileURI(path, url.Values{"mode": {"ro"}}); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestBackupIfDue_waitsThirtyMinutes(t *testing.T) {
	dir := t.TempDir()
	now := monday
	s, err := progress.Open(t.Context(), progress.Params{
		Path: filepath.Join(dir, "p.db"), Backups: filepath.Join(dir, "b"), Now: func() time.Time { return now }})
	must(t, err)
	defer s.Close()
	for _, wait := range []time.Duration{0, 29 * time.Minute, 2 * time.Minute} {
		now = now.Add(wait)
		must(t, s.BackupIfDue(t.Context()))
	}
	saved, err := progress.Backups(filepath.Join(dir, "b"))
	must(t, err)
	if len(saved) != 2 {
		t.Errorf("%d backups, want 2: %v", len(saved), saved)
	}
}

func TestKeepers_thinsOutOldBackups(t *testing.T) {
	var saved []progress.Saved
	for hours := range 24 * 400 { // one each hour, for 400 days, newest first
		when := monday.Add(-time.Duration(hours) * time.Hour)
		saved = append(saved, progress.Saved{Path: fmt.Sprint(when.Unix()), When: when})
	}
	keep := progress.Keepers(saved, monday)
	if got := len(keep); got < 48+12+8+7 || got > 48+12+10+9 {
		t.Errorf("%d backups kept", got)
	}
}
