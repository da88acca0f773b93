package progress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// SetPlace keeps where the learner is in an item, such as the scroll position
// of a lesson. It is a convenience without history.
func (s *Store) SetPlace(ctx context.Context, item Item, place string) error {
	return s.put(ctx, `INSERT INTO place (item, value) VALUES (?, ?)
		ON CONFLICT (item) DO UPDATE SET value = excluded.value`, string(item), place)
}

// Place gives what SetPlace kept, or "".
func (s *Store) Place(ctx context.Context, item Item) (string, error) {
	return s.get(ctx, `SELECT value FROM place WHERE item = ?`, string(item))
}

// SetSetting keeps a setting.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	return s.put(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
}

// Setting gives what SetSetting kept, or "".
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	return s.get(ctx, `SELECT value FROM setting WHERE key = ?`, key)
}

func (s *Store) put(ctx context.Context, query string, args ...any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.db.ExecContext(ctx, query, args...); err != nil {
		return explain(s.path, fmt.Errorf("save: %w", err))
	}
	return nil
}

func (s *Store) get(ctx context.Context, query, key string) (string, error) {
	var value string
	err := s.db.QueryRowContext(ctx, query, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", explain(s.path, fmt.Errorf("read %s: %w", key, err))
	}
	return value, nil
}
