package porcelain

import (
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// RestoreParams are what `git restore` and `git checkout -- PATHS` can be told.
type RestoreParams struct {
	Args     []string
	Source   *plumbing.Hash // a tree; nil: the index
	Staged   bool           // change the index
	Worktree bool           // change the files
	Overlay  bool           // what the source does not have stays
	Stage    index.Stage    // Ours or Theirs: that side of a conflict
	Merge    bool           // make the conflict anew
	Style    string         // of conflict markers: merge, diff3, zdiff3
	// IgnoreUnmerged leaves conflicts alone, with a warning.
	IgnoreUnmerged bool
	// Skipped takes in what update-index --skip-worktree marked.
	Skipped bool
}

// RestoreResult tells what was done.
type RestoreResult struct {
	Written   int // files that were not as they should be
	Recreated int // conflicts
	Unmerged  []string
}

// UnmergedPathsError lists paths that cannot be restored because of conflicts; What says why
// for each.
type UnmergedPathsError struct{ Paths, What []string }

func (e *UnmergedPathsError) Error() string {
	return fmt.Sprintf("%d paths are unmerged", len(e.Paths))
}

type restorer struct {
	w    *worktree.Worktree
	x    *index.Index
	p    RestoreParams
	spec *pathspec.Set
	res  *RestoreResult

	write []*index.Entry // to be written to the working tree
	gone  []string
	sides []string // paths with a conflict of which a side is written
	redo  []string // paths whose conflict is made anew
}

// Restore takes files from the index or from a tree.
func Restore(r *repo.Repo, p RestoreParams) (*RestoreResult, error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	spec, err := w.Pathspec(p.Args, pathspec.Params{PreferDir: true})
	if err != nil {
		return nil, err
	}
	s := &restorer{w: w, x: x, p: p, spec: spec, res: &RestoreResult{}}
	if err := s.choose(); err != nil {
		return s.res, err
	}
	var failed error
	if p.Worktree {
		failed = s.files()
		var create *worktree.CreateError
		if failed != nil && !errors.As(failed, &create) { // the index still tells of all files that could be made
			return s.res, failed
		}
	}
	if p.Source != nil && !p.Staged || !x.Changed() {
		return s.res, failed
	}
	w.RepairTrees(x)
	return s.res, errors.Join(failed, w.Save(lock, x))
}

func (s *restorer) choose() error {
	if s.p.Source != nil {
		if err := s.fromTree(); err != nil {
			return err
		}
	} else if err := s.fromIndex(); err != nil {
		return err
	}
	return nil
}

// fromTree puts the tree's entries into the index in memory.
func (s *restorer) fromTree() error {
	wanted, err := s.treeEntries()
	if err != nil {
		return err
	}
	inTree := make(map[string]bool, len(wanted))
	for _, e := range wanted {
		inTree[e.Path] = true
	}
	if !s.p.Overlay {
		if err := s.notInTree(inTree); err != nil {
			return err
		}
	}
	if un := s.spec.Unmatched(); len(un) > 0 {
		return &UnknownPathsError{un}
	}
	skipped := 0
	for _, e := range wanted {
		if err := object.CheckEntry(e.Path, e.Mode); err != nil {
			return err
		}
		if old := s.x.Get(e.Path); old != nil && index.Same(old, e) && !old.IntentToAdd {
			if old.SkipWorktree && !s.p.Skipped {
				skipped++
				continue
			}
			s.write = append(s.write, old)
			continue
		}
		s.write = append(s.write, e)
		s.x.Add(e)
	}
	if skipped > 0 && len(s.write) == 0 && len(s.p.Args) == 1 && !s.spec.All() {
		return &UnknownPathsError{s.p.Args}
	}
	s.x.RemoveAll(s.gone)
	return nil
}

// notInTree finds what goes: paths that the index has and the tree has not. A conflict among them stops the restore.
func (s *restorer) notInTree(inTree map[string]bool) error {
	unresolved := &UnmergedPathsError{}
	for _, e := range s.x.Entries() {
		if !s.spec.Match(e.Path) || inTree[e.Path] {
			continue
		}
		if e.Stage == index.Merged {
			s.gone = append(s.gone, e.Path)
		} else if n := len(unresolved.Paths); n == 0 || unresolved.Paths[n-1] != e.Path {
			unresolved.Paths = append(unresolved.Paths, e.Path)
			unresolved.What = append(unresolved.What, "path '%s' is unmerged")
		}
	}
	if len(unresolved.Paths) > 0 && !s.p.IgnoreUnmerged {
		return unresolved
	}
	return nil
}

// treeEntries lists the tree's files that are selected.
func (s *restorer) treeEntries() ([]*index.Entry, error) {
	staged, err := s.w.Staged(index.New(), *s.p.Source, s.spec.Match)
	if err != nil {
		return nil, err
	}
	entries := make([]*index.Entry, 0, len(staged))
	for i := range staged {
		entries = append(entries, &index.Entry{Path: staged[i].Path, Mode: staged[i].Old.Mode, Hash: staged[i].Old.Hash})
	}
	return entries, nil
}

// fromIndex chooses entries of the index, and looks at conflicts.
func (s *restorer) fromIndex() error {
	unresolved := &UnmergedPathsError{}
	if s.p.Merge {
		for _, u := range append([]index.ResolveUndo{}, s.x.ResolveUndo()...) {
			if s.x.Has(u.Path) && s.spec.Match(u.Path) { // what was deleted since stays so
				s.x.Unresolve(u.Path)
			}
		}
	}
	last := ""
	for _, e := range s.x.Entries() {
		if (e.SkipWorktree && !s.p.Skipped) || !s.spec.Match(e.Path) {
			continue
		}
		if e.Stage == index.Merged {
			s.write = append(s.write, e)
			continue
		}
		if e.Path == last {
			continue
		}
		last = e.Path
		s.conflict(e.Path, unresolved)
	}
	if un := s.spec.Unmatched(); len(un) > 0 {
		return &UnknownPathsError{un}
	}
	if len(unresolved.Paths) > 0 {
		return unresolved
	}
	return nil
}

func (s *restorer) conflict(path string, bad *UnmergedPathsError) {
	refuse := func(what string) {
		bad.Paths = append(bad.Paths, path)
		bad.What = append(bad.What, what)
	}
	switch {
	case s.p.IgnoreUnmerged:
		s.res.Unmerged = append(s.res.Unmerged, path)
	case s.p.Stage != index.Merged:
		if s.x.GetStage(path, s.p.Stage) == nil && !s.p.Overlay {
			s.sides = append(s.sides, path)
			return
		}
		if s.x.GetStage(path, s.p.Stage) == nil {
			if s.p.Stage == index.Ours {
				refuse("path '%s' does not have our version")
			} else {
				refuse("path '%s' does not have their version")
			}
			return
		}
		s.sides = append(s.sides, path)
	case s.p.Merge:
		if s.x.GetStage(path, index.Ours) == nil || s.x.GetStage(path, index.Theirs) == nil {
			refuse("path '%s' does not have all necessary versions")
			return
		}
		s.redo = append(s.redo, path)
	default:
		refuse("path '%s' is unmerged")
	}
}

// files writes what was chosen.
func (s *restorer) files() error {
	var stale []*index.Entry
	byPath := make(map[string]*index.Entry, len(s.write))
	for _, e := range s.write {
		if s.p.Source != nil && e.Stat.Mtime.IsZero() && e.Mode != filemode.Submodule { // new in the index: always written
			stale = append(stale, e)
			continue
		}
		if (e.SkipWorktree || e.AssumeValid) && !s.w.Holds(s.x, e) { // no comparison looks at it
			stale = append(stale, e)
			continue
		}
		byPath[e.Path] = e
	}
	before := make(map[*index.Entry]index.Stat, len(byPath))
	for _, e := range byPath {
		before[e] = e.Stat
	}
	for _, c := range s.w.Compare(s.x, worktree.CompareParams{Looping: true, Match: func(p string) bool { return byPath[p] != nil }}) {
		if e := byPath[c.Entry.Path]; e != nil && e.Mode != filemode.Submodule {
			stale = append(stale, e)
			delete(before, e)
		}
	}
	for _, e := range s.write { // Git writes what only looks changed, too
		if stat, ok := before[e]; ok && e.Mode != filemode.Submodule && worktree.Touched(&stat, &e.Stat) {
			stale = append(stale, e)
		}
	}
	s.res.Written = len(stale)
	for _, path := range s.gone {
		if err := s.w.RemoveFile(path); err != nil {
			return fmt.Errorf("remove %s: %w", path, err)
		}
	}
	if err := s.w.CheckoutPaths(stale); err != nil {
		return err
	}
	if len(stale) > 0 {
		s.x.MarkChanged()
	}
	return s.conflicted()
}

// conflicted writes one side of conflicts, or the merge with its markers.
func (s *restorer) conflicted() error {
	var files []*index.Entry
	for _, path := range s.sides {
		e := s.x.GetStage(path, s.p.Stage)
		if e == nil {
			if err := s.w.RemoveFile(path); err != nil {
				return fmt.Errorf("remove %s: %w", path, err)
			}
			continue
		}
		files = append(files, e)
	}
	if len(files) > 0 {
		s.x.MarkChanged()
	}
	s.res.Written += len(files)
	if err := s.w.CheckoutPaths(files); err != nil {
		return err
	}
	for _, path := range s.redo {
		if err := s.remerge(path); err != nil {
			return err
		}
		s.res.Recreated++
	}
	return nil
}
