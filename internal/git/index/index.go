// Package index reads, edits and writes Git's index file: the list of what the
// next commit will hold, with the stat data that tells which files are unchanged.
//
// It owns the file format (versions 2 to 4), the lock, the
// order and stages of the entries, the cached trees (TREE) and the resolve-undo
// records (REUC). It refuses an index that needs an extension it does not know
// (split and sparse indexes), because editing one would lose data. It never
// looks at the working tree; package worktree does.
//
// The format is that of gitformat-index(5). go-git's index package is not used:
// it loses the assume-unchanged bit and the cached trees of an index on writing,
// and reads 10,000 entries many times slower (see TestParse_keepsWhatGoGitLoses).
package index

import (
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Time is a file time as the index keeps it: the low 32 bits of the seconds.
type Time struct{ Sec, Nsec uint32 }

// Before reports whether t is earlier than u.
func (t Time) Before(u Time) bool {
	return t.Sec < u.Sec || (t.Sec == u.Sec && t.Nsec < u.Nsec)
}

// IsZero reports whether no time is known.
func (t Time) IsZero() bool { return t == Time{} }

// Stat is what the index remembers of a file when it was last seen to be equal
// to the entry. Numbers are cut to 32 bits, as on disk.
type Stat struct {
	Ctime, Mtime             Time
	Dev, Ino, UID, GID, Size uint32
}

// Stage is 0 for a merged entry; 1, 2 and 3 are the base, our and their side of
// a conflict.
type Stage uint8

// The stages of an entry.
const (
	Merged Stage = iota
	Base
	Ours
	Theirs
)

// Entry is one path at one stage.
type Entry struct {
	Path  string // slash-separated, relative to the top
	Mode  filemode.FileMode
	Hash  plumbing.Hash
	Stage Stage
	Stat  Stat
	// AssumeValid says that the file shall not be looked at
	// (update-index --assume-unchanged).
	AssumeValid bool
	// SkipWorktree says that the file need not exist (sparse checkouts).
	SkipWorktree bool
	// IntentToAdd marks a path that was announced with add -N: it is no part of
	// the next commit.
	IntentToAdd bool
	// Seen says that the file was compared with the entry since the index was read, so
	// that it cannot be racily clean. It is not stored.
	Seen bool
}

// Index is a whole index in memory. It is not safe for concurrent changes.
type Index struct {
	// Version of the file it was read from, or is to have; 0 when nobody has decided yet. Versions 2 and 3 are the same
	// but for entries that need the latter.
	Version uint32
	// Timestamp of the file it was read from: entries modified at that time or later
	// may have changed without their stat data telling.
	Timestamp Time
	entries   []*Entry
	trees     *cacheTree
	undo      []ResolveUndo
	changed   bool
}

// The versions that an index may have. One of PrefixVersion leaves out of a path what the path before begins with.
const (
	FirstVersion  = 2
	PrefixVersion = 4
)

// SetVersion chooses the file's version.
func (x *Index) SetVersion(v uint32) {
	if x.Version != v {
		x.Version, x.changed = v, true
	}
}

// New returns an empty index.
func New() *Index { return &Index{} }

// Entries are all entries, ordered by path and stage. The slice must not be
// changed; Hash, Mode and the flags of an entry are changed with Add.
func (x *Index) Entries() []*Entry { return x.entries }

// Len is the number of entries.
func (x *Index) Len() int { return len(x.entries) }

// Changed reports whether the index differs from the file that it was read from.
func (x *Index) Changed() bool { return x.changed }

// MarkChanged tells that an entry's stat data or flags were changed in place.
func (x *Index) MarkChanged() { x.changed = true }

// Search gives the place of the entry with that path and stage, or where it
// would stand.
func (x *Index) Search(path string, stage Stage) (int, bool) {
	i := sort.Search(len(x.entries), func(i int) bool {
		e := x.entries[i]
		return e.Path > path || (e.Path == path && e.Stage >= stage)
	})
	return i, i < len(x.entries) && x.entries[i].Path == path && x.entries[i].Stage == stage
}

// Get returns the merged entry of a path, or nil.
func (x *Index) Get(path string) *Entry { return x.GetStage(path, Merged) }

// GetStage returns the entry of a path at a stage, or nil.
func (x *Index) GetStage(path string, stage Stage) *Entry {
	if i, ok := x.Search(path, stage); ok {
		return x.entries[i]
	}
	return nil
}

// Stages returns the entries of a path, of whatever stage.
func (x *Index) Stages(path string) []*Entry {
	i, _ := x.Search(path, Merged)
	j := i
	for j < len(x.entries) && x.entries[j].Path == path {
		j++
	}
	return x.entries[i:j]
}

// Has reports whether a path has an entry at any stage.
func (x *Index) Has(path string) bool { return len(x.Stages(path)) > 0 }

// Under returns the entries below a directory, which is "" or ends with a slash.
func (x *Index) Under(dir string) []*Entry {
	if dir == "" {
		return x.entries
	}
	i := sort.Search(len(x.entries), func(i int) bool { return x.entries[i].Path >= dir })
	n := sort.Search(len(x.entries)-i, func(n int) bool {
		p := x.entries[i+n].Path
		return len(p) < len(dir) || p[:len(dir)] != dir
	})
	return x.entries[i : i+n]
}

// SubmoduleAbove is the submodule that a path lies in, if there is one.
func (x *Index) SubmoduleAbove(path string) (string, bool) {
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		if e := x.Get(path[:i]); e != nil && e.Mode == filemode.Submodule {
			return path[:i], true
		}
	}
	return "", false
}

// Unmerged returns the paths that have a conflict, in order.
func (x *Index) Unmerged() []string {
	var paths []string
	for _, e := range x.entries {
		if e.Stage != Merged && (len(paths) == 0 || paths[len(paths)-1] != e.Path) {
			paths = append(paths, e.Path)
		}
	}
	return paths
}

// Same reports whether two entries stand for the same content and mode.
func Same(a, b *Entry) bool { return a.Hash == b.Hash && a.Mode == b.Mode }
