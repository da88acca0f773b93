package progress

import (
	"context"
	"database/sql"
	"errors"
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
	for _, drop := range []string{`DELETE FROM item_state`, `DELETE FROM day`} {
		if _, err := tx.ExecContext(ctx, drop); err != nil {
			return fmt.Errorf("drop a projection: %w", err)
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
		if err := rows.Scan(&r.ID, &r.Device, &r.Seq, &r.Clock, &r.Learner, &r.Item,
			&r.Pack, &r.PackVersion, &r.Type, &payload); err != nil {
			return nil, fmt.Errorf("read an event: %w", err)
		}
		if r.Payload, err = decodePayload(payload); err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, rows.Err()
}

// project applies one event to the projections.
func project(ctx context.Context, tx *sql.Tx, r record) error {
	row := tx.QueryRowContext(ctx, selectState, string(r.Item))
	_, state, err := scanState(row)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("project %s: %w", r.Type, err)
	}
	if err := saveState(ctx, tx, r.Item, state.after(r)); err != nil {
		return fmt.Errorf("project %s: %w", r.Type, err)
	}
	return projectDay(ctx, tx, r, r.Clock.time())
}

// after gives the state that an event leads to. "Done" never goes back: only
// the first time counts. Types that a newer Cairn wrote change nothing.
func (s State) after(r record) State {
	at := r.Clock.time()
	switch r.Type {
	case LessonOpened:
		setOnce(&s.Opened, at)
	case LessonRead, GoalMet:
		s.finish(r)
	case ExerciseStarted, ExerciseReset:
		s.Attempts++
		setOnce(&s.Opened, at)
	case ExercisePassed:
		s.finish(r)
		if n := r.Payload.Commands; s.Commands == 0 || n < s.Commands {
			s.Commands = n
		}
	case HintShown:
		s.Hints = max(s.Hints, r.Payload.Hint)
	case SolutionWatched:
		s.Watched = s.Watched || !s.IsDone()
	case Answered:
		s.Attempts++
		s.Correct, s.Chosen = r.Payload.Correct, r.Payload.Chosen
		if s.Correct {
			s.finish(r)
		}
	case TopicSkipped:
		s.Skipped = true
	case TopicResumed:
		s.Skipped = false
	}
	return s
}

func (s *State) finish(r record) {
	if !s.IsDone() {
		s.Done, s.DoneVersion = r.Clock.time(), r.PackVersion
	}
}

func setOnce(t *time.Time, to time.Time) {
	if t.IsZero() {
		*t = to
	}
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
