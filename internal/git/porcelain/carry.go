package porcelain

import (
	"strings"

	"cairn/internal/git/index"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/worktree"
)

// StagedChangesError says that changes of the index are in the way of a merge.
type StagedChangesError struct{ Paths []string }

func (e *StagedChangesError) Error() string {
	return "cannot continue with staged changes in the following files:\n" + strings.Join(e.Paths, " ")
}

// InTheWayError says that an untracked file keeps local changes from being carried over.
type InTheWayError struct{ Path string }

func (e *InTheWayError) Error() string {
	return "Untracked working tree file '" + e.Path + "' would be overwritten by merge."
}

// Level is how Git introduces it.
func (e *InTheWayError) Level() string { return "error" }

// carry takes local changes over to the other commit by a merge of three trees: the commit
// that they were made on is the base, the new commit ours, the files theirs.
func (s *switcher) carry(w *worktree.Worktree, u worktree.UnpackParams, refused *worktree.OverwriteError) error {
	x := u.Index
	staged, err := w.StagedWithIntent(x, *u.From, nil)
	if err != nil {
		return err
	}
	if len(staged) > 0 {
		e := &StagedChangesError{}
		for i := range staged {
			e.Paths = append(e.Paths, staged[i].Path)
		}
		return e
	}
	if len(refused.Untracked) > 0 {
		return &InTheWayError{refused.Untracked[0]}
	}
	changes := w.Compare(x, worktree.CompareParams{})
	if _, err := AddTracked(w, x, nil); err != nil {
		return err
	}
	store := s.r.Objects()
	work, err := x.WriteTree(store.PutTreeData)
	if err != nil {
		return err
	}
	if err := s.goFirst(w, x, changes); err != nil {
		return err
	}
	o := merge.DefaultOptions(store, s.p.Name, "local")
	o.Base, o.TypesInPlace = s.baseName(), true
	if o.Style, err = ConflictStyle(s.p.Style); err != nil {
		return err
	}
	if Renormalizes(s.r) {
		if o.Normalize, err = Normalizer(s.r, work, s.p.Commit.TreeHash); err != nil {
			return err
		}
	}
	res, err := merge.Trees(*u.From, s.p.Commit.TreeHash, work, o)
	if err != nil {
		return err
	}
	if err := w.Unpack(worktree.UnpackParams{Index: x, From: &work, To: res.Tree}); err != nil {
		return err
	}
	return s.indexOfTarget(w, x, res)
}

// goFirst refuses what Git refuses as it goes to the new commit before it merges, with all that is tracked out of the way,
// and makes way where it writes a file in place of an empty folder: the merge deletes that file again.
func (s *switcher) goFirst(w *worktree.Worktree, x *index.Index, changes []worktree.Change) error {
	tree := s.p.Commit.TreeHash
	if err := looked(w, worktree.UnpackParams{Index: x, To: tree, Reset: true, Protect: true}); err != nil {
		return err
	}
	for i := range changes {
		if c := &changes[i]; c.State == worktree.Deleted && holdsPath(s.r, tree, c.Entry.Path) {
			_ = w.RemoveEmptyDir(c.Entry.Path) // a full one has been refused
		}
	}
	return nil
}

func (s *switcher) baseName() string {
	if s.res.OldBranch != "" {
		return strings.TrimPrefix(s.res.OldBranch, refs.Heads)
	}
	return s.r.Objects().Abbrev(s.res.OldCommit, 0)
}

// indexOfTarget makes the index hold the new commit, with the conflicts on top: the carried
// changes are those of files, not staged ones.
func (s *switcher) indexOfTarget(w *worktree.Worktree, x *index.Index, res *merge.Result) error {
	err := ResetIndexPaths(w, x, s.p.Commit.TreeHash, func(string) bool { return true }, false)
	if err != nil {
		return err
	}
	baseless := map[string]bool{} // checkout -m records no base where one side moved what the other deleted
	for _, m := range res.Messages {
		if m.Kind == merge.ConflictRenDelete && len(m.Paths) > 0 {
			baseless[m.Paths[0]] = true
		}
	}
	for _, c := range res.Conflicts {
		x.Remove(c.Path)
		for i, v := range c.Stages {
			if v.Mode == 0 || (i == 0 && baseless[c.Path]) {
				continue
			}
			if err := object.CheckEntry(c.Path, v.Mode); err != nil {
				return err
			}
			x.Add(&index.Entry{Path: c.Path, Mode: v.Mode, Hash: v.Hash, Stage: index.Stage(i + 1)})
		}
	}
	x.ClearResolveUndo()
	return nil
}
