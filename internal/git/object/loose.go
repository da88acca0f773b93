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
	kind, size, err := looseKind(h, r)
	if err != nil {
		return plumbing.InvalidObject, nil, err
	}
	data, err := readExactly(r, size)
	if err != nil {
		return plumbing.InvalidObject, nil, &CorruptError{Hash: h, Cause: err}
	}
	return kind, data, nil
}

// looseInfo reads kind and size only.
func (d *dir) looseInfo(h plumbing.Hash) (kind plumbing.ObjectType, size int64, err error) {
	err = d.withHeader(h, func(r *bufio.Reader) error {
		kind, size, err = looseKind(h, r)
		return err
	})
	return kind, size, err
}

// withHeader unpacks the beginning of a loose object.
func (d *dir) withHeader(h plumbing.Hash, read func(*bufio.Reader) error) error {
	f, err := os.Open(d.file(h))
	if errors.Is(err, fs.ErrNotExist) {
		return &MissingError{Hash: h}
	}
	if err != nil {
		return fmt.Errorf("read object %s: %w", h, err)
	}
	defer func() { _ = f.Close() }()
	z, err := zlib.NewReader(f)
	if err != nil {
		return &CorruptError{Hash: h, Cause: err}
	}
	return read(bufio.NewReaderSize(z, 64))
}

// looseKind reads the header of an object of one of Git's four kinds.
func looseKind(h plumbing.Hash, r *bufio.Reader) (plumbing.ObjectType, int64, error) {
	word, size, err := looseHeader(r, usualHeader)
	if errors.Is(err, errLongHeader) {
		return plumbing.InvalidObject, 0, &LongHeaderError{Hash: h}
	}
	if err != nil {
		return plumbing.InvalidObject, 0, &CorruptError{Hash: h, Cause: err}
	}
	kind, err := plumbing.ParseObjectType(word)
	if err != nil || kind > plumbing.TagObject {
		return plumbing.InvalidObject, 0, &UnknownKindError{Hash: h, Word: word}
	}
	return kind, size, nil
}

const (
	usualHeader = 31      // letters of the longest header that Git reads without being told to
	anyHeader   = 4 << 10 // of one that it was told to read
)

var errLongHeader = errors.New("header is too long")

func looseHeader(r *bufio.Reader, limit int) (word string, size int64, err error) {
	head := make([]byte, 0, usualHeader)
	for {
		b, err := r.ReadByte()
		if err != nil {
			return "", 0, fmt.Errorf("read header: %w", err)
		}
		if b == 0 {
			break
		}
		if head = append(head, b); len(head) > limit {
			return "", 0, errLongHeader
		}
	}
	name, num, ok := bytes.Cut(head, []byte{' '})
	if !ok {
		return "", 0, errors.New("header has no size")
	}
	size, err = strconv.ParseInt(string(num), 10, 64)
	if err != nil || size < 0 {
		return "", 0, fmt.Errorf("header has size %q", num)
	}
	return string(name), size, nil
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
