package blame

import (
	"slices"

	"cairn/internal/git/diff/lines"
)

func (b *blamer) compare(before, after []string) []lines.Change {
	return lines.Compare(before, after, lines.Options{
		Algorithm: b.p.Algorithm, IndentHeuristic: b.p.IndentHeuristic, Whitespace: b.p.Whitespace,
	})
}

// run is a run of equal lines in two versions of a file.
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
