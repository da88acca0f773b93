package porcelain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

// MergeHead is a commit to merge and how it was named.
type MergeHead struct {
	Name   string
	Commit plumbing.Hash
	Tag    *object.Tag // the annotated tag that the name stands for, if it is one
	// Fetched describes what FETCH_HEAD tells of it, as "branch 'topic' of ../there".
	Fetched string
}

// ReduceMergeHeads leaves out the heads that others contain. subsumed says that
// HEAD itself is contained in one of them.
func ReduceMergeHeads(r *repo.Repo, head plumbing.Hash, heads []MergeHead) (left []MergeHead, subsumed bool, err error) {
	var all []plumbing.Hash
	if !head.IsZero() {
		all = append(all, head)
	}
	for _, h := range heads {
		all = append(all, h.Commit)
	}
	best, err := walk.Independent(r.Objects(), all)
	if err != nil {
		return nil, false, err
	}
	seen := map[plumbing.Hash]bool{head: true}
	for _, h := range heads {
		if slices.Contains(best, h.Commit) && !seen[h.Commit] {
			seen[h.Commit] = true
			left = append(left, h)
		}
	}
	return left, !slices.Contains(best, head), nil
}

// StagedError says that the index has changes, so that a merge cannot begin.
type StagedError struct{ Paths []string }

func (e *StagedError) Error() string {
	return "Your local changes to the following files would be overwritten by merge:\n  " + strings.Join(e.Paths, " ")
}

// MergeState opens working tree and index for a merge, with the lock held.
type MergeState struct {
	Repo     *repo.Repo
	Worktree *worktree.Worktree
	Index    *index.Index
	Head     *object.Commit
	lock     *index.Lock
	changes  []worktree.Change // files that differ from the index
	kept     plumbing.Hash     // the tree of the files that Keep has stored, zero where nothing is local
}

// OpenMerge prepares a merge into head.
func OpenMerge(r *repo.Repo, head plumbing.Hash) (*MergeState, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, err
	}
	commit, err := r.Objects().Commit(head)
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	lock, err := w.Lock()
	if err != nil {
		return nil, err
	}
	x, err := w.ReadIndex()
	if err != nil {
		lock.Release()
		return nil, err
	}
	// What looks changed and is not is written down first, whatever becomes of the merge.
	changes := w.Compare(x, worktree.CompareParams{Looping: true})
	if x.Changed() {
		if err := w.Save(lock, x); err != nil {
			return nil, err
		}
		if lock, err = w.Lock(); err != nil {
			return nil, err
		}
	}
	return &MergeState{Repo: r, Worktree: w, Index: x, Head: commit, lock: lock, changes: changes}, nil
}

// Close gives the lock back; after Save it does nothing.
func (s *MergeState) Close() { s.lock.Release() }

// Save writes the index.
func (s *MergeState) Save() error { return s.Worktree.Save(s.lock, s.Index) }

// CheckIndex refuses an index that differs from HEAD.
func (s *MergeState) CheckIndex() error {
	staged, err := s.Worktree.StagedWithIntent(s.Index, s.Head.TreeHash, nil)
	if err != nil {
		return err
	}
	if len(staged) == 0 {
		return nil
	}
	pairs := make([]diff.Pair, len(staged))
	for i := range staged {
		pairs[i] = stagedPair(&staged[i])
	}
	// Of a rename only the new path is named.
	pairs, err = diff.DefaultOptions(diff.Env{Blobs: s.Repo.Objects()}).Refine(pairs)
	if err != nil {
		return fmt.Errorf("compare the index with HEAD: %w", err)
	}
	e := &StagedError{}
	for i := range pairs {
		e.Paths = append(e.Paths, pairs[i].Path())
	}
	return e
}

// GoTo makes index and files hold another tree, if nothing local is lost.
func (s *MergeState) GoTo(tree plumbing.Hash) error {
	from := s.Head.TreeHash
	return s.Worktree.Unpack(worktree.UnpackParams{Index: s.Index, From: &from, To: tree})
}

// Fits looks whether GoTo would work.
func (s *MergeState) Fits(tree plumbing.Hash) error {
	from := s.Head.TreeHash
	return s.Worktree.Unpack(worktree.UnpackParams{Index: s.Index, From: &from, To: tree, Check: true})
}

// Apply puts a merge's result into index and working tree; conflicts become stages.
func (s *MergeState) Apply(m *merge.Result) error {
	if err := s.GoTo(m.Tree); err != nil {
		return err
	}
	merge.Stage(s.Index, m.Conflicts)
	s.Index.ClearResolveUndo()
	return s.Save()
}

// Remember writes AUTO_MERGE: the tree of a merge, conflict markers and all.
func (s *MergeState) Remember(tree plumbing.Hash) error {
	return WriteState(s.Repo, "AUTO_MERGE", tree.String()+"\n")
}

// LeftToDo measures what a result with conflicts leaves to be done, as git merge does to choose among strategies: entries
// of the index in conflict, and files that differ from it.
func (s *MergeState) LeftToDo(m *merge.Result) (int, error) {
	left := 0
	for i := range m.Conflicts {
		c := &m.Conflicts[i]
		for _, v := range c.Stages {
			if v.Mode != 0 {
				left++
			}
		}
		left++
		ours := c.Stages[1]
		if ours.Mode == 0 {
			continue
		}
		now, _, err := s.Repo.Objects().Lookup(m.Tree, c.Path)
		if err != nil {
			return 0, fmt.Errorf("look at the merge of %s: %w", c.Path, err)
		}
		if now.Hash != ours.Hash || now.Mode != ours.Mode {
			left++
		}
	}
	return left, nil
}

// WriteState writes a state file of the working tree: whole, or not at all.
func WriteState(r *repo.Repo, name, text string) error {
	if err := lockfile.Replace(r.StateFile(name), []byte(text)); err != nil {
		return fmt.Errorf("could not write %s: %w", name, err)
	}
	return nil
}
