package worktree

import (
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/repo"
)

// isRepository reports whether a directory is the working tree of another repository.
func (w *Worktree) isRepository(path string) bool {
	if filepath.Join(w.Path(path), ".git") == w.repo.GitDir() {
		return false // GIT_WORK_TREE or core.worktree names a folder above
	}
	return repo.IsNested(w.Path(path))
}

// SubRepo opens the repository in a directory.
func (w *Worktree) SubRepo(path string) (*repo.Repo, bool) {
	if !w.isRepository(path) {
		return nil, false
	}
	p := w.repo.Params()
	p.Dir, p.GitDir, p.WorkTree, p.Config = w.Path(path), "", "", nil
	env := repo.Env{}
	for k, v := range p.Env {
		switch k {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE":
		default:
			env[k] = v
		}
	}
	p.Env = env
	r, err := repo.Discover(p)
	return r, err == nil
}

// SubHead is the commit that the repository in a directory has checked out.
func (w *Worktree) SubHead(path string) (plumbing.Hash, bool) {
	r, ok := w.SubRepo(path)
	if !ok {
		return plumbing.ZeroHash, false
	}
	_, at, err := r.Refs().Head()
	return at, err == nil && !at.IsZero()
}

// checkSubmodule compares the commit that a submodule has checked out, and looks for
// changes inside it.
func (w *Worktree) checkSubmodule(e *index.Entry, s fileStat, exists bool) Change {
	c := Change{Entry: e, Hash: e.Hash, Mode: filemode.Submodule}
	if !exists {
		c.State, c.Mode = Deleted, 0
		return c
	}
	if s.Mode != filemode.Dir {
		c.State, c.Mode = TypeChanged, w.modeFor(nil, s.Mode)
		return c
	}
	r, ok := w.SubRepo(e.Path)
	if !ok {
		return c // not populated: as it should be
	}
	if _, at, err := r.Refs().Head(); err == nil && !at.IsZero() && at != e.Hash {
		c.Commits, c.Hash = true, at
	}
	c.Dirty, c.Untracked = subDirty(r)
	if c.Commits || c.Dirty || c.Untracked {
		c.State = Modified
	}
	return c
}

// subDirty tells whether a submodule has changed or untracked files.
func subDirty(r *repo.Repo) (dirty, untracked bool) {
	sub, err := Open(r)
	if err != nil {
		return false, false
	}
	st, err := sub.Status(StatusParams{Untracked: UntrackedNormal})
	if err != nil {
		return false, false
	}
	for _, it := range st.Items {
		dirty = dirty || it.Staged != ' ' || it.Worktree != ' '
	}
	return dirty, len(st.Untracked) > 0
}
