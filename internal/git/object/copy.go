package object

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
		return copyObject(path, filepath.Join(to, rel), links)
	})
}

func copyObject(from, to string, links bool) error {
	if links {
		err := os.Link(from, to)
		if err == nil || errors.Is(err, fs.ErrExist) {
			return nil
		}
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // so Git copies them
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}
