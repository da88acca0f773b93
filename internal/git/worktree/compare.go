package worktree

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/convert"
	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
)

// State is how a file stands to its index entry.
type State uint8

// The states of a file.
const (
	Clean State = iota
	Modified
	TypeChanged
	Deleted
	Added    // announced with add -N
	Unmerged // the path has a conflict
)

// Letter is the state as `status --short` shows it in its second column.
func (s State) Letter() byte { return " MTDAU"[s] }

// Change is one entry whose file differs from it.
type Change struct {
	Entry *index.Entry // for a conflict, the entry of the lowest stage
	State State
	Mode  filemode.FileMode // of the file; 0 where there is none
	// Commits, Modified and Untracked tell what is new in a submodule.
	Commits, Dirty, Untracked bool
	// Hash is the commit of a submodule.
	Hash plumbing.Hash
}

// check compares one file with its entry. fresh is set when the file is clean but its stat
// data must be renewed.
func (w *Worktree) check(x *index.Index, e *index.Entry, l *leading) (c Change, fresh *index.Stat) {
	if hidden(e) {
		return Change{Entry: e, Mode: e.Mode}, nil
	}
	return w.look(x, e, l)
}

// hidden reports whether an entry is marked so that its file counts as unchanged.
func hidden(e *index.Entry) bool { return e.AssumeValid || e.SkipWorktree }

// look is check for an entry whose file may be hidden from it.
func (w *Worktree) look(x *index.Index, e *index.Entry, l *leading) (c Change, fresh *index.Stat) {
	c = Change{Entry: e}
	var s fileStat
	exists := l.ok(e.Path)
	if exists {
		s, exists = l.lstat(e.Path)
	}
	if e.Mode == filemode.Submodule {
		return w.checkSubmodule(e, s, exists), nil
	}
	if !exists || s.Mode == filemode.Dir || s.Mode == 0 {
		if exists && s.Mode == filemode.Dir && w.isRepository(e.Path) {
			if at, ok := w.SubHead(e.Path); ok {
				c.State, c.Mode, c.Hash = TypeChanged, filemode.Submodule, at
				if e.IntentToAdd {
					c.State = Added
				}
				return c, nil
			}
		}
		c.State = Deleted
		return c, nil
	}
	c.Mode = w.modeFor(e, s.Mode)
	switch {
	case e.IntentToAdd:
		c.State = Added
	case (c.Mode == filemode.Symlink) != (e.Mode == filemode.Symlink):
		c.State = TypeChanged
	case !statDiffers(&e.Stat, &s.Stat) && !racy(x, e) && !emptied(e):
		if c.Mode != e.Mode {
			c.State = Modified
		}
		e.Seen = true
	case e.Stat.Size != 0 && e.Stat.Size != s.Size, !w.sameContent(x, e, s):
		c.State = Modified
	case c.Mode != e.Mode:
		c.State = Modified
	default:
		e.Seen = true
		renewed := s.Stat // a copy: s itself stays off the heap
		return c, &renewed
	}
	return c, nil
}

// emptied is true of an entry that was marked as changed by its size.
func emptied(e *index.Entry) bool { return e.Stat.Size == 0 && e.Hash != emptyBlob }

// emptyBlob is the hash of no bytes.
var emptyBlob = plumbing.NewHash("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")

// modeFor is the mode that a file would get in the index, where the system or the
// configuration cannot tell all.
func (w *Worktree) modeFor(e *index.Entry, m filemode.FileMode) filemode.FileMode {
	if !w.symlinks && m == filemode.Regular && e != nil && e.Mode == filemode.Symlink {
		return filemode.Symlink
	}
	if !w.fileMode && isRegular(m) {
		if e != nil && isRegular(e.Mode) {
			return e.Mode
		}
		return filemode.Regular
	}
	return m
}

// sameContent reads a file and compares its blob.
func (w *Worktree) sameContent(x *index.Index, e *index.Entry, s fileStat) bool {
	data, err := w.readBlob(x, e.Path, s.Mode)
	return err == nil && object.HashOf(plumbing.BlobObject, data) == e.Hash
}

// ReadBlob gives the content that a path would have in the index: a file converted, or a
// link's target.
func (w *Worktree) ReadBlob(x *index.Index, path string) ([]byte, filemode.FileMode, error) {
	s, ok := lstat(w.Path(path))
	if !ok {
		return nil, 0, &os.PathError{Op: "lstat", Path: path, Err: os.ErrNotExist}
	}
	data, err := w.readBlob(x, path, s.Mode)
	var e *index.Entry
	if x != nil {
		e = x.Get(path)
	}
	return data, w.modeFor(e, s.Mode), err
}

