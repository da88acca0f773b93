package porcelain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/wildmatch"
)

// NameRevParams chooses the refs that commits are named by.
type NameRevParams struct {
	TagsOnly bool
	// Short leaves out "tags/" with TagsOnly.
	Short          bool
	Match, Exclude []string
	// Since is the oldest date of interest in seconds since 1970; nothing older is
	// walked. 0 walks all.
	Since int64
}

// CommitNames are names of commits by way from a ref, such as "main~3^2".
type CommitNames struct {
	repo   *repo.Repo
	cutoff int64
	names  map[plumbing.Hash]*commitName
	// exact are the refs that hold an object which is no commit.
	exact map[plumbing.Hash]string
}

// commitName is a way from a ref to a commit.
type commitName struct {
	tip        string
	deref      bool
	date       int64
	generation int // steps along first parents since the last turn
	distance   int
	fromTag    bool
}

// turnWeight makes ways along first parents cheap.
const turnWeight = 65535

// cutoffSlop is how wrong clocks may be: a day.
const cutoffSlop = 86400

// nameTip is a ref to start from.
type nameTip struct {
	name    string
	commit  *object.Commit
	deref   bool
	date    int64
	fromTag bool
}

// NameRevs names all commits that refs lead to.
func NameRevs(r *repo.Repo, p NameRevParams) (*CommitNames, error) {
	n := &CommitNames{repo: r, names: map[plumbing.Hash]*commitName{}, exact: map[plumbing.Hash]string{}}
	if p.Since > 0 {
		n.cutoff = p.Since - cutoffSlop
	}
	list, err := r.Refs().List("refs/")
	if err != nil {
		return nil, err
	}
	var tips []nameTip
	for _, ref := range list {
		if t, ok := n.tip(ref, p); ok {
			tips = append(tips, t)
		}
	}
	slices.SortStableFunc(tips, func(a, b nameTip) int {
		if a.fromTag != b.fromTag {
			if a.fromTag {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.date, b.date)
	})
	for _, t := range tips {
		if err := n.walk(t); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (n *CommitNames) tip(ref refs.Ref, p NameRevParams) (nameTip, bool) {
	isTag := strings.HasPrefix(ref.Name, refs.Tags)
	if p.TagsOnly && !isTag {
		return nameTip{}, false
	}
	if slices.ContainsFunc(p.Exclude, func(x string) bool { return matchesSubpath(x, ref.Name) }) {
		return nameTip{}, false
	}
	short := p.Short && p.TagsOnly
	if len(p.Match) > 0 {
		ok := false
		for _, m := range p.Match {
			if !matchesSubpath(m, ref.Name) {
				continue
			}
			ok = true
			short = short || !wildmatch.Match(m, ref.Name, 0)
		}
		if !ok {
			return nameTip{}, false
		}
	}
	h, err := n.repo.Refs().Resolve(ref.Name)
	if err != nil {
		return nameTip{}, false
	}
	t := nameTip{fromTag: isTag, name: tipName(ref.Name, short)}
	kind, err := n.repo.Objects().Kind(h)
	if _, named := n.exact[h]; err == nil && kind != plumbing.CommitObject && !named {
		n.exact[h] = t.name
	}
	if err == nil && kind == plumbing.TagObject {
		tag, err := n.repo.Objects().Tag(h)
		if err == nil && tag.Tagger != nil {
			t.date = tag.Tagger.When.Unix()
		}
		t.deref = true
	}
	commit, err := n.repo.Objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		return nameTip{}, false
	}
	if t.commit, err = n.repo.Objects().Commit(commit); err != nil {
		return nameTip{}, false
	}
	if !t.deref || t.date == 0 {
		t.date = t.commit.Committer.When.Unix()
	}
	return t, true
}

// matchesSubpath matches a pattern against a ref's name or what follows one of its
// slashes.
func matchesSubpath(pattern, name string) bool {
	for {
		if wildmatch.Match(pattern, name, 0) {
			return true
		}
		_, rest, ok := strings.Cut(name, "/")
		if !ok {
			return false
		}
		name = rest
	}
}

func tipName(name string, short bool) string {
	if short {
		return refs.Short(name)
	}
	if s, ok := strings.CutPrefix(name, refs.Heads); ok {
		return s
	}
	return strings.TrimPrefix(name, "refs/")
}

// walk spreads a tip's name over its history, wherever it is better than the one
// that is there.
func (n *CommitNames) walk(t nameTip) error {
	if t.commit.Committer.When.Unix() < n.cutoff {
		return nil
	}
	start := commitName{tip: t.name, deref: t.deref, date: t.date, fromTag: t.fromTag}
	if !n.offer(t.commit.Hash, start) {
		return nil
	}
	stack := []*object.Commit{t.commit}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		name := *n.names[c.Hash]
		var next []*object.Commit
		for i, h := range c.ParentHashes {
			p, err := n.repo.Objects().Commit(h)
			if err != nil {
				return err
			}
			if p.Committer.When.Unix() < n.cutoff {
				continue
			}
			way := commitName{date: name.date, fromTag: name.fromTag}
			if i == 0 {
				way.tip, way.deref = name.tip, name.deref
				way.generation, way.distance = name.generation+1, name.distance+1
			} else {
				way.tip = fmt.Sprintf("%s^%d", name.base(), i+1)
				way.distance = name.distance + turnWeight
			}
			if n.offer(h, way) {
				next = append(next, p)
			}
		}
		// the first parent is walked first
		for _, p := range slices.Backward(next) {
			stack = append(stack, p)
		}
	}
	return nil
}

// base is the way as the beginning of a longer one.
func (c *commitName) base() string {
	if c.generation > 0 {
		return fmt.Sprintf("%s~%d", c.tip, c.generation)
	}
	return c.tip
}

// offer keeps a name if it is better than the one that is there.
func (n *CommitNames) offer(h plumbing.Hash, name commitName) bool {
	if old := n.names[h]; old != nil && !name.better(old) {
		return false
	}
	n.names[h] = &name
	return true
}

func (c *commitName) effective() int {
	if c.generation > 0 {
		return c.distance + turnWeight
	}
	return c.distance
}

// better prefers tags, older ones first, then short ways, then older refs.
func (c *commitName) better(old *commitName) bool {
	switch {
	case c.fromTag && old.fromTag:
		// the older tag, even if it is farther away
		return old.date > c.date || old.date == c.date && old.effective() > c.effective()
	case c.fromTag != old.fromTag:
		return c.fromTag
	case old.effective() != c.effective():
		return old.effective() > c.effective()
	}
	return old.date > c.date
}

// Name gives a commit's name, or that of a ref that holds the object itself; false
// if no ref leads to it.
func (n *CommitNames) Name(h plumbing.Hash) (string, bool) {
	c := n.names[h]
	if c == nil {
		name, ok := n.exact[h]
		return name, ok
	}
	if c.generation > 0 {
		return c.base(), true
	}
	if c.deref {
		return c.tip + "^0", true
	}
	return c.tip, true
}
