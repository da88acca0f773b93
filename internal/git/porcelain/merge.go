package porcelain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/git/stash"
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
	changes := w.Compare(x, worktree.CompareParams{})
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

// Keepable refuses index and files that Git could not go back to, with an error of the stash that says why.
func (s *MergeState) Keepable() error { return stash.Keepable(s.Worktree, s.Index, s.changes) }

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

// RememberFiles writes AUTO_MERGE after a merge that local changes kept from
// beginning: Git saves them in a stash and applies it again, which leaves the
// tree of the files there. same says that the files are HEAD's after all.
func (s *MergeState) RememberFiles() (same bool, err error) {
	local, err := stash.Look(s.Worktree, s.Index, s.Head.TreeHash)
	if err != nil || local.Empty() {
		return false, err
	}
	if local.Changes, err = s.refill(local.Changes, local.Staged); err != nil {
		return false, err
	}
	if err := s.dropDeletedFolders(local); err != nil {
		return false, err
	}
	tree, err := local.Tree()
	if err != nil {
		return false, err
	}
	if tree == s.Head.TreeHash {
		return true, nil
	}
	return false, s.Remember(tree)
}

// ForgetAnnounced takes paths out of the index that it only announces: a stash has none, so that none come back. changed
// says that the index differs from HEAD in more than these.
func (s *MergeState) ForgetAnnounced() (changed bool, err error) {
	var gone []string
	for _, e := range s.Index.Entries() {
		if e.IntentToAdd {
			gone = append(gone, e.Path)
		}
	}
	if len(gone) > 0 {
		s.Index.RemoveAll(gone)
		if err := s.saveAndHold(); err != nil {
			return false, err
		}
	}
	staged, err := s.Worktree.Staged(s.Index, s.Head.TreeHash, nil)
	return len(staged) > 0, err
}

// saveAndHold writes the index and takes its lock again.
func (s *MergeState) saveAndHold() (err error) {
	if err := s.Save(); err != nil {
		return err
	}
	s.lock, err = s.Worktree.Lock()
	return err
}

// dropDeletedFolders removes the folders that deleted files have left empty.
func (s *MergeState) dropDeletedFolders(local *stash.Local) error {
	for i := range local.Changes {
		if c := &local.Changes[i]; c.State == worktree.Deleted {
			if err := s.removeFolder(c.Entry.Path); err != nil {
				return err
			}
		}
	}
	for i := range local.Staged {
		if c := &local.Staged[i]; c.New == nil {
			if err := s.removeFolder(c.Path); err != nil {
				return err
			}
		}
	}
	return nil
}

// refill writes files again that are not gone to a stash: one that an empty folder has taken the place of, and one
// that HEAD does not have. Where the folder holds anything, Git loses that; here it stays.
// The other changes are given back.
func (s *MergeState) refill(changes []worktree.Change, staged []worktree.Staged) (left []worktree.Change, err error) {
	added := map[string]bool{}
	for i := range staged {
		added[staged[i].Path] = staged[i].Old.Mode == 0
	}
	var again []*index.Entry
	for i := range changes {
		e := changes[i].Entry
		mode, exists := s.Worktree.Lstat(e.Path)
		switch {
		case changes[i].State == worktree.Deleted && !exists && added[e.Path]:
			again = append(again, e)
		case changes[i].State != worktree.Deleted || !exists || mode != filemode.Dir:
			left = append(left, changes[i])
		case s.Worktree.RemoveEmptyDir(e.Path) == nil:
			again = append(again, e)
		}
	}
	if len(again) == 0 {
		return left, nil
	}
	if err := s.Worktree.Checkout(s.Index, again); err != nil {
		return nil, fmt.Errorf("write files in place of empty folders: %w", err)
	}
	return left, s.saveAndHold()
}

// DropFolders removes the folders of files where these are not there: Git goes back from a
// merge that it gave up and cleans up behind every file of it.
func (s *MergeState) DropFolders(paths []string) error {
	for _, path := range paths {
		if err := s.removeFolder(path); err != nil {
			return err
		}
	}
	return nil
}

// removeFolder removes the empty folder of a deleted file, as making the file anew and
// deleting it again does.
func (s *MergeState) removeFolder(path string) error {
	if _, exists := s.Worktree.Lstat(path); exists {
		return nil
	}
	if err := s.Worktree.RemoveFile(path); err != nil {
		return fmt.Errorf("remove the folder of %s: %w", path, err)
	}
	return nil
}

// WriteState writes a state file of the working tree: whole, or not at all.
func WriteState(r *repo.Repo, name, text string) error {
	if err := lockfile.Replace(r.StateFile(name), []byte(text)); err != nil {
		return fmt.Errorf("could not write %s: %w", name, err)
	}
	return nil
}
