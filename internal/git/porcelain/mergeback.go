package porcelain

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/repo"
	"cairn/internal/git/stash"
	"cairn/internal/git/worktree"
)

// A merge that a strategy cannot begin goes back: Git resets hard and applies what it has stashed before. Here files and
// index stay where they are, and only what that would leave is left.

// Keep stores the files as they are, as Git does before it begins a strategy, to go back to them. An error of the stash
// says why that cannot be done; no merge begins then.
func (s *MergeState) Keep() error {
	local, err := stash.Look(s.Worktree, s.Index, s.Head.TreeHash, s.changes)
	if err != nil || local.Empty() {
		return err
	}
	s.kept, err = local.Tree()
	return err
}

// RememberFiles writes AUTO_MERGE after a merge that local changes kept from beginning: Git has stored them as Keep does
// and applies that again, which leaves its tree there. same says that it is HEAD's after all.
func (s *MergeState) RememberFiles() (same bool, err error) {
	if s.kept.IsZero() {
		return false, nil
	}
	changes := s.Worktree.Compare(s.Index, worktree.CompareParams{})
	changes, blocked, err := s.refill(changes)
	if err != nil || blocked { // Git cannot apply its stash then, and drops what was staged; here all stays as it was
		return false, err
	}
	if err := s.dropDeletedFolders(changes); err != nil {
		return false, err
	}
	if s.kept == s.Head.TreeHash {
		return true, nil
	}
	return false, s.Remember(s.kept)
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
func (s *MergeState) dropDeletedFolders(changes []worktree.Change) error {
	staged, err := s.Worktree.Staged(s.Index, s.Head.TreeHash, nil)
	if err != nil {
		return err
	}
	for i := range changes {
		if c := &changes[i]; c.State == worktree.Deleted {
			if err := s.removeFolder(c.Entry.Path); err != nil {
				return err
			}
		}
	}
	for i := range staged {
		c := &staged[i]
		if c.New != nil {
			continue
		}
		if mode, exists := s.Worktree.Lstat(c.Path); exists && mode == filemode.Dir {
			_ = s.Worktree.RemoveEmptyDir(c.Path) // a full one stays
		}
		if err := s.removeFolder(c.Path); err != nil {
			return err
		}
	}
	return nil
}

// refill writes files again that are gone, but not from what was kept: one that an empty folder has taken the place of,
// and one that HEAD does not have. Where the folder holds anything, Git loses that; here it stays, as does a file or a
// link in place of a folder of theirs. The other changes are given back. blocked says that such a one is in the way of a
// file that HEAD does not have.
func (s *MergeState) refill(changes []worktree.Change) (left []worktree.Change, blocked bool, err error) {
	var again []*index.Entry
	for i := range changes {
		c := &changes[i]
		e := c.Entry
		if c.State != worktree.Deleted || !holdsPath(s.Repo, s.kept, e.Path) {
			left = append(left, *c)
			continue
		}
		mode, exists := s.Worktree.Lstat(e.Path)
		if exists && mode == filemode.Dir {
			s.warnOfFolder(e.Path)
		}
		free := !exists && fileAbove(s.Worktree, e.Path) == ""
		if free || exists && mode == filemode.Dir && s.Worktree.RemoveEmptyDir(e.Path) == nil {
			again = append(again, e)
		} else if !holdsPath(s.Repo, s.Head.TreeHash, e.Path) {
			blocked = true
		}
	}
	if len(again) == 0 || blocked {
		return left, blocked, nil
	}
	if err := s.Worktree.Checkout(s.Index, again); err != nil {
		return nil, false, fmt.Errorf("write files again that were kept: %w", err)
	}
	return left, false, s.saveAndHold()
}

// warnOfFolder says what Git's way back says of a folder where it would remove a file that HEAD does not have.
func (s *MergeState) warnOfFolder(path string) {
	if warn := s.Repo.Params().Warn; warn != nil && !holdsPath(s.Repo, s.Head.TreeHash, path) {
		warn("warning: unable to unlink '" + path + "': Is a directory")
	}
}

// holdsPath reports whether a tree has a file at a path.
func holdsPath(r *repo.Repo, tree plumbing.Hash, path string) bool {
	e, found, err := r.Objects().Lookup(tree, path)
	return err == nil && found && !e.IsTree()
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
