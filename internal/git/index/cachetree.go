package index

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// cacheTree is a node of the TREE extension: the tree object that a directory of
// the index stands for, where that is known.
type cacheTree struct {
	name  string
	count int // entries covered; -1: not known
	hash  plumbing.Hash
	subs  []*cacheTree // ordered as Git orders them: by length, then bytes
}

func subLess(a, b string) bool {
	return len(a) < len(b) || (len(a) == len(b) && a < b)
}

func (t *cacheTree) sub(name string) *cacheTree {
	i := sort.Search(len(t.subs), func(i int) bool { return !subLess(t.subs[i].name, name) })
	if i < len(t.subs) && t.subs[i].name == name {
		return t.subs[i]
	}
	return nil
}

func (t *cacheTree) put(s *cacheTree) {
	i := sort.Search(len(t.subs), func(i int) bool { return !subLess(t.subs[i].name, s.name) })
	if i < len(t.subs) && t.subs[i].name == s.name {
		t.subs[i] = s
		return
	}
	t.subs = append(t.subs, nil)
	copy(t.subs[i+1:], t.subs[i:])
	t.subs[i] = s
}

// invalidate forgets the trees that hold a path. A node that stands for the path
// itself (a directory that becomes a file) goes.
func (t *cacheTree) invalidate(path string) {
	for t != nil {
		t.count = -1
		name, rest, more := strings.Cut(path, "/")
		if !more {
			for i, s := range t.subs {
				if s.name == name {
					t.subs = append(t.subs[:i], t.subs[i+1:]...)
					return
				}
			}
			return
		}
		t, path = t.sub(name), rest
	}
}

// CachedTree gives the tree object that a directory ("" or "a/b") of the index stands
// for and the number of entries below it, if that is known without computing.
func (x *Index) CachedTree(dir string) (h plumbing.Hash, entries int, ok bool) {
	t := x.trees
	for dir != "" && t != nil {
		name, rest, _ := strings.Cut(dir, "/")
		t, dir = t.sub(name), rest
	}
	if t == nil || t.count < 0 {
		return plumbing.ZeroHash, 0, false
	}
	return t.hash, t.count, true
}

// DropCachedTrees forgets all of them; the next WriteTree computes them anew.
func (x *Index) DropCachedTrees() { x.trees = nil }

// PutFunc stores a tree object and returns its hash.
type PutFunc func(tree []byte) (plumbing.Hash, error)

// UnmergedError says that a tree cannot be written because of conflicts.
type UnmergedError struct{ Entries []*Entry }

func (e *UnmergedError) Error() string {
	return fmt.Sprintf("%d entries of the index are unmerged", len(e.Entries))
}

// WriteTree stores the trees that the index stands for and returns the top one. Only
// those that changed since the last time are built; what was learnt is
// kept with the index. Entries that are only intended to be added are left out.
func (x *Index) WriteTree(put PutFunc) (plumbing.Hash, error) {
	var unmerged []*Entry
	for _, e := range x.entries {
		if e.Stage != Merged {
			unmerged = append(unmerged, e)
		}
	}
	if unmerged != nil {
		return plumbing.ZeroHash, &UnmergedError{unmerged}
	}
	if x.trees == nil {
		x.trees = &cacheTree{count: -1}
	}
	if x.trees.count >= 0 {
		return x.trees.hash, nil
	}
	x.changed = true
	b := treeBuilder{put: put, entries: x.entries}
	if _, _, err := b.build(x.trees, 0, ""); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write tree: %w", err)
	}
	return x.trees.hash, nil
}

// RepairTrees computes the cached trees that are not known, without storing any: one that
// stored does not confirm stays unknown. An index with conflicts is left alone.
func (x *Index) RepairTrees(hash func(tree []byte) (h plumbing.Hash, stored bool)) {
	for _, e := range x.entries {
		if e.Stage != Merged {
			return
		}
	}
	if len(x.entries) == 0 {
		x.trees = nil // the empty tree is known without being stored; git fsck would miss the object
		return
	}
	if x.trees == nil {
		x.trees = &cacheTree{count: -1}
	}
	if x.trees.count >= 0 {
		return
	}
	x.changed = true
	b := treeBuilder{entries: x.entries}
	b.put = func(tree []byte) (plumbing.Hash, error) {
		h, stored := hash(tree)
		b.missing = !stored
		return h, nil
	}
	_, _, _ = b.build(x.trees, 0, "")
}

