package blame

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/object"
)

// moved looks for lines that were moved within the file (-M) or copied from
// others (-C), in each parent. It gives what stays in the order in which Git reports
// it: first the runs too small for a search, those of the later search before the
// others, then the rest by line.
func (b *blamer) moved(o *Origin, parents []*object.Commit, from []*Origin, entries []Entry) ([]Entry, error) {
	var small []Entry
	var err error
	if b.p.Moves > 0 {
		small, entries = b.tooSmall(entries, b.p.Moves)
		for _, p := range from {
			if p == nil || len(entries) == 0 {
				continue
			}
			if entries, err = b.search(entries, []*Origin{p}, b.p.Moves, &small); err != nil {
				return nil, err
			}
		}
	}
	if b.p.Copies > 0 {
		if b.p.Copies < b.p.Moves {
			entries, small = append(entries, small...), nil
			sortByOrigin(entries)
		}
		less, more := b.tooSmall(entries, b.p.Copies)
		small = append(less, small...)
		if entries, err = b.copied(o, parents, from, more, &small); err != nil {
			return nil, err
		}
	}
	return append(small, entries...), nil
}

func (b *blamer) copied(o *Origin, parents []*object.Commit, from []*Origin, entries []Entry, small *[]Entry) ([]Entry, error) {
	for i, parent := range parents {
		if len(entries) == 0 {
			break
		}
		candidates, err := b.copySources(o, parent, from[i])
		if err != nil {
			return nil, err
		}
		if entries, err = b.search(entries, candidates, b.p.Copies, small); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// tooSmall parts the entries that do not have enough letters and digits.
func (b *blamer) tooSmall(entries []Entry, least int) (small, rest []Entry) {
	for _, e := range entries {
		if weight(b.newest[e.Line:e.Line+e.Count]) <= least {
			small = append(small, e)
		} else {
			rest = append(rest, e)
		}
	}
	return small, rest
}

func sortByOrigin(entries []Entry) {
	slices.SortStableFunc(entries, func(x, y Entry) int { return x.OriginLine - y.OriginLine })
}

// copySources are the files of a parent that lines may have been copied from:
// those that the commit changed too, or, when -C was given more often, all.
func (b *blamer) copySources(o *Origin, parent *object.Commit, same *Origin) ([]*Origin, error) {
	all := b.p.CopyLevel >= 3 || b.p.CopyLevel == 2 && (same == nil || same.Path != o.Path)
	var pairs []diff.Pair
	var err error
	if all {
		pairs, err = diff.Trees(b.p.Store, plumbing.ZeroHash, parent.TreeHash, diff.TreeOptions{})
	} else if !o.Commit.TreeHash.IsZero() {
		pairs, err = diff.Trees(b.p.Store, parent.TreeHash, o.Commit.TreeHash, diff.TreeOptions{})
	}
	if err != nil {
		return nil, err
	}
	var out []*Origin
	for i := range pairs {
		f := pairs[i].Old
		if all {
			f = pairs[i].New
		}
		if !f.Exists() || f.Mode == filemode.Symlink || f.Mode == filemode.Submodule {
			continue
		}
		if same != nil && b.p.Moves > 0 && f.Path == same.Path {
			continue // moves within the file were looked for already
		}
		p := b.origin(parent, f.Path)
		p.blob = f.Hash
		out = append(out, p)
	}
	return out, nil
}

// found is the best piece of an entry that a candidate has.
type found struct {
	origin     *Origin
	at         int // first line within the entry
	line       int // first line in the candidate
	count      int
	score      int
	isAnything bool
}

// search takes from each entry the best piece that a candidate has, and goes on
// with what remains of it until nothing is large enough.
func (b *blamer) search(entries []Entry, candidates []*Origin, least int, small *[]Entry) ([]Entry, error) {
	var left []Entry
	work := entries
	for len(work) > 0 {
		var again []Entry
		for _, e := range work {
			best, err := b.bestPiece(e, candidates)
			if err != nil {
				return nil, err
			}
			if !best.isAnything || best.score <= least {
				left = append(left, e)
				continue
			}
			first := e.OriginLine
			mine := e.part(first+best.at, first+best.at+best.count)
			mine.Origin, mine.OriginLine = best.origin, best.line
			b.give(mine)
			for _, rest := range []Entry{e.part(first, first+best.at), e.part(first+best.at+best.count, first+e.Count)} {
				if rest.Count > 0 {
					again = append(again, rest)
				}
			}
		}
		less, more := b.tooSmall(again, least)
		*small = append(less, *small...)
		work = more
	}
	return left, nil
}

func (b *blamer) bestPiece(e Entry, candidates []*Origin) (found, error) {
	// Git looks for the lines as they are in the end: that makes a difference for lines
	// that an ignored commit changed, and with -w.
	mine := b.newest[e.Line : e.Line+e.Count]
	var best found
	for _, p := range candidates {
		theirs, err := b.text(p)
		if err != nil {
			return found{}, err
		}
		for _, r := range equalRuns(b.compare(theirs, mine), len(mine)) {
			score := weight(mine[r.new : r.new+r.count])
			if !best.isAnything || score >= best.score {
				best = found{origin: p, at: r.new, line: r.old, count: r.count, score: score, isAnything: true}
			}
		}
	}
	return best, nil
}

// weight counts letters and digits; no text is weightless.
func weight(text []string) int {
	n := 1
	for _, line := range text {
		for i := range len(line) {
			c := line[i]
			if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
				n++
			}
		}
	}
	return n
}
