// Package reflist chooses, sorts and describes refs: what git for-each-ref,
// git branch --list and git tag --list share. It reads refs and objects and
// changes nothing. Its format language is that of git-for-each-ref(1).
package reflist

import (
	"errors"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/wildmatch"
)

// Item is one ref of a list.
type Item struct {
	Name     string // full
	Hash     plumbing.Hash
	Target   string // of a symbolic ref
	Packed   bool
	Detached string // for a HEAD on no branch: its description, "(HEAD detached at …)"
}

// flags are what %(flag) shows.
func (it Item) flags() string {
	switch {
	case it.Target != "":
		return "symref"
	case it.Packed:
		return "packed"
	}
	return ""
}

// Filter says which refs are wanted. Empty fields let everything through.
type Filter struct {
	Prefixes   []string // e.g. refs/heads/
	Patterns   []string // globs
	Strip      bool     // patterns are matched without refs/heads/, refs/tags/ or refs/remotes/
	IgnoreCase bool
	Merged     []plumbing.Hash // reachable from any of these
	NoMerged   []plumbing.Hash // reachable from none of these
	Contains   []plumbing.Hash // any of these is reachable from the ref
	NoContains []plumbing.Hash // none of these is
	PointsAt   []plumbing.Hash // the ref or its tag's object is one of these
	Readable   bool            // leaves out what leads to no commit, or to a damaged one
}

// List returns the refs that pass, by name. Broken refs are told to warn.
func List(r *repo.Repo, f Filter, warn func(string)) ([]Item, error) {
	prefixes := f.Prefixes
	if len(prefixes) == 0 {
		prefixes = []string{"refs/"}
	}
	test, err := newReach(r, f)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, p := range prefixes {
		all, err := r.Refs().ListTelling(p, func(name string) { warn("warning: ignoring ref with broken name " + name) })
		if err != nil {
			return nil, err
		}
		for _, ref := range all {
			if !f.matches(ref.Name) {
				continue
			}
			it := Item{Name: ref.Name, Hash: ref.Hash, Target: ref.Target, Packed: ref.Packed}
			if !ref.Symbolic() && !ref.Broken && ref.Hash.IsZero() {
				warn("warning: ignoring broken ref " + ref.Name)
				continue
			}
			if ref.Symbolic() || ref.Broken {
				h, err := r.Refs().Resolve(ref.Name)
				if err != nil {
					var loop *refs.LoopError
					if !ref.Symbolic() && !refs.IsNotFound(err) && !errors.As(err, &loop) {
						warn("warning: ignoring broken ref " + ref.Name)
					}
					continue // a symbolic ref that leads nowhere is no mistake
				}
				it.Hash = h
			}
			if f.Readable && !leadsToCommit(r, it.Hash) {
				continue
			}
			ok, err := test.passes(it.Hash)
			if err != nil {
				return nil, err
			}
			if ok {
				items = append(items, it)
			}
		}
	}
	return items, nil
}

func leadsToCommit(r *repo.Repo, h plumbing.Hash) bool {
	h, err := r.Objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		return false
	}
	_, err = r.Objects().Commit(h)
	return err == nil
}

// PassesReach reports whether a commit that is no ref, a detached HEAD, passes
// the filter's conditions on history.
func (f Filter) PassesReach(r *repo.Repo, h plumbing.Hash) (bool, error) {
	test, err := newReach(r, f)
	if err != nil {
		return false, err
	}
	return test.passes(h)
}

func (f Filter) matches(name string) bool {
	if len(f.Patterns) == 0 {
		return true
	}
	flags := wildmatch.Flags(0)
	if f.IgnoreCase {
		flags |= wildmatch.CaseFold
	}
	if f.Strip {
		short := refs.Short(name)
		for _, p := range f.Patterns {
			if wildmatch.Match(p, short, flags) {
				return true
			}
		}
		return false
	}
	// for-each-ref: the whole name, a folder of it, or a glob that stops at slashes
	for _, p := range f.Patterns {
		n, q := name, p
		if f.IgnoreCase {
			n, q = strings.ToLower(n), strings.ToLower(q)
		}
		q = strings.TrimSuffix(q, "/")
		if n == q || strings.HasPrefix(n, q+"/") || wildmatch.Match(p, name, flags|wildmatch.Pathname) {
			return true
		}
	}
	return false
}

