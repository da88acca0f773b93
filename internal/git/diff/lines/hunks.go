package lines

// Layout says how changes are gathered into hunks.
type Layout struct {
	Context   int // unchanged lines shown around a change
	InterHunk int // further unchanged lines shown rather than starting a new hunk
	// FunctionContext widens every hunk to the whole function.
	FunctionContext bool
	// Ignorable says of a line that a change made of such lines only does not count.
	// nil: every change counts.
	Ignorable func(line string) bool
	// Heading tells whether a line begins a function, and what to show of it
	// after the second @@. nil: no headings.
	Heading func(line string) (string, bool)
}

// Line is one line of a hunk: Op is ' ', '-' or '+'.
type Line struct {
	Op   byte
	Text string
}

// Hunk is a run of changes with their context. Starts are zero-based.
type Hunk struct {
	OldStart, OldCount int
	NewStart, NewCount int
	Heading            string
	Lines              []Line
}

// Hunks lays the changes between a and b out.
func Hunks(a, b []string, changes []Change, l Layout) []Hunk {
	w := hunkWriter{a: a, b: b, Layout: l, changes: changes}
	w.ignored = make([]bool, len(changes))
	if l.Ignorable != nil {
		for i, c := range changes {
			w.ignored[i] = all(a[c.OldStart:c.OldEnd()], l.Ignorable) &&
				all(b[c.NewStart:c.NewEnd()], l.Ignorable)
		}
	}
	var out []Hunk
	for at := 0; at < len(changes); {
		first, last, ok := w.gather(at)
		if !ok {
			break
		}
		var h Hunk
		h, at = w.hunk(at, first, last)
		out = append(out, h)
	}
	return out
}

func all(text []string, is func(string) bool) bool {
	for _, line := range text {
		if !is(line) {
			return false
		}
	}
	return true
}

type hunkWriter struct {
	Layout
	a, b    []string
	changes []Change
	ignored []bool
}

// gather finds the changes that share one hunk, from the first at or after
// `from`. Ignored changes that lie apart from the others are left out; those
// between shown changes stay.
func (w *hunkWriter) gather(from int) (first, last int, ok bool) {
	first = from
	for i := from; i < len(w.changes) && w.ignored[i]; i++ {
		if i+1 == len(w.changes) {
			return 0, 0, false
		}
		if w.changes[i+1].OldStart-w.changes[i].OldEnd() >= w.Context {
			first = i + 1
		}
	}
	reach := 2*w.Context + w.InterHunk
	last = first
	skipped := 0 // new lines of ignored changes since last
	for i := first + 1; i < len(w.changes); i++ {
		gap := w.changes[i].OldStart - w.changes[i-1].OldEnd()
		if gap > reach {
			break
		}
		near := gap < w.Context
		switch {
		case near && (!w.ignored[i] || last == i-1):
			last, skipped = i, 0
		case near && w.ignored[i]:
			skipped += w.changes[i].NewCount
		case last != i-1 && w.changes[i].OldStart+skipped-w.changes[last].OldEnd() > reach:
			return first, last, true
		case !w.ignored[i]:
			last, skipped = i, 0
		default:
			skipped += w.changes[i].NewCount
		}
	}
	return first, last, true
}

// span is the part of both files that a hunk shows.
type span struct{ a0, a1, b0, b1 int }

func (w *hunkWriter) hunk(from, first, last int) (Hunk, int) {
	var s span
	s.a0 = max(w.changes[first].OldStart-w.Context, 0)
	s.b0 = max(w.changes[first].NewStart-w.Context, 0)
	if w.FunctionContext {
		first = w.widenUp(&s, from, first)
	}
	for {
		end := w.changes[last]
		after := min(w.Context, len(w.a)-end.OldEnd(), len(w.b)-end.NewEnd())
		s.a1, s.b1 = end.OldEnd()+after, end.NewEnd()+after
		if !w.FunctionContext || !w.widenDown(&s, last) {
			break
		}
		last++
	}
	h := Hunk{
		OldStart: s.a0, OldCount: s.a1 - s.a0, NewStart: s.b0, NewCount: s.b1 - s.b0,
		Lines: make([]Line, 0, s.a1-s.a0+s.b1-s.b0),
	}
	h.Heading = w.headingBefore(s.a0)
	at := s.b0
	for _, c := range w.changes[first : last+1] {
		h.context(w.b[min(at, c.NewStart):c.NewStart])
		for _, line := range w.a[c.OldStart:c.OldEnd()] {
			h.Lines = append(h.Lines, Line{'-', line})
		}
		for _, line := range w.b[c.NewStart:c.NewEnd()] {
			h.Lines = append(h.Lines, Line{'+', line})
		}
		at = c.NewEnd()
	}
	h.context(w.b[at:s.b1])
	return h, last + 1
}

func (h *Hunk) context(text []string) {
	for _, line := range text {
		h.Lines = append(h.Lines, Line{' ', line})
	}
}

func (w *hunkWriter) headingBefore(line int) string {
	if w.Heading == nil {
		return ""
	}
	for i := line - 1; i >= 0; i-- {
		if text, ok := w.Heading(w.a[i]); ok {
			return text
		}
	}
	return ""
}
