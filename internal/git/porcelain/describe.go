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

// DescribeParams chooses the names that Describe may use.
type DescribeParams struct {
	// All uses every ref, Tags tags without annotation too.
	All, Tags   bool
	FirstParent bool
	// Candidates is how many names are weighed; 0 takes exact ones only.
	Candidates     int
	Match, Exclude []string
}

// Description is a name for a commit: the nearest tag, and how far away it is.
type Description struct {
	Name  string
	Depth int
	// Tag is the hash of the annotated tag, or zero.
	Tag plumbing.Hash
	// Misnamed is the name of the ref where the tag calls itself otherwise; then the
	// description must have the commit's hash.
	Misnamed string
}

// DescribeError says why a commit has no description. Which words Git uses depends
// on what would have helped.
type DescribeError struct {
	Commit plumbing.Hash
	// NoNames: there are no names at all. Exact: none that fits exactly.
	// Unannotated: tags without annotation would have done.
	NoNames, Exact, Unannotated bool
}

func (e *DescribeError) Error() string {
	switch {
	case e.NoNames:
		return "No names found, cannot describe anything."
	case e.Exact:
		return fmt.Sprintf("no tag exactly matches '%s'", e.Commit)
	case e.Unannotated:
		return fmt.Sprintf("No annotated tags can describe '%s'.\nHowever, there were unannotated tags: try --tags.", e.Commit)
	}
	return fmt.Sprintf("No tags can describe '%s'.\nTry --always, or create some tags.", e.Commit)
}

// refRank orders names: annotated tags before others.
type refRank int

const (
	otherRef refRank = iota
	plainTag
	annotatedTag
)

// refName is a name that a commit has.
type refName struct {
	path string
	rank refRank
	tag  *object.Tag
}

// Describer finds names for commits of one repository.
type Describer struct {
	repo  *repo.Repo
	p     DescribeParams
	names map[plumbing.Hash]refName
}

// NewDescriber reads the refs.
func NewDescriber(r *repo.Repo, p DescribeParams) (*Describer, error) {
	d := &Describer{repo: r, p: p, names: map[plumbing.Hash]refName{}}
	list, err := r.Refs().List("refs/")
	if err != nil {
		return nil, err
	}
	for _, ref := range list {
		d.addRef(ref)
	}
	return d, nil
}

// Empty reports whether there are no names at all.
func (d *Describer) Empty() bool { return len(d.names) == 0 }

func (d *Describer) addRef(ref refs.Ref) {
	isTag := strings.HasPrefix(ref.Name, refs.Tags)
	if !d.p.All && !isTag || !d.wanted(ref.Name, isTag) {
		return
	}
	h, err := d.repo.Refs().Resolve(ref.Name)
	if err != nil {
		return
	}
	n := refName{path: strings.TrimPrefix(ref.Name, "refs/")}
	if !d.p.All {
		n.path = strings.TrimPrefix(ref.Name, refs.Tags)
	}
	if isTag {
		n.rank = plainTag
	}
	if kind, err := d.repo.Objects().Kind(h); err == nil && kind == plumbing.TagObject {
		if n.tag, err = d.repo.Objects().Tag(h); err == nil && isTag {
			n.rank = annotatedTag
		}
	}
	commit, err := d.repo.Objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		return
	}
	if old, ok := d.names[commit]; !ok || n.better(old) {
		d.names[commit] = n
	}
}

// better reports whether this name is preferred: annotated, then newer.
func (n refName) better(old refName) bool {
	if n.rank != old.rank {
		return n.rank > old.rank
	}
	if n.rank != annotatedTag || n.tag.Tagger == nil {
		return false
	}
	return old.tag.Tagger == nil || n.tag.Tagger.When.Unix() > old.tag.Tagger.When.Unix()
}

// wanted applies --match and --exclude.
func (d *Describer) wanted(name string, isTag bool) bool {
	if len(d.p.Match) == 0 && len(d.p.Exclude) == 0 {
		return true
	}
	short := strings.TrimPrefix(name, refs.Tags)
	if d.p.All && !isTag {
		for _, prefix := range []string{refs.Heads, refs.Remotes} {
			if s, ok := strings.CutPrefix(name, prefix); ok {
				short = s
				break
			}
		}
		if short == name {
			return false
		}
	}
	matches := func(patterns []string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return wildmatch.Match(p, short, 0) })
	}
	return !matches(d.p.Exclude) && (len(d.p.Match) == 0 || matches(d.p.Match))
}

func (d *Describer) usable(n refName) bool {
	switch {
	case d.p.All:
		return true
	case d.p.Tags:
		return n.rank >= plainTag
	}
	return n.rank == annotatedTag
}

// candidate is a name on the way down from the commit.
type candidate struct {
	name  refName
	depth int
	bit   int
	order int
}

// describing is one search.
type describing struct {
	d     *Describer
	reach map[plumbing.Hash]uint64 // which candidates lie above
	seen  map[plumbing.Hash]bool
	queue []*object.Commit
	found []candidate
}

