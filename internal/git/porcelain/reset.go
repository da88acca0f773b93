package porcelain

import (
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// ResetMode is what a reset takes along besides the branch.
type ResetMode int

// The modes of `git reset`.
const (
	ResetMixed ResetMode = iota // the index
	ResetSoft                   // nothing
	ResetHard                   // index and files, local changes included
	ResetMerge                  // index and files, but local changes stay or stop it
	ResetKeep                   // as a checkout would do it
)

// String is the mode's name.
func (m ResetMode) String() string {
	return [...]string{"mixed", "soft", "hard", "merge", "keep"}[m]
}

// ResetParams are what `git reset` can be told.
type ResetParams struct {
	Mode   ResetMode
	Commit plumbing.Hash // zero: there is no commit yet
	Name   string        // how the commit was named, for the reflog
	Intent bool          // -N: paths that are not in the commit stay known
	// NoRefresh leaves stat data alone, and does not look for files that differ.
	NoRefresh bool
	// KeepAside leaves what a merge has put aside where it is: the caller brings it back.
	KeepAside bool
}

// MidMergeError says that a soft or keep reset would lose a merge.
type MidMergeError struct{ Mode ResetMode }

func (e *MidMergeError) Error() string {
	return "Cannot do a " + e.Mode.String() + " reset in the middle of a merge."
}

// Letters are the paths that differ from the index after a reset, as M, D, T, A or U.
type Letters []Letter

// Letter is one of them.
type Letter struct {
	Letter byte
	Path   string
}

// Reset moves HEAD's branch, and what the mode says.
func Reset(r *repo.Repo, p ResetParams) (Letters, error) {
	files := r
	switch {
	case !r.Bare() || p.Mode == ResetSoft:
	case p.Mode == ResetMixed && !r.IsBare() && filepath.Base(r.GitDir()) == ".git":
		// Seen from inside .git there are no files, but there is an index.
		var err error
		if files, err = besideGitDir(r); err != nil {
			return nil, err
		}
		defer files.Close()
		p.NoRefresh = true
	default:
		return nil, &BareResetError{p.Mode}
	}
	if p.Mode == ResetSoft || p.Mode == ResetKeep {
		if err := midMerge(r, p.Mode); err != nil {
			return nil, err
		}
	}
	var left Letters
	if p.Mode != ResetSoft {
		var err error
		if left, err = resetTree(files, p); err != nil {
			return nil, err
		}
	}
	if err := resetHead(r, p); err != nil {
		return left, err
	}
	removePicks(r)
	if p.KeepAside {
		removeMergeFiles(r)
	} else {
		RemoveMerge(r)
	}
	return left, nil
}

// besideGitDir opens the repository as it is seen from its working tree.
func besideGitDir(r *repo.Repo) (*repo.Repo, error) {
	p := r.Params()
	p.Dir = filepath.Dir(r.GitDir())
	return repo.Discover(p)
}

func midMerge(r *repo.Repo, mode ResetMode) error {
	if exists(r.StateFile("MERGE_HEAD")) {
		return &MidMergeError{mode}
	}
	if r.Bare() {
		return nil
	}
	w, err := worktree.Open(r)
	if err != nil {
		return err
	}
	x, err := w.ReadIndex()
	if err != nil {
		return err
	}
	if len(x.Unmerged()) > 0 {
		return &MidMergeError{mode}
	}
	return nil
}

func resetTree(r *repo.Repo, p ResetParams) (Letters, error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	tree, err := w.TreeOf(p.Commit)
	if err != nil {
		return nil, err
	}
	u := worktree.UnpackParams{Index: x, To: tree}
	before := x.Entries()
	switch p.Mode {
	case ResetHard:
		u.Reset = true
	case ResetMixed:
		u.IndexOnly, u.KeepUndo = true, true
		before = append([]*index.Entry{}, before...)
	case ResetKeep:
		head, err := w.HeadTree()
		if err != nil {
			return nil, err
		}
		u.From, u.ByStat = &head, true
	case ResetMerge:
		u.ByStat = true
	case ResetSoft:
	}
	if err := w.Unpack(u); err != nil {
		return nil, err
	}
	if p.Mode == ResetKeep { // what was staged is no longer
		if err := w.Unpack(worktree.UnpackParams{Index: x, To: tree, IndexOnly: true}); err != nil {
			return nil, err
		}
	}
	var left Letters
	if p.Mode == ResetMixed {
		if p.Intent {
			if err := keepIntent(w, x, before); err != nil {
				return nil, err
			}
		}
		keepSkipped(x, before)
		if !p.NoRefresh {
			left = Refresh(w, x)
		}
	}
	return left, w.Save(lock, x)
}

// keepSkipped leaves the mark of update-index --skip-worktree on the paths that had it.
func keepSkipped(x *index.Index, before []*index.Entry) {
	for _, old := range before {
		if !old.SkipWorktree {
			continue
		}
		if e := x.Get(old.Path); e != nil {
			e.SkipWorktree = true
		}
	}
}

// keepIntent brings paths back that the index had, as announced ones.
func keepIntent(w *worktree.Worktree, x *index.Index, before []*index.Entry) error {
	for _, e := range before {
		if x.Has(e.Path) || len(x.Under(e.Path+"/")) > 0 { // the commit has a file or a folder there, which comes later
			continue
		}
		if err := announce(w, x, e); err != nil {
			return err
		}
	}
	return nil
}

// announce puts a path in without content; the empty blob must exist for it. Whatever it was, Git says it will be a
// plain file.
func announce(w *worktree.Worktree, x *index.Index, e *index.Entry) error {
	h, err := w.Repo().Objects().Put(plumbing.BlobObject, nil)
	if err != nil {
		return err
	}
	x.Add(&index.Entry{Path: e.Path, Mode: filemode.Regular, IntentToAdd: true, Hash: h})
	return nil
}

// Refresh renews stat data and lists the files that differ from the index.
func Refresh(w *worktree.Worktree, x *index.Index) Letters {
	var left Letters
	for _, c := range w.Compare(x, worktree.CompareParams{Looping: true}) {
		left = append(left, Letter{refreshLetter(w, &c), c.Entry.Path})
	}
	return left
}

// refreshLetter is a change's letter as renewing stat data tells it: a file is only gone if nothing stands in its way.
func refreshLetter(w *worktree.Worktree, c *worktree.Change) byte {
	if c.State != worktree.Deleted {
		return c.State.Letter()
	}
	path := c.Entry.Path
	_, folder := w.Lstat(path)
	behind := !folder && w.BehindFile(path) && !w.BeyondLink(path)
	switch {
	case (folder || behind) && c.Entry.IntentToAdd:
		return worktree.Added.Letter()
	case folder:
		return worktree.TypeChanged.Letter()
	case behind:
		return worktree.Modified.Letter()
	}
	return c.State.Letter()
}

// resetHead remembers the old place in ORIG_HEAD and moves the branch.
func resetHead(r *repo.Repo, p ResetParams) error {
	if p.Commit.IsZero() {
		return nil
	}
	_, old, err := r.Refs().Head()
	if err != nil {
		return err
	}
	if old.IsZero() {
		if err := r.Refs().Set(refs.Update{Name: "ORIG_HEAD"}); err != nil && !refs.IsNotFound(err) {
			return err
		}
	} else if err := r.Refs().Set(refs.Update{Name: "ORIG_HEAD", New: old}); err != nil {
		if warn := r.Params().Warn; warn != nil { // Git goes on all the same
			warn("error: update_ref failed for ref 'ORIG_HEAD': " + err.Error())
		}
	}
	action := r.Env()["GIT_REFLOG_ACTION"]
	if action == "" {
		action = "reset"
	}
	u := refs.Update{Name: refs.HEAD, New: p.Commit, Message: action + ": moving to " + p.Name}
	if err := r.Refs().Set(u); err != nil {
		return &MoveRefError{Name: u.Name, Cause: err, Late: true}
	}
	return nil
}

// RemoveState forgets a merge, cherry-pick or revert that was under way.
func RemoveState(r *repo.Repo) {
	removePicks(r)
	RemoveMerge(r)
}

func removePicks(r *repo.Repo) { removeStateFiles(r, "CHERRY_PICK_HEAD", "REVERT_HEAD", "SQUASH_MSG") }

// RemoveMerge forgets a merge that was under way. What it had put aside is a stash from then on.
func RemoveMerge(r *repo.Repo) {
	removeMergeFiles(r)
	_ = keepAutostash(r) // where that fails it stays as it is
}

func removeMergeFiles(r *repo.Repo) {
	removeStateFiles(r, "MERGE_HEAD", "MERGE_RR", "MERGE_MSG", "MERGE_MODE", "AUTO_MERGE")
}

func removeStateFiles(r *repo.Repo, names ...string) {
	for _, name := range names {
		_ = disk.RemoveFile(r.StateFile(name))
	}
}

// ResetPaths makes the index hold a tree's version of some paths.
func ResetPaths(r *repo.Repo, tree plumbing.Hash, args []string, p ResetParams) (Letters, error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	spec, err := w.Pathspec(args, pathspec.Params{})
	if err != nil {
		return nil, err
	}
	if err := ResetIndexPaths(w, x, tree, spec.Match, p.Intent); err != nil {
		return nil, err
	}
	var left Letters
	if !p.NoRefresh {
		left = Refresh(w, x)
	}
	return left, w.Save(lock, x)
}

// ResetIndexPaths is ResetPaths on an index in memory.
func ResetIndexPaths(w *worktree.Worktree, x *index.Index, tree plumbing.Hash, match func(string) bool, intent bool) error {
	list, err := w.StagedWithIntent(x, tree, match)
	if err != nil {
		return err
	}
	for i := range list {
		s := &list[i]
		switch {
		case s.Old.Mode != 0:
			if err := object.CheckEntry(s.Path, s.Old.Mode); err != nil {
				return err
			}
			skipped := s.New != nil && s.New.SkipWorktree
			x.Add(&index.Entry{Path: s.Path, Mode: s.Old.Mode, Hash: s.Old.Hash, SkipWorktree: skipped})
		case intent:
			if err := announce(w, x, s.New); err != nil {
				return err
			}
		default:
			x.Remove(s.Path)
		}
	}
	return nil
}

// BareResetError says that the mode needs a working tree.
type BareResetError struct{ Mode ResetMode }

func (e *BareResetError) Error() string {
	if e.Mode != ResetMixed {
		return "this operation must be run in a work tree"
	}
	return e.Mode.String() + " reset is not allowed in a bare repository"
}

// MoveRef changes one ref; its error says so in the words of git update-ref.
func MoveRef(r *repo.Repo, u refs.Update) error {
	if err := r.Refs().Set(u); err != nil {
		return &MoveRefError{Name: u.Name, Cause: err}
	}
	return nil
}

// MoveRefError says that HEAD or its like could not be moved.
type MoveRefError struct {
	Name  string
	Cause error
	Late  bool // everything else was done already
}

func (e *MoveRefError) Error() string {
	return "update_ref failed for ref '" + e.Name + "': " + e.Cause.Error()
}
func (e *MoveRefError) Unwrap() error { return e.Cause }

// Level is "error" when the command went on to its end all the same.
func (e *MoveRefError) Level() string {
	if e.Late {
		return "error"
	}
	return "fatal"
}

// ExitCode is 1 in that case.
func (e *MoveRefError) ExitCode() int {
	if e.Late {
		return 1
	}
	return 128
}
