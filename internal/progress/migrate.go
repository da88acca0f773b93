package progress

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrate brings the layout to the newest version. A store that is there
// already is backed up first; one from a newer Cairn is refused untouched.
func (s *Store) migrate(ctx context.Context) error {
	have, err := s.version(ctx)
	if err != nil {
		return err
	}
	newest, err := newestVersion()
	if err != nil {
		return err
	}
	switch {
	case have == newest:
		return nil
	case have > newest:
		return fmt.Errorf("layout %d, this Cairn knows %d: %w", have, newest, errFuture)
	case have > 0:
		if _, err := s.Backup(ctx); err != nil {
			return fmt.Errorf("back up before migrating: %w", err)
		}
	}
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.db, files)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate from layout %d: %w", have, err)
	}
	return nil
}

// version reads the layout's version from goose's own table; 0 is a new store.
// It spares goose's set-up on each start.
func (s *Store) version(ctx context.Context) (int64, error) {
	var tables int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'`).Scan(&tables); err != nil {
		return 0, fmt.Errorf("open: %w", err)
	}
	if tables == 0 {
		return 0, nil
	}
	var v int64
	if err := s.db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&v); err != nil {
		return 0, fmt.Errorf("read layout: %w", err)
	}
	return v, nil
}

func newestVersion() (int64, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("list migrations: %w", err)
	}
	v, err := goose.NumericComponent(names[len(names)-1])
	if err != nil {
		return 0, fmt.Errorf("migration name: %w", err)
	}
	return v, nil
}
