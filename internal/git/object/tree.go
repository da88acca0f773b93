package object

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// TreeEntry is one line of a tree.
type TreeEntry struct {
	Name string
	Mode filemode.FileMode
	Hash plumbing.Hash
}

// IsTree reports whether the entry is a folder.
func (e TreeEntry) IsTree() bool { return e.Mode == filemode.Dir }

// Kind is the kind of object that the entry's mode stands for.
func (e TreeEntry) Kind() plumbing.ObjectType {
	switch e.Mode {
	case filemode.Dir:
		return plumbing.TreeObject
	case filemode.Submodule:
		return plumbing.CommitObject
	default:
		return plumbing.BlobObject
	}
}

// DecodeTree reads a tree's content, keeping its order. Its errors are Git's words.
func DecodeTree(data []byte) ([]TreeEntry, error) {
	entries := make([]TreeEntry, 0, len(data)/32+1)
	for text := string(data); text != ""; { // one allocation for all names
		e, n, err := firstEntry(text)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
		text = text[n:]
	}
	return entries, nil
}

// firstEntry reads the entry that text begins with, and gives its length.
func firstEntry(text string) (TreeEntry, int, error) {
	space := strings.IndexByte(text, ' ')
	if len(text) < len("1 a")+hashSize+1 {
		return TreeEntry{}, 0, errors.New("too-short tree object")
	}
	if space < 1 || space > 11 {
		return TreeEntry{}, 0, errors.New("malformed mode in tree entry")
	}
	mode := uint64(0)
	for _, digit := range []byte(text[:space]) {
		if digit < '0' || digit > '7' {
			return TreeEntry{}, 0, errors.New("malformed mode in tree entry")
		}
		mode = mode<<3 | uint64(digit-'0')
	}
	if mode > math.MaxUint32 {
		return TreeEntry{}, 0, errors.New("malformed mode in tree entry")
	}
	end := strings.IndexByte(text[space+1:], 0) + space + 1
	if end == space+1 {
		return TreeEntry{}, 0, errors.New("empty filename in tree entry")
	}
	if end <= space || end+1+hashSize > len(text) {
		return TreeEntry{}, 0, errors.New("too-short tree object")
	}
	e := TreeEntry{Name: text[space+1 : end], Mode: canonMode(uint32(mode))}
	copy(e.Hash[:], text[end+1:])
	return e, end + 1 + hashSize, nil
}

// canonMode maps what old tools wrote (100664 and the like) to the modes that
// Git works with.
func canonMode(m uint32) filemode.FileMode {
	switch m & 0o170000 {
	case 0o100000:
		if m&0o100 != 0 {
			return filemode.Executable
		}
		return filemode.Regular
	case 0o120000:
		return filemode.Symlink
	case 0o040000:
		return filemode.Dir
	default:
		return filemode.Submodule
	}
}

// CompareEntries orders tree entries as Git stores them: by name, a folder's
// as if it ended in a slash.
func CompareEntries(a, b TreeEntry) int {
	an, bn := a.Name, b.Name
	n := min(len(an), len(bn))
	if c := strings.Compare(an[:n], bn[:n]); c != 0 {
		return c
	}
	return int(sortByte(a, n)) - int(sortByte(b, n))
}

func sortByte(e TreeEntry, at int) byte {
	switch {
	case at < len(e.Name):
		return e.Name[at]
	case e.IsTree():
		return '/'
	default:
		return 0
	}
}

// EncodeTree writes entries, sorting them first.
func EncodeTree(entries []TreeEntry) []byte {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, CompareEntries)
	var b bytes.Buffer
	for _, e := range entries {
		b.WriteString(strconv.FormatUint(uint64(e.Mode), 8))
		b.WriteByte(' ')
		b.WriteString(e.Name)
		b.WriteByte(0)
		b.Write(e.Hash[:])
	}
	return b.Bytes()
}

// PutTree stores a tree and returns its hash.
func (s *Store) PutTree(entries []TreeEntry) (plumbing.Hash, error) {
	return s.Put(plumbing.TreeObject, EncodeTree(entries))
}

// PutTreeData stores a tree whose content is encoded already and returns its hash.
func (s *Store) PutTreeData(data []byte) (plumbing.Hash, error) {
	return s.Put(plumbing.TreeObject, data)
}

// Lookup finds the entry at a path with slashes below a tree. The empty path
// is the tree itself.
func (s *Store) Lookup(tree plumbing.Hash, path string) (TreeEntry, bool, error) {
	e := TreeEntry{Mode: filemode.Dir, Hash: tree}
	for path != "" {
		if !e.IsTree() {
			return TreeEntry{}, false, nil
		}
		var name string
		name, path, _ = strings.Cut(path, "/")
		if name == "" {
			continue
		}
		entries, err := s.RawTree(e.Hash)
		if err != nil {
			return TreeEntry{}, false, err
		}
		below, found, err := entries.Find(name)
		if err != nil {
			return TreeEntry{}, false, &CorruptError{Hash: e.Hash, Cause: err}
		}
		if !found {
			return TreeEntry{}, false, nil
		}
		e = below
	}
	return e, true, nil
}
