package porcelain

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/config"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

// SwitchParams say where HEAD shall go.
type SwitchParams struct {
	Commit *object.Commit // nil: an orphan branch without files, or an unborn one
	Branch string         // full name of an existing branch; "" to detach, or with New
	Name   string         // how the target was named, for the reflog
	New    string         // short name of a branch to make
	Reset  bool           // New may exist and is moved
	Start  string         // how the start of New was named, for its reflog
	Orphan string         // short name of a branch without history
	Empty  bool           // the orphan starts without files
	Force  bool           // throw local changes away, and untracked files in the way
	// Discard throws local changes away, but refuses to lose untracked files.
	Discard bool
	Merge   bool         // carry local changes over, with conflicts if need be
	Style   string       // of conflict markers
	Track   *TrackParams // upstream of New
	NoFiles bool         // HEAD stays on its commit: index and files are not looked at
	// KeepIgnored protects ignored files too (--no-overwrite-ignore).
	KeepIgnored bool
	// CreateLog begins a reflog for the new branch in any case (-l).
	CreateLog bool
}

// TrackParams is the upstream that a new branch gets.
type TrackParams struct {
	Remote string // "." is this repository
	Merge  string // full name over there
	Rebase bool
}

// SwitchResult tells what happened.
type SwitchResult struct {
	OldBranch string // full name; "" when it was detached
	OldCommit plumbing.Hash
	Changes   Letters // local changes that were kept
	// Lost are commits that nothing leads to any more, newest first: at most five of LostCount.
	Lost      []*object.Commit
	LostCount int
	Existed   bool // New was there before
	// Unlogged is why HEAD's reflog could not be written; the switch was made.
	Unlogged *refs.LogError
}

// NeedsMergeError says that conflicts are in the way of a switch.
type NeedsMergeError struct{ Paths []string }

func (e *NeedsMergeError) Error() string { return "you need to resolve your current index first" }

// BranchExistsError says that a new branch's name is taken.
type BranchExistsError struct{ Name string }

func (e *BranchExistsError) Error() string { return "a branch named '" + e.Name + "' already exists" }

// BranchInvalidError says that a name cannot be a branch's.
type BranchInvalidError struct{ Name string }

func (e *BranchInvalidError) Error() string { return "'" + e.Name + "' is not a valid branch name" }

// CheckNewBranch refuses names that cannot be or are taken.
func CheckNewBranch(r *repo.Repo, name string, force bool) (exists bool, err error) {
	if !refs.ValidBranch(name) {
		return false, &BranchInvalidError{name}
	}
	exists = r.Refs().Exists(refs.Heads + name)
	if exists && !force {
		return true, &BranchExistsError{name}
	}
	return exists, nil
}

type switcher struct {
	r   *repo.Repo
	p   SwitchParams
	res *SwitchResult
}

// Switch moves HEAD to another branch or commit, and files and index with it.
func Switch(r *repo.Repo, p SwitchParams) (*SwitchResult, error) {
	s := &switcher{r: r, p: p, res: &SwitchResult{}}
	var err error
	if s.res.OldBranch, s.res.OldCommit, err = r.Refs().Head(); err != nil {
		return nil, err
	}
	for _, name := range []string{p.New, p.Orphan} {
		if name != "" {
			if s.res.Existed, err = CheckNewBranch(r, name, p.Reset); err != nil {
				return nil, err
			}
		}
	}
	if s.res.OldBranch == "" && !s.res.OldCommit.IsZero() && (p.Commit == nil || p.Commit.Hash != s.res.OldCommit) {
		if err := s.lost(); err != nil { // before anything is changed
			return s.res, err
		}
	}
	if !p.NoFiles {
		if err := s.files(); err != nil {
			return s.res, err
		}
	}
	if err := s.arrive(); err != nil {
		return s.res, err
	}
	RemoveState(r)
	return s.res, nil
}

