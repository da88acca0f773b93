package porcelain

import (
	"fmt"
	"os"
	"strings"

	"cairn/internal/git/ignore"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// CleanParams are what `git clean` can be told.
type CleanParams struct {
	Args         []string
	Directories  bool
	All          bool // -x: ignored files too
	OnlyIgnored  bool // -X
	Repositories bool // -f twice: other repositories too
	DryRun       bool
	Exclude      []string // -e
}

// Cleaned is a path that was, or would be, removed; or a repository that was left.
type Cleaned struct {
	Path    string // directories end with a slash
	Skipped bool
	Current bool // the current directory, which stays
	Err     error
}

// Cleaner removes untracked files.
type Cleaner struct {
	w    *worktree.Worktree
	p    CleanParams
	done []Cleaned
}

// StartClean finds what is to be removed: paths from the top, directories with a slash at their end.
func StartClean(r *repo.Repo, p CleanParams) (*Cleaner, []string, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, nil, err
	}
	c := &Cleaner{w: w, p: p}
	found, err := c.find()
	if err != nil {
		return nil, nil, err
	}
	var paths []string
	for _, path := range found {
		dir, isDir := strings.CutSuffix(path, "/")
		if isDir && ((!p.Directories && len(p.Args) == 0) || (w.IsRepository(dir) && !p.Repositories)) {
			continue
		}
		paths = append(paths, path)
	}
	return c, paths, nil
}

// Remove removes paths that StartClean found, and tells what became of them.
func (c *Cleaner) Remove(paths []string) []Cleaned {
	for _, path := range paths {
		if dir, ok := strings.CutSuffix(path, "/"); ok {
			c.dir(dir)
			continue
		}
		c.file(path)
	}
	return c.done
}

// WithoutIgnored leaves out the paths that a pattern matches.
func WithoutIgnored(paths []string, patterns []*ignore.Pattern) []string {
	m, err := ignore.New(ignore.Params{NoStandard: true, Extra: patterns})
	if err != nil {
		return paths
	}
	var left []string
	for _, path := range paths {
		name, isDir := strings.CutSuffix(path, "/")
		if p := m.Decide(name, isDir); p == nil || p.Negate {
			left = append(left, path)
		}
	}
	return left
}

func (c *Cleaner) find() ([]string, error) {
	x, err := c.w.ReadIndex()
	if err != nil {
		return nil, err
	}
	args := c.p.Args
	if len(args) == 0 && c.w.Repo().Prefix() != "" {
		args = []string{"."}
	}
	spec, err := c.w.Pathspec(args, pathspec.Params{PreferDir: true})
	if err != nil {
		return nil, err
	}
	var extra []*ignore.Pattern
	for _, text := range c.p.Exclude {
		if pat := ignore.ParseLine(text, "--exclude option", ""); pat != nil {
			extra = append(extra, pat)
		}
	}
	wp := worktree.WalkParams{
		Pathspec: spec, Collapse: true, KeepEmpty: true, Ignored: true,
		Apart: c.p.Directories || len(c.p.Args) > 0,
	}
	if c.p.All {
		wp.Ignore, err = ignore.New(ignore.Params{Root: c.w.Repo().WorkTree(), Extra: extra, NoStandard: true})
	} else {
		wp.Ignore, err = c.w.Ignore(extra...)
	}
	if err != nil {
		return nil, err
	}
	found, err := c.w.Walk(x, wp)
	if err != nil {
		return nil, err
	}
	if c.p.OnlyIgnored {
		return found.Ignored, nil
	}
	return found.Paths, nil
}

func (c *Cleaner) file(path string) {
	var err error
	if !c.p.DryRun {
		err = c.w.RemoveUntracked(path)
	}
	c.done = append(c.done, Cleaned{Path: path, Err: err})
}

// dir removes a directory with all that is in it, but for other repositories and the current
// directory; what was removed is told as one, if nothing was left.
func (c *Cleaner) dir(dir string) {
	gone, err := c.remove(dir)
	if gone || err != nil {
		c.done = append(c.done, Cleaned{Path: dir + "/", Err: err})
	}
}

func (c *Cleaner) remove(dir string) (gone bool, err error) {
	if c.w.IsRepository(dir) && !c.p.Repositories {
		c.done = append(c.done, Cleaned{Path: dir, Skipped: true})
		return false, nil
	}
	entries, err := os.ReadDir(c.w.Path(dir))
	if err != nil {
		return false, fmt.Errorf("read %s: %w", dir, err)
	}
	gone = true
	var removed []Cleaned
	for _, e := range entries {
		path := dir + "/" + e.Name()
		whole := true
		switch {
		case e.IsDir():
			if whole, err = c.remove(path); err != nil {
				return false, err
			}
		case !c.p.DryRun:
			if err := c.w.RemoveUntracked(path); err != nil {
				return false, fmt.Errorf("remove %s: %w", path, err)
			}
		}
		gone = gone && whole
		if whole {
			removed = append(removed, Cleaned{Path: path})
		}
	}
	if gone && c.w.Repo().Prefix() == dir+"/" {
		c.done = append(c.done, Cleaned{Path: dir, Current: true})
		gone = false
	}
	if !gone {
		c.done = append(c.done, removed...)
	} else if !c.p.DryRun {
		if err := os.Remove(c.w.Path(dir)); err != nil {
			return false, fmt.Errorf("remove %s: %w", dir, err)
		}
	}
	return gone, nil
}
