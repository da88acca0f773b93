package disk

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// What Windows says of a file that is open elsewhere, and of what it cannot do (winerror.h).
const (
	errInvalidFunction  = syscall.Errno(1)
	errSharingViolation = syscall.Errno(32)
	errLockViolation    = syscall.Errno(33)
	errNotEmpty         = syscall.ERROR_DIR_NOT_EMPTY
	errDeletePending    = syscall.Errno(303)
)

// held reports that another program may be about to let go of a file. A file whose removal is under way, or that is open
// where another shall take its place, is told by "access is denied", as one is that may not be touched at all.
func held(err error) bool {
	return errors.Is(err, errSharingViolation) || errors.Is(err, errLockViolation) || errors.Is(err, errDeletePending) ||
		errors.Is(err, syscall.ERROR_ACCESS_DENIED)
}

// emptying: what was removed from a folder may be in it until whoever has it open lets go.
func emptying(err error) bool { return held(err) || NotEmpty(err) }

// Lacking reports that the system has not the call by which an os.Root removes, as an old Windows and wine have not.
func Lacking(err error) bool { return errors.Is(err, errInvalidFunction) }

func replace(from, to string) error {
	err := os.Rename(from, to)
	if !errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
		return err
	}
	info, statErr := os.Lstat(to)
	if statErr != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o200 != 0 || os.Chmod(to, 0o666) != nil {
		return err
	}
	if err = os.Rename(from, to); err != nil {
		_ = os.Chmod(to, info.Mode().Perm()) // it stays, and stays as it was
	}
	return err
}

// open lets the file be replaced meanwhile, which os.Open does not.
func open(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return os.Open(path) // which has the words for it
	}
	const all = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ, all, nil, syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return os.Open(path)
	}
	return os.NewFile(uintptr(h), path), nil
}

func read(path string, follow bool, limit int) ([]byte, error) {
	if !follow {
		if err := regular("open", path); err != nil {
			return nil, err
		}
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if limit >= 0 {
		return io.ReadAll(io.LimitReader(f, int64(limit)))
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	text := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead)) // the end is found without growing
	_, err = text.ReadFrom(f)
	return text.Bytes(), err
}

func regular(op, path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = pathError(op, path, errNoFile)
	}
	return err
}

var errNoFile = errors.New("not a file")

func create(path string, perm os.FileMode) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
}

func removeFile(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return pathError("remove", path, errNoFile)
	}
	return os.Remove(path)
}

// removeAll is os.RemoveAll, also where its calls are lacking.
func removeAll(path string) error {
	err := os.RemoveAll(path)
	if !Lacking(err) {
		return err
	}
	info, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		entries, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := removeAll(filepath.Join(path, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.Remove(path)
}
