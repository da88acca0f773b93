package object

import (
	"bufio"
	"compress/zlib"
	"crypto/sha1"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/sharing"
)

// Put stores an object as a loose file: written aside, then moved into place,
// so a crash leaves either all of it or nothing. An object that is already
// there is not written again.
func (s *Store) Put(kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	h := plumbing.ComputeHash(kind, data)
	return h, s.put(h, kind.String(), data)
}

// put looks for the object once only: one that another program packs at this
// moment may be stored twice, which harms nothing.
func (s *Store) put(h plumbing.Hash, word string, data []byte) error {
	if s.has(h, false) || s.keepAside(h, word, data) {
		return nil
	}
	if err := s.writeLoose(h, word, data); err != nil {
		return &StoreError{Hash: h, Folder: s.params.Shown, Cause: err}
	}
	return nil
}

// StoreError says that an object cannot be written, in Git's words.
type StoreError struct {
	Hash   plumbing.Hash
	Folder string // that of the objects, as messages name it
	Cause  error
}

func (e *StoreError) Error() string {
	if errors.Is(e.Cause, fs.ErrPermission) {
		return "insufficient permission for adding an object to repository database " + e.Folder
	}
	return "unable to write loose object file: " + lockfile.Reason(e.Cause)
}
func (e *StoreError) Unwrap() error { return e.Cause }

// HashOf is the hash that Put would give, without storing anything. It is for
// comparing: unlike Put it does not look for signs of a forged collision,
// which takes five times as long.
func HashOf(kind plumbing.ObjectType, data []byte) plumbing.Hash {
	return HashLiterally(kind.String(), data)
}

// HashLiterally is the hash of an object that claims to be of the kind word.
func HashLiterally(word string, data []byte) plumbing.Hash {
	sum := sha1.New()
	var head [64]byte
	_, _ = sum.Write(appendHead(head[:0], word, len(data)))
	_, _ = sum.Write(data)
	var h plumbing.Hash
	sum.Sum(h[:0])
	return h
}

// appendHead adds what stands before an object's content.
func appendHead(buf []byte, word string, size int) []byte {
	buf = append(append(buf, word...), ' ')
	return append(strconv.AppendInt(buf, int64(size), 10), 0)
}

func (s *Store) writeLoose(h plumbing.Hash, word string, data []byte) error {
	d := s.dirs[0]
	final := d.file(h)
	share := s.params.Share
	if err := share.Check(); err != nil {
		return err
	}
	tmp, err := createTemp(filepath.Dir(final), share)
	if err != nil {
		return err
	}
	err = encodeLoose(tmp, word, data)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = share.Adjust(tmp.Name())
	}
	if err == nil {
		err = disk.Rename(tmp.Name(), final)
	}
	if err != nil {
		_ = disk.Remove(tmp.Name())
		if !d.hasLoose(h) {
			return err
		}
	}
	d.added(h)
	return nil
}

// temps numbers the temporary files of this program, which several goroutines make at once.
var temps atomic.Uint64

// TempPath is a new name for a temporary file among the objects, which `git gc` sweeps away if it is left behind.
func TempPath(folder string) string {
	return filepath.Join(folder, "tmp_obj_"+strconv.Itoa(os.Getpid())+"_"+strconv.FormatUint(temps.Add(1), 36))
}

// createTemp makes a temporary file, and its folder for the first object whose hash begins so.
func createTemp(folder string, share sharing.Source) (*os.File, error) {
	name := TempPath(folder)
	f, err := disk.Create(name, 0o444)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := share.MkdirAll(folder); err != nil {
			return nil, err
		}
	case errors.Is(err, fs.ErrExist): // left by a dead program of the same number
		_ = disk.Remove(name)
	default:
		return f, err
	}
	return disk.Create(name, 0o444)
}

// packer compresses objects. It takes over a megabyte, so that making one
// costs ten times what most objects cost; it is used again.
type packer struct {
	out *bufio.Writer
	z   *zlib.Writer
}

// packers are those not in use. One of them stands apart: a sync.Pool loses its own at every garbage collection, of which a
// window has many between two commands.
var (
	onePacker = make(chan *packer, 1)
	packers   = sync.Pool{New: func() any {
		out := bufio.NewWriter(nil)
		z, _ := zlib.NewWriterLevel(out, zlib.BestSpeed) // there is such a level
		return &packer{out, z}
	}}
)

func takePacker() *packer {
	select {
	case p := <-onePacker:
		return p
	default:
		p, _ := packers.Get().(*packer)
		return p
	}
}

func (p *packer) giveBack() {
	p.out.Reset(nil)
	select {
	case onePacker <- p:
	default:
		packers.Put(p)
	}
}

// encodeLoose packs as tightly as Git does for a loose object by default:
// quickly.
func encodeLoose(w io.Writer, word string, data []byte) error {
	p := takePacker()
	defer p.giveBack()
	p.out.Reset(w)
	p.z.Reset(p.out)
	var head [64]byte
	if _, err := p.z.Write(appendHead(head[:0], word, len(data))); err != nil {
		return err
	}
	if _, err := p.z.Write(data); err != nil {
		return err
	}
	if err := p.z.Close(); err != nil {
		return err
	}
	return p.out.Flush()
}
