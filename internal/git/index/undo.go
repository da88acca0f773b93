package index

import (
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// ResolveUndo remembers the three sides of a conflict that was resolved, so that
// it can be brought back (`checkout -m -- PATH`). Index 0 is the base.
type ResolveUndo struct {
	Path   string
	Modes  [3]filemode.FileMode // 0: that side had no such file
	Hashes [3]plumbing.Hash
}

// ResolveUndo returns the records, ordered by path.
func (x *Index) ResolveUndo() []ResolveUndo { return x.undo }

// ClearResolveUndo forgets all records; Git does so whenever a new tree is read.
func (x *Index) ClearResolveUndo() {
	if len(x.undo) > 0 {
		x.undo, x.changed = nil, true
	}
}

// Unresolve brings the recorded conflict of a path back. It reports whether
// there was one.
func (x *Index) Unresolve(path string) bool {
	i := sort.Search(len(x.undo), func(i int) bool { return x.undo[i].Path >= path })
	if i == len(x.undo) || x.undo[i].Path != path {
		return false
	}
	u := x.undo[i]
	x.undo = append(x.undo[:i], x.undo[i+1:]...)
	x.dropStages(path, false)
	for s := range u.Modes {
		if u.Modes[s] != 0 {
			x.Add(&Entry{Path: path, Mode: u.Modes[s], Hash: u.Hashes[s], Stage: Stage(s + 1)})
		}
	}
	x.changed = true
	return true
}

// recordUndo notes the higher stages among the entries of one path.
func (x *Index) recordUndo(stages []*Entry) {
	if len(stages) == 0 || stages[len(stages)-1].Stage == Merged {
		return
	}
	u := ResolveUndo{Path: stages[0].Path}
	for _, e := range stages {
		if e.Stage != Merged {
			u.Modes[e.Stage-1], u.Hashes[e.Stage-1] = e.Mode, e.Hash
		}
	}
	i := sort.Search(len(x.undo), func(i int) bool { return x.undo[i].Path >= u.Path })
	if i < len(x.undo) && x.undo[i].Path == u.Path {
		x.undo[i] = u
		return
	}
	x.undo = append(x.undo, ResolveUndo{})
	copy(x.undo[i+1:], x.undo[i:])
	x.undo[i] = u
}
