package cli

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/ignore"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/quote"
	"cairn/internal/git/wildmatch"
	"cairn/internal/git/worktree"
)

// wanted applies paths and --max-depth.
func (g *grepRun) wanted(path string) bool {
	if !g.set.Match(path) {
		return false
	}
	depth := -1
	for i := range g.opts {
		switch o := &g.opts[i]; {
		case o.opt.key() == "max-depth":
			depth = leadingNumber(o.value)
		case o.opt.key() == "recursive" && o.off:
			depth = 0
		case o.opt.key() == "recursive":
			depth = -1
		}
	}
	if depth < 0 {
		return true
	}
	paths := g.paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	for _, p := range paths {
		if g.within(p, path, depth) {
			return true
		}
	}
	return false
}

// within reports whether a path lies at most so many folders below one that was
// named. A pattern sets no limit.
func (g *grepRun) within(named, name string, depth int) bool {
	if wildmatch.HasMeta(named) || strings.HasPrefix(named, ":") {
		set, err := g.pathspecOf([]string{named}, pathspec.Params{PreferDir: true})
		return err == nil && set.Match(name)
	}
	base := path.Join(g.repo.Prefix(), filepath.ToSlash(named))
	if base == name {
		return true
	}
	if base != "." {
		rest, below := strings.CutPrefix(name, base+"/")
		return below && strings.Count(rest, "/") <= depth
	}
	return strings.Count(name, "/") <= depth
}

// inIndex searches the tracked files, in the working tree or as they are staged.
func (g *grepRun) inIndex() error {
	w, err := worktree.Open(g.repo)
	if err != nil {
		return err
	}
	x, err := w.ReadIndex()
	if err != nil {
		return err
	}
	last := ""
	var tracked []string
	staged := map[string]plumbing.Hash{}
	for _, e := range x.Entries() {
		if e.Mode == filemode.Submodule || !g.wanted(e.Path) || e.Path == last {
			continue
		}
		if g.flag("cached") {
			if e.Stage != 0 || e.IntentToAdd {
				continue
			}
			data, err := g.repo.Objects().Blob(e.Hash)
			if err != nil {
				return err
			}
			if err := g.file(g.shownPath(e.Path), e.Path, data); err != nil {
				return err
			}
			continue
		}
		last = e.Path
		if (e.AssumeValid || e.SkipWorktree) && !g.flag("untracked") {
			// The file is not looked at; what is staged stands for it.
			if e.Stage != 0 || e.IntentToAdd {
				continue
			}
			staged[e.Path] = e.Hash
		}
		tracked = append(tracked, e.Path)
	}
	if g.flag("cached") {
		return nil
	}
	return g.inFiles(w, tracked, staged)
}

func (g *grepRun) inFiles(w *worktree.Worktree, paths []string, staged map[string]plumbing.Hash) error {
	if g.flag("untracked") {
		p := worktree.StatusParams{Untracked: worktree.UntrackedAll, Pathspec: g.set}
		if g.off("exclude-standard") {
			p.Ignored = worktree.IgnoredMatching
		}
		st, err := w.Status(p)
		if err != nil {
			return err
		}
		paths = mergedPaths(mergedPaths(paths, st.Untracked), st.Ignored)
	}
	for _, path := range paths {
		if h, ok := staged[path]; ok {
			data, err := g.repo.Objects().Blob(h)
			if err != nil {
				return err
			}
			if err := g.file(g.shownPath(path), path, data); err != nil {
				return err
			}
			continue
		}
		mode, ok := w.Lstat(path)
		if !ok || mode == filemode.Symlink || mode == filemode.Dir || !g.wanted(path) {
			continue
		}
		data, err := os.ReadFile(w.Path(path))
		if err != nil {
			continue
		}
		if err := g.file(g.shownPath(path), path, data); err != nil {
			return err
		}
	}
	return nil
}

// mergedPaths merges two sorted lists.
func mergedPaths(a, b []string) []string {
	out := make([]string, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] <= b[0] {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// shownPath is a path as seen from the current folder, quoted where it is unusual.
func (g *grepRun) shownPath(path string) string {
	path = g.fromHere(path)
	if g.style.nul {
		return path
	}
	high := true
	if cfg, err := g.config(); err == nil {
		high, _ = cfg.Bool("core.quotePath", true)
	}
	return quote.Path(path, high)
}

func (g *grepRun) fromHere(path string) string {
	prefix := g.repo.Prefix()
	if g.flag("full-name") || prefix == "" {
		return path
	}
	rel, err := filepath.Rel(filepath.FromSlash(prefix), filepath.FromSlash(path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

func (g *grepRun) inTrees() error {
	for _, t := range g.trees {
		if t.blob {
			data, err := g.repo.Objects().Blob(t.hash)
			if err != nil {
				return err
			}
			if err := g.file(t.name, t.path, data); err != nil {
				return err
			}
			continue
		}
		if err := g.tree(t.name+":", t.hash, ""); err != nil {
			return err
		}
	}
	return nil
}

func (g *grepRun) tree(lead string, h plumbing.Hash, dir string) error {
	entries, err := g.repo.Objects().Tree(h)
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := dir + e.Name
		switch {
		case e.IsTree():
			if !g.set.Empty() && !g.set.Reaches(path+"/") {
				continue
			}
			if err := g.tree(lead, e.Hash, path+"/"); err != nil {
				return err
			}
		case e.Mode == filemode.Submodule || e.Mode == filemode.Symlink || !g.wanted(path):
		default:
			data, err := g.repo.Objects().Blob(e.Hash)
			if err != nil {
				return err
			}
			if err := g.file(lead+g.shownPath(path), path, data); err != nil {
				return err
			}
		}
	}
	return nil
}

// folder searches files that no repository knows: --no-index.
func (g *grepRun) folder() error {
	roots := g.paths
	if len(roots) == 0 {
		roots = []string{"."}
	}
	ignored, err := g.ignored()
	if err != nil {
		return err
	}
	for _, root := range roots {
		full := root
		if !filepath.IsAbs(full) {
			full = filepath.Join(g.env.Dir, filepath.FromSlash(root))
		}
		if err := repoRoot(g.env.Root).Check(full); err != nil {
			return err
		}
		err := filepath.WalkDir(full, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // what cannot be read is passed over, as Git does
			}
			rel, err := filepath.Rel(g.env.Dir, path)
			if err != nil {
				return err
			}
			skip := rel != "." && ignored(rel, d.IsDir())
			switch {
			case d.IsDir() && (skip || d.Name() == ".git"):
				return filepath.SkipDir
			case skip || !d.Type().IsRegular():
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return nil //nolint:nilerr // see above
			}
			name := filepath.ToSlash(rel)
			if !g.style.nul {
				name = quote.Path(name, true)
			}
			return g.file(name, filepath.ToSlash(rel), data)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ignored tells which files --exclude-standard leaves out where there is no index;
// without that option none.
func (g *grepRun) ignored() (func(rel string, isDir bool) bool, error) {
	if !g.flag("exclude-standard") {
		return func(string, bool) bool { return false }, nil
	}
	m, err := ignore.New(ignore.Params{Root: g.env.Dir})
	if err != nil {
		return nil, err
	}
	return func(rel string, isDir bool) bool {
		p := m.Decide(filepath.ToSlash(rel), isDir)
		return p != nil && !p.Negate
	}, nil
}
