package worktree

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
)

// Staged is a path at which the index differs from a tree.
type Staged struct {
	Path string
	Old  object.TreeEntry // Mode 0: the tree has no such file
	New  *index.Entry     // nil: the index has none, or only announces it
	// Unmerged says that the path has a conflict; New is its lowest stage then.
	Unmerged bool
}

// Letter is A, D, M, T or U.
func (s *Staged) Letter() byte {
	switch {
	case s.Unmerged:
		return 'U'
	case s.Old.Mode == 0:
		return 'A'
	case s.New == nil:
		return 'D'
	case (s.Old.Mode == filemode.Symlink) != (s.New.Mode == filemode.Symlink),
		(s.Old.Mode == filemode.Submodule) != (s.New.Mode == filemode.Submodule):
		return 'T'
	}
	return 'M'
}

// Staged compares a tree (zero: the empty one) with the index. Directories whose tree the
// index has cached are not entered. match may be nil.
func (w *Worktree) Staged(x *index.Index, tree plumbing.Hash, match func(string) bool) ([]Staged, error) {
	d := stagedDiff{w: w, x: x, match: match}
	if err := d.dir("", tree, x.Entries()); err != nil {
		return nil, err
	}
	return d.found, nil
}

// StagedWithIntent is Staged with paths that are only announced taken as present.
func (w *Worktree) StagedWithIntent(x *index.Index, tree plumbing.Hash, match func(string) bool) ([]Staged, error) {
	d := stagedDiff{w: w, x: x, match: match, intent: true}
	if err := d.dir("", tree, x.Entries()); err != nil {
		return nil, err
	}
	return d.found, nil
}

type stagedDiff struct {
	w      *Worktree
	x      *index.Index
	match  func(string) bool
	intent bool // entries that are only announced count as if they were there
	found  []Staged
}

// dir compares one directory. Both sides are ordered with directories as if their names
// ended with a slash.
func (d *stagedDiff) dir(prefix string, tree plumbing.Hash, entries []*index.Entry) error {
	if h, n, ok := d.x.CachedTree(strings.TrimSuffix(prefix, "/")); ok && h == tree && n == len(entries) {
		return nil
	}
	var items []object.TreeEntry
	if !tree.IsZero() {
		var err error
		if items, err = d.w.repo.Objects().Tree(tree); err != nil {
			return err
		}
	}
	for len(items) > 0 || len(entries) > 0 {
		switch c := compareNext(items, entries, len(prefix)); {
		case c < 0:
			if err := d.onlyTree(prefix, items[0]); err != nil {
				return err
			}
			items = items[1:]
		case c > 0:
			n := group(entries, len(prefix))
			d.onlyIndex(entries[:n])
			entries = entries[n:]
		default:
			n := group(entries, len(prefix))
			if items[0].IsTree() {
				if err := d.dir(prefix+items[0].Name+"/", items[0].Hash, entries[:n]); err != nil {
					return err
				}
			} else {
				d.both(items[0], entries[:n])
			}
			items, entries = items[1:], entries[n:]
		}
	}
	return nil
}

// compareNext orders the first tree item against the first index entry.
func compareNext(items []object.TreeEntry, entries []*index.Entry, at int) int {
	switch {
	case len(entries) == 0:
		return -1
	case len(items) == 0:
		return 1
	}
	name := items[0].Name
	rest := entries[0].Path[at:]
	slash := strings.IndexByte(rest, '/')
	if slash >= 0 {
		rest = rest[:slash+1]
	}
	n := min(len(name), len(rest))
	if c := strings.Compare(name[:n], rest[:n]); c != 0 {
		return c
	}
	var a, b byte
	switch {
	case len(name) > n:
		a = name[n]
	case items[0].IsTree():
		a = '/'
	}
	if len(rest) > n {
		b = rest[n]
	}
	return int(a) - int(b)
}

// group counts the entries that belong to the same name of a directory: a file's stages, or
// all that lies below a subdirectory.
func group(entries []*index.Entry, at int) int {
	first := entries[0].Path
	end := strings.IndexByte(first[at:], '/')
	if end < 0 {
		n := 1
		for n < len(entries) && entries[n].Path == first {
			n++
		}
		return n
	}
	prefix := first[:at+end+1]
	lo, hi := 1, len(entries)
	for lo < hi {
		mid := (lo + hi) / 2
		if strings.HasPrefix(entries[mid].Path, prefix) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (d *stagedDiff) add(s Staged) {
	mode := s.Old.Mode
	if s.New != nil && s.New.Mode == filemode.Submodule {
		mode = s.New.Mode
	}
	if d.match == nil || diff.Matches(d.match, s.Path, mode) {
		d.found = append(d.found, s)
	}
}

func (d *stagedDiff) onlyTree(prefix string, item object.TreeEntry) error {
	if item.IsTree() {
		return d.dir(prefix+item.Name+"/", item.Hash, nil)
	}
	d.add(Staged{Path: prefix + item.Name, Old: item})
	return nil
}

func (d *stagedDiff) onlyIndex(entries []*index.Entry) {
	for len(entries) > 0 {
		e := entries[0]
		n := 1
		for n < len(entries) && entries[n].Path == e.Path {
			n++
		}
		entries = entries[n:]
		if e.Stage != index.Merged {
			d.add(Staged{Path: e.Path, New: e, Unmerged: true})
		} else if !e.IntentToAdd || d.intent {
			d.add(Staged{Path: e.Path, New: e})
		}
	}
}

func (d *stagedDiff) both(item object.TreeEntry, entries []*index.Entry) {
	e := entries[0]
	switch {
	case e.Stage != index.Merged:
		d.add(Staged{Path: e.Path, Old: item, New: e, Unmerged: true})
	case e.IntentToAdd && !d.intent:
		d.add(Staged{Path: e.Path, Old: item})
	case e.Hash != item.Hash || e.Mode != item.Mode || e.IntentToAdd:
		d.add(Staged{Path: e.Path, Old: item, New: e})
	}
}