// Describe names a commit.
func (d *Describer) Describe(h plumbing.Hash) (*Description, error) {
	if n, ok := d.names[h]; ok && d.usable(n) {
		return d.description(n, 0), nil
	}
	if len(d.names) == 0 {
		return nil, &DescribeError{Commit: h, NoNames: true}
	}
	if d.p.Candidates == 0 {
		return nil, &DescribeError{Commit: h, Exact: true}
	}
	s := &describing{d: d, reach: map[plumbing.Hash]uint64{}, seen: map[plumbing.Hash]bool{}}
	best, unannotated, err := s.search(h)
	if err != nil {
		return nil, err
	}
	if best == nil {
		return nil, &DescribeError{Commit: h, Unannotated: unannotated}
	}
	return d.description(best.name, best.depth), nil
}

func (d *Describer) description(n refName, depth int) *Description {
	out := &Description{Name: n.path, Depth: depth}
	if n.rank == annotatedTag {
		out.Tag = n.tag.Hash
		if n.tag.Name != "" && !d.p.All {
			out.Name = n.tag.Name
		} else if n.tag.Name != "" {
			out.Name = "tags/" + n.tag.Name
		}
		if out.Name != n.path {
			out.Misnamed = n.path
		}
	}
	return out
}

// push keeps the queue newest first and those of one date in order.
func (s *describing) push(c *object.Commit) {
	at := len(s.queue)
	for at > 0 && s.queue[at-1].Committer.When.Unix() < c.Committer.When.Unix() {
		at--
	}
	s.queue = slices.Insert(s.queue, at, c)
}

func (s *describing) pop() *object.Commit {
	c := s.queue[0]
	s.queue = s.queue[1:]
	return c
}

// maxCandidates is how many fit the marks.
const maxCandidates = 26

// search walks from the commit, newest first, and counts for each name that it
// meets the commits that the name does not reach.
func (s *describing) search(h plumbing.Hash) (*candidate, bool, error) {
	start, err := s.d.repo.Objects().Commit(h)
	if err != nil {
		return nil, false, err
	}
	most := min(s.d.p.Candidates, maxCandidates)
	s.seen[h] = true
	s.push(start)
	seen, annotated, unannotated := 0, 0, false
	var gaveUpOn *object.Commit
	for len(s.queue) > 0 {
		c := s.pop()
		seen++
		if n, ok := s.d.names[c.Hash]; ok {
			switch {
			case !s.d.usable(n):
				unannotated = true
			case len(s.found) < most:
				bit := len(s.found)
				s.found = append(s.found, candidate{name: n, depth: seen - 1, bit: bit, order: bit})
				s.reach[c.Hash] |= 1 << bit
				if n.rank == annotatedTag {
					annotated++
				}
			default:
				gaveUpOn = c
			}
		}
		if gaveUpOn != nil {
			break
		}
		for i := range s.found {
			if s.reach[c.Hash]&(1<<s.found[i].bit) == 0 {
				s.found[i].depth++
			}
		}
		if annotated > 0 && len(s.queue) == 0 && s.covered(c) {
			break
		}
		if err := s.parents(c); err != nil {
			return nil, false, err
		}
	}
	if len(s.found) == 0 {
		return nil, unannotated, nil
	}
	slices.SortFunc(s.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.order, b.order))
	})
	if gaveUpOn != nil {
		s.push(gaveUpOn)
	}
	best := &s.found[0]
	return best, unannotated, s.finish(best)
}

// covered reports whether the best candidates so far all lie above a commit.
func (s *describing) covered(c *object.Commit) bool {
	least := s.found[0].depth
	for _, f := range s.found {
		least = min(least, f.depth)
	}
	var best uint64
	for _, f := range s.found {
		if f.depth == least {
			best |= 1 << f.bit
		}
	}
	return s.reach[c.Hash]&best == best
}

func (s *describing) parents(c *object.Commit) error {
	for i, h := range c.ParentHashes {
		if i > 0 && s.d.p.FirstParent {
			break
		}
		if !s.seen[h] {
			p, err := s.d.repo.Objects().Commit(h)
			if err != nil {
				return err
			}
			s.seen[h] = true
			s.push(p)
		}
		s.reach[h] |= s.reach[c.Hash]
	}
	return nil
}

// finish goes on until everything that waits lies below the best name, to make its
// depth exact.
func (s *describing) finish(best *candidate) error {
	bit := uint64(1) << best.bit
	for len(s.queue) > 0 {
		c := s.pop()
		if s.reach[c.Hash]&bit != 0 {
			if !slices.ContainsFunc(s.queue, func(x *object.Commit) bool { return s.reach[x.Hash]&bit == 0 }) {
				return nil
			}
		} else {
			best.depth++
		}
		if err := s.parents(c); err != nil {
			return err
		}
	}
	return nil
}
