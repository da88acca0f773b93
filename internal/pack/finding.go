package pack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cairn/internal/course"
)

// Finding is one thing that is wrong in a pack, with its place.
type Finding struct {
	Pos  course.Position
	What string
}

// String gives the finding as editors understand it: `path:line:col: what`.
// A finding about a whole file has no line.
func (f Finding) String() string {
	if f.Pos.Line == 0 {
		return f.Pos.Path + ": " + f.What
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.Pos.Path, f.Pos.Line, f.Pos.Col, f.What)
}

// BrokenError says that a pack cannot be used, with everything found wrong in
// it, ordered by place.
type BrokenError struct {
	Findings []Finding
}

// Error gives one finding a line.
func (e *BrokenError) Error() string {
	lines := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// findings collects what is wrong while a pack is read.
type findings struct {
	list []Finding
}

func (f *findings) add(pos course.Position, format string, args ...any) {
	f.list = append(f.list, Finding{Pos: pos, What: fmt.Sprintf(format, args...)})
}

// sorted gives the findings by place, and each once.
func (f *findings) sorted() []Finding {
	slices.SortStableFunc(f.list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.Path, b.Pos.Path),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
		)
	})
	return slices.Compact(f.list)
}
