// Package disk renames, removes and opens files where Windows refuses what other
// systems allow: a file that a virus scanner, the search index or an editor
// holds for a moment, and one that is read-only. It waits a short and bounded
// time, as Git for Windows does, and on other systems not at all. It decides
// nothing about paths: see package confine.
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

// ReadFile is os.ReadFile for a file that others replace.
func ReadFile(path string) (data []byte, err error) {
	err = Do(func() error {
		data, err = readFile(path)
		return err
	})
	return data, err
}

// WriteFile is os.WriteFile.
func WriteFile(path string, data []byte, perm os.FileMode) error {
	return Do(func() error { return os.WriteFile(path, data, perm) })
}

// NotEmpty reports that a folder could not be removed because there is something in it.
func NotEmpty(err error) bool {
	return errors.Is(err, syscall.ENOTEMPTY) || errors.Is(err, errNotEmpty)
}
