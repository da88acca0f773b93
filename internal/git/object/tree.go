package object

import (
	"bytes"
	"errors"
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
	text := string(data) // one allocation for all names
	for pos := 0; pos < len(text); {
		space := strings.IndexByte(text[pos:], ' ')
		if len(text)-pos < len("1 a")+21 {
			return nil, errors.New("too-short tree object")
		}
		if space < 1 || space > 11 {
			return nil, errors.New("malformed mode in tree entry")
		}
		mode, err := strconv.ParseUint(text[pos:pos+space], 8, 32)
		if err != nil {
			return nil, errors.New("malformed mode in tree entry")
		}
		pos += space + 1
		end := strings.IndexByte(text[pos:], 0)
		if end == 0 {
			return nil, errors.New("empty filename in tree entry")
		}
		if end < 0 || pos+end+21 > len(text) {
			return nil, errors.New("too-short tree object")
		}
		e := TreeEntry{Name: text[pos : pos+end], Mode: canonMode(uint32(mode))}
		copy(e.Hash[:], text[pos+end+1:])
		entries = append(entries, e)
		pos += end + 21
	}
	return entries, nil
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
		entries, err := s.Tree(e.Hash)
		if err != nil {
			return TreeEntry{}, false, err
		}
		at := slices.IndexFunc(entries, func(e TreeEntry) bool { return e.Name == name })
		if at < 0 {
			return TreeEntry{}, false, nil
		}
		e = entries[at]
	}
	return e, true, nil
}
