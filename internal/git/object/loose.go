package object

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
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

// loose reads a loose object. go-git's objfile reader hashes all that it
// reads with a slow, collision-detecting SHA-1, which Git does only in fsck;
// BenchmarkLoose shows the difference, hence this reader.
func (d *dir) loose(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	raw, err := os.ReadFile(d.file(h))
	if errors.Is(err, fs.ErrNotExist) {
		return plumbing.InvalidObject, nil, &MissingError{Hash: h}
	}
	if err != nil {
		return plumbing.InvalidObject, nil, fmt.Errorf("read object %s: %w", h, err)
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return plumbing.InvalidObject, nil, &CorruptError{Hash: h, Cause: err}
	}
	r := bufio.NewReaderSize(z, 512)
	kind, size, err := looseHeader(r)
	if err != nil {
		return plumbing.InvalidObject, nil, &CorruptError{Hash: h, Cause: err}
	}
	data, err := readExactly(r, size)
	if err != nil {
		return plumbing.InvalidObject, nil, &CorruptError{Hash: h, Cause: err}
	}
	return kind, data, nil
}

// looseInfo reads kind and size only.
func (d *dir) looseInfo(h plumbing.Hash) (plumbing.ObjectType, int64, error) {
	f, err := os.Open(d.file(h))
	if errors.Is(err, fs.ErrNotExist) {
		return plumbing.InvalidObject, 0, &MissingError{Hash: h}
	}
	if err != nil {
		return plumbing.InvalidObject, 0, fmt.Errorf("read object %s: %w", h, err)
	}
	defer func() { _ = f.Close() }()
	z, err := zlib.NewReader(f)
	if err != nil {
		return plumbing.InvalidObject, 0, &CorruptError{Hash: h, Cause: err}
	}
	kind, size, err := looseHeader(bufio.NewReaderSize(z, 64))
	if err != nil {
		return plumbing.InvalidObject, 0, &CorruptError{Hash: h, Cause: err}
	}
	return kind, size, nil
}

func looseHeader(r *bufio.Reader) (plumbing.ObjectType, int64, error) {
	head := make([]byte, 0, 32)
	for {
		b, err := r.ReadByte()
		if err != nil {
			return plumbing.InvalidObject, 0, fmt.Errorf("read header: %w", err)
		}
		if b == 0 {
			break
		}
		if head = append(head, b); len(head) > 32 {
			return plumbing.InvalidObject, 0, errors.New("header is too long")
		}
	}
	word, num, ok := bytes.Cut(head, []byte{' '})
	if !ok {
		return plumbing.InvalidObject, 0, errors.New("header has no size")
	}
	kind, err := plumbing.ParseObjectType(string(word))
	if err != nil {
		return plumbing.InvalidObject, 0, fmt.Errorf("header: %w", err)
	}
	size, err := strconv.ParseInt(string(num), 10, 64)
	if err != nil || size < 0 {
		return plumbing.InvalidObject, 0, fmt.Errorf("header has size %q", num)
	}
	return kind, size, nil
}

// readExactly reads size bytes and makes sure that nothing follows. Memory is
// taken as the bytes arrive, so a header that lies about its size costs nothing.
func readExactly(r io.Reader, size int64) ([]byte, error) {
	const trusted = 16 << 20
	var buf bytes.Buffer
	buf.Grow(int(min(size, trusted)) + bytes.MinRead)
	n, err := io.Copy(&buf, io.LimitReader(r, size+1))
	if err != nil {
		return nil, err
	}
	if n != size {
		return nil, fmt.Errorf("content has not the %d bytes of its header", size)
	}
	return buf.Bytes(), nil
}

// Put stores an object as a loose file: written aside, then moved into place,
// so a crash leaves either all of it or nothing. An object that is already
// there is not written again.
func (s *Store) Put(kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	h := plumbing.ComputeHash(kind, data)
	if s.stored(h) {
		return h, nil
	}
	if err := s.writeLoose(h, kind, data); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write object %s: %w", h, err)
	}
	return h, nil
}

// HashOf is the hash that Put would give, without storing anything.
func HashOf(kind plumbing.ObjectType, data []byte) plumbing.Hash {
	return plumbing.ComputeHash(kind, data)
}

func (s *Store) writeLoose(h plumbing.Hash, kind plumbing.ObjectType, data []byte) error {
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
	if err := encodeLoose(tmp, kind, data); err != nil {
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

func encodeLoose(w io.Writer, kind plumbing.ObjectType, data []byte) error {
	ow := objfile.NewWriter(w)
	if err := ow.WriteHeader(kind, int64(len(data))); err != nil {
		return err
	}
	if _, err := ow.Write(data); err != nil {
		return err
	}
	return ow.Close()
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
