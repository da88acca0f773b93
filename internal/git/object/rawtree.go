package object

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// RawTree is a tree as it is stored, or what remains of it from some entry on. A walk
// that looks at one path in thousands of trees reads it thus: all but a few entries
// are passed over without being decoded.
type RawTree []byte

const hashSize = 20

// RawTree gives a tree's content. It is shared: it must not be changed.
func (s *Store) RawTree(h plumbing.Hash) (RawTree, error) {
	return s.typed(h, plumbing.TreeObject)
}

// Next gives the first entry and what follows it.
func (t RawTree) Next() (TreeEntry, RawTree, error) {
	head := t
	if n := entryLength(t); n > 0 {
		head = t[:n]
	}
	e, n, err := firstEntry(string(head))
	if err != nil {
		return TreeEntry{}, nil, err
	}
	return e, t[n:], nil
}

// RawEntry is an entry of a tree whose name is still part of the tree's content.
type RawEntry struct {
	Name []byte // must not be changed
	Mode filemode.FileMode
	Hash plumbing.Hash
}

// Kind is the kind of object that the entry's mode stands for.
func (e *RawEntry) Kind() plumbing.ObjectType { return TreeEntry{Mode: e.Mode}.Kind() }

// Cut is Next without taking memory for the name.
func (t RawTree) Cut() (RawEntry, RawTree, error) {
	const usual = len("100644 ")
	n := entryLength(t)
	var mode filemode.FileMode
	at := usual
	switch {
	case n > usual+hashSize+1 && string(t[:usual]) == "100644 ":
		mode = filemode.Regular
	case n > usual+hashSize && string(t[:usual-1]) == "40000 ":
		mode, at = filemode.Dir, usual-1
	default:
		e, rest, err := t.Next()
		return RawEntry{Name: []byte(e.Name), Mode: e.Mode, Hash: e.Hash}, rest, err
	}
	e := RawEntry{Name: t[at : n-hashSize-1], Mode: mode}
	copy(e.Hash[:], t[n-hashSize:n])
	return e, t[n:], nil
}

// Find looks for an entry by its name.
func (t RawTree) Find(name string) (TreeEntry, bool, error) {
	for len(t) > 0 {
		n := entryLength(t)
		if n > 0 && n > len(name)+hashSize+2 && string(t[n-hashSize-1-len(name):n-hashSize-1]) != name {
			t = t[n:]
			continue
		}
		e, rest, err := t.Next()
		if err != nil {
			return TreeEntry{}, false, err
		}
		if e.Name == name {
			return e, true, nil
		}
		t = rest
	}
	return TreeEntry{}, false, nil
}

// commonLength is how many bytes two trees both begin with.
func commonLength(a, b RawTree) int {
	n := min(len(a), len(b))
	i := 0
	for ; i+8 <= n; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// entryLength is how many bytes the first entry takes, 0 where that is not to be seen.
func entryLength(t RawTree) int {
	end := bytes.IndexByte(t, 0)
	if end < 0 || end+1+hashSize > len(t) {
		return 0
	}
	return end + 1 + hashSize
}
