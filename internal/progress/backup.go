package progress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cairn/internal/disk"
)

// backupEvery is the least time between two backups that BackupIfDue makes
// (design: progress, "Store").
const backupEvery = 30 * time.Minute

const (
	backupPrefix = "progress-"
	backupLayout = "20060102T150405Z"
)

// Saved is one backup.
type Saved struct {
	Path string
	When time.Time
}

// BackupIfDue makes a backup unless the newest one is younger than 30 minutes,
// and thins out old ones: all of the last 2 days stay, then 12 daily, 10 weekly
// and 9 monthly ones.
func (s *Store) BackupIfDue(ctx context.Context) error {
	if s.backups == "" || s.path == Memory {
		return nil
	}
	saved, err := Backups(s.backups)
	if err != nil {
		return err
	}
	if len(saved) > 0 && s.now().Sub(saved[0].When) < backupEvery {
		return nil
	}
	if _, err := s.Backup(ctx); err != nil {
		return err
	}
	return s.thin()
}

// Backup writes a copy of the whole store into the backup folder, checks it,
// and gives its path; without a backup folder it does nothing.
func (s *Store) Backup(ctx context.Context) (string, error) {
	if s.backups == "" || s.path == Memory {
		return "", nil
	}
	if err := os.MkdirAll(s.backups, 0o700); err != nil {
		return "", fmt.Errorf("backup folder: %w", err)
	}
	name := filepath.Join(s.backups, backupPrefix+s.now().UTC().Format(backupLayout)+".db")
	partial := name + ".partial"
	if err := disk.Remove(partial); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("backup: %w", err)
	}
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, partial); err != nil {
		return "", errors.Join(explain(s.path, fmt.Errorf("backup: %w", err)), disk.Remove(partial))
	}
	if err := Check(ctx, partial); err != nil {
		return "", err
	}
	if err := disk.Rename(partial, name); err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	return name, nil
}

// Check runs SQLite's quick_check on a database file without changing it.
func Check(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", fileURI(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return explain(path, err)
	}
	defer func() { _ = db.Close() }()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return explain(path, fmt.Errorf("check: %w", err))
	}
	if verdict != "ok" {
		return &Error{Trouble: TroubleDamaged, Path: path, Advice: advice[TroubleDamaged], Err: errors.New(verdict)}
	}
	return nil
}

// Backups lists the backups in a folder, newest first.
func Backups(folder string) ([]Saved, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	var saved []Saved
	for _, e := range entries {
		stamp, ok := strings.CutPrefix(strings.TrimSuffix(e.Name(), ".db"), backupPrefix)
		if !ok {
			continue
		}
		if when, err := time.Parse(backupLayout, stamp); err == nil {
			saved = append(saved, Saved{Path: filepath.Join(folder, e.Name()), When: when})
		}
	}
	slices.SortFunc(saved, func(a, b Saved) int { return b.When.Compare(a.When) })
	return saved, nil
}

// thin removes the backups that no rule keeps.
func (s *Store) thin() error {
	saved, err := Backups(s.backups)
	if err != nil {
		return err
	}
	keep := keepers(saved, s.now())
	var errs []error
	for _, b := range saved {
		if !keep[b.Path] {
			errs = append(errs, disk.Remove(b.Path))
		}
	}
	return errors.Join(errs...)
}

// keepers names the backups to keep; saved is newest first.
func keepers(saved []Saved, now time.Time) map[string]bool {
	keep := map[string]bool{}
	for _, b := range saved {
		if now.Sub(b.When) < 48*time.Hour {
			keep[b.Path] = true
		}
	}
	week := func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprintf("%d-%d", y, w) }
	rules := []struct {
		count int
		of    func(time.Time) string
	}{
		{12, func(t time.Time) string { return t.Format(time.DateOnly) }},
		{10, week},
		{9, func(t time.Time) string { return t.Format("2006-01") }},
	}
	for _, rule := range rules {
		seen := map[string]bool{}
		for _, b := range saved {
			period := rule.of(b.When)
			if now.Sub(b.When) < 48*time.Hour || seen[period] || len(seen) >= rule.count {
				continue
			}
			seen[period] = true
			keep[b.Path] = true
		}
	}
	return keep
}

// Restore puts a backup in a database's place. The database that was there is
// kept beside it, under the returned name. Nothing may have it open.
func Restore(ctx context.Context, backup, path string, now time.Time) (kept string, err error) {
	if err := Check(ctx, backup); err != nil {
		return "", fmt.Errorf("restore: the backup is not usable: %w", err)
	}
	data, err := os.ReadFile(backup)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	fresh := path + ".restoring"
	if err := writeSynced(fresh, data); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	suffix := ".before-restore-" + now.UTC().Format(backupLayout)
	if exists(path) {
		kept = path + suffix
	}
	for _, ext := range []string{"-wal", "-shm", ""} {
		if err := disk.Rename(path+ext, path+suffix+ext); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("restore: keep the old database: %w", err)
		}
	}
	if err := disk.Rename(fresh, path); err != nil {
		return kept, fmt.Errorf("restore: %w", err)
	}
	return kept, forgetDevice(ctx, path)
}

// forgetDevice gives a restored copy a new device id at its next opening, so
// that two machines never share one.
func forgetDevice(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return explain(path, err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, `DELETE FROM meta WHERE key = 'device'`); err != nil {
		return explain(path, fmt.Errorf("restore: new device id: %w", err))
	}
	return nil
}

func writeSynced(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err = f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}
