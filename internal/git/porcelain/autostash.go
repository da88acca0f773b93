package porcelain

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/repo"
	"cairn/internal/git/stash"
	"cairn/internal/git/worktree"
)

// AutostashFile names the state file with the stash of the local changes that a merge has put aside.
const AutostashFile = "MERGE_AUTOSTASH"

// AutostashError says that local changes cannot be put aside.
type AutostashError struct{ Cause error }

func (e *AutostashError) Error() string { return "Cannot autostash" }
func (e *AutostashError) Unwrap() error { return e.Cause }

// Level is "fatal", whatever the cause is.
func (e *AutostashError) Level() string { return "fatal" }

// ExitCode is 128.
func (e *AutostashError) ExitCode() int { return 128 }

// PutAside takes the local changes out of index and files for the time of a merge (git-merge(1), "--autostash") and
// gives their stash, zero where there are none. An *OverwriteError with a stash means that they are kept and still there.
func PutAside(r *repo.Repo) (plumbing.Hash, error) {
	none := plumbing.ZeroHash
	// Git forgets what an earlier merge has put aside and not brought back; here it becomes a stash.
	if err := keepAutostash(r); err != nil {
		return none, err
	}
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return none, &AutostashError{err}
	}
	defer lock.Release()
	head, err := w.HeadTree()
	if err != nil {
		return none, err
	}
	kept, err := stash.Create(w, x, "autostash")
	if err != nil {
		return none, &AutostashError{err}
	}
	if kept.IsZero() {
		if x.Changed() {
			err = w.Save(lock, x)
		}
		return none, err
	}
	away := worktree.UnpackParams{Index: x, To: head, Reset: true, Protect: true, KeepHidden: true}
	if err := looked(w, away); err == nil {
		if err := outOfTheWay(w, x, head); err != nil {
			return none, &AutostashError{err}
		}
	}
	if err := WriteState(r, AutostashFile, kept.String()+"\n"); err != nil {
		return none, err
	}
	if err := w.Unpack(away); err != nil {
		return kept, err
	}
	return kept, w.Save(lock, x)
}

// looked says whether an unpacking would be refused.
func looked(w *worktree.Worktree, p worktree.UnpackParams) error {
	p.Check = true
	return w.Unpack(p)
}

// outOfTheWay refuses untracked files that bringing deleted files of HEAD back would remove: no stash has them. Git
// removes them.
func outOfTheWay(w *worktree.Worktree, x *index.Index, head plumbing.Hash) error {
	refused := &worktree.OverwriteError{}
	for _, c := range w.Compare(x, worktree.CompareParams{}) {
		path := c.Entry.Path
		if c.State != worktree.Deleted || !holdsPath(w.Repo(), head, path) {
			continue
		}
		mode, exists := w.Lstat(path)
		switch {
		case exists && mode == filemode.Dir && holdsFile(w.Path(path)):
			refused.Dirs = append(refused.Dirs, path)
		case !exists:
			if at := fileAbove(w, path); at != "" {
				refused.Untracked = append(refused.Untracked, at)
			}
		}
	}
	if len(refused.Paths()) == 0 {
		return nil
	}
	return refused
}

// holdsFile reports whether a folder, or one below, holds anything but folders.
func holdsFile(dir string) bool {
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			return fs.ErrExist
		}
		return nil
	})
	return err != nil
}

// fileAbove finds a file or link where a folder of the path should be.
func fileAbove(w *worktree.Worktree, path string) string {
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		if info, err := os.Lstat(w.Path(path[:i])); err == nil && !info.IsDir() {
			return path[:i]
		}
	}
	return ""
}

// Brought is what became of changes that were put aside.
type Brought int

// The cases.
const (
	BroughtNothing Brought = iota // there were none
	BroughtBack
	BroughtToStash // they did not go with what is there now
)

// BringBack applies what a merge has put aside. With conflicts, and where files are in the way, it is put among the
// stashes.
func BringBack(r *repo.Repo) (Brought, error) {
	kept, ok := hashFile(r.StateFile(AutostashFile))
	if !ok {
		return BroughtNothing, nil
	}
	clean, err := applyStash(r, kept)
	if err == nil && clean {
		removeStateFiles(r, AutostashFile)
		return BroughtBack, nil
	}
	// Whatever the reason is, Git speaks of conflicts.
	return BroughtToStash, keepAutostash(r)
}

func applyStash(r *repo.Repo, kept plumbing.Hash) (clean bool, err error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return false, err
	}
	defer lock.Release()
	o, err := MergeSettings(r, "", "")
	if err != nil {
		return false, err
	}
	w.Compare(x, worktree.CompareParams{})
	res, err := stash.Apply(stash.ApplyParams{Worktree: w, Index: x, Stash: kept, Merge: o})
	if err != nil {
		return false, err
	}
	if err := w.Save(lock, x); err != nil {
		return false, err
	}
	if res.Tree.IsZero() {
		return true, nil
	}
	return res.Clean, WriteState(r, "AUTO_MERGE", res.Tree.String()+"\n")
}

// keepAutostash puts what a merge has put aside among the stashes; it stays where it is if that fails.
func keepAutostash(r *repo.Repo) error {
	kept, ok := hashFile(r.StateFile(AutostashFile))
	if !ok {
		return nil
	}
	if err := stash.Store(r, kept, "autostash"); err != nil {
		return fmt.Errorf("Cannot store %s: %w", kept, err)
	}
	removeStateFiles(r, AutostashFile)
	return nil
}
