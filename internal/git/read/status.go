package read

import (
	"slices"
	"strings"

	"cairn/internal/git/index"
	"cairn/internal/view"
)

// status compares HEAD, index and files, all of which are at hand already.
func (s *scan) status(idx *index.Index) error {
	head := map[string]view.TreeEntry{}
	if s.view.Head.Hash != "" {
		src := &source{repo: s.repo}
		entries, err := src.Tree(s.view.Head.Hash)
		if err == nil {
			for _, e := range entries {
				head[e.Path] = e
			}
		}
	}
	files := make(map[string]*view.File, len(s.view.Files))
	for i := range s.view.Files {
		files[s.view.Files[i].Path] = &s.view.Files[i]
	}
	var tracked, untracked []view.Change
	seen := map[string]bool{}
	for _, e := range idx.Entries() {
		if seen[e.Path] {
			continue
		}
		seen[e.Path] = true
		c := view.Change{Path: e.Path, X: ' ', Y: ' '}
		if stages := idx.Stages(e.Path); stages[0].Stage != index.Merged {
			c.X, c.Y = conflict(stages)
		} else {
			c.X = staged(head, e)
			c.Y = unstaged(files[e.Path], e)
		}
		if c.X != ' ' || c.Y != ' ' {
			tracked = append(tracked, c)
		}
	}
	for path := range head {
		if !seen[path] {
			tracked = append(tracked, view.Change{Path: path, X: 'D', Y: ' '})
		}
	}
	for _, f := range s.view.Files {
		if !f.Tracked && !f.Ignored {
			untracked = append(untracked, view.Change{Path: f.Path, X: '?', Y: '?'})
		}
	}
	slices.SortFunc(tracked, func(a, b view.Change) int { return strings.Compare(a.Path, b.Path) })
	s.view.Status = append(s.renamed(tracked, head, idx), untracked...)
	return nil
}

func staged(head map[string]view.TreeEntry, e *index.Entry) byte {
	old, ok := head[e.Path]
	switch {
	case e.IntentToAdd:
		return ' '
	case !ok:
		return 'A'
	case old.Mode[:2] != mode(e.Mode)[:2]:
		return 'T'
	case old.Hash != hash(e.Hash) || old.Mode != mode(e.Mode):
		return 'M'
	}
	return ' '
}

func unstaged(f *view.File, e *index.Entry) byte {
	switch {
	case f == nil:
		if e.SkipWorktree || mode(e.Mode) == modeRepository {
			return ' '
		}
		return 'D'
	case e.IntentToAdd:
		return 'A'
	case f.Mode[:2] != mode(e.Mode)[:2]:
		return 'T'
	case f.Mode != modeRepository && (f.Hash != hash(e.Hash) || f.Mode != mode(e.Mode)):
		return 'M'
	}
	return ' '
}

// conflict gives the letters of git-status(1) for the stages that are there.
func conflict(stages []*index.Entry) (x, y byte) {
	var has [4]bool
	for _, e := range stages {
		has[e.Stage] = true
	}
	switch {
	case has[1] && has[2] && has[3]:
		return 'U', 'U'
	case has[1] && has[2]:
		return 'U', 'D'
	case has[1] && has[3]:
		return 'D', 'U'
	case has[2] && has[3]:
		return 'A', 'A'
	case has[2]:
		return 'A', 'U'
	case has[3]:
		return 'U', 'A'
	}
	return 'D', 'D'
}
