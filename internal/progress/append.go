package progress

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/google/uuid"
)

// Append records events in one transaction and brings the projections up to
// date. When it returns nil the events are on disk. When the disk is full or
// fails, the events are kept in memory and written with the next Append, Flush
// or Close, and the error (*Error) says so.
func (s *Store) Append(ctx context.Context, events ...Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		r, err := s.stamp(e)
		if err != nil {
			return explain(s.path, err)
		}
		s.pending = append(s.pending, r)
	}
	return explain(s.path, s.flush(ctx))
}

// Flush writes what earlier calls could not.
func (s *Store) Flush(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return explain(s.path, s.flush(ctx))
}

// Pending counts the events that are not on disk yet.
func (s *Store) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pending)
}

func (s *Store) stamp(e Event) (record, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return record{}, fmt.Errorf("make an event id: %w", err)
	}
	s.seq++
	s.clock = s.clock.next(s.now())
	return record{Event: e, ID: id.String(), Device: s.device, Seq: s.seq, Clock: s.clock, Learner: s.learner}, nil
}

func (s *Store) flush(ctx context.Context) error {
	if len(s.pending) == 0 {
		return nil
	}
	err := s.transact(ctx, func(tx *sql.Tx) error {
		for _, r := range s.pending {
			if err := insert(ctx, tx, r); err != nil {
				return err
			}
			if err := project(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.pending = nil
	return nil
}

func insert(ctx context.Context, tx *sql.Tx, r record) error {
	payload, err := r.Payload.encode()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO events
		(id, device, seq, hlc, learner, item, pack, pack_version, type, payload)
		VALUES (?,?,?,?,?,?,?,?,?,?)`,
		r.ID, r.Device, r.Seq, int64(r.Clock), r.Learner, string(r.Item), string(r.Pack), r.PackVersion, string(r.Type), payload)
	if err != nil {
		return fmt.Errorf("append %s: %w", r.Type, err)
	}
	return nil
}

// transact runs do in a transaction: all of it, or none.
func (s *Store) transact(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
