package diff

import (
	"path"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// renames pairs files that went with files that came: first those of equal
// content, then those whose base name is unique on both sides and which are at
// least 75 % alike, then the most alike of the rest, from 50 % on.
type renames struct {
	o       *Options
	sources []*source
	targets []*target
	// guess names the folder that files of a folder probably went to; used by merges,
	// where base names that are not unique are looked for there.
	guess     func(src string) (dst string, ok bool)
	found     func(src, dst string)
	exactDone func()
	// relevant limits the sources of inexact renames (merges); nil: all.
	relevant func(path string) bool
	broken   bool
}

type source struct {
	file  *File
	score int // dissimilarity, of a broken pair
	used  int
	spans []span
	read  bool
	// kept: the file is still there, so that what is made of it is a copy.
	changed bool
}

type target struct {
	file  *File
	from  *source
	score int
	spans []span
	read  bool
}

// find replaces deletions and additions by renames.
func (r *renames) find(pairs []Pair) ([]Pair, error) {
	r.collect(pairs)
	if len(r.sources) > 0 && len(r.targets) > 0 {
		if err := r.match(); err != nil {
			return nil, err
		}
	}
	return r.rebuilt(pairs), nil
}

func (r *renames) collect(pairs []Pair) {
	for i := range pairs {
		p := &pairs[i]
		r.broken = r.broken || p.broken
		switch {
		case p.Status == Unmerged:
		case !p.Old.Exists():
			if r.o.SkipEmpty && isEmptyBlob(p.New) || r.o.RenamesTo != "" && r.o.RenamesTo != p.New.Path {
				continue
			}
			r.targets = append(r.targets, &target{file: p.New})
		case r.o.SkipEmpty && isEmptyBlob(p.Old):
		case !p.New.Exists():
			s := &source{file: p.Old, score: p.Score, changed: true}
			if p.broken && p.Score == 0 {
				s.used = 1
			}
			r.sources = append(r.sources, s)
		case r.o.Detect == Copies:
			r.sources = append(r.sources, &source{file: p.Old, used: 1, changed: !p.same()})
		}
	}
}

func isEmptyBlob(f *File) bool {
	return f.Hash == plumbing.NewHash("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
}

func (r *renames) match() error {
	r.exact()
	if r.exactDone != nil {
		r.exactDone()
	}
	if r.o.MinScore >= MaxScore {
		return nil
	}
	if r.o.Detect != Copies && !r.broken {
		if err := r.byBaseName(); err != nil {
			return err
		}
	}
	return r.inexact()
}

func (r *renames) record(t *target, s *source, score int) {
	t.from, t.score = s, score
	if s.file.Path == t.file.Path {
		t.score = s.score
	}
	s.used++
	if r.found != nil {
		r.found(s.file.Path, t.file.Path)
	}
}

// exact pairs files of equal content; of several, an unused one and one with the same base name first.
func (r *renames) exact() {
	byHash := map[plumbing.Hash][]*source{}
	for _, s := range r.sources {
		if h := s.file.hash(r.o); !h.IsZero() {
			byHash[h] = append(byHash[h], s)
		}
	}
	for _, t := range r.targets {
		var best *source
		bestScore := -1
		for _, s := range byHash[t.file.hash(r.o)] {
			if !(s.file.isRegular() && t.file.isRegular()) && s.file.Mode != t.file.Mode {
				continue
			}
			if s.used > 0 && r.o.Detect != Copies {
				continue
			}
			score := 0
			if s.used == 0 {
				score++
			}
			if path.Base(s.file.Path) == path.Base(t.file.Path) {
				score++
			}
			if score > bestScore {
				best, bestScore = s, score
			}
		}
		if best != nil {
			r.record(t, best, MaxScore)
		}
	}
}

// open tells whether a source may still become a rename.
func (r *renames) open(s *source) bool {
	return s.used == 0 && (r.relevant == nil || r.relevant(s.file.Path))
}

// byBaseName tries files whose base name is unique among what is left on both sides.
func (r *renames) byBaseName() error {
	least := r.o.MinScore + (MaxScore-r.o.MinScore)/2
	from, to := map[string]*source{}, map[string]*target{}
	for _, s := range r.sources {
		if !r.open(s) {
			continue
		}
		base := path.Base(s.file.Path)
		if _, twice := from[base]; twice {
			from[base] = nil
			continue
		}
		from[base] = s
	}
	byPath := map[string]*target{}
	for _, t := range r.targets {
		if t.from != nil {
			continue
		}
		byPath[t.file.Path] = t
		base := path.Base(t.file.Path)
		if _, twice := to[base]; twice {
			to[base] = nil
			continue
		}
		to[base] = t
	}
	for _, s := range r.sources {
		if !r.open(s) {
			continue
		}
		base := path.Base(s.file.Path)
		t, ok := to[base]
		if !ok {
			continue
		}
		if t == nil || from[base] == nil {
			t = r.guessed(s, byPath)
		}
		if t == nil || t.from != nil {
			continue
		}
		score, err := r.similarity(s, t, least)
		if err != nil {
			return err
		}
		if score >= least {
			r.record(t, s, score)
		}
	}
	return nil
}

func (r *renames) guessed(s *source, byPath map[string]*target) *target {
	if r.guess == nil {
		return nil
	}
	dst, ok := r.guess(s.file.Path)
	if !ok {
		return nil
	}
	return byPath[dst]
}

// candidate is a possible rename.
type candidate struct {
	t        *target
	s        *source
	score    int
	sameName bool
}

func better(a, b candidate) int {
	if a.score != b.score {
		return b.score - a.score
	}
	switch {
	case a.sameName == b.sameName:
		return 0
	case a.sameName:
		return -1
	}
	return 1
}

// inexact rates every file that is left against every source that is left,
// keeps the four best per file, and takes the best first.
func (r *renames) inexact() error {
	const perTarget = 4
	copies := r.o.Detect == Copies
	sources, targets := r.left(copies)
	if len(sources) == 0 || len(targets) == 0 {
		return nil
	}
	sources, ok := r.withinLimit(sources, len(targets))
	if !ok {
		return nil
	}
	var all []candidate
	for _, t := range targets {
		best := make([]candidate, 0, perTarget)
		for _, s := range sources {
			score, err := r.similarity(s, t, r.o.MinScore)
			if err != nil {
				return err
			}
			c := candidate{t, s, score, path.Base(s.file.Path) == path.Base(t.file.Path)}
			best = keepBest(best, c, perTarget)
		}
		all = append(all, best...)
	}
	slices.SortStableFunc(all, better)
	r.take(all, false)
	if copies {
		r.take(all, true)
	}
	return nil
}

// keepBest replaces the worst of the candidates if the new one is better.
func keepBest(best []candidate, c candidate, most int) []candidate {
	if len(best) < most {
		return append(best, c)
	}
	worst := 0
	for i := 1; i < len(best); i++ {
		if better(best[i], best[worst]) > 0 {
			worst = i
		}
	}
	if better(best[worst], c) > 0 {
		best[worst] = c
	}
	return best
}

func (r *renames) left(copies bool) (sources []*source, targets []*target) {
	for _, s := range r.sources {
		if copies || r.broken || r.open(s) {
			sources = append(sources, s)
		}
	}
	for _, t := range r.targets {
		if t.from == nil {
			targets = append(targets, t)
		}
	}
	return sources, targets
}

// withinLimit refuses a search that would rate too many pairs. With
// --find-copies-harder it falls back to the files that changed.
func (r *renames) withinLimit(sources []*source, targets int) ([]*source, bool) {
	limit := r.o.RenameLimit
	if limit <= 0 || len(sources)*targets <= limit*limit {
		return sources, true
	}
	r.o.NeededLimit = max(r.o.NeededLimit, len(sources), targets)
	if !r.o.CopiesHarder {
		return nil, false
	}
	var changed []*source
	for _, s := range sources {
		if s.changed {
			changed = append(changed, s)
		}
	}
	return changed, len(changed)*targets <= limit*limit
}

func (r *renames) take(all []candidate, copies bool) {
	for _, c := range all {
		if c.score < r.o.MinScore {
			return
		}
		if c.t.from != nil || !copies && c.s.used > 0 {
			continue
		}
		r.record(c.t, c.s, c.score)
	}
}

// similarity of two regular files, 0 when it must be below least.
func (r *renames) similarity(s *source, t *target, least int) (int, error) {
	if !s.file.isRegular() || !t.file.isRegular() {
		return 0, nil
	}
	a, err := s.file.content(r.o.Blobs)
	if err != nil {
		return 0, err
	}
	b, err := t.file.content(r.o.Blobs)
	if err != nil {
		return 0, err
	}
	larger, smaller := max(len(a), len(b)), min(len(a), len(b))
	if larger*(MaxScore-least) < (larger-smaller)*MaxScore || len(b) == 0 {
		return 0, nil
	}
	if !s.read {
		s.spans, s.read = spansOf(a), true
	}
	if !t.read {
		t.spans, t.read = spansOf(b), true
	}
	copied, _ := shared(s.spans, t.spans)
	return copied * MaxScore / larger, nil
}

// rebuilt makes the new list: a rename stands where its target stood.
func (r *renames) rebuilt(pairs []Pair) []Pair {
	from := map[*File]*target{}
	for _, t := range r.targets {
		if t.from != nil {
			from[t.file] = t
		}
	}
	used := map[*File]*source{}
	for _, s := range r.sources {
		used[s.file] = s
	}
	out := pairs[:0:0]
	for _, p := range pairs {
		switch {
		case p.Status == Unmerged:
		case !p.Old.Exists():
			if t := from[p.New]; t != nil {
				q := NewPair(t.from.file, t.file)
				q.Score, q.renamedN = t.score, t.from.used
				q.broken = p.broken && t.from.file.Path == p.New.Path
				p = q
			}
		case !p.New.Exists() && p.broken:
			if r.targetTaken(p.Old.Path) {
				continue
			}
		case !p.New.Exists():
			if s := used[p.Old]; s != nil && s.used > 0 {
				continue
			}
		case p.same():
			continue
		}
		out = append(out, p)
	}
	return out
}

func (r *renames) targetTaken(path string) bool {
	for _, t := range r.targets {
		if t.file.Path == path && t.from != nil {
			return true
		}
	}
	return false
}

// RenameHints are what a merge knows that makes the search for renames narrower.
type RenameHints struct {
	Relevant  func(path string) bool // sources worth rating; nil: all
	Found     func(from, to string)  // told of every rename
	ExactDone func()                 // told when the files of equal content are paired
	// Guess names the place where a file may have gone, for files whose base name is not unique.
	Guess func(path string) (string, bool)
}

// FindRenames pairs deletions and additions, as Refine does, with hints.
func FindRenames(o *Options, pairs []Pair, h RenameHints) ([]Pair, error) {
	r := renames{o: o, guess: h.Guess, found: h.Found, relevant: h.Relevant, exactDone: h.ExactDone}
	out, err := r.find(pairs)
	if err != nil {
		return nil, err
	}
	settleStatus(out)
	return out, nil
}
