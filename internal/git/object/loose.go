package object

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// dir is one "objects" folder.
type dir struct {
	path string

	mu       sync.Mutex
	packList []*pack
	listed   bool
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

// Put stores an object as a loose file: written aside, then moved into place,
// so a crash leaves either all of it or nothing. An object that is already
// there is not written again.
func (s *Store) Put(kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	h := plumbing.ComputeHash(kind, data)
	if s.stored(h) {
		return h, nil
	}
	if err := s.writeLoose(h, kind.String(), data); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write object %s: %w", h, err)
	}
	return h, nil
}

// HashOf is the hash that Put would give, without storing anything.
func HashOf(kind plumbing.ObjectType, data []byte) plumbing.Hash {
	return plumbing.ComputeHash(kind, data)
}

func (s *Store) writeLoose(h plumbing.Hash, word string, data []byte) error {
	d := s.dirs[0]
	final := d.file(h)
	folder := filepath.Dir(final)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(folder, "tmp_obj_")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	if err := s.encodeLoose(tmp, word, data); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o444); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), final); err != nil && !d.hasLoose(h) {
		return err
	}
	d.added(h)
	return nil
}

// encodeLoose packs as tightly as Git does for a loose object by default:
// quickly. A writer takes most of a megabyte, so it is used again.
func (s *Store) encodeLoose(w io.Writer, word string, data []byte) error {
	z, ok := s.packers.Get().(*zlib.Writer)
	if ok {
		z.Reset(w)
	} else {
		var err error
		if z, err = zlib.NewWriterLevel(w, zlib.BestSpeed); err != nil {
			return err
		}
	}
	defer s.packers.Put(z)
	if _, err := fmt.Fprintf(z, "%s %d\x00", word, len(data)); err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	return z.Close()
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
