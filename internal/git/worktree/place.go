package worktree

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"cairn/internal/disk"
	"cairn/internal/git/object"
)

// place lets a file or link appear at path whole: a program that dies meanwhile, or a disk that is full, leaves what was
// there before. It is made among the objects, under a name that `git gc` sweeps away, and moved from there; where that is
// another disk, or nothing may be written there, it is made in its place. What path held, if it is no folder, is replaced
// and never written through.
func (w *Worktree) place(path string, create func(name string) error) error {
	name := object.TempPath(filepath.Join(w.repo.CommonDir(), "objects"))
	err := create(name)
	if errors.Is(err, fs.ErrExist) { // left by a dead program of the same number
		_ = disk.Remove(name)
		err = create(name)
	}
	if err == nil {
		if err = disk.Rename(name, path); err == nil {
			return nil
		}
		_ = os.Remove(name)
	} else if _ = os.Remove(name); !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := disk.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return create(path)
}

// writeNew makes a file that must not exist, so that no link is followed.
func writeNew(path string, data []byte, perm os.FileMode) error {
	f, err := disk.Create(path, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}
