// Package lockfile owns Git's way to change a file: write FILE.lock, which
// nobody else can create meanwhile, then move it over FILE. It waits for a lock
// only as long as it is told to, and refuses to break one.
package lockfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"cairn/internal/disk"
	"cairn/internal/git/confine"
	"cairn/internal/git/sharing"
)

// Suffix is what a lock's name ends in.
const Suffix = ".lock"

// Lock is a held lock. Exactly one of Commit and Rollback ends it; Rollback
// after Commit does nothing, so it may be deferred.
type Lock struct {
	path   string // the file to change
	f      *os.File
	closed bool
	done   bool
}

// HeldError says that the lock file exists already.
type HeldError struct{ Path string } // of the lock file

// Error is what Git prints, with the way out.
func (e *HeldError) Error() string {
	return fmt.Sprintf("Unable to create '%s': File exists.\n\n"+
		"Another git process seems to be running in this repository, e.g.\n"+
		"an editor opened by 'git commit'. Please make sure all processes\n"+
		"are terminated then try again. If it still fails, a git process\n"+
		"may have crashed in this repository earlier:\n"+
		"remove the file manually to continue.", e.Path)
}

// CreateError says that the lock could not be created for another reason.
type CreateError struct {
	Path  string
	Cause error
}

func (e *CreateError) Error() string {
	return fmt.Sprintf("Unable to create '%s': %s", e.Path, Reason(e.Cause))
}
func (e *CreateError) Unwrap() error { return e.Cause }

// Reason is an error's cause as the C library words it.
func Reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "No such file or directory"
	case disk.NotEmpty(err):
		return "Directory not empty"
	case errors.Is(err, fs.ErrExist):
		return "File exists"
	case errors.Is(err, fs.ErrPermission):
		return "Permission denied"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		err = le.Err
	}
	text := err.Error()
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):] // Go has the same words in small letters
}

// Acquire takes the lock of path, whose folder must exist. A path that is a
// symbolic link is followed, as Git does for its own files.
func Acquire(path string) (*Lock, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		path = confine.Real(path)
	}
	return acquire(path)
}

// acquire takes the lock of the file that path itself names.
func acquire(path string) (*Lock, error) {
	name := path + Suffix
	if ours.watch != nil {
		ours.first.Do(ours.watch)
	}
	ours.end.RLock()
	defer ours.end.RUnlock()
	f, err := disk.Create(name, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil, &HeldError{Path: inRealFolder(name)}
	}
	if err != nil {
		return nil, &CreateError{Path: inRealFolder(name), Cause: err}
	}
	ours.names.Store(name, true)
	return &Lock{path: path, f: f}, nil
}

// inRealFolder follows all links on the way to a file: so Git names its locks.
func inRealFolder(path string) string {
	return filepath.Join(confine.Real(filepath.Dir(path)), filepath.Base(path))
}

// AcquireWithin is Acquire that tries again for a while when somebody else
// holds the lock; a negative patience has no end.
func AcquireWithin(path string, patience time.Duration) (*Lock, error) {
	return within(patience, path, Acquire)
}

// AcquireItself is AcquireWithin of the path itself: a symbolic link there is what
// Commit replaces, and where it leads nothing is written. So it is with refs, as in Git.
func AcquireItself(path string, patience time.Duration) (*Lock, error) {
	return within(patience, path, acquire)
}

func within(patience time.Duration, path string, take func(string) (*Lock, error)) (*Lock, error) {
	start, pause := time.Now(), time.Millisecond
	for {
		lock, err := take(path)
		var held *HeldError
		if err == nil || !errors.As(err, &held) || patience >= 0 && time.Since(start) >= patience {
			return lock, err
		}
		time.Sleep(pause)
		pause = min(2*pause, 100*time.Millisecond)
	}
}

// ours are the locks of this process. It is the one thing here that belongs to the process and
// to no caller: a signal comes to all of it.
var ours struct {
	names sync.Map
	end   sync.RWMutex // held for reading while a lock is taken, for writing from RemoveHeld on
	first sync.Once
	watch func()
}

// Watch has f called once, before the first lock is taken: a process that takes none need not listen
// for signals, which costs a thread. It must be called before any lock is.
func Watch(f func()) { ours.watch = f }

// RemoveHeld removes all locks that this process holds, and lets it take no other. It is for a process that
// ends at once.
func RemoveHeld() {
	ours.end.Lock()
	ours.names.Range(func(name, _ any) bool {
		_ = disk.Remove(name.(string))
		return true
	})
}

// Path is the file that the lock protects.
func (l *Lock) Path() string { return l.path }

// Write adds to the file's new content.
func (l *Lock) Write(p []byte) (int, error) { return l.f.Write(p) }

// Close ends the writing and holds the lock: nothing can be written after it.
func (l *Lock) Close() error {
	if l.closed {
		return nil
	}
	l.closed = true
	if err := l.f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", l.path, err)
	}
	return nil
}

// Share gives the new content the permissions of a shared repository. When that fails the lock is given up.
func (l *Lock) Share(s sharing.Source) error {
	err := s.Adjust(l.f.Name())
	if err != nil {
		l.Rollback()
	}
	return err
}

// Keep gives the new content the permissions of the old, as Git does for configuration files only.
func (l *Lock) Keep() error {
	info, err := os.Stat(l.path)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if err := l.f.Chmod(info.Mode().Perm()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("write %s: %w", l.path, err)
	}
	return nil
}

// Commit moves the new content into place.
func (l *Lock) Commit() error {
	if l.done {
		return nil
	}
	l.done = true
	name := l.f.Name()
	defer ours.names.Delete(name)
	if err := l.Close(); err != nil {
		_ = disk.Remove(name)
		return err
	}
	if err := disk.Rename(name, l.path); err != nil {
		_ = disk.Remove(name)
		return fmt.Errorf("write %s: %w", l.path, err)
	}
	return nil
}

// Rollback gives the lock up and leaves the file as it was.
func (l *Lock) Rollback() {
	if l.done {
		return
	}
	l.done = true
	defer ours.names.Delete(l.f.Name())
	_ = l.Close()
	_ = disk.Remove(l.f.Name())
}

// WriteFile replaces a file's content under its lock.
func WriteFile(path string, data []byte, share sharing.Source) error {
	l, err := Acquire(path)
	if err != nil {
		return err
	}
	if err := l.Share(share); err != nil {
		return err
	}
	if _, err := l.Write(data); err != nil {
		l.Rollback()
		return fmt.Errorf("write %s: %w", path, err)
	}
	return l.Commit()
}

// Replace replaces a file's content whole, for files that one program at a time writes under a lock of another file: a
// program that dies meanwhile leaves the file as it was, and nothing that stands in the next one's way. A symbolic link
// is replaced, and nothing is written where it leads.
func Replace(path string, data []byte) error {
	name := path + ".new"
	f, err := disk.Create(name, 0o666)
	if errors.Is(err, fs.ErrExist) { // left by a dead program, or a link
		_ = disk.Remove(name)
		f, err = disk.Create(name, 0o666)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = disk.Rename(name, path)
	}
	if err != nil {
		_ = disk.Remove(name)
	}
	return err
}
