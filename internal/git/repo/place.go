package repo

import (
	"fmt"
	"os"
	"path/filepath"

	"cairn/internal/git/confine"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/paths"
)

// place decides where the files are and how the repository is called from
// there, in Git's order: --work-tree and GIT_WORK_TREE, core.worktree,
// core.bare, and last the folder in which the repository was found.
func (r *Repo) place(found string) error {
	bare, bareSet := false, false
	if _, ok := r.cfg.Get("core.bare"); ok {
		b, err := r.cfg.Bool("core.bare", false)
		if err != nil {
			return err
		}
		bare, bareSet = b, true
	}
	if r.gitDir != r.commonDir { // a linked working tree has its files, whatever the main one has
		bare, bareSet = false, true
	}
	r.at = r.p.Dir
	chosen, err := r.chosenTree(bare)
	if err != nil {
		return err
	}
	within := !r.explicit && (r.gitDir == found || confine.Within(r.gitDir, r.p.Dir))
	switch {
	case chosen != "":
		r.workTree, r.chosen = chosen, true
	case r.conflict, r.p.Bare, bare:
		r.bare = true
	case r.explicit:
		r.workTree = r.p.Dir
	case within:
		r.bare = !bareSet
	default:
		r.workTree = found
	}
	if r.workTree != "" {
		if err := r.Root().Check(r.workTree); err != nil {
			return err
		}
		r.setPrefix()
	}
	r.nameGitDir(found)
	if !r.explicit && chosen == "" && !r.conflict {
		r.insideGitDir = within
	} else if paths.IsAbs(r.gitName) { // of a relative name Git does not ask
		r.insideGitDir = confine.Within(confine.Real(r.gitDir), confine.Real(r.at))
	}
	return nil
}

// chosenTree is the working tree that somebody named; the empty string when
// nobody did. That core.worktree and core.bare exclude each other is told by
// conflict, and stops what needs a working tree only.
func (r *Repo) chosenTree(bare bool) (string, error) {
	tree := r.p.WorkTree
	if tree == "" {
		tree = r.p.Env["GIT_WORK_TREE"]
	}
	if tree != "" {
		return treeFolder(absFrom(r.p.Dir, tree))
	}
	core, ok := r.cfg.Get("core.worktree")
	if !ok || core == "" || r.p.Bare || r.gitDir != r.commonDir {
		return "", nil
	}
	if bare {
		r.conflict = true
		return "", nil
	}
	path := absFrom(r.gitDir, core)
	if _, err := os.Stat(path); err != nil && !paths.IsAbs(core) {
		return "", &FormatError{fmt.Sprintf("cannot chdir to '%s': %s", core, lockfile.Reason(err))}
	}
	return treeFolder(path)
}

// treeFolder follows the links of a working tree's name. The folder itself may
// be missing, for much can be asked without it, but not those above.
func treeFolder(path string) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err == nil {
		return filepath.Join(parent, filepath.Base(path)), nil
	}
	for { // name the first that is missing
		up := filepath.Dir(path)
		if _, err := os.Stat(up); err == nil || up == path {
			return "", &FormatError{fmt.Sprintf("Invalid path '%s': %s", filepath.ToSlash(path), lockfile.Reason(os.ErrNotExist))}
		}
		path = up
	}
}

// setPrefix goes to the top of the working tree when the current folder is below it.
func (r *Repo) setPrefix() {
	dir, tree := confine.Real(r.p.Dir), confine.Real(r.workTree)
	if dir == tree || !confine.Within(tree, dir) {
		return
	}
	if rel, err := filepath.Rel(tree, dir); err == nil {
		r.prefix, r.at = filepath.ToSlash(rel)+"/", r.workTree
	}
}

// nameGitDir finds the name that Git has for the repository's folder: short
// where it was found without being named, as given where it was named, and
// absolute where either is no longer true from the top of the working tree.
func (r *Repo) nameGitDir(found string) {
	full := filepath.ToSlash(r.gitDir)
	plain := !r.explicit && !r.chosen && r.workTree != "" // found above the current folder, which is left for it
	switch {
	case r.explicit:
		if r.prefix != "" {
			r.gitName = full
		}
	case !plain && found != r.p.Dir:
		r.gitName = full
	case r.gitDir == found:
		r.gitName = "."
	case r.gitDir == filepath.Join(found, ".git"):
		r.gitName = ".git"
	default:
		r.gitName = full
	}
	if !plain && r.prefix != "" {
		r.gitName = full
	}
}

// At is the folder in which a command works: the top of the working tree
// when the current folder is in it, the current folder elsewhere.
func (r *Repo) At() string { return r.at }

// GitName is what Git calls the repository's folder, seen from At: ".git", as
// GIT_DIR names it, or its absolute path; with slashes.
func (r *Repo) GitName() string { return r.gitName }

// CommonName is GitName of the folder that linked working trees share.
func (r *Repo) CommonName() string {
	if r.commonDir == r.gitDir {
		return r.gitName
	}
	return filepath.ToSlash(r.commonDir)
}

// Explicit reports whether GIT_DIR or --git-dir named the repository.
func (r *Repo) Explicit() bool { return r.explicit }

// Conflict reports whether core.bare and core.worktree contradict each other.
func (r *Repo) Conflict() bool { return r.conflict }

// MissingTree reports whether a working tree was named that is not there.
func (r *Repo) MissingTree() bool {
	if !r.chosen {
		return false
	}
	info, err := os.Stat(r.workTree)
	return err != nil || !info.IsDir()
}

// InsideWorkTree reports whether the current folder is in the working tree.
func (r *Repo) InsideWorkTree() bool {
	return r.workTree != "" && confine.Within(confine.Real(r.workTree), confine.Real(r.at))
}

// InsideGitDir reports whether the current folder is in the repository's own,
// as Git sees it.
func (r *Repo) InsideGitDir() bool { return r.insideGitDir }
