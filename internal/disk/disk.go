// Package disk owns reading, making, moving and removing files.
//
// On Windows it goes on where Windows refuses what other systems allow: a file that a virus scanner, the search index or
// an editor holds for a moment, and one that is read-only. It waits a short and bounded time, as Git for Windows does.
//
// Elsewhere it needs few system calls, since Git's files are many and small: os.ReadFile makes eleven for a file that four
// read, because it first tries to have the file polled, and os.Remove asks twice about a file that is not there. A named
// pipe in a file's place is empty, not a standstill.
//
// It decides nothing about paths: see package confine.
package disk

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// pauses are how long is waited before each new try: 0.6 seconds together. Git
// for Windows waits 0.07 seconds and then asks the person; we cannot ask.
var pauses = [...]time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond,
	40 * time.Millisecond, 80 * time.Millisecond, 160 * time.Millisecond, 320 * time.Millisecond,
}

// Do does something to a file, again for a while if another program holds it.
func Do(what func() error) error { return do(what, held) }

func do(what func() error, held func(error) bool) error {
	err := what()
	for i := 0; i < len(pauses) && err != nil && held(err); i++ {
		time.Sleep(pauses[i])
		err = what()
	}
	return err
}

// Rename is os.Rename, over a read-only file too: Unix asks for the folder's permission alone, and so does whoever
// replaces a file.
func Rename(from, to string) error {
	return do(func() error { return replace(from, to) }, func(err error) bool { return held(err) && !isFolder(to) })
}

// isFolder: a file moved over a folder is refused for ever, with the same error.
func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// RemoveFile removes a file, never a folder. Its errors are those of os.Remove.
func RemoveFile(path string) error { return Do(func() error { return removeFile(path) }) }

// Remove is os.Remove.
func Remove(path string) error {
	return Do(func() error { return os.Remove(path) })
}

// RemoveAll is os.RemoveAll.
func RemoveAll(path string) error {
	return do(func() error { return removeAll(path) }, emptying)
}

// OpenFile is os.OpenFile.
func OpenFile(path string, flag int, perm os.FileMode) (f *os.File, err error) {
	err = Do(func() error {
		f, err = os.OpenFile(path, flag, perm)
		return err
	})
	return f, err
}

// Create makes a file that is not there yet, for reading and writing. Its errors are those of os.OpenFile.
func Create(path string, perm os.FileMode) (f *os.File, err error) {
	err = Do(func() error {
		f, err = create(path, perm)
		return err
	})
	return f, err
}

// MkdirAll is os.MkdirAll.
func MkdirAll(path string, perm os.FileMode) error {
	return Do(func() error { return os.MkdirAll(path, perm) })
}

// Open is os.Open for a file that others replace: it may be renamed or removed while it is read.
func Open(path string) (f *os.File, err error) {
	err = Do(func() error {
		f, err = open(path)
		return err
	})
	return f, err
}

// ErrEndless says that a device stands in a file's place which gives more than any such file holds.
var ErrEndless = errors.New("it has no end")

// endless is how many bytes are read of what is no ordinary file: a link to /dev/zero would else take all memory.
const endless = 16 << 20

// ReadFile is os.ReadFile for a file that others replace. What has no end is an error.
func ReadFile(path string) ([]byte, error) { return readUpTo(path, true, -1) }

// ReadStart returns at most the first limit bytes of a file.
func ReadStart(path string, limit int) ([]byte, error) { return readUpTo(path, true, limit) }

// ReadPlain is ReadStart that does not follow a symbolic link: one is an error, as is a folder.
func ReadPlain(path string, limit int) ([]byte, error) { return readUpTo(path, false, limit) }

// readUpTo reads up to limit bytes; a negative limit is none.
func readUpTo(path string, follow bool, limit int) (data []byte, err error) {
	err = Do(func() error {
		data, err = read(path, follow, limit)
		return err
	})
	return data, err
}

// WriteFile is os.WriteFile.
func WriteFile(path string, data []byte, perm os.FileMode) error {
	return Do(func() error { return os.WriteFile(path, data, perm) })
}

// pathError is what package os returns.
func pathError(op, path string, err error) error {
	if err == nil {
		return nil
	}
	return &os.PathError{Op: op, Path: path, Err: err}
}

// NotEmpty reports that a folder could not be removed because there is something in it.
func NotEmpty(err error) bool {
	return errors.Is(err, syscall.ENOTEMPTY) || errors.Is(err, errNotEmpty)
}
