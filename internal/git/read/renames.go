package read

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/view"
)

// renamed joins a staged deletion and a staged addition that are one rename, as
// `git status` does.
func (s *scan) renamed(changes []view.Change, head map[string]view.TreeEntry, idx *index.Index) []view.Change {
	var pairs []diff.Pair
	added, deleted := 0, 0
	for _, c := range changes {
		switch c.X {
		case 'A':
			if e := idx.Get(c.Path); e != nil {
				pairs = append(pairs, diff.NewPair(diff.Absent(c.Path), &diff.File{Path: c.Path, Mode: e.Mode, Hash: e.Hash}))
				added++
			}
		case 'D':
			if e, ok := head[c.Path]; ok {
				pairs = append(pairs, diff.NewPair(fileOf(e), diff.Absent(c.Path)))
				deleted++
			}
		}
	}
	if added == 0 || deleted == 0 {
		return changes
	}
	found, err := diff.DefaultOptions(diff.Env{Blobs: s.repo.Objects()}).Refine(pairs)
	if err != nil {
		return changes // an object is missing: the two are shown apart
	}
	from := map[string]string{}
	for i := range found {
		if found[i].Status == diff.Renamed {
			from[found[i].New.Path] = found[i].Old.Path
		}
	}
	gone := map[string]bool{}
	for i := range changes {
		if old, ok := from[changes[i].Path]; ok && changes[i].X == 'A' {
			changes[i].X, changes[i].From = 'R', old
			gone[old] = true
		}
	}
	return slices.DeleteFunc(changes, func(c view.Change) bool { return c.X == 'D' && c.Y == ' ' && gone[c.Path] })
}

func fileOf(e view.TreeEntry) *diff.File {
	m, err := filemode.New(string(e.Mode))
	if err != nil {
		m = filemode.Regular
	}
	return &diff.File{Path: e.Path, Mode: m, Hash: plumbing.NewHash(string(e.Hash))}
}