func (s *switcher) files() error {
	w, x, lock, err := lockIndex(s.r)
	if err != nil {
		return err
	}
	defer lock.Release()
	tree := plumbing.ZeroHash
	if s.p.Commit != nil {
		tree = s.p.Commit.TreeHash
	}
	u := worktree.UnpackParams{Index: x, To: tree, KeepIgnored: s.p.KeepIgnored}
	if s.p.Force || s.p.Discard {
		u.Reset, u.Protect = true, !s.p.Force
	} else {
		if paths := x.Unmerged(); len(paths) > 0 {
			return &NeedsMergeError{paths}
		}
		from, err := w.TreeOf(s.res.OldCommit)
		if err != nil {
			return err
		}
		if !hasIndex(s.r) { // a clone without checkout: nothing was taken away, it was never there
			from = plumbing.ZeroHash
		}
		u.From = &from
	}
	if err := w.Unpack(u); err != nil {
		var refused *worktree.OverwriteError
		if !s.p.Merge || s.res.OldCommit.IsZero() || !errors.As(err, &refused) {
			return err
		}
		if err := s.carry(w, u, refused); err != nil {
			return err
		}
	}
	if !u.Reset && s.p.Commit != nil {
		if s.res.Changes, err = LocalChanges(w, u.Index, tree); err != nil {
			return err
		}
	}
	if u.Index.Len() == 0 && s.res.OldCommit.IsZero() && !hasIndex(s.r) {
		return nil // before the first commit nothing is written of nothing
	}
	return w.Save(lock, u.Index)
}

// hasIndex reports whether the index was ever written.
func hasIndex(r *repo.Repo) bool { return exists(r.IndexFile()) }

// LocalChanges lists the files that differ from a tree, as `checkout` shows them.
func LocalChanges(w *worktree.Worktree, x *index.Index, tree plumbing.Hash) (Letters, error) {
	staged, err := w.Staged(x, tree, nil)
	if err != nil {
		return nil, err
	}
	byPath := map[string]Letter{}
	isNew := map[string]bool{}
	before := map[string]filemode.FileMode{}
	for i := range staged {
		byPath[staged[i].Path] = Letter{staged[i].Letter(), staged[i].Path}
		before[staged[i].Path] = staged[i].Old.Mode
		isNew[staged[i].Path] = staged[i].Old.Mode == 0
	}
	for _, c := range w.Compare(x, worktree.CompareParams{}) {
		path := c.Entry.Path
		switch {
		case c.State == worktree.Unmerged: // left by a merge of local changes: they are changes still
			byPath[path] = Letter{carriedLetter(x.GetStage(path, index.Ours), c.Mode), path}
		case c.State == worktree.Deleted && isNew[path]:
			delete(byPath, path)
		case isNew[path] || (c.State == worktree.Added && before[path] == 0):
			byPath[path] = Letter{'A', path}
		case c.State == worktree.Added && (before[path] == filemode.Symlink) == (c.Mode == filemode.Symlink):
			byPath[path] = Letter{'M', path} // taken out of the index and announced again
		case c.State == worktree.Added:
			byPath[path] = Letter{'T', path}
		default:
			byPath[path] = Letter{changedLetter(c), path}
		}
	}
	list := make(Letters, 0, len(byPath))
	for _, l := range byPath {
		list = append(list, l)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Path < list[j].Path })
	return list, nil
}

// carriedLetter is that of a conflict between the new commit, whose entry is nil where it has no such file, and what is there.
func carriedLetter(ours *index.Entry, now filemode.FileMode) byte {
	switch {
	case ours == nil:
		return 'A'
	case now != 0 && (ours.Mode == filemode.Symlink) != (now == filemode.Symlink):
		return 'T'
	}
	return 'M'
}

func changedLetter(c worktree.Change) byte {
	if c.Entry.Mode == filemode.Submodule && c.State == worktree.Modified {
		return 'M'
	}
	return c.State.Letter()
}

