package progress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the database/sql driver "sqlite"
)

// Memory opens a store that forgets everything when it is closed.
const Memory = ":memory:"

// Params is what a store needs.
type Params struct {
	// Path is the database file, or Memory. Its folder is made when missing.
	Path string
	// Backups is the folder of the backups; empty makes none.
	Backups string
	// Learner is the profile; empty is the only one.
	Learner string
	// Now is the wall clock; nil means time.Now.
	Now func() time.Time
}

// Store is one learner's progress. It may be used by several goroutines.
type Store struct {
	path    string
	backups string
	learner string
	now     func() time.Time
	db      *sql.DB

	mu      sync.Mutex // one writer
	device  string
	seq     int64
	clock   clock
	pending []record // what could not be written yet
}

// Open opens or makes a store and brings it to the newest layout; before a
// change of layout it makes a backup. Errors are *Error.
func Open(ctx context.Context, p Params) (*Store, error) {
	s := &Store{path: p.Path, backups: p.Backups, learner: p.Learner, now: p.Now}
	if s.now == nil {
		s.now = time.Now
	}
	if p.Path != Memory {
		if err := os.MkdirAll(filepath.Dir(p.Path), 0o700); err != nil {
			return nil, &Error{Trouble: TroubleReadOnly, Path: p.Path, Advice: advice[TroubleReadOnly], Err: err}
		}
	}
	if err := s.open(ctx); err != nil {
		return nil, explain(p.Path, err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	db, err := sql.Open("sqlite", dsn(s.path))
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	// One connection: SQLite has one writer, and a memory database lives in
	// its connection.
	db.SetMaxOpenConns(1)
	s.db = db
	steps := []func(context.Context) error{s.migrate, s.probeWritable, s.identify}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return nil
}

func dsn(path string) string {
	q := url.Values{}
	for _, pragma := range []string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "busy_timeout(2000)"} {
		q.Add("_pragma", pragma)
	}
	if path == Memory {
		return "file::memory:?" + q.Encode()
	}
	return fileURI(path, q)
}

// fileURI is a file's name as SQLite reads it (sqlite.org/uri.html): a person's name, and so the folder's, may have any of
// "#%?" in it. A folder of a Windows network begins with two slashes, after an empty host.
func fileURI(path string, q url.Values) string {
	path = filepath.ToSlash(path)
	u := url.URL{Scheme: "file", OmitHost: !strings.HasPrefix(path, "//"), Path: path, RawQuery: q.Encode()}
	return u.String()
}

// probeWritable finds a file that can be read but not written before the
// learner has done anything that would be lost. It writes nothing, since a
// start should not wait for the disk.
func (s *Store) probeWritable(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer func() { _ = conn.Close() }() // back to the pool
	for _, statement := range []string{`BEGIN IMMEDIATE`, `ROLLBACK`} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// identify reads this device's id and where its events stand, or makes the id.
func (s *Store) identify(ctx context.Context) error {
	err := s.db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'device'`).Scan(&s.device)
	if errors.Is(err, sql.ErrNoRows) {
		id, idErr := uuid.NewV7()
		if idErr != nil {
			return fmt.Errorf("make a device id: %w", idErr)
		}
		s.device = id.String()
		_, err = s.db.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('device', ?)`, s.device)
	}
	if err != nil {
		return fmt.Errorf("device id: %w", err)
	}
	row := s.db.QueryRowContext(ctx, `SELECT
		coalesce((SELECT max(seq) FROM events WHERE device = ?), 0),
		coalesce((SELECT max(hlc) FROM events), 0)`, s.device)
	if err := row.Scan(&s.seq, &s.clock); err != nil {
		return fmt.Errorf("read the end of the log: %w", err)
	}
	return nil
}

// Close writes what is still pending and closes the store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	flush := s.flush(context.Background())
	return explain(s.path, errors.Join(flush, s.db.Close()))
}

// Path is the database file, or Memory.
func (s *Store) Path() string { return s.path }

// exists reports whether the database file is there and not empty.
func exists(path string) bool {
	info, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist) && err == nil && info.Size() > 0
}
