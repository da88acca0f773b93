package worktree

import (
	"maps"
	"os"
	"slices"
	"sort"
	"strings"

	"cairn/internal/git/index"
	"cairn/internal/git/paths"
)

// FoldCase reports whether names are one that differ in case only (core.ignoreCase): the disk has one file for them.
func (w *Worktree) FoldCase() bool { return w.foldCase }

// asOnDisk is the list of what is tracked, for looking up names of the disk in it: folded and sorted anew where the disk
// ignores case. These entries have a path and a mode, nothing else.
func (w *Worktree) asOnDisk(entries []*index.Entry) []*index.Entry {
	if !w.foldCase {
		return entries
	}
	room := make([]index.Entry, len(entries))
	folded := make([]*index.Entry, len(entries))
	for i, e := range entries {
		room[i].Path, room[i].Mode = paths.Fold(e.Path), e.Mode
		folded[i] = &room[i]
	}
	sort.Slice(folded, func(i, j int) bool { return folded[i].Path < folded[j].Path })
	return folded
}

// onDisk folds a name for a look-up in such a list.
func (w *Worktree) onDisk(name []byte) []byte {
	if !w.foldCase {
		return name
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			name[i] = c + 'a' - 'A'
		}
	}
	return name
}

// entryOf finds the entry of a path, or where the disk ignores case one that it has the same file for.
func (w *Worktree) entryOf(x *index.Index, path string) *index.Entry {
	if e := x.Get(path); e != nil || !w.foldCase {
		return e
	}
	folded := paths.Fold(path)
	for _, e := range x.Entries() {
		if len(e.Path) == len(path) && e.Stage == index.Merged && paths.Fold(e.Path) == folded {
			return e
		}
	}
	return nil
}

// Collided are the paths of entries that the disk has one file for because it ignores case, all paths of a file together.
// Unlike core.ignoreCase, which folds A to Z, a disk may take other letters for one, too: so the disk itself is asked.
func (w *Worktree) Collided(x *index.Index) []string {
	var collided []string
	for _, group := range w.alike(x.Entries()) {
		first := len(collided)
		for i, e := range group {
			info, err := os.Lstat(w.Path(e.Path))
			if err != nil {
				continue
			}
			for j, other := range group {
				there, err := os.Lstat(w.Path(other.Path))
				if i != j && err == nil && os.SameFile(info, there) {
					collided = append(collided, e.Path)
					break
				}
			}
		}
		sort.Strings(collided[first:])
	}
	return collided
}

// alike are the groups of entries whose names differ in case only, where the disk ignores case, ordered by these names.
func (w *Worktree) alike(entries []*index.Entry) [][]*index.Entry {
	if !w.foldCase {
		return nil
	}
	groups, several := map[string][]*index.Entry{}, map[string]bool{}
	for _, e := range entries {
		name := strings.ToLower(e.Path)
		groups[name] = append(groups[name], e)
		if len(groups[name]) > 1 {
			several[name] = true
		}
	}
	var found [][]*index.Entry
	for _, name := range slices.Sorted(maps.Keys(several)) {
		found = append(found, groups[name])
	}
	return found
}

// entriesUnder are the entries of a directory, which ends with a slash, or where the disk ignores case of all that it has
// the same directory for.
func (w *Worktree) entriesUnder(x *index.Index, dir string) []*index.Entry {
	if !w.foldCase {
		return x.Under(dir)
	}
	dir = paths.Fold(dir)
	var under []*index.Entry
	for _, e := range x.Entries() {
		if len(e.Path) > len(dir) && paths.Fold(e.Path[:len(dir)]) == dir {
			under = append(under, e)
		}
	}
	return under
}

// Respelt gives new paths the directories that the index has, where the disk ignores case: what is added in "src" lies in
// "Src" when files there are tracked.
func (w *Worktree) Respelt(x *index.Index, fresh []*index.Entry) {
	if !w.foldCase {
		return
	}
	dirs, exact := map[string]string{}, map[string]bool{}
	for _, e := range x.Entries() {
		for i := strings.LastIndexByte(e.Path, '/'); i > 0 && !exact[e.Path[:i]]; i = strings.LastIndexByte(e.Path[:i], '/') {
			exact[e.Path[:i]] = true
			if folded := paths.Fold(e.Path[:i]); dirs[folded] == "" {
				dirs[folded] = e.Path[:i]
			}
		}
	}
	for _, e := range fresh {
		for i := range len(e.Path) {
			if e.Path[i] != '/' || exact[e.Path[:i]] {
				continue
			}
			if dir := dirs[paths.Fold(e.Path[:i])]; dir != "" {
				e.Path = dir + e.Path[i:]
			}
		}
	}
}
