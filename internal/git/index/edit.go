package index

import (
	"sort"
	"strings"
)

// Add puts an entry in, replacing the one of the same path and stage. A merged
// entry also replaces the path's conflict, which is recorded for resolve-undo.
// Entries that cannot stand beside it (a file where it needs a directory, or below it)
// are dropped, so that the index always describes a possible tree.
func (x *Index) Add(e *Entry) {
	if e.Stage != Merged {
		if i, ok := x.Search(e.Path, Merged); ok {
			x.cut(i, i+1)
		}
	}
	x.AddBeside(e)
}

// AddBeside is Add that lets a conflict's entry stand beside the merged one of its path, as
// `update-index --index-info` can make it. No tree can be written of such an index.
func (x *Index) AddBeside(e *Entry) {
	x.changed = true
	x.trees.invalidate(e.Path)
	if e.Stage == Merged {
		if i, ok := x.Search(e.Path, Merged); ok {
			x.entries[i] = e
			return
		}
		x.dropStages(e.Path, true)
	}
	x.dropBelow(e)
	x.dropParents(e)
	i, ok := x.Search(e.Path, e.Stage)
	if ok {
		x.entries[i] = e
		return
	}
	x.entries = append(x.entries, nil)
	copy(x.entries[i+1:], x.entries[i:])
	x.entries[i] = e
}

// AddAll is Add for many entries at once; its cost does not grow with their
// number times the size of the index.
func (x *Index) AddAll(entries []*Entry) {
	if len(entries) < 64 {
		for _, e := range entries {
			x.Add(e)
		}
		return
	}
	var fresh []*Entry
	for _, e := range entries {
		i, ok := x.Search(e.Path, Merged)
		switch {
		case ok && e.Stage == Merged:
			x.changed = true
			x.trees.invalidate(e.Path)
			x.entries[i] = e
		case e.Stage != Merged || x.Has(e.Path) || x.Clashes(e.Path):
			x.Add(e)
		default:
			fresh = append(fresh, e)
		}
	}
	if len(fresh) == 0 {
		return
	}
	sort.SliceStable(fresh, func(i, j int) bool { return fresh[i].Path < fresh[j].Path })
	if clashing(fresh) {
		for _, e := range fresh {
			x.Add(e)
		}
		return
	}
	x.weave(fresh)
}

// clashing reports whether one of the sorted entries repeats another or lies below it.
func clashing(fresh []*Entry) bool {
	for i := 1; i < len(fresh); i++ {
		file := fresh[i-1].Path
		if !strings.HasPrefix(fresh[i].Path, file) {
			continue
		}
		dir := file + "/"
		n := sort.Search(len(fresh), func(n int) bool { return fresh[n].Path >= dir })
		if fresh[i].Path == file || (n < len(fresh) && strings.HasPrefix(fresh[n].Path, dir)) {
			return true
		}
	}
	return false
}

// weave merges sorted, new, merged entries in.
func (x *Index) weave(fresh []*Entry) {
	x.changed = true
	all := make([]*Entry, 0, len(x.entries)+len(fresh))
	old := x.entries
	for _, e := range fresh {
		x.trees.invalidate(e.Path)
		n := sort.Search(len(old), func(i int) bool { return old[i].Path > e.Path })
		all = append(all, old[:n]...)
		all = append(all, e)
		old = old[n:]
	}
	x.entries = append(all, old...)
}

// Clashes reports whether a path is a directory in the index, or lies below a file.
func (x *Index) Clashes(path string) bool {
	if len(x.Under(path+"/")) > 0 {
		return true
	}
	for i := strings.IndexByte(path, '/'); i >= 0; {
		if x.Has(path[:i]) {
			return true
		}
		n := strings.IndexByte(path[i+1:], '/')
		if n < 0 {
			break
		}
		i += 1 + n
	}
	return false
}

// dropBelow removes what lies below a path that becomes a file. Only entries of
// the same stage can clash, as a conflict may be between a file and a directory.
func (x *Index) dropBelow(e *Entry) {
	below := x.Under(e.Path + "/")
	if len(below) == 0 {
		return
	}
	var gone []string
	for _, b := range below {
		if b.Stage == e.Stage {
			gone = append(gone, b.Path)
		}
	}
	x.dropAt(gone, e.Stage)
}

func (x *Index) dropParents(e *Entry) {
	for i := range len(e.Path) {
		if e.Path[i] == '/' {
			if _, ok := x.Search(e.Path[:i], e.Stage); ok {
				x.dropAt([]string{e.Path[:i]}, e.Stage)
			}
		}
	}
}

func (x *Index) dropAt(paths []string, stage Stage) {
	for _, p := range paths {
		if i, ok := x.Search(p, stage); ok {
			x.trees.invalidate(p)
			x.cut(i, i+1)
		}
	}
}

// Remove takes a path out, with all its stages. It reports whether it was there.
// A conflict that ends this way is recorded for resolve-undo.
func (x *Index) Remove(path string) bool {
	return x.dropStages(path, true)
}

// RemoveStage takes out one stage of a path.
func (x *Index) RemoveStage(path string, stage Stage) {
	if i, ok := x.Search(path, stage); ok {
		x.changed = true
		x.trees.invalidate(path)
		x.cut(i, i+1)
	}
}

// RemoveAll takes out many paths with all their stages in one pass.
func (x *Index) RemoveAll(paths []string) {
	if len(paths) < 16 {
		for _, p := range paths {
			x.Remove(p)
		}
		return
	}
	gone := make(map[string]bool, len(paths))
	for _, p := range paths {
		if !x.Has(p) {
			continue
		}
		x.changed = true
		x.trees.invalidate(p)
		x.recordUndo(x.Stages(p))
		gone[p] = true
	}
	kept := make([]*Entry, 0, len(x.entries))
	for _, e := range x.entries {
		if !gone[e.Path] {
			kept = append(kept, e)
		}
	}
	x.entries = kept
}

func (x *Index) dropStages(path string, record bool) bool {
	stages := x.Stages(path)
	if len(stages) == 0 {
		return false
	}
	x.changed = true
	if record {
		x.recordUndo(stages)
	}
	x.trees.invalidate(path)
	i, _ := x.Search(path, Merged)
	x.cut(i, i+len(stages))
	return true
}

func (x *Index) cut(i, j int) {
	x.entries = append(x.entries[:i], x.entries[j:]...)
}

func entryLess(a, b *Entry) bool {
	return a.Path < b.Path || (a.Path == b.Path && a.Stage < b.Stage)
}
