package object

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/inflate"
)

// loose reads a loose object. go-git's objfile reader hashes all that it
// reads with a slow, collision-detecting SHA-1, which Git does only in fsck;
// BenchmarkLoose shows the difference, hence this reader.
func (d *dir) loose(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	raw, err := disk.ReadFile(d.file(h))
	if err != nil {
		return plumbing.InvalidObject, nil, looseError(h, err)
	}
	z, err := inflate.Open(raw)
	if err != nil {
		return plumbing.InvalidObject, nil, &CorruptError{Hash: h, Cause: err}
	}
	defer z.Close()
	head, err := readHead(h, z, usualHeader)
	if err != nil {
		return plumbing.InvalidObject, nil, err
	}
	kind, err := head.kind(h)
	if err != nil {
		return plumbing.InvalidObject, nil, err
	}
	data, err := head.content(z, len(raw))
	if err != nil {
		return plumbing.InvalidObject, nil, &CorruptError{Hash: h, Cause: err}
	}
	return kind, data, nil
}

// looseInfo reads kind and size only.
func (d *dir) looseInfo(h plumbing.Hash) (plumbing.ObjectType, int64, error) {
	head, err := d.looseHead(h, usualHeader)
	if err != nil {
		return plumbing.InvalidObject, 0, err
	}
	kind, err := head.kind(h)
	return kind, head.size, err
}

// looseHead unpacks the beginning of a loose object.
func (d *dir) looseHead(h plumbing.Hash, limit int) (looseHead, error) {
	// The tables of a code take less than 1 kB, and a header never grows by much.
	raw, err := disk.ReadStart(d.file(h), 1024+2*limit)
	if err != nil {
		return looseHead{}, looseError(h, err)
	}
	z, err := inflate.Open(raw)
	if err != nil {
		return looseHead{}, &CorruptError{Hash: h, Cause: err}
	}
	defer z.Close()
	return readHead(h, z, limit)
}

func looseError(h plumbing.Hash, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &MissingError{Hash: h}
	}
	return fmt.Errorf("read object %s: %w", h, err)
}

// looseHead is the first part of a loose object.
type looseHead struct {
	word string // what it says that it is
	size int64
	at   int    // where the content begins
	text []byte // what was unpacked so far
}

const (
	usualHeader = 31      // letters of the longest header that Git reads without being told to
	anyHeader   = 4 << 10 // of one that it was told to read
)

// readHead unpacks a header of at most so many letters, and a little more.
func readHead(h plumbing.Hash, z *inflate.Stream, limit int) (looseHead, error) {
	buf := make([]byte, limit+1+inflate.Slack)
	n, err := 0, error(nil)
	end := -1
	for want := usualHeader + 1; end < 0 && want <= limit+1; want += usualHeader {
		if n, err = z.Fill(buf, n, want); err != nil {
			return looseHead{}, &CorruptError{Hash: h, Cause: fmt.Errorf("read header: %w", err)}
		}
		if end = bytes.IndexByte(buf[:n], 0); n < want {
			break
		}
	}
	if end < 0 || end > limit {
		if n <= limit {
			return looseHead{}, &CorruptError{Hash: h, Cause: errors.New("header does not end")}
		}
		return looseHead{}, &LongHeaderError{Hash: h}
	}
	word, num, ok := bytes.Cut(buf[:end], []byte{' '})
	size, err := strconv.ParseInt(string(num), 10, 64)
	if !ok || err != nil || size < 0 {
		return looseHead{}, &CorruptError{Hash: h, Cause: fmt.Errorf("header is %q", buf[:end])}
	}
	return looseHead{word: string(word), size: size, at: end + 1, text: buf[:n]}, nil
}

// kind is which of Git's four kinds the object is.
func (head looseHead) kind(h plumbing.Hash) (plumbing.ObjectType, error) {
	kind, err := plumbing.ParseObjectType(head.word)
	if err != nil || kind > plumbing.TagObject {
		return plumbing.InvalidObject, &UnknownKindError{Hash: h, Word: head.word}
	}
	return kind, nil
}

// mostShrunk is how much smaller than its text a zlib stream can be, and some more.
const mostShrunk = 1100

// content unpacks the rest of an object of so many bytes.
func (head looseHead) content(z *inflate.Stream, packed int) ([]byte, error) {
	// A header that lies is found out before much memory is taken for it.
	if head.size > int64(packed)*mostShrunk || int64(len(head.text)-head.at) > head.size {
		return nil, fmt.Errorf("content has not the %d bytes of its header", head.size)
	}
	text := make([]byte, head.at+int(head.size))
	if err := z.Rest(text, copy(text, head.text)); err != nil {
		return nil, err
	}
	return text[head.at:], nil
}