// CommonPrefix is the folder that all patterns of for-each-ref lie in, so
// that not all refs need be read.
func CommonPrefix(patterns []string) string {
	if len(patterns) == 0 {
		return "refs/"
	}
	common := ""
	for i, p := range patterns {
		p = p[:wildmatch.LiteralPrefix(p)]
		if !strings.HasSuffix(p, "/") && !strings.HasSuffix(p, "*") {
			p = path.Dir(p)
			if p == "." {
				p = ""
			}
		}
		if i == 0 {
			common = p
			continue
		}
		for !strings.HasPrefix(p, common) {
			common = common[:len(common)-1]
		}
	}
	if common == "" {
		return "refs/"
	}
	return common
}

// reach answers the filter's questions about history, each commit once.
type reach struct {
	r        *repo.Repo
	f        Filter
	merged   map[plumbing.Hash]bool
	noMerged map[plumbing.Hash]bool
	has      map[plumbing.Hash]bool // contains one of f.Contains
	hasNot   map[plumbing.Hash]bool // contains one of f.NoContains
	points   map[plumbing.Hash]bool
}

func newReach(r *repo.Repo, f Filter) (*reach, error) {
	t := &reach{r: r, f: f, points: set(f.PointsAt)}
	var err error
	if len(f.Merged) > 0 {
		if t.merged, err = ancestors(r, f.Merged); err != nil {
			return nil, err
		}
	}
	if len(f.NoMerged) > 0 {
		if t.noMerged, err = ancestors(r, f.NoMerged); err != nil {
			return nil, err
		}
	}
	t.has, t.hasNot = set(f.Contains), set(f.NoContains)
	return t, nil
}

func set(list []plumbing.Hash) map[plumbing.Hash]bool {
	m := map[plumbing.Hash]bool{}
	for _, h := range list {
		m[h] = true
	}
	return m
}

func (t *reach) passes(h plumbing.Hash) (bool, error) {
	if len(t.points) > 0 && !t.pointsAt(h) {
		return false, nil
	}
	if t.merged == nil && t.noMerged == nil && len(t.f.Contains) == 0 && len(t.f.NoContains) == 0 {
		return true, nil
	}
	c, err := t.r.Objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		return false, nil // a tag of a tree or a blob is in no history
	}
	if t.merged != nil && !t.merged[c] || t.noMerged[c] {
		return false, nil
	}
	if len(t.f.Contains) > 0 {
		if ok, err := t.contains(c, t.has); err != nil || !ok {
			return false, err
		}
	}
	if len(t.f.NoContains) > 0 {
		if ok, err := t.contains(c, t.hasNot); err != nil || ok {
			return false, err
		}
	}
	return true, nil
}

func (t *reach) pointsAt(h plumbing.Hash) bool {
	if t.points[h] {
		return true
	}
	tag, err := t.r.Objects().Tag(h)
	return err == nil && t.points[tag.Target]
}

// contains reports whether a commit that known says yes to is reachable; the
// answers for all commits on the way are remembered.
func (t *reach) contains(from plumbing.Hash, known map[plumbing.Hash]bool) (bool, error) {
	stack := []plumbing.Hash{from}
	for len(stack) > 0 {
		h := stack[len(stack)-1]
		if _, ok := known[h]; ok {
			stack = stack[:len(stack)-1]
			continue
		}
		c, err := t.r.Objects().Commit(h)
		if err != nil {
			return false, err
		}
		yes, open := false, false
		for _, p := range c.ParentHashes {
			answer, ok := known[p]
			if answer {
				yes = true
				break
			}
			if !ok {
				stack = append(stack, p)
				open = true
			}
		}
		if yes || !open {
			known[h] = yes
		}
	}
	return known[from], nil
}

// ancestors is everything reachable from the given commits, them included.
func ancestors(r *repo.Repo, from []plumbing.Hash) (map[plumbing.Hash]bool, error) {
	seen := map[plumbing.Hash]bool{}
	stack := append([]plumbing.Hash(nil), from...)
	for len(stack) > 0 {
		h := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[h] {
			continue
		}
		seen[h] = true
		c, err := r.Objects().Commit(h)
		if errors.Is(err, plumbing.ErrObjectNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		stack = append(stack, c.ParentHashes...)
	}
	return seen, nil
}