// Convert gives data as it would be in the index under a path.
func (w *Worktree) Convert(x *index.Index, path string, data []byte) ([]byte, error) {
	out, _, err := w.Converter().ToGit(convert.Params{Path: path, InIndex: w.indexBlob(x, path)}, data)
	return out, err
}

// ReadToShow is ReadBlob for a file that is only looked at: what core.safecrlf says of
// its line ends is a warning, even where it forbids to add it.
func (w *Worktree) ReadToShow(x *index.Index, path string) (data []byte, warning string, err error) {
	s, ok := lstat(w.Path(path))
	if !ok {
		return nil, "", &os.PathError{Op: "lstat", Path: path, Err: os.ErrNotExist}
	}
	data, warning, err = w.readConverted(x, path, s.Mode, true)
	var unsafe *convert.UnsafeError
	if errors.As(err, &unsafe) {
		data, err = w.readBlob(x, path, s.Mode)
		warning = unsafe.Warning()
	}
	return data, warning, err
}

func (w *Worktree) readBlob(x *index.Index, path string, mode filemode.FileMode) ([]byte, error) {
	data, _, err := w.readConverted(x, path, mode, false)
	return data, err
}

// readConverted also gives the warning about line ends, where that is asked for.
func (w *Worktree) readConverted(x *index.Index, path string, mode filemode.FileMode, check bool) ([]byte, string, error) {
	data, err := w.readRaw(path, mode)
	if err != nil || mode == filemode.Symlink {
		return data, "", err
	}
	return w.Converter().ToGit(convert.Params{Path: path, InIndex: w.indexBlob(x, path), Check: check}, data)
}

func (w *Worktree) indexBlob(x *index.Index, path string) func() []byte {
	if x == nil {
		return nil
	}
	return func() []byte {
		e := x.Get(path)
		if e == nil {
			e = x.GetStage(path, index.Ours)
		}
		text, ok := w.blobText(e)
		if !ok {
			return nil
		}
		return []byte(text)
	}
}

// readRaw gives the bytes of a file, or a link's target.
func (w *Worktree) readRaw(path string, mode filemode.FileMode) ([]byte, error) {
	if mode == filemode.Symlink {
		target, err := os.Readlink(w.Path(path))
		return []byte(filepath.ToSlash(target)), err // Git has slashes in it on Windows, too
	}
	return disk.ReadFile(w.Path(path))
}

// CompareParams narrow a comparison.
type CompareParams struct {
	Match func(path string) bool // nil: all paths
	// KeepStat leaves stat data as they are, and tells files that only look changed, too: their State is Clean.
	KeepStat bool
	// Looping lists files as deleted that lie behind links that lead to themselves.
	Looping bool
}

// Compare tells which files differ from the index, in the index's order. Stat data that only
// looked different is renewed in the index; see index.Changed.
func (w *Worktree) Compare(x *index.Index, p CompareParams) []Change {
	entries := selected(x.Entries(), p.Match)
	workers := min(runtime.GOMAXPROCS(0), 1+len(entries)/fewFiles)
	parts := make([][]Change, workers)
	renewed := make([]bool, workers)
	look := newLooker(w.root)
	defer look.close()
	parallel(workers, func(n int) {
		from, to := n*len(entries)/workers, (n+1)*len(entries)/workers
		from, to = samePath(entries, from), samePath(entries, to)
		parts[n], renewed[n] = w.compareRange(x, entries[from:to], look, p)
	})
	var all []Change
	for n := range parts {
		if renewed[n] {
			x.MarkChanged()
		}
		all = append(all, parts[n]...)
	}
	return all
}

// fewFiles are looked at sooner than another goroutine has begun.
const fewFiles = 200

// parallel does a work in parts, each in a goroutine of its own. One part is done at once: to wake a goroutine takes
// longer than to look at a learner's files.
func parallel(parts int, work func(n int)) {
	if parts == 1 {
		work(0)
		return
	}
	var wg sync.WaitGroup
	for n := range parts {
		wg.Go(func() { work(n) })
	}
	wg.Wait()
}

