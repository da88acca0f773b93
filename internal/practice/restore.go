package practice

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cairn/internal/disk"
	"cairn/internal/shell"
)

// restore brings work and home to the state of a moment. It touches only what
// differs, and goes through an os.Root, so that a link that somebody planted
// leads nowhere. It can be repeated: a second run finishes what a first began.
// It gives the files that it could not bring back, because they are larger
// than the store takes, or because the store is damaged.
func (s *store) restore(m *moment) (lost []string, err error) {
	for _, top := range []string{"work", "home"} {
		if err := os.MkdirAll(filepath.Join(s.base, top), 0o755); err != nil {
			return nil, fmt.Errorf("restore snapshot: %w", err)
		}
	}
	root, err := os.OpenRoot(s.base)
	if err != nil {
		return nil, fmt.Errorf("restore snapshot: %w", err)
	}
	defer root.Close()
	now, err := s.scan(false)
	if err != nil {
		return nil, err
	}
	r := &restorer{store: s, root: root, now: byPath(now), want: byPath(m.Entries)}
	if err := errors.Join(r.removeExtra(now), r.make(m.Entries)); err != nil {
		return nil, fmt.Errorf("restore snapshot: %w", err)
	}
	return r.lost, nil
}

func byPath(list []entry) map[string]entry {
	m := make(map[string]entry, len(list))
	for _, e := range list {
		m[e.Path] = e
	}
	return m
}

type restorer struct {
	store     *store
	root      *os.Root
	now, want map[string]entry
	lost      []string // files that the store has not, or not whole
}

// removeExtra removes what the moment does not have, and what is of another
// kind there; the deepest first.
func (r *restorer) removeExtra(now []entry) error {
	for _, e := range slices.Backward(now) {
		want, ok := r.want[e.Path]
		if ok && want.Mode.Type() == e.Mode.Type() || e.Path == "work" || e.Path == "home" {
			continue
		}
		if err := r.remove(e.Path); err != nil {
			return err
		}
		delete(r.now, e.Path)
		delete(r.store.cache, e.Path)
	}
	return nil
}

// remove removes a path. Read-only files, such as Git's objects, must be made
// writable on Windows first; a folder may hold what the scan passes over.
func (r *restorer) remove(path string) error {
	name := filepath.FromSlash(path)
	err := shell.RemoveIn(r.root, name)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if info, statErr := r.root.Lstat(name); statErr == nil {
		if info.IsDir() {
			return r.removeAll(name)
		}
		if r.root.Chmod(name, 0o644) == nil {
			err = shell.RemoveIn(r.root, name)
		}
	}
	return err
}

// removeAll removes a folder with what the scan passed over, such as pipes.
func (r *restorer) removeAll(name string) error {
	dir, err := r.root.Open(name)
	if err != nil {
		return err
	}
	entries, err := dir.ReadDir(-1)
	if err = errors.Join(err, dir.Close()); err != nil {
		return err
	}
	for _, e := range entries {
		child := filepath.Join(name, e.Name())
		if e.IsDir() {
			err = r.removeAll(child)
		} else {
			err = shell.RemoveIn(r.root, child)
		}
		if err != nil {
			return err
		}
	}
	return shell.RemoveIn(r.root, name)
}

// make creates folders, files and links that are missing or differ.
func (r *restorer) make(list []entry) error {
	for _, e := range list {
		if now, ok := r.now[e.Path]; ok && now.same(e) {
			continue
		}
		var err error
		switch {
		case e.Mode.IsDir():
			err = r.dir(e)
		case e.Mode&fs.ModeSymlink != 0:
			if err = r.remove(e.Path); err == nil {
				err = r.root.Symlink(e.Link, filepath.FromSlash(e.Path))
			}
		default:
			err = r.file(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *restorer) dir(e entry) error {
	name := filepath.FromSlash(e.Path)
	if err := disk.Do(func() error { return r.root.Mkdir(name, 0o755) }); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return r.root.Chmod(name, e.Mode.Perm()|0o700)
}

func (r *restorer) file(e entry) error {
	name := filepath.FromSlash(e.Path)
	if !e.kept() {
		if now, ok := r.now[e.Path]; !ok || now.Size != e.Size || now.Time != e.Time {
			r.lost = append(r.lost, e.Path)
		}
		return nil
	}
	if now, ok := r.now[e.Path]; ok && now.Hash == e.Hash {
		return r.root.Chmod(name, e.Mode.Perm())
	}
	data, err := r.store.get(e.Hash)
	if err != nil {
		// One damaged file must not keep the others from coming back.
		r.lost = append(r.lost, e.Path)
		return nil //nolint:nilerr // told as lost
	}
	temp := filepath.Join(filepath.Dir(name), ".cairn-restore")
	if err := r.remove(filepath.ToSlash(temp)); err != nil {
		return err
	}
	if err := disk.Do(func() error { return r.root.WriteFile(temp, data, 0o644) }); err != nil {
		return err
	}
	if err := r.remove(e.Path); err != nil {
		return err
	}
	if err := disk.Do(func() error { return r.root.Rename(temp, name) }); err != nil {
		return err
	}
	when := time.Unix(0, e.Time)
	if err := r.root.Chtimes(name, when, when); err != nil {
		return err
	}
	return r.root.Chmod(name, e.Mode.Perm())
}
