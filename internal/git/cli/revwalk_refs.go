package cli

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
	"cairn/internal/git/wildmatch"
	"cairn/internal/git/worktree"
)

// refOption handles --all and its kin.
func (r *revRun) refOption(g *given, negate *bool, exclude *leftOut) (int, bool) {
	if name := g.opt.key(); exclude.asked && notWithHidden(name) {
		r.errorf("--exclude-hidden cannot be used together with --%s", name)
		return r.usage(), false
	}
	switch g.opt.key() {
	case "not":
		*negate = !*negate
	case "exclude":
		exclude.patterns = append(exclude.patterns, g.value)
	case "exclude-hidden":
		return r.hide(exclude, g.value)
	case "all":
		return r.refs("refs/", "", *negate, exclude, true)
	case "branches":
		return r.refs(refs.Heads, g.value, *negate, exclude, false)
	case "tags":
		return r.refs(refs.Tags, g.value, *negate, exclude, false)
	case "remotes":
		return r.refs(refs.Remotes, g.value, *negate, exclude, false)
	case "glob":
		return r.refs("refs/", g.value, *negate, exclude, false)
	case "reflog":
		r.reflogTips(*negate)
	case "indexed-objects":
		if err := r.indexedObjects(*negate); err != nil {
			return r.fail(err), false
		}
	case "bisect":
		r.bisectTips(*negate)
	case "stdin":
		return r.fromStdin(*negate)
	}
	return 0, true
}

// refs adds all refs under a prefix that match a pattern; --exclude is used up.
func (r *revRun) refs(prefix, pattern string, negate bool, exclude *leftOut, withHead bool) (int, bool) {
	list, err := r.repo.Refs().List("")
	if err != nil {
		return r.fail(err), false
	}
	if pattern != "" {
		if !strings.HasPrefix(pattern, prefix) {
			pattern = prefix + pattern
		}
		if !wildmatch.HasMeta(pattern) {
			pattern = strings.TrimSuffix(pattern, "/") + "/*"
		}
	}
	excluded := func(name string) bool { return exclude.names(prefix, name) }
	for _, ref := range list {
		if !strings.HasPrefix(ref.Name, prefix) || pattern != "" && !wildmatch.Match(pattern, ref.Name, 0) || excluded(ref.Name) {
			continue
		}
		if h, err := r.repo.Refs().Resolve(ref.Name); err == nil {
			name := ref.Name
			if prefix != "refs/" {
				name = strings.TrimPrefix(name, prefix) // --source and show name it thus
			}
			r.items = append(r.items, rev.Item{Hash: h, Exclude: negate, Spec: name})
		}
	}
	if withHead && !excluded(refs.HEAD) {
		if h, err := r.repo.Refs().Resolve(refs.HEAD); err == nil {
			r.items = append(r.items, rev.Item{Hash: h, Exclude: negate, Spec: refs.HEAD})
		}
	}
	*exclude = leftOut{}
	return 0, true
}

// bisectTips adds refs/bisect/bad, and leaves out refs/bisect/good-*; the words may be
// others (git-bisect(1), "Alternate terms").
func (r *revRun) bisectTips(negate bool) {
	bad, good := "bad", "good"
	if data, err := disk.ReadFile(r.repo.StateFile("BISECT_TERMS")); err == nil {
		if lines := strings.Fields(string(data)); len(lines) > 1 {
			bad, good = lines[0], lines[1]
		}
	}
	list, err := r.repo.Refs().List("refs/bisect/")
	if err != nil {
		return
	}
	for _, ref := range list {
		name := strings.TrimPrefix(ref.Name, "refs/bisect/")
		if name == bad || strings.HasPrefix(name, good) {
			r.items = append(r.items, rev.Item{Hash: ref.Hash, Exclude: negate != (name != bad), Spec: ref.Name})
		}
	}
}

func (r *revRun) reflogTips(negate bool) {
	names, err := r.repo.Refs().Reflogs()
	if err != nil {
		return
	}
	for _, name := range names {
		entries, err := r.repo.Refs().Reflog(name)
		if err != nil {
			continue
		}
		for _, e := range slices.Backward(entries) {
			for _, h := range []plumbing.Hash{e.Old, e.New} {
				if !h.IsZero() && r.repo.Objects().Has(h) {
					r.items = append(r.items, rev.Item{Hash: h, Exclude: negate, Spec: name})
				}
			}
		}
	}
}

// pathspecs makes the filter of a path-limited walk.
func (r *revRun) pathspecs(d revDefaults) (int, bool) {
	r.follow = d.follow == followAlways || d.follow == followOne && len(r.paths) == 1
	if len(r.paths) == 0 {
		return 0, true
	}
	set, err := r.pathspecOf(r.paths, pathspec.Params{})
	if err != nil {
		return r.fail(err), false
	}
	r.set = set
	if !r.follow && !d.noPrune {
		r.params.Paths = walk.NewLimit(r.repo.Objects(), set.Match, set.Reaches)
	}
	return 0, true
}

// indexedObjects adds the files of the index and the trees that it knows of.
func (r *revRun) indexedObjects(negate bool) error {
	x, err := index.Read(r.repo.IndexFile())
	if err != nil {
		return err
	}
	add := func(path string, h plumbing.Hash) {
		r.items = append(r.items, rev.Item{Hash: h, Exclude: negate, Path: path})
	}
	for _, e := range x.Entries() {
		if e.Mode != filemode.Submodule {
			add(e.Path, e.Hash)
		}
	}
	x.CachedTrees(add)
	return nil
}

// pathspecOf reads path arguments for trees.
func (c *call) pathspecOf(paths []string, p pathspec.Params) (*pathspec.Set, error) {
	p.Literal = c.global.literal
	w, err := worktree.Open(c.repo)
	if err != nil {
		p.Root = c.repo.GitDir() + "/." // as Git names it
		return pathspec.Parse(paths, p)
	}
	return w.Pathspec(paths, p)
}