// samePath moves a border so that the stages of one path stay together.
func samePath(entries []*index.Entry, i int) int {
	for i > 0 && i < len(entries) && entries[i].Path == entries[i-1].Path {
		i++
	}
	return i
}

// selected filters the entries before several goroutines share them.
func selected(entries []*index.Entry, match func(string) bool) []*index.Entry {
	if match == nil {
		return entries
	}
	var some []*index.Entry
	for _, e := range entries {
		if diff.Matches(match, e.Path, e.Mode) {
			some = append(some, e)
		}
	}
	return some
}

func (w *Worktree) compareRange(x *index.Index, entries []*index.Entry, look *looker, p CompareParams) (all []Change, renewed bool) {
	l := &leading{root: w.root, look: look}
	last := ""
	for _, e := range entries {
		if e.Stage != index.Merged {
			if e.Path != last {
				last = e.Path
				all = append(all, Change{Entry: e, State: Unmerged, Mode: w.modeNow(e, l)})
			}
			continue
		}
		c, fresh := w.check(x, e, l)
		switch {
		case fresh == nil || *fresh == e.Stat:
		case p.KeepStat:
			e.Seen = false // its stat data do not say that it is clean
		default:
			e.Stat, renewed = *fresh, true
		}
		if c.State == Deleted && !p.Looping && w.Loops(e.Path) {
			w.warnOfLoop(e.Path)
			continue
		}
		if c.State != Clean || p.KeepStat && fresh != nil {
			all = append(all, c)
		}
	}
	return all, renewed
}

func (w *Worktree) modeNow(e *index.Entry, l *leading) filemode.FileMode {
	if !l.ok(e.Path) {
		return 0
	}
	s, ok := l.lstat(e.Path)
	if !ok {
		return 0
	}
	if s.Mode == filemode.Dir {
		if _, ok := w.SubHead(e.Path); ok || e.Mode == filemode.Submodule {
			return filemode.Submodule
		}
		return 0
	}
	return w.modeFor(e, s.Mode)
}

// ThroughLink looks at a path behind a symbolic link as if there were none, which Git does where it resets and in rm: there
// says that a file lies there, same that it is the entry's own by its stat data, as after a folder was moved and linked to.
func (w *Worktree) ThroughLink(x *index.Index, e *index.Entry) (there, same bool) {
	if !w.BeyondLink(e.Path) {
		return false, false
	}
	s, ok := lstat(w.Path(e.Path))
	if !ok || s.Mode == filemode.Dir || s.Mode == 0 {
		return false, false
	}
	return true, w.modeFor(e, s.Mode) == e.Mode && !statDiffers(&e.Stat, &s.Stat) && (!racy(x, e) || w.sameContent(x, e, s))
}

// IsClean compares one path. A missing file counts as clean where missingOK is set.
func (w *Worktree) IsClean(x *index.Index, e *index.Entry, missingOK bool) bool {
	c, fresh := w.check(x, e, w.leading())
	if fresh != nil && *fresh != e.Stat {
		e.Stat = *fresh
		x.MarkChanged()
	}
	return c.State == Clean || (missingOK && c.State == Deleted)
}

// MovedClean gives the stat data for an entry whose file was renamed: fresh ones if it is
// clean, because a rename changes the file's ctime; else the old ones, so that it stays modified.
func (w *Worktree) MovedClean(x *index.Index, e *index.Entry, to string) index.Stat {
	s, ok := lstat(w.Path(to))
	if !ok {
		return e.Stat
	}
	old := e.Stat
	old.Ctime = s.Ctime
	moved := *e
	moved.Path = to
	if (statDiffers(&old, &s.Stat) || racy(x, e) || emptied(e)) && !w.sameContent(x, &moved, s) {
		return e.Stat
	}
	return s.Stat
}

// ReadPlain gives the bytes of a regular file as they lie on disk.
func (w *Worktree) ReadPlain(path string) ([]byte, bool) {
	s, ok := lstat(w.Path(path))
	if !ok || !isRegular(s.Mode) || !w.leading().ok(path) {
		return nil, false
	}
	data, err := disk.ReadFile(w.Path(path))
	return data, err == nil
}

// Holds reports whether the file of a path has an entry's content, at whatever stage.
func (w *Worktree) Holds(x *index.Index, e *index.Entry) bool {
	s, ok := lstat(w.Path(e.Path))
	return ok && w.modeFor(e, s.Mode) == e.Mode && w.sameContent(x, e, s)
}
