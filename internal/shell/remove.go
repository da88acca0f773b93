package shell

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"cairn/internal/git/confine"
)

// RemoveIn removes a file, a link or an empty folder below a root. Old
// Windows, and wine, lack the call by which an os.Root removes; there the path
// is checked link by link and then removed by its name.
func RemoveIn(r *os.Root, name string) error {
	err := r.Remove(name)
	if !lacksRemoval(err) {
		return err
	}
	full := filepath.Join(r.Name(), name)
	if err := confine.Root(r.Name()).Check(filepath.Dir(full)); err != nil {
		return &OutsideError{Path: full}
	}
	return os.Remove(full)
}

// RemoveTree removes a folder with all that is in it, following no link.
func RemoveTree(dir string) error {
	err := os.RemoveAll(dir)
	if !lacksRemoval(err) {
		return err
	}
	info, err := os.Lstat(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := RemoveTree(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.Remove(dir)
}

// lacksRemoval reports ERROR_INVALID_FUNCTION of Windows.
func lacksRemoval(err error) bool {
	return runtime.GOOS == "windows" && errors.Is(err, syscall.Errno(1))
}
