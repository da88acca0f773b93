package porcelain

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// WorktreeHead is where the HEAD of a working tree is.
type WorktreeHead struct {
	Path   string // of the working tree
	Branch string // full name; what a rebase or a bisection under way will come back to counts too
	GitDir string
	Later  bool // Branch is what will be come back to
}

// CheckedOut gives the folders of the working trees by the full name of the
// branch that each has checked out.
func CheckedOut(r *repo.Repo) map[string]string {
	places := map[string]string{}
	for _, w := range WorktreeHeads(r) {
		if !w.Later && w.Path != "" && places[w.Branch] == "" {
			places[w.Branch] = filepath.ToSlash(w.Path)
		}
	}
	return places
}

// WorktreeHeads lists the branches that are in use: those checked out in this
// and in linked working trees, and those that a rebase is working on.
func WorktreeHeads(r *repo.Repo) []WorktreeHead {
	dirs := []string{r.GitDir()}
	if r.GitDir() != r.CommonDir() {
		dirs = append(dirs, r.CommonDir())
	}
	entries, err := os.ReadDir(filepath.Join(r.CommonDir(), "worktrees"))
	if err == nil {
		for _, e := range entries {
			dir := filepath.Join(r.CommonDir(), "worktrees", e.Name())
			if dir != r.GitDir() && e.IsDir() {
				dirs = append(dirs, dir)
			}
		}
	}
	var list []WorktreeHead
	for _, dir := range dirs {
		path := worktreePath(r, dir)
		if data, err := os.ReadFile(filepath.Join(dir, "HEAD")); err == nil {
			if target, ok := strings.CutPrefix(string(data), "ref:"); ok {
				list = append(list, WorktreeHead{path, strings.TrimSpace(target), dir, false})
			}
		}
		for _, f := range []string{"rebase-merge/head-name", "rebase-apply/head-name"} {
			if name := readLine(filepath.Join(dir, filepath.FromSlash(f))); strings.HasPrefix(name, refs.Heads) {
				list = append(list, WorktreeHead{path, name, dir, true})
			}
		}
	}
	return list
}

func worktreePath(r *repo.Repo, gitDir string) string {
	switch {
	case gitDir == r.GitDir():
		return r.WorkTree()
	case gitDir != r.CommonDir():
		return filepath.Dir(readLine(filepath.Join(gitDir, "gitdir")))
	case filepath.Base(gitDir) == ".git":
		return filepath.Dir(gitDir)
	}
	return ""
}

// Merged tells whether a branch can go without losing commits.
type Merged int

// What CheckMerged finds.
const (
	MergedFully      Merged = iota
	MergedToUpstream        // but not to HEAD
	MergedToHead            // but not to its upstream
	NotMerged
)

// CheckMerged compares a branch (full name) with its upstream, or with HEAD
// if it has none. The second result is the upstream's full name.
func CheckMerged(r *repo.Repo, branch string, at, head plumbing.Hash) (Merged, string, error) {
	reference, up := head, ""
	if name, err := rev.Upstream(r, strings.TrimPrefix(branch, refs.Heads)); err == nil {
		if h, err := r.Refs().Resolve(name); err == nil {
			reference, up = h, name
		}
	}
	ok, err := isMerged(r, at, reference)
	if err != nil {
		return NotMerged, up, err
	}
	toHead := ok
	if up != "" {
		if toHead, err = isMerged(r, at, head); err != nil {
			return NotMerged, up, err
		}
	}
	switch {
	case ok && toHead:
		return MergedFully, up, nil
	case ok:
		return MergedToUpstream, up, nil
	case toHead:
		return MergedToHead, up, nil
	}
	return NotMerged, up, nil
}

func isMerged(r *repo.Repo, at, into plumbing.Hash) (bool, error) {
	if into.IsZero() {
		return false, nil
	}
	return walk.IsAncestor(r.Objects(), at, into)
}

// ForgetBranch removes the settings of a branch (full name) that was deleted.
func ForgetBranch(r *repo.Repo, full string) error {
	short, ok := strings.CutPrefix(full, refs.Heads)
	if !ok {
		return nil
	}
	return editBranch(r, short, "Update of config-file failed",
		func(f *config.File, section string) error { return f.RemoveSection(section) })
}

// RenameError says that a branch could not be renamed or copied.
type RenameError struct {
	Copy  bool
	Cause error
}

func (e *RenameError) Error() string {
	if e.Copy {
		return "Branch copy failed"
	}
	return "Branch rename failed"
}
func (e *RenameError) Unwrap() error { return e.Cause }

// MoveBranch renames a branch, or copies it, with its reflog and settings. Names are short.
func MoveBranch(r *repo.Repo, from, to string, copying, force bool) error {
	head, _, err := r.Refs().Head()
	if err != nil {
		return err
	}
	oldRef, newRef := refs.Heads+from, refs.Heads+to
	if !refs.ValidName(oldRef, false) && !r.Refs().Exists(oldRef) {
		return branchErrorf("Invalid branch name: '%s'", from)
	}
	exists := r.Refs().Exists(oldRef)
	if !exists && (copying || head != oldRef) {
		if copying && head == oldRef {
			return branchErrorf("No commit on branch '%s' yet.", from)
		}
		return branchErrorf("No branch named '%s'.", from)
	}
	if from == to {
		if !refs.ValidBranch(to) {
			return branchErrorf("'%s' is not a valid branch name", to)
		}
	} else if _, err := CheckBranchName(r, to, force); err != nil {
		return err
	}
	if op := ReadOperation(r); !copying && op.Branch == from && (op.Interactive || op.Rebasing) {
		return branchErrorf("Branch %s is being rebased at %s", oldRef, r.WorkTree())
	}
	word := "renamed"
	if copying {
		word = "copied"
	}
	message := "Branch: " + word + " " + oldRef + " to " + newRef
	if exists {
		move := r.Refs().Rename
		if copying {
			move = r.Refs().Copy
		}
		if err := move(oldRef, newRef, message); err != nil {
			return &RenameError{copying, err}
		}
	}
	if !exists {
		if err := r.Refs().PointHead(newRef, message); err != nil {
			return err
		}
	}
	if !copying {
		if err := moveOtherHeads(r, oldRef, newRef, message); err != nil {
			return err
		}
	}
	if from == to {
		return nil
	}
	return editBranch(r, from, "Branch is "+word+", but update of config-file failed", func(f *config.File, section string) error {
		if copying {
			return f.CopySection(section, "branch."+to)
		}
		return f.RenameSection(section, "branch."+to)
	})
}

// moveOtherHeads points the HEADs of other working trees to a branch's new name.
func moveOtherHeads(r *repo.Repo, from, to, message string) error {
	others, err := OtherWorktrees(r)
	if err != nil {
		return err
	}
	for _, o := range others {
		defer o.Close()
		if head, _, err := o.Refs().Head(); err != nil || head != from {
			continue
		}
		if err := o.Refs().PointHead(to, message); err != nil {
			return err
		}
	}
	return nil
}
