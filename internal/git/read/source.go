package read

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/view"
)

// source answers what a view leaves out.
type source struct {
	reader *Reader
	dir    string
	repo   *repo.Repo // nil where there is no repository
	files  []view.File
}

// Blob gives a file's bytes by hash, from the object database or from the
// working tree.
func (s *source) Blob(h view.Hash) ([]byte, error) {
	want := plumbing.NewHash(string(h))
	if s.repo != nil {
		if data, err := s.repo.Objects().Blob(want); err == nil {
			return data, nil
		}
	}
	for _, f := range s.files {
		if f.Hash != h {
			continue
		}
		data, err := content(filepath.Join(s.dir, filepath.FromSlash(f.Path)), f.Mode)
		if err == nil && object.HashOf(plumbing.BlobObject, data) == want {
			return data, nil
		}
	}
	return nil, fmt.Errorf("read file content %s: %w", h, plumbing.ErrObjectNotFound)
}

// content reads a file, or where a link points to.
func content(path string, mode view.Mode) ([]byte, error) {
	if mode == modeLink {
		target, err := os.Readlink(path)
		return []byte(filepath.ToSlash(target)), err
	}
	return disk.ReadFile(path)
}

// Tree lists all files of a commit, tag or tree, by path.
func (s *source) Tree(h view.Hash) ([]view.TreeEntry, error) {
	if s.repo == nil {
		return nil, fmt.Errorf("read tree %s: %w", h, plumbing.ErrObjectNotFound)
	}
	top, err := s.repo.Objects().Peel(plumbing.NewHash(string(h)), plumbing.TreeObject)
	if err != nil {
		return nil, fmt.Errorf("read tree %s: %w", h, err)
	}
	var out []view.TreeEntry
	err = s.tree("", top, &out)
	return out, err
}

func (s *source) tree(dir string, h plumbing.Hash, out *[]view.TreeEntry) error {
	entries, err := s.repo.Objects().Tree(h)
	if err != nil {
		return fmt.Errorf("read tree %s: %w", h, err)
	}
	for _, e := range entries {
		if e.IsTree() {
			if err := s.tree(dir+e.Name+"/", e.Hash, out); err != nil {
				return err
			}
			continue
		}
		*out = append(*out, view.TreeEntry{Path: dir + e.Name, Mode: mode(e.Mode), Hash: hash(e.Hash)})
	}
	return nil
}