// lost finds the commits that only the detached HEAD led to.
func (s *switcher) lost() error {
	list, err := s.r.Refs().List("")
	if err != nil {
		return err
	}
	tips := []walk.Tip{{Hash: s.res.OldCommit}}
	exclude := func(h plumbing.Hash) {
		if c, err := s.r.Objects().Peel(h, plumbing.CommitObject); err == nil {
			tips = append(tips, walk.Tip{Hash: c, Exclude: true})
		}
	}
	for _, r := range list {
		h, err := s.r.Refs().Resolve(r.Name)
		if err == nil {
			exclude(h)
		}
	}
	if s.p.Commit != nil {
		exclude(s.p.Commit.Hash)
	}
	const shown = 5
	wk := walk.New(walk.Params{Store: s.r.Objects(), Tips: tips, Max: walk.NoLimit})
	for {
		next, err := wk.Next()
		if err != nil {
			return fmt.Errorf("look for commits that would be left behind: %w", err)
		}
		if next == nil {
			return nil
		}
		s.res.LostCount++
		if len(s.res.Lost) < shown {
			c, err := s.r.Objects().Commit(next.Hash)
			if err != nil {
				return err
			}
			s.res.Lost = append(s.res.Lost, c)
		}
	}
}

// arrive moves HEAD, with or without a word of it in its reflog.
func (s *switcher) arrive() error {
	err := s.moveHead()
	if errors.As(err, &s.res.Unlogged) && s.res.Unlogged.Moved {
		return nil
	}
	return err
}

// moveHead makes the new branch, if any, and points HEAD.
func (s *switcher) moveHead() error {
	from := strings.TrimPrefix(s.res.OldBranch, refs.Heads)
	if from == "" {
		from = s.res.OldCommit.String()
	}
	to := s.p.Name
	branch := s.p.Branch
	switch {
	case s.p.Orphan != "":
		if s.p.CreateLog {
			if err := s.r.Refs().BeginReflog(refs.Heads + s.p.Orphan); err != nil {
				return err
			}
		}
		return s.r.Refs().Set(refs.Update{Name: refs.HEAD, Symbolic: refs.Heads + s.p.Orphan, NoDeref: true})
	case s.p.New != "":
		branch, to = refs.Heads+s.p.New, s.p.New
		if s.p.Commit != nil {
			if err := s.makeBranch(branch); err != nil {
				return err
			}
		}
	}
	u := refs.Update{Name: refs.HEAD, NoDeref: true, Message: "checkout: moving from " + from + " to " + to}
	if action := s.r.Env()["GIT_REFLOG_ACTION"]; action != "" {
		u.Message = action
	}
	switch {
	case branch != "":
		u.Symbolic = branch
		if s.p.Commit == nil {
			u.Message = ""
		}
	case s.p.Commit != nil:
		u.New = s.p.Commit.Hash
		return MoveRef(s.r, u)
	}
	return s.r.Refs().Set(u)
}

// makeBranch creates or moves the new branch, with its upstream.
func (s *switcher) makeBranch(full string) error {
	u := refs.Update{Name: full, New: s.p.Commit.Hash, Message: "branch: Created from " + s.p.Start, CreateLog: s.p.CreateLog}
	if s.res.Existed {
		u.Message = "branch: Reset to " + s.p.Start
	} else {
		zero := plumbing.ZeroHash
		u.Old = &zero
	}
	if err := s.r.Refs().Set(u); err != nil {
		return err
	}
	if s.p.Track == nil {
		return nil
	}
	return SetTracking(s.r, s.p.New, *s.p.Track)
}

// SetTracking writes a branch's upstream into the repository's configuration.
func SetTracking(r *repo.Repo, branch string, t TrackParams) error {
	err := editConfig(r, func(f *config.File) error {
		if err := f.Set("branch."+branch+".remote", t.Remote, nil); err != nil {
			return err
		}
		if err := f.Set("branch."+branch+".merge", t.Merge, nil); err != nil {
			return err
		}
		if t.Rebase {
			return f.Set("branch."+branch+".rebase", "true", nil)
		}
		return nil
	})
	if err != nil {
		return upstreamError(t.Remote, t.Merge, err)
	}
	return nil
}

// Stay renews the index (and with Force the files) without moving HEAD, and tells the local
// changes.
func Stay(r *repo.Repo, p SwitchParams, tell func(Letters)) error {
	s := &switcher{r: r, p: p, res: &SwitchResult{}}
	var err error
	if s.res.OldBranch, s.res.OldCommit, err = r.Refs().Head(); err != nil {
		return err
	}
	if err := s.files(); err != nil {
		return err
	}
	RemoveState(r)
	tell(s.res.Changes)
	return nil
}
