package practice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNothing says that there is nothing to undo or redo.
var ErrNothing = errors.New("there is nothing to go back to")

const (
	// keep is how many snapshots stay.
	keep = 200
	// maxStore is how many bytes of contents they may have together; beyond it
	// the older half goes.
	maxStore = 1 << 30
)

// usable finishes what a failed step left, and says what is in the way.
func (w *Workspace) usable() error {
	if w.st.Restoring != nil {
		if err := w.finishRestore(); err != nil {
			return err
		}
	}
	if w.sh == nil || !isDir(w.workDir()) {
		if len(w.st.Undo) == 0 {
			return errors.New("the practice folder is gone; Reset builds it afresh")
		}
		return errors.New("the practice folder is gone; Undo brings it back as it was before the last command, Reset builds it afresh")
	}
	return nil
}

// now describes the workspace at this moment; its contents go into the store.
func (w *Workspace) now() (*moment, error) {
	files, err := w.store.scan(!w.p.Temporary)
	if err != nil {
		return nil, err
	}
	w.files = files
	m := &moment{
		Entries: files, Clock: w.st.Clock, Cwd: w.st.Cwd,
		Commands: slices.Clone(w.st.Commands), Failed: slices.Clone(w.st.Failed), Fired: slices.Clone(w.st.Fired),
	}
	if w.sh != nil {
		m.Cwd = w.cwd()
	}
	return m, nil
}

// keepMoment saves a moment and gives its number.
func (w *Workspace) keepMoment(m *moment) (int, error) {
	id := w.st.Next
	if err := w.store.save(id, m); err != nil {
		return 0, err
	}
	w.st.Next++
	return id, nil
}

// snapshot puts the present onto the undo list. A line that changed nothing
// needs no step of its own: its snapshot takes the place of the one before.
func (w *Workspace) snapshot() error {
	if w.p.Temporary {
		return nil
	}
	m, err := w.now()
	if err != nil {
		return err
	}
	id, err := w.keepMoment(m)
	if err != nil {
		return err
	}
	if n := len(w.st.Undo); n > 0 {
		if last, err := w.lastUndo(); err == nil && last.sameFiles(m) {
			w.st.Undo = w.st.Undo[:n-1]
		}
	}
	w.st.Undo = append(w.st.Undo, id)
	w.lastMoment, w.lastID = m, id
	if len(w.st.Undo) > keep {
		w.st.Undo = w.st.Undo[len(w.st.Undo)-keep:]
	}
	if w.store.size > maxStore {
		w.st.Undo = w.st.Undo[len(w.st.Undo)/2:]
		return w.sweep(0)
	}
	return nil
}

// lastUndo gives the nearest snapshot of the undo list.
func (w *Workspace) lastUndo() (*moment, error) {
	id := w.st.Undo[len(w.st.Undo)-1]
	if w.lastMoment != nil && w.lastID == id {
		return w.lastMoment, nil
	}
	return w.store.load(id)
}

// sweep forgets snapshots that neither list names, once there are more than
// slack of them: it reads every snapshot that stays.
func (w *Workspace) sweep(slack int) error {
	if w.p.Temporary || w.st.Next-w.st.Swept-len(w.st.Undo)-len(w.st.Redo) <= slack {
		return nil
	}
	w.st.Swept = w.st.Next - len(w.st.Undo) - len(w.st.Redo)
	ids := map[int]bool{}
	for _, id := range slices.Concat(w.st.Undo, w.st.Redo) {
		ids[id] = true
	}
	if err := w.store.sweep(ids); err != nil {
		return err
	}
	damaged := func(id int) bool { return !ids[id] }
	w.st.Undo, w.st.Redo = slices.DeleteFunc(w.st.Undo, damaged), slices.DeleteFunc(w.st.Redo, damaged)
	return nil
}

// Undo takes the whole workspace back to before the last line that changed
// something. What is there now is kept first, so that Redo brings it back,
// changes of other programs included. The error is ErrNothing when there is no
// way back.
func (w *Workspace) Undo(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.travel(ctx, &w.st.Undo, &w.st.Redo)
}

// Redo goes forward again, to before the last Undo.
func (w *Workspace) Redo(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.travel(ctx, &w.st.Redo, &w.st.Undo)
}

// travel takes the nearest moment of one list and puts the present onto the other.
func (w *Workspace) travel(ctx context.Context, from, to *[]int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.st.Restoring != nil {
		return w.finishRestore()
	}
	present, err := w.now()
	if err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	target, err := w.nearest(from, present)
	if err != nil {
		return err
	}
	id, err := w.keepMoment(present)
	if err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	*to = append(*to, id)
	w.st.Restoring = &target
	*from = (*from)[:len(*from)-1]
	if err := w.saveState(); err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	return w.finishRestore()
}

// nearest drops moments that hold the same files as the present: going there
// would show nothing. The last one of the list stays in any case.
func (w *Workspace) nearest(from *[]int, present *moment) (int, error) {
	for n := len(*from); n > 0; n = len(*from) {
		id := (*from)[n-1]
		m, err := w.store.load(id)
		if err != nil {
			// A damaged snapshot is passed over; older ones may be whole.
			*from = (*from)[:n-1]
			continue
		}
		if n == 1 || !m.sameFiles(present) {
			return id, nil
		}
		*from = (*from)[:n-1]
	}
	return 0, ErrNothing
}

// finishRestore restores the moment that the state names. It may be called
// again after a crash or a failure.
func (w *Workspace) finishRestore() error {
	m, err := w.store.load(*w.st.Restoring)
	if err != nil {
		w.st.Restoring = nil
		w.notice = "A step back could not be finished, because its snapshot is damaged. Your files are as they were found."
		return errors.Join(w.start(), w.saveState())
	}
	if w.sh != nil {
		w.sh.Close() // so that Windows lets folders be removed
		w.sh = nil
	}
	lost, err := w.store.restore(m)
	if err != nil {
		return fmt.Errorf("going back stopped half-way, and will be finished the next time; close programs that use the folder: %w", err)
	}
	w.st.Clock, w.st.Commands, w.st.Failed, w.st.Fired, w.st.Cwd = m.Clock, m.Commands, m.Failed, m.Fired, m.Cwd
	w.st.Restoring = nil
	w.st.Running = ""
	if len(lost) > 0 {
		w.notice = "Not brought back, because they were larger than 64 MiB or are damaged: " + strings.Join(lost, ", ")
	}
	if err := w.start(); err != nil {
		return err
	}
	return w.saveState()
}

// Reset builds the scenario afresh. What is there now is kept first; Undo
// brings it back.
func (w *Workspace) Reset(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.st.Restoring != nil {
		if err := w.finishRestore(); err != nil {
			return err
		}
	}
	if err := w.snapshot(); err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	w.st.Redo = nil
	return w.rebuild(ctx)
}

// rebuild builds again; when that fails, the last snapshot comes back.
func (w *Workspace) rebuild(ctx context.Context) error {
	err := w.build(ctx)
	if err == nil || len(w.st.Undo) == 0 {
		return err
	}
	w.st.Building = false
	target := w.st.Undo[len(w.st.Undo)-1]
	w.st.Restoring = &target
	w.st.Undo = w.st.Undo[:len(w.st.Undo)-1]
	return errors.Join(err, w.finishRestore())
}

// rebuildLost builds the scenario where the folder was removed by hand.
func (w *Workspace) rebuildLost(ctx context.Context) error { return w.build(ctx) }
