package porcelain

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// Interactive is what `add -i` works on: the index, changed command by command and saved after
// each, or kept in memory for a commit.
type Interactive struct {
	r    *repo.Repo
	w    *worktree.Worktree
	args []string
	kept *index.Index // nil: what is on disk
}

// InteractiveItem is a path that differs from HEAD in the index, or from the index in its file.
type InteractiveItem struct {
	Path             string
	Staged, Unstaged *diff.FileStat // nil: no difference there
	Unmerged         bool
}

// StartInteractive opens the index; with inMemory nothing is ever saved.
func StartInteractive(r *repo.Repo, args []string, inMemory bool) (*Interactive, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, err
	}
	i := &Interactive{r: r, w: w, args: args}
	if inMemory {
		i.kept, err = w.ReadIndex()
	}
	return i, err
}

// Index is the index in memory.
func (i *Interactive) Index() *index.Index { return i.kept }

func (i *Interactive) open() (*index.Index, *pathspec.Set, error) {
	spec, err := i.w.Pathspec(i.args, pathspec.Params{})
	if err != nil || i.kept != nil {
		return i.kept, spec, err
	}
	x, err := i.w.ReadIndex()
	return x, spec, err
}

// StagedPairs are the differences between HEAD and the index for some paths; nil: all.
func (i *Interactive) StagedPairs(paths []string) ([]diff.Pair, error) {
	x, spec, err := i.open()
	if err != nil {
		return nil, err
	}
	tree, err := i.w.HeadTree()
	if err != nil {
		return nil, err
	}
	staged, err := i.w.Staged(x, tree, func(path string) bool {
		return spec.Match(path) && (paths == nil || slices.Contains(paths, path))
	})
	return worktree.StagedPairs(staged), err
}

// List tells what differs, by path. Of a repository in this one only its commit counts.
func (i *Interactive) List(o *diff.Options) ([]InteractiveItem, error) {
	pairs, err := i.StagedPairs(nil)
	if err != nil {
		return nil, err
	}
	x, spec, err := i.open()
	if err != nil {
		return nil, err
	}
	byPath := map[string]*InteractiveItem{}
	item := func(path string) *InteractiveItem {
		if byPath[path] == nil {
			byPath[path] = &InteractiveItem{Path: path}
		}
		return byPath[path]
	}
	stats, err := diff.Stats(pairs, o)
	if err != nil {
		return nil, err
	}
	for n := range stats {
		item(stats[n].Pair.Path()).Staged = &stats[n]
	}
	pairs = pairs[:0:0]
	for _, c := range i.w.Compare(x, worktree.CompareParams{Match: spec.Match}) {
		switch {
		case c.State == worktree.Unmerged:
			item(c.Entry.Path).Unmerged = true
		case c.Entry.Mode == filemode.Submodule && c.Mode == filemode.Submodule && !c.Commits:
		default:
			pairs = append(pairs, i.w.ChangePair(x, &c))
		}
	}
	if stats, err = diff.Stats(pairs, o); err != nil {
		return nil, err
	}
	for n := range stats {
		item(stats[n].Pair.Path()).Unstaged = &stats[n]
	}
	list := make([]InteractiveItem, 0, len(byPath))
	for _, it := range byPath {
		list = append(list, *it)
	}
	slices.SortFunc(list, func(a, b InteractiveItem) int { return strings.Compare(a.Path, b.Path) })
	return list, nil
}

// change changes the index, in memory or on disk.
func (i *Interactive) change(f func(x *index.Index) error) error {
	if i.kept != nil {
		return f(i.kept)
	}
	w, x, lock, err := lockIndex(i.r)
	if err != nil {
		return err
	}
	defer lock.Release()
	if err := f(x); err != nil {
		return err
	}
	return w.Save(lock, x)
}

// Update takes the present files of paths into the index; a missing file takes its path out.
func (i *Interactive) Update(paths []string) error {
	return i.change(func(x *index.Index) error { return takeFiles(i.w, x, paths, false) })
}

// Revert makes the index hold HEAD's version of paths, and tells which are untracked now.
func (i *Interactive) Revert(paths []string) (untracked []string, err error) {
	tree, err := i.w.HeadTree()
	if err != nil {
		return nil, err
	}
	err = i.change(func(x *index.Index) error {
		match := func(path string) bool { return slices.Contains(paths, path) }
		if err := ResetIndexPaths(i.w, x, tree, match, false); err != nil {
			return err
		}
		for _, path := range paths {
			if !x.Has(path) {
				untracked = append(untracked, path)
			}
		}
		return nil
	})
	return untracked, err
}

// Untracked lists the files that add -i offers to add.
func (i *Interactive) Untracked() ([]string, error) {
	x, spec, err := i.open()
	if err != nil {
		return nil, err
	}
	rules, err := i.w.Ignore()
	if err != nil {
		return nil, err
	}
	found, err := i.w.Walk(x, worktree.WalkParams{Ignore: rules, Pathspec: spec})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found.Paths, func(p string) bool { return object.CheckPath(strings.TrimSuffix(p, "/")) != nil }), nil
}
