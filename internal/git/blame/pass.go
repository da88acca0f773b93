package blame

import (
	"slices"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/object"
)

// pass finds the file in each parent, by its name or as a rename, and hands over
// the lines that the parent had already.
func (b *blamer) pass(o *Origin, entries []Entry) ([]Entry, error) {
	parents, err := b.parents(o.Commit)
	if err != nil || len(parents) == 0 {
		return entries, err
	}
	from := make([]*Origin, len(parents))
	for _, find := range []func(*Origin, *object.Commit) (*Origin, error){b.sameName, b.renamed} {
		for i, parent := range parents {
			if from[i] != nil {
				continue
			}
			p, err := find(o, parent)
			if err != nil {
				return nil, err
			}
			if p == nil {
				continue
			}
			if p.blob == o.blob {
				b.whole(o, p, entries)
				return nil, nil
			}
			if !slices.ContainsFunc(from[:i], func(x *Origin) bool { return x != nil && x.blob == p.blob }) {
				from[i] = p
			}
		}
	}
	for _, p := range from {
		if p == nil {
			continue
		}
		if o.Previous == nil {
			o.Previous = p
		}
		if entries, err = b.passUnchanged(o, p, entries); err != nil || len(entries) == 0 {
			return nil, err
		}
	}
	if b.p.Ignore[o.Commit.Hash] {
		if entries, err = b.passIgnored(o, from, entries); err != nil || len(entries) == 0 {
			return nil, err
		}
	}
	return b.moved(o, parents, from, entries)
}

// whole hands a file that did not change over as it is.
func (b *blamer) whole(o, p *Origin, entries []Entry) {
	if !p.read {
		p.lines, p.read = o.lines, o.read
	}
	for _, e := range entries {
		e.Origin = p
		b.give(e)
	}
}

// sameName is the file of the same name in a parent, nil if there is none.
func (b *blamer) sameName(o *Origin, parent *object.Commit) (*Origin, error) {
	p := b.origin(parent, o.Path)
	ok, err := b.find(p)
	if !ok || err != nil {
		return nil, err
	}
	return p, nil
}

// renamed is the file that became this one by a rename, nil if there is none.
func (b *blamer) renamed(o *Origin, parent *object.Commit) (*Origin, error) {
	var pairs []diff.Pair
	var err error
	switch {
	case !o.Commit.TreeHash.IsZero():
		pairs, err = diff.Trees(b.p.Store, parent.TreeHash, o.Commit.TreeHash, diff.TreeOptions{})
	case b.p.PendingPairs != nil:
		pairs, err = b.p.PendingPairs(parent.TreeHash)
	}
	if err != nil {
		return nil, err
	}
	opts := diff.DefaultOptions(diff.Env{Blobs: b.p.Store})
	opts.RenamesTo = o.Path
	if pairs, err = opts.Refine(pairs); err != nil {
		return nil, err
	}
	for i := range pairs {
		if pairs[i].New.Path == o.Path && (pairs[i].Status == diff.Renamed || pairs[i].Status == diff.Copied) {
			p := b.origin(parent, pairs[i].Old.Path)
			p.blob = pairs[i].Old.Hash
			return p, nil
		}
	}
	return nil, nil
}

func (b *blamer) compare(before, after []string) []lines.Change {
	return lines.Compare(before, after, lines.Options{
		Algorithm: b.p.Algorithm, IndentHeuristic: b.p.IndentHeuristic, Whitespace: b.p.Whitespace,
	})
}

// equalRun is a run of equal lines in two versions of a file.
type equalRun struct{ old, new, count int }

// equalRuns are what lies between changes.
func equalRuns(changes []lines.Change, newLen int) []equalRun {
	var out []equalRun
	old, at := 0, 0
	for _, c := range changes {
		if c.NewStart > at {
			out = append(out, equalRun{old, at, c.NewStart - at})
		}
		old, at = c.OldEnd(), c.NewEnd()
	}
	if newLen > at {
		out = append(out, equalRun{old, at, newLen - at})
	}
	return out
}

// passUnchanged hands the lines that the parent's version has too over to it, and
// gives the others.
func (b *blamer) passUnchanged(o, p *Origin, entries []Entry) ([]Entry, error) {
	before, err := b.text(p)
	if err != nil {
		return nil, err
	}
	after, err := b.text(o)
	if err != nil {
		return nil, err
	}
	runs := equalRuns(b.compare(before, after), len(after))
	var left []Entry
	for _, e := range entries {
		at, _ := slices.BinarySearchFunc(runs, e.OriginLine, func(r equalRun, line int) int { return r.new + r.count - 1 - line })
		rest := e
		for ; at < len(runs) && runs[at].new < e.OriginLine+e.Count; at++ {
			r := runs[at]
			start := max(r.new, rest.OriginLine)
			end := min(r.new+r.count, e.OriginLine+e.Count)
			if start > rest.OriginLine {
				left = append(left, rest.part(rest.OriginLine, start))
			}
			mine := rest.part(start, end)
			mine.Origin, mine.OriginLine = p, r.old+start-r.new
			b.give(mine)
			rest = rest.part(end, e.OriginLine+e.Count)
		}
		if rest.Count > 0 {
			left = append(left, rest)
		}
	}
	return left, nil
}

// part is the piece of an entry between two lines of its origin.
func (e Entry) part(from, to int) Entry {
	e.Line += from - e.OriginLine
	e.OriginLine, e.Count = from, to-from
	return e
}
