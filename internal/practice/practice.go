// Package practice owns a workspace: the folder of one exercise, built from
// its scenario, in which the learner's lines run. It keeps the clock, the
// teammates' events and the way back (undo, redo, reset), and notices when
// other programs change something. It refuses to touch anything outside the
// exercise's folder and its own undo store, and it judges nothing: conditions
// of events are answered by whoever opens it.
package practice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"cairn/internal/course"
	"cairn/internal/disk"
	"cairn/internal/git/confine"
	"cairn/internal/git/read"
	"cairn/internal/shell"
	"cairn/internal/view"
)

// Params is what a workspace needs.
type Params struct {
	// Dir is the exercise's folder, absolute: ~/Cairn/SLUG. It will hold work/ and home/.
	Dir string
	// UndoDir is the folder of the undo store, absolute, outside of Dir.
	UndoDir  string
	Exercise course.Exercise
	// Identity gives the learner's name for commits, once it is known. nil, or
	// false, leaves commits without one until the learner configures it.
	Identity func() (course.Identity, bool)
	// When answers an event's condition (CEL) on a view; nil never fires such events.
	When func(ctx context.Context, condition string, v *view.View, src view.Source) (bool, error)
	// Temporary workspaces keep no way back and are removed when closed.
	Temporary bool
	Limits    shell.Limits
}

// LockedError says that another window has the exercise open.
type LockedError struct{ Dir string }

func (e *LockedError) Error() string {
	return "this exercise is open in another window; close it there first"
}

// Workspace is one exercise's folder in use. It runs one line at a time; its
// methods may be called from several goroutines.
type Workspace struct {
	p      Params
	mu     sync.Mutex // one step at a time
	st     state
	store  *store
	lock   *flock.Flock
	sh     *shell.Session
	reader *read.Reader
	notice string
	// files are those after the last step of ours; what differs was changed by
	// another program.
	files []entry
	// lastMoment is the snapshot lastID, to compare the next one with.
	lastMoment *moment
	lastID     int
	// pure is the identity of scenario and solution; it stands before the learner's.
	pure bool
	// actor is the teammate whose line runs; empty for the learner.
	actor string
	ready map[string]bool // repositories whose configuration was completed

	// tempBase is removed on Close with all that is in it.
	tempBase string

	// face is what can be asked while a line runs.
	face atomic.Pointer[face]

	viewMu sync.Mutex
	view   *view.View // nil when something has changed since
	source view.Source
	// lastView is the newest that was read, for completion.
	lastView *view.View
}

// face is what the workspace shows between steps. It is replaced as a whole,
// so that asking never waits for a line under way.
type face struct {
	prompt, cwd string
	clock       time.Time
	commands    []string
	undo, redo  bool
	notice      string
}

// show makes the present state known.
func (w *Workspace) show() {
	f := &face{
		prompt: w.promptNow(), cwd: w.workDir(), clock: w.st.Clock, commands: w.commands(),
		undo: len(w.st.Undo) > 0, redo: len(w.st.Redo) > 0, notice: w.notice,
	}
	if w.sh != nil {
		f.cwd = w.sh.Dir()
	}
	w.face.Store(f)
}

// Prompt is what stands before the cursor: the folder, the branch and what is
// under way, such as "shop (main|MERGING) $ ".
func (w *Workspace) Prompt() string { return w.face.Load().prompt }

// Cwd is the console's folder, absolute.
func (w *Workspace) Cwd() string { return w.face.Load().cwd }

// Clock is the time that the next line will see.
func (w *Workspace) Clock() time.Time { return w.face.Load().clock }

// Commands are the typed lines, undone ones taken out.
func (w *Workspace) Commands() []string { return append([]string(nil), w.face.Load().commands...) }

// CanUndo reports whether Undo would do something.
func (w *Workspace) CanUndo() bool { return w.face.Load().undo }

// CanRedo reports whether Redo would do something.
func (w *Workspace) CanRedo() bool { return w.face.Load().redo }

// Open opens the workspace of an exercise: it builds the scenario when there
// is none yet, and else continues where it was. The error is a *LockedError
// when another window has it.
func Open(ctx context.Context, p Params) (*Workspace, error) {
	if !filepath.IsAbs(p.Dir) || !filepath.IsAbs(p.UndoDir) {
		return nil, errors.New("open workspace: its folders must be absolute")
	}
	if p.Exercise.Clock.IsZero() {
		p.Exercise.Clock = time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC) // Git has no dates before 1970
	}
	w := &Workspace{p: p, reader: read.NewReader(), ready: map[string]bool{}}
	if err := os.MkdirAll(p.UndoDir, 0o755); err != nil {
		return nil, fmt.Errorf("open workspace: %w", err)
	}
	if err := w.takeLock(); err != nil {
		return nil, err
	}
	if err := w.open(ctx); err != nil {
		w.release()
		return nil, err
	}
	return w, nil
}

