package object

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/sharing"
)

// LinkError says that an object database holds a symbolic link. A clone
// through it would read what lies elsewhere (CVE-2022-39253, CVE-2023-22490).
type LinkError struct{ Path string }

func (e *LinkError) Error() string {
	if filepath.IsAbs(e.Path) { // the folder itself
		return fmt.Sprintf("failed to start iterator over '%s': Not a directory", filepath.ToSlash(e.Path))
	}
	return fmt.Sprintf("symlink '%s' exists, refusing to clone with --local", filepath.ToSlash(e.Path))
}

// CopyTo puts every object of the store into another objects folder, as hard links where links is set and the file
// system can. Objects are never changed once they are written, so sharing them is safe. Those of the store's alternates
// are put there, too, if all is set.
func (s *Store) CopyTo(dir string, links, all bool, share sharing.Source) error {
	dirs := s.dirs
	if !all {
		dirs = dirs[:1]
	}
	for _, d := range dirs {
		if err := copyObjects(d.path, dir, links, share); err != nil {
			var link *LinkError
			if errors.As(err, &link) {
				return link
			}
			return fmt.Errorf("copy objects: %w", err)
		}
	}
	return nil
}

func copyObjects(from, to string, links bool, share sharing.Source) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch top, _, _ := strings.Cut(filepath.ToSlash(rel), "/"); {
		case d.Type()&fs.ModeSymlink != 0:
			if rel == "." {
				return &LinkError{path}
			}
			return &LinkError{rel}
		case d.IsDir() && top != "." && top != "pack" && len(top) != 2:
			return fs.SkipDir // info and whatever other tools keep there
		case d.IsDir():
			return share.MkdirAll(filepath.Join(to, rel))
		case top == rel || strings.HasPrefix(d.Name(), "tmp_"), !d.Type().IsRegular():
			return nil
		}
		return copyObject(path, filepath.Join(to, rel), links, share)
	})
}

// copyObject links a file or copies it, if it is not there yet. What is there under its name is whole.
func copyObject(from, to string, links bool, share sharing.Source) error {
	if links {
		err := os.Link(from, to)
		if err == nil || errors.Is(err, fs.ErrExist) {
			return nil
		}
	}
	if _, err := os.Lstat(to); err == nil {
		return nil
	}
	in, err := disk.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	name := TempPath(filepath.Dir(to))
	out, err := disk.Create(name, 0o666) // so Git copies them
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = share.Adjust(name)
	}
	if err == nil {
		err = disk.Rename(name, to)
	}
	if err != nil {
		_ = disk.Remove(name)
	}
	return err
}
