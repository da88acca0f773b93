package progress

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Rebuild drops every projection and derives it from the log again. Events
// apply in the order of their clocks, then devices, so that the same set of
// events gives the same state wherever it came from.
func (s *Store) Rebuild(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.flush(ctx); err != nil {
		return explain(s.path, err)
	}
	return explain(s.path, s.transact(ctx, func(tx *sql.Tx) error { return rebuild(ctx, tx) }))
}

func rebuild(ctx context.Context, tx *sql.Tx) error {
	for _, table := range []string{"item_state", "day"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return fmt.Errorf("drop projection %s: %w", table, err)
		}
	}
	records, err := readAll(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := project(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func readAll(ctx context.Context, tx *sql.Tx) (_ []record, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, device, seq, hlc, learner, item, pack, pack_version, type, payload
		FROM events ORDER BY hlc, device, seq`)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var records []record
	for rows.Next() {
		var r record
		var payload string
		if err := rows.Scan(&r.ID, &r.Device, &r.Seq, &r.Clock, &r.Learner, &r.Item, &r.Pack, &r.PackVersion, &r.Type, &payload); err != nil {
			return nil, fmt.Errorf("read an event: %w", err)
		}
		if r.Payload, err = decodePayload(payload); err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, rows.Err()
}

// project applies one event. "Done" never goes back: only the first time counts.
func project(ctx context.Context, tx *sql.Tx, r record) error {
	at := r.Clock.time()
	ms := at.UnixMilli()
	exec := func(set string, args ...any) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO item_state (item) VALUES (?) ON CONFLICT (item) DO NOTHING`, string(r.Item)); err != nil {
			return fmt.Errorf("project %s: %w", r.Type, err)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE item_state SET `+set+` WHERE item = ?`, append(args, string(r.Item))...); err != nil {
			return fmt.Errorf("project %s: %w", r.Type, err)
		}
		return nil
	}
	const done = `pack_version = iif(done_at = 0, ?, pack_version), done_at = iif(done_at = 0, ?, done_at)`
	var err error
	switch r.Type {
	case LessonOpened:
		err = exec(`opened_at = iif(opened_at = 0, ?, opened_at)`, ms)
	case LessonRead, GoalMet:
		err = exec(done, r.PackVersion, ms)
	case ExerciseStarted, ExerciseReset:
		err = exec(`attempts = attempts + 1, opened_at = iif(opened_at = 0, ?, opened_at)`, ms)
	case ExercisePassed:
		err = exec(done+`, commands = iif(commands = 0, ?, min(commands, ?))`, r.PackVersion, ms, r.Payload.Commands, r.Payload.Commands)
	case HintShown:
		err = exec(`hints = max(hints, ?)`, r.Payload.Hint)
	case SolutionWatched:
		err = exec(`watched = iif(done_at = 0, 1, watched)`)
	case Answered:
		err = projectAnswer(exec, r, ms)
	case TopicSkipped:
		err = exec(`skipped = 1`)
	case TopicResumed:
		err = exec(`skipped = 0`)
	}
	// Types that a newer Cairn wrote stay in the log and are counted below.
	if err != nil {
		return err
	}
	return projectDay(ctx, tx, r, at)
}

func projectAnswer(exec func(string, ...any) error, r record, ms int64) error {
	chosen, err := json.Marshal(r.Payload.Chosen)
	if err != nil {
		return fmt.Errorf("project answer: %w", err)
	}
	correct, doneAt := 0, int64(0)
	if r.Payload.Correct {
		correct, doneAt = 1, ms
	}
	return exec(`attempts = attempts + 1, correct = ?, chosen = ?, done_at = iif(done_at = 0, ?, done_at)`,
		correct, string(chosen), doneAt)
}

func projectDay(ctx context.Context, tx *sql.Tx, r record, at time.Time) error {
	done := 0
	if r.Type == LessonRead || r.Type == ExercisePassed {
		done = 1
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO day (day, events, done) VALUES (?, 1, ?)
		ON CONFLICT (day) DO UPDATE SET events = events + 1, done = done + excluded.done`,
		at.Local().Format(time.DateOnly), done)
	if err != nil {
		return fmt.Errorf("project day: %w", err)
	}
	return nil
}
