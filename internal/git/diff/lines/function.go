package lines

// none: no such line.
const none = -1

// widenUp takes the hunk back to the line where the function of its first
// change begins, with the comment lines right above it. A change from `from` on
// that was passed over as ignorable, and is reached by that, is shown after all.
func (w *hunkWriter) widenUp(s *span, from, first int) int {
	for {
		start := w.functionStart(w.changes[first])
		if start == none || start >= s.a0 {
			return first
		}
		s.b0 = max(s.b0-(s.a0-start), 0)
		s.a0 = start
		reached := from
		for reached < first && w.changes[reached].OldEnd() <= s.a0 && w.changes[reached].NewEnd() <= s.b0 {
			reached++
		}
		if reached == first {
			return first
		}
		first = reached
		s.a0 = max(w.changes[first].OldStart-w.Context, 0)
		s.b0 = max(w.changes[first].NewStart-w.Context, 0)
	}
}

func (w *hunkWriter) functionStart(c Change) int {
	from := c.OldStart
	if from >= len(w.a) {
		// Lines added at the end: a whole new function needs nothing before it.
		for _, line := range w.b[c.NewStart:] {
			if w.isHeading(line) {
				return none
			}
		}
		from = len(w.a) - 1
	}
	start := w.headingAtOrAbove(from)
	for start > 0 && !isEmptyLine(w.a[start-1]) && !w.isHeading(w.a[start-1]) {
		start--
	}
	return max(start, 0)
}

// widenDown takes the hunk on to the end of the function. It reports whether
// the next change belongs to the hunk by that.
func (w *hunkWriter) widenDown(s *span, last int) bool {
	end := w.headingAtOrBelow(w.changes[last].OldEnd())
	for end > 0 && isEmptyLine(w.a[end-1]) {
		end--
	}
	if end == none {
		end = len(w.a)
	}
	if end > s.a1 {
		s.b1 = min(s.b1+(end-s.a1), len(w.b))
		s.a1 = end
	}
	if last+1 == len(w.changes) {
		return false
	}
	next := min(w.changes[last+1].OldStart, len(w.a)-1)
	if next-w.Context <= s.a1 {
		return true
	}
	for i := next; i > s.a1; i-- {
		if w.isHeading(w.a[i]) {
			return false
		}
	}
	return true
}

func (w *hunkWriter) isHeading(line string) bool {
	if w.Heading == nil {
		return false
	}
	_, ok := w.Heading(line)
	return ok
}

func (w *hunkWriter) headingAtOrAbove(line int) int {
	for i := line; i >= 0; i-- {
		if w.isHeading(w.a[i]) {
			return i
		}
	}
	return none
}

func (w *hunkWriter) headingAtOrBelow(line int) int {
	for i := line; i < len(w.a); i++ {
		if w.isHeading(w.a[i]) {
			return i
		}
	}
	return none
}

// isEmptyLine: nothing but white space.
func isEmptyLine(line string) bool {
	for i := range len(line) {
		if !IsSpace(line[i]) {
			return false
		}
	}
	return true
}
