//go:build !unix

package files

import (
	"errors"
	"io"
	"os"

	"cairn/internal/disk"
)

var errNoFile = errors.New("not a file")

func read(path string, follow bool, limit int) ([]byte, error) {
	if limit < 0 {
		return disk.ReadFile(path)
	}
	if !follow {
		if err := regular("open", path); err != nil {
			return nil, err
		}
	}
	f, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, int64(limit)))
}

func open(path string) (*os.File, error) { return disk.Open(path) }

func create(path string, perm os.FileMode) (*os.File, error) {
	return disk.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
}

func rename(from, to string) error {
	err := disk.Rename(from, to)
	if link := (*os.LinkError)(nil); errors.As(err, &link) {
		err = link.Err
	}
	return err
}

func remove(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return pathError("remove", path, errNoFile)
	}
	return disk.Remove(path)
}

func regular(op, path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = pathError(op, path, errNoFile)
	}
	return err
}
