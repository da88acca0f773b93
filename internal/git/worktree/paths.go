package worktree

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/object"
)

// leading knows whether the directories on the way to a path are directories, and not
// symbolic links that lead elsewhere. It remembers the last way, because paths come
// in order. One leading serves one goroutine.
type leading struct {
	root string
	look *looker // where many paths are asked for
	good string  // "" or "a/b/": all of it is real directories
	bad  string  // "a/b/": b is no directory
}

// lstat looks at a slash-separated path, whatever leads to it.
func (l *leading) lstat(path string) (fileStat, bool) {
	if l.look != nil {
		return l.look.lstat(path)
	}
	return lstat(l.root + string(filepath.Separator) + filepath.FromSlash(path))
}

// ok reports whether all of the path but its last name is real directories.
func (l *leading) ok(path string) bool {
	end := strings.LastIndexByte(path, '/') + 1
	if end == 0 || (end <= len(l.good) && l.good[:end] == path[:end]) {
		return true
	}
	if l.bad != "" && strings.HasPrefix(path, l.bad) {
		return false
	}
	at := 0 // what is known to be good
	for at < len(l.good) && at < end && l.good[at] == path[at] {
		at++
	}
	at = strings.LastIndexByte(path[:at], '/') + 1
	for at < end {
		n := strings.IndexByte(path[at:end], '/')
		s, found := l.lstat(path[:at+n])
		if !found || s.Mode != filemode.Dir {
			l.bad = path[:at+n+1]
			return false
		}
		at += n + 1
		l.good = path[:at]
	}
	return true
}

// forget must be called after directories were made or removed.
func (l *leading) forget() { l.good, l.bad = "", "" }

func (w *Worktree) leading() *leading { return &leading{root: w.root} }

// Lstat tells whether a path exists, with no symbolic link on the way, and what it is.
func (w *Worktree) Lstat(path string) (mode filemode.FileMode, exists bool) {
	if !w.leading().ok(path) {
		return 0, false
	}
	s, ok := lstat(w.Path(path))
	return s.Mode, ok
}

// BeyondLink reports whether a symbolic link lies on the way to a path.
func (w *Worktree) BeyondLink(path string) bool {
	for i := range len(path) {
		if path[i] == '/' {
			if s, ok := lstat(w.Path(path[:i])); ok && s.Mode == filemode.Symlink {
				return true
			}
		}
	}
	return false
}

// Exists tells whether there is anything at a path, behind links too as long as they do not lead out of the repository's root.
func (w *Worktree) Exists(path string) bool {
	if w.BeyondLink(path) && w.repo.Confine(w.Path(path)) != nil {
		return false
	}
	_, ok := lstat(w.Path(path))
	return ok
}

// BehindFile reports whether a file lies where one of a path's directories should be.
func (w *Worktree) BehindFile(path string) bool {
	for i := range len(path) {
		if path[i] == '/' {
			if info, err := os.Stat(w.Path(path[:i])); err == nil && !info.IsDir() {
				return true
			}
		}
	}
	return false
}

// Loops reports whether a path lies behind links that lead to themselves: Git cannot look there, and takes the path to be as
// it was.
func (w *Worktree) Loops(path string) bool {
	_, err := os.Lstat(w.Path(path))
	return errors.Is(err, syscall.ELOOP)
}

// warnOfLoop says that a path cannot be looked at.
func (w *Worktree) warnOfLoop(path string) {
	if warn := w.repo.Params().Warn; warn != nil {
		warn(path + ": Too many levels of symbolic links")
	}
}

// removeFile deletes a file or link, and nothing else; a missing one is fine.
func (w *Worktree) removeFile(path string) error {
	if !w.leading().ok(path) {
		return nil
	}
	s, ok := lstat(w.Path(path))
	if !ok || s.Mode == filemode.Dir {
		return nil
	}
	return disk.Remove(w.Path(path))
}

// pruneDirs removes the directories above a path that became empty. The
// current directory stays, as Git has it since 2.35.
func (w *Worktree) pruneDirs(path string) {
	keep := strings.TrimSuffix(w.repo.Prefix(), "/")
	for {
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return
		}
		path = path[:i]
		if path == keep || strings.HasPrefix(keep, path+"/") {
			return
		}
		if s, ok := lstat(w.Path(path)); !ok || s.Mode != filemode.Dir || os.Remove(w.Path(path)) != nil {
			return
		}
	}
}

// RemoveFile deletes a tracked file and the directories that it leaves empty.
func (w *Worktree) RemoveFile(path string) error {
	if err := object.CheckInside(path); err != nil {
		return err
	}
	if err := w.removeFile(path); err != nil {
		return err
	}
	w.pruneDirs(path)
	return nil
}

// RemoveEmptyDir removes the directory of a submodule, if there is nothing in it.
func (w *Worktree) RemoveEmptyDir(path string) error {
	if !w.leading().ok(path) {
		return nil
	}
	if s, ok := lstat(w.Path(path)); !ok || s.Mode != filemode.Dir {
		return nil
	}
	return os.Remove(w.Path(path))
}

// RemoveUntracked deletes a file or link that lies behind no link, and leaves its directory.
func (w *Worktree) RemoveUntracked(path string) error { return w.removeFile(path) }

// IsRepository reports whether a directory is the working tree of another repository.
func (w *Worktree) IsRepository(path string) bool { return w.isRepository(path) }