type treeBuilder struct {
	put     PutFunc
	entries []*Entry
	missing bool // the tree put last is not in the object database
}

type treeItem struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

// build makes the tree of the entries from i on that begin with the prefix. It
// returns how many these are, and how many of them count for the tree.
func (b *treeBuilder) build(t *cacheTree, i int, prefix string) (n, real int, err error) {
	if t.count > 0 && b.covers(i, t.count, prefix) {
		return t.count, t.count, nil
	}
	var items []treeItem
	used := make(map[string]bool, len(t.subs))
	start, whole := i, true
	for i < len(b.entries) && strings.HasPrefix(b.entries[i].Path, prefix) {
		e := b.entries[i]
		name, _, isDir := strings.Cut(e.Path[len(prefix):], "/")
		if !isDir {
			i++
			if e.IntentToAdd {
				whole = false
				continue
			}
			real++
			items = append(items, treeItem{name, e.Mode, e.Hash})
			continue
		}
		s := t.sub(name)
		if s == nil {
			s = &cacheTree{name: name, count: -1}
			t.put(s)
		}
		if used[name] || b.has(prefix+name) {
			return 0, 0, fmt.Errorf("You have both %s%s and %s", prefix, name, e.Path)
		}
		used[name] = true
		width, inside, err := b.build(s, i, e.Path[:len(prefix)+len(name)+1])
		if err != nil {
			return 0, 0, err
		}
		i += width
		real += inside
		whole = whole && s.count >= 0
		if inside > 0 {
			items = append(items, treeItem{name, filemode.Dir, s.hash})
		}
	}
	t.keepOnly(used)
	if t.hash, err = b.put(encodeTree(items)); err != nil {
		return 0, 0, err
	}
	if t.count = i - start; !whole || b.missing {
		t.count = -1
	}
	b.missing = false
	return i - start, real, nil
}

// covers reports whether the entries that begin with the prefix are n, from i on: a cached tree may say anything.
func (b *treeBuilder) covers(i, n int, prefix string) bool {
	end := i + n
	return end <= len(b.entries) && strings.HasPrefix(b.entries[end-1].Path, prefix) &&
		(end == len(b.entries) || !strings.HasPrefix(b.entries[end].Path, prefix))
}

// has reports whether there is a file of this path.
func (b *treeBuilder) has(path string) bool {
	i := sort.Search(len(b.entries), func(i int) bool { return b.entries[i].Path >= path })
	return i < len(b.entries) && b.entries[i].Path == path
}

func (t *cacheTree) keepOnly(used map[string]bool) {
	kept := t.subs[:0]
	for _, s := range t.subs {
		if used[s.name] {
			kept = append(kept, s)
		}
	}
	t.subs = kept
}

// encodeTree orders the items as Git does, directories as if their names ended with
// a slash, and writes the object.
func encodeTree(items []treeItem) []byte {
	sort.Slice(items, func(i, j int) bool { return treeKey(items[i]) < treeKey(items[j]) })
	var buf bytes.Buffer
	for _, it := range items {
		fmt.Fprintf(&buf, "%o %s\x00", uint32(it.mode), it.name)
		buf.Write(it.hash[:])
	}
	return buf.Bytes()
}

func treeKey(it treeItem) string {
	if it.mode == filemode.Dir {
		return it.name + "/"
	}
	return it.name
}

// CachedTrees tells the folders whose tree objects the index knows, the outer before the inner.
func (x *Index) CachedTrees(visit func(path string, h plumbing.Hash)) {
	if x.trees != nil {
		x.trees.visit("", visit)
	}
}

func (t *cacheTree) visit(path string, visit func(path string, h plumbing.Hash)) {
	if t.count >= 0 {
		visit(path, t.hash)
	}
	if path != "" {
		path += "/"
	}
	for _, s := range t.subs {
		s.visit(path+s.name, visit)
	}
}
