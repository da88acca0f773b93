package progress

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// State is what the log says of one item.
type State struct {
	// Opened and Done are zero when it never happened.
	Opened, Done time.Time
	// DoneVersion is the pack's version in which it was done.
	DoneVersion string
	// Attempts counts starts and resets of an exercise, answers to a question.
	Attempts int
	// Hints is the highest hint that was shown.
	Hints int
	// Watched is true when the solution was seen before the exercise was done.
	Watched bool
	// Correct and Chosen are the newest answer to a question.
	Correct bool
	Chosen  []int
	// Commands is the fewest lines in which an exercise was passed.
	Commands int
	// Skipped is true for a topic that the learner set aside.
	Skipped bool
}

// IsDone reports whether the item was read, met, passed or rightly answered.
func (s State) IsDone() bool { return !s.Done.IsZero() }

// States gives the state of every item that anything happened to, what could
// not be written yet included.
func (s *Store) States(ctx context.Context) (map[Item]State, error) {
	states, err := s.savedStates(ctx)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("read progress: %w", err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.pending {
		states[r.Item] = states[r.Item].after(r)
	}
	return states, nil
}

func (s *Store) savedStates(ctx context.Context) (map[Item]State, error) {
	rows, err := s.db.QueryContext(ctx, selectStates)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	states := map[Item]State{}
	for rows.Next() {
		item, state, err := scanState(rows)
		if err != nil {
			return nil, err
		}
		states[item] = state
	}
	return states, rows.Err()
}

const selectStates = `SELECT item, opened_at, done_at, pack_version, attempts, hints, watched,
	correct, chosen, commands, skipped FROM item_state`

const selectState = selectStates + ` WHERE item = ?`

func scanState(row interface{ Scan(dest ...any) error }) (item Item, st State, err error) {
	var opened, done int64
	var chosen string
	if err := row.Scan(&item, &opened, &done, &st.DoneVersion, &st.Attempts, &st.Hints, &st.Watched,
		&st.Correct, &chosen, &st.Commands, &st.Skipped); err != nil {
		return "", State{}, err
	}
	if err := json.Unmarshal([]byte(chosen), &st.Chosen); err != nil {
		return "", State{}, fmt.Errorf("the answer to %s: %w", item, err)
	}
	st.Opened, st.Done = fromMillis(opened), fromMillis(done)
	return item, st, nil
}

func saveState(ctx context.Context, tx *sql.Tx, item Item, st State) error {
	chosen, err := json.Marshal(st.Chosen)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO item_state (item, opened_at, done_at, pack_version,
		attempts, hints, watched, correct, chosen, commands, skipped) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
		string(item), toMillis(st.Opened), toMillis(st.Done), st.DoneVersion, st.Attempts, st.Hints, st.Watched,
		st.Correct, string(chosen), st.Commands, st.Skipped)
	return err
}

func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Day is the activity of one local day.
type Day struct {
	Date         string // 2006-01-02
	Events, Done int
}

// Days gives the days with any activity, oldest first.
func (s *Store) Days(ctx context.Context) (_ []Day, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT day, events, done FROM day ORDER BY day`)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("read days: %w", err))
	}
	defer func() { _ = rows.Close() }()
	var days []Day
	for rows.Next() {
		var d Day
		if err := rows.Scan(&d.Date, &d.Events, &d.Done); err != nil {
			return nil, explain(s.path, fmt.Errorf("read a day: %w", err))
		}
		days = append(days, d)
	}
	return days, explain(s.path, rows.Err())
}
