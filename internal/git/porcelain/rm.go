package porcelain

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// RmParams are what `git rm` can be told.
type RmParams struct {
	Args          []string
	Cached        bool // leave the files
	Force         bool
	Recursive     bool
	DryRun        bool
	IgnoreUnmatch bool
}

// NotRecursiveError says that a directory was named without -r.
type NotRecursiveError struct{ Spec string }

func (e *NotRecursiveError) Error() string {
	return "not removing '" + e.Spec + "' recursively without -r"
}

// RmRefusedError lists the files whose content would be lost.
type RmRefusedError struct {
	Both   []string // staged content different from both the file and HEAD
	Staged []string
	Local  []string
}

func (e *RmRefusedError) Error() string {
	return fmt.Sprintf("%d files have changes", len(e.Both)+len(e.Staged)+len(e.Local))
}

// RmDirError says that a directory lies where a file was.
type RmDirError struct{ Path string }

func (e *RmDirError) Error() string { return "git rm: '" + e.Path + "': Is a directory" }

// RmError says that a file cannot be removed.
type RmError struct {
	Path  string
	Cause error
}

func (e *RmError) Error() string { return "git rm: '" + e.Path + "': " + lockfile.Reason(e.Cause) }
func (e *RmError) Unwrap() error { return e.Cause }

// Rm removes files from index and working tree and returns their paths.
func Rm(r *repo.Repo, p RmParams) ([]string, error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	spec, err := w.Pathspec(p.Args, pathspec.Params{PreferDir: true})
	if err != nil {
		return nil, err
	}
	entries, err := rmSelect(x, spec, p)
	if err != nil {
		return nil, err
	}
	if !p.Force {
		if err := rmCheck(w, x, entries, p.Cached); err != nil {
			return nil, err
		}
	}
	var paths []string
	for _, e := range entries {
		if n := len(paths); n == 0 || paths[n-1] != e.Path {
			paths = append(paths, e.Path)
		}
	}
	if p.DryRun {
		return paths, nil
	}
	x.RemoveAll(paths)
	if !p.Cached {
		if err := rmFiles(w, entries); err != nil {
			return paths, err
		}
	}
	if !x.Changed() {
		return paths, nil
	}
	return paths, w.Save(lock, x)
}

// rmSelect gives the entries that match.
func rmSelect(x *index.Index, spec *pathspec.Set, p RmParams) ([]*index.Entry, error) {
	var entries []*index.Entry
	for _, e := range x.Entries() {
		if spec.Match(e.Path) {
			entries = append(entries, e)
		}
	}
	for _, arg := range spec.Args() {
		if arg.Exclude {
			continue
		}
		if !arg.Seen {
			if p.IgnoreUnmatch {
				continue
			}
			return nil, &UnmatchedError{arg.Original}
		}
		path := strings.TrimSuffix(arg.Path, "/")
		if !p.Recursive && arg.Literal && (path == "" || len(x.Under(path+"/")) > 0) {
			shown := arg.Original
			if path == "" {
				shown = "."
			}
			return nil, &NotRecursiveError{shown}
		}
	}
	return entries, nil
}

// rmCheck refuses what is nowhere else.
func rmCheck(w *worktree.Worktree, x *index.Index, entries []*index.Entry, cached bool) error {
	tree, err := w.HeadTree()
	if err != nil {
		return err
	}
	staged := map[string]bool{}
	list, err := w.Staged(x, tree, nil)
	if err != nil {
		return err
	}
	for i := range list {
		staged[list[i].Path] = true
	}
	refused := &RmRefusedError{}
	for _, e := range entries {
		mode, exists := w.Lstat(e.Path)
		linked, same := w.ThroughLink(x, e)
		exists = exists || linked
		if e.Stage != index.Merged || !exists || (mode == filemode.Dir && e.Mode != filemode.Submodule) {
			continue
		}
		local := linked && !same || !linked && !w.IsClean(x, e, true)
		isStaged := tree.IsZero() || staged[e.Path] || e.IntentToAdd
		switch {
		case local && isStaged:
			if !cached || !e.IntentToAdd {
				refused.Both = append(refused.Both, e.Path)
			}
		case cached:
		default:
			if isStaged {
				refused.Staged = append(refused.Staged, e.Path)
			}
			if local {
				refused.Local = append(refused.Local, e.Path)
			}
		}
	}
	if len(refused.Both)+len(refused.Staged)+len(refused.Local) > 0 {
		return refused
	}
	return nil
}

func rmFiles(w *worktree.Worktree, entries []*index.Entry) error {
	for _, e := range entries {
		if e.Mode == filemode.Submodule {
			if err := w.RemoveEmptyDir(e.Path); err != nil {
				return &RmError{e.Path, err}
			}
			continue
		}
		if mode, ok := w.Lstat(e.Path); ok && mode == filemode.Dir {
			return &RmDirError{e.Path}
		}
		if err := w.RemoveFile(e.Path); err != nil {
			return &RmError{e.Path, err}
		}
	}
	return nil
}