func (w *Workspace) takeLock() error {
	w.lock = flock.New(filepath.Join(w.p.UndoDir, "lock"))
	ok, err := w.lock.TryLock()
	if err != nil {
		return fmt.Errorf("open workspace: %w", err)
	}
	if !ok {
		return &LockedError{Dir: w.p.Dir}
	}
	return nil
}

func (w *Workspace) release() {
	if w.sh != nil {
		w.sh.Close()
		w.sh = nil
	}
	// The system lets go of the lock at the latest when the program ends.
	_ = w.lock.Unlock()
}

// open brings the folder into a whole state, whatever happened before.
func (w *Workspace) open(ctx context.Context) error {
	found, err := w.loadState()
	if err != nil {
		return err
	}
	if w.store, err = openStore(w.p.UndoDir, w.p.Dir); err != nil {
		return fmt.Errorf("open workspace: %w", err)
	}
	switch {
	case found && w.st.Restoring != nil:
		if err := w.finishRestore(); err != nil {
			return err
		}
	case found && w.st.Building:
		return w.build(ctx)
	case !isDir(w.workDir()):
		if found && len(w.st.Undo)+len(w.st.Redo) > 0 {
			w.notice = "The practice folder was gone; the exercise was built afresh. Undo brings back what you had."
			return w.rebuildLost(ctx)
		}
		return w.build(ctx)
	case !found:
		w.adopt()
	}
	w.afterCrash()
	if err := w.sweep(keep); err != nil {
		return err
	}
	return w.start()
}

// adopt continues in a folder whose state is lost.
func (w *Workspace) adopt() {
	w.st.Clock = w.p.Exercise.Clock
	for range scenarioLines(w.p.Exercise.Scenario) {
		w.st.Clock = w.st.Clock.Add(tick)
	}
}

// afterCrash takes note of a line that was under way when the program ended.
func (w *Workspace) afterCrash() {
	if w.st.Running == "" {
		return
	}
	w.notice = "Cairn ended in the middle of `" + w.st.Running + "`. Undo takes back what it had done."
	w.typed(w.st.Running, false)
	w.st.Clock = w.st.Clock.Add(tick)
	w.st.Running = ""
}

// start opens the console on the folders as they are now.
func (w *Workspace) start() error {
	for _, dir := range []string{w.workDir(), w.homeDir()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("open workspace: %w", err)
		}
	}
	if w.sh != nil {
		w.sh.Close()
	}
	dir := filepath.Join(w.p.Dir, filepath.FromSlash(w.st.Cwd))
	if w.st.Cwd == "" || !isDir(dir) {
		dir = w.RepoDir()
	}
	if !isDir(dir) {
		dir = w.workDir()
	}
	var err error
	w.sh, err = shell.New(shell.Params{
		Work: w.workDir(), Home: w.homeDir(), Dir: dir, Now: w.clock, Env: w.variables,
		History: w.commands, User: w.userName(), Limits: w.p.Limits,
	})
	if err != nil {
		return fmt.Errorf("open workspace: %w", err)
	}
	w.files, err = w.store.scan(false)
	w.forgetView()
	w.show()
	return err
}

// Close lets go of the folder; a temporary one is removed.
func (w *Workspace) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := errors.Join(w.sweep(20), w.saveState())
	w.release()
	if w.p.Temporary {
		err = errors.Join(disk.RemoveAll(w.p.Dir), disk.RemoveAll(w.p.UndoDir))
		if w.tempBase != "" {
			err = errors.Join(err, disk.RemoveAll(w.tempBase))
		}
	}
	return err
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (w *Workspace) workDir() string { return filepath.Join(w.p.Dir, "work") }
func (w *Workspace) homeDir() string { return filepath.Join(w.p.Dir, "home") }

// Dir is the exercise's folder, which holds work and home.
func (w *Workspace) Dir() string { return w.p.Dir }

// RepoDir is the folder of the repository that the exercise is about.
func (w *Workspace) RepoDir() string {
	repo := filepath.FromSlash(w.p.Exercise.Repo)
	if repo == "" || !filepath.IsLocal(repo) {
		return w.workDir()
	}
	return filepath.Join(w.workDir(), repo)
}

// clock is the time that the line under way sees.
func (w *Workspace) clock() time.Time { return w.st.Clock }

// commands are the typed lines, for the console's history command.
func (w *Workspace) commands() []string { return append([]string(nil), w.st.Commands...) }

// Notice is what the learner should know after Open or Undo, such as that a
// line was cut short; empty if nothing, and after the next line.
func (w *Workspace) Notice() string { return w.face.Load().notice }

// roots are the folders that Git may touch.
func (w *Workspace) roots() string { return string(confine.Roots(w.workDir(), w.homeDir())) }
