// Package notes reads the notes of commits: blobs in the tree of a ref such as
// refs/notes/commits, named by the hash that they are about, with folders of two
// digits where there are many. It writes none.
package notes

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// Reader reads the notes under one ref.
type Reader struct {
	store *object.Store
	tree  plumbing.Hash
}

// Open finds the notes under a commit or tree.
func Open(store *object.Store, at plumbing.Hash) (*Reader, error) {
	tree, err := store.Peel(at, plumbing.TreeObject)
	if err != nil {
		return nil, fmt.Errorf("open notes: %w", err)
	}
	return &Reader{store: store, tree: tree}, nil
}

// Blob gives the hash of the note about an object; false if there is none.
func (r *Reader) Blob(about plumbing.Hash) (plumbing.Hash, bool, error) {
	name, tree := about.String(), r.tree
	for {
		entries, err := r.store.Tree(tree)
		if err != nil {
			return plumbing.ZeroHash, false, fmt.Errorf("read notes: %w", err)
		}
		next := plumbing.ZeroHash
		for _, e := range entries {
			switch {
			case e.Name == name && !e.IsTree():
				return e.Hash, true, nil
			case e.IsTree() && len(e.Name) == 2 && strings.HasPrefix(name, e.Name):
				next = e.Hash
			}
		}
		if next.IsZero() {
			return plumbing.ZeroHash, false, nil
		}
		name, tree = name[2:], next
	}
}

// Text gives the note about an object, "" if there is none.
func (r *Reader) Text(about plumbing.Hash) (string, error) {
	h, ok, err := r.Blob(about)
	if !ok || err != nil {
		return "", err
	}
	data, err := r.store.Blob(h)
	return string(data), err
}
