package object

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"
)

// dir is one "objects" folder.
type dir struct {
	path string

	mu       sync.Mutex
	packList atomic.Pointer[[]*pack]  // nil until the folder was listed
	names    map[byte][]plumbing.Hash // loose objects by first byte, sorted
}

func newDir(path string) *dir {
	return &dir{path: path, names: map[byte][]plumbing.Hash{}}
}

func isMissing(err error) bool { return errors.Is(err, plumbing.ErrObjectNotFound) }

func (d *dir) file(h plumbing.Hash) string {
	hex := h.String()
	return filepath.Join(d.path, hex[:2], hex[2:])
}

func (d *dir) hasLoose(h plumbing.Hash) bool {
	_, err := os.Lstat(d.file(h))
	return err == nil
}

// looseWith lists the loose objects whose hash begins with the byte b, sorted.
func (d *dir) looseWith(b byte) []plumbing.Hash {
	d.mu.Lock()
	defer d.mu.Unlock()
	if list, ok := d.names[b]; ok {
		return list
	}
	prefix := fmt.Sprintf("%02x", b)
	entries, err := os.ReadDir(filepath.Join(d.path, prefix))
	if err != nil {
		entries = nil
	}
	list := make([]plumbing.Hash, 0, len(entries))
	for _, e := range entries {
		if h, ok := ParseHash(prefix + e.Name()); ok {
			list = append(list, h)
		}
	}
	d.names[b] = list
	return list
}

// added keeps the list of names right after a write.
func (d *dir) added(h plumbing.Hash) {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, ok := d.names[h[0]]
	if !ok {
		return
	}
	at, found := slices.BinarySearchFunc(list, h, compareHash)
	if !found {
		d.names[h[0]] = slices.Insert(slices.Clone(list), at, h)
	}
}

func compareHash(a, b plumbing.Hash) int { return bytes.Compare(a[:], b[:]) }
