package diff

import (
	"sort"
	"strings"
)

// Refine does what lies between finding changed files and showing them: it
// breaks rewrites, pairs up renames and copies, and filters. The order of the
// steps is Git's (gitdiffcore(7)).
func (o *Options) Refine(pairs []Pair) ([]Pair, error) {
	pairs = o.relativeOnly(o.knownSubmodules(pairs))
	if o.Reverse {
		pairs = reversed(pairs)
	}
	var err error
	if o.Break {
		if pairs, err = o.breakRewrites(pairs); err != nil {
			return nil, err
		}
	}
	if o.Detect != NoRenames {
		r := renames{o: o}
		if pairs, err = r.find(pairs); err != nil {
			return nil, err
		}
	}
	if o.Break {
		pairs = mergeBroken(pairs)
	}
	if pairs, err = o.pickaxe(pairs); err != nil {
		return nil, err
	}
	pairs = o.ordered(pairs)
	if pairs, err = o.rotated(pairs); err != nil {
		return nil, err
	}
	settleStatus(pairs)
	return o.withHeaders(o.Filter.apply(dropSame(pairs))), nil
}

func reversed(pairs []Pair) []Pair {
	out := make([]Pair, 0, len(pairs))
	for _, p := range pairs {
		if p.Status == Unmerged {
			out = append(out, p)
			continue
		}
		q := NewPair(p.New, p.Old)
		q.Old.Path, q.New.Path = p.Old.Path, p.New.Path
		out = append(out, q)
	}
	return out
}

func (o *Options) relativeOnly(pairs []Pair) []Pair {
	if o.Relative == "" {
		return pairs
	}
	var out []Pair
	for _, p := range pairs {
		if !strings.HasPrefix(p.New.Path, o.Relative) || !strings.HasPrefix(p.Old.Path, o.Relative) {
			continue
		}
		// A prefix need not end in a slash; the one that follows it goes too.
		p.Old.Path = strings.TrimPrefix(p.Old.Path[len(o.Relative):], "/")
		if p.New != p.Old {
			p.New.Path = strings.TrimPrefix(p.New.Path[len(o.Relative):], "/")
		}
		out = append(out, p)
	}
	return out
}

func dropSame(pairs []Pair) []Pair {
	out := pairs[:0]
	for _, p := range pairs {
		if p.Status == Unmerged || !p.same() {
			out = append(out, p)
		}
	}
	return out
}

// settleStatus names every pair. Of several files made from one source the
// last is the rename and the others are copies.
func settleStatus(pairs []Pair) {
	uses := map[*File]int{}
	for i := range pairs {
		if p := &pairs[i]; p.renamedN > 0 {
			uses[p.Old] = p.renamedN
		}
	}
	for i := range pairs {
		p := &pairs[i]
		switch {
		case p.Status == Unmerged:
		case !p.Old.Exists():
			p.Status = Added
		case !p.New.Exists():
			p.Status = Deleted
		case kindOf(p.Old.Mode) != kindOf(p.New.Mode):
			p.Status = TypeChanged
		case p.renamedN > 0 && p.Old.Path != p.New.Path:
			uses[p.Old]--
			p.Status = Renamed
			if uses[p.Old] > 0 {
				p.Status = Copied
			}
		default:
			p.Status = Modified
		}
	}
}

func (f Filter) apply(pairs []Pair) []Pair {
	if f.Want == "" && f.Without == "" {
		return pairs
	}
	match := func(p *Pair) bool {
		letters := string(rune(p.Status))
		if p.Rewrite && p.Status == Modified {
			letters = "B"
		}
		if f.Want != "" && !strings.Contains(f.Want, letters) && !(p.Rewrite && strings.Contains(f.Want, "M")) {
			return false
		}
		return !strings.Contains(f.Without, letters)
	}
	var out []Pair
	for i := range pairs {
		if match(&pairs[i]) {
			out = append(out, pairs[i])
		}
	}
	if f.All {
		if len(out) > 0 {
			return pairs
		}
		return nil
	}
	return out
}

// ordered sorts by the patterns of an order file: a pair stands where the
// first pattern that matches its path, or a folder above it, stands.
func (o *Options) ordered(pairs []Pair) []Pair {
	if len(o.Order) > 0 {
		sort.SliceStable(pairs, func(i, j int) bool { return o.place(pairs[i].New.Path) < o.place(pairs[j].New.Path) })
	}
	return pairs
}

// place is the number of the first pattern that matches the path.
func (o *Options) place(path string) int {
	for i, pattern := range o.Order {
		for p := path; p != ""; {
			if matchOrder(pattern, p) {
				return i
			}
			cut := strings.LastIndexByte(p, '/')
			if cut < 0 {
				break
			}
			p = p[:cut]
		}
	}
	return len(o.Order)
}

// NoSuchPathError says that the path of --skip-to or --rotate-to is not among those that differ.
type NoSuchPathError struct{ Path string }

func (e *NoSuchPathError) Error() string { return "No such path '" + e.Path + "' in the diff" }

func (o *Options) rotated(pairs []Pair) ([]Pair, error) {
	target := o.SkipTo + o.RotateTo
	if target == "" || len(pairs) == 0 {
		return pairs, nil
	}
	at := sort.Search(len(pairs), func(i int) bool { return pairs[i].New.Path >= target })
	if o.NeedsPath && (at == len(pairs) || pairs[at].New.Path != target) {
		return nil, &NoSuchPathError{target}
	}
	if at == len(pairs) {
		return pairs, nil // all come before it: nothing is skipped or turned
	}
	if o.SkipTo != "" {
		return pairs[at:], nil
	}
	return append(append([]Pair{}, pairs[at:]...), pairs[:at]...), nil
}
