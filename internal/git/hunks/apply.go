package hunks

import (
	"fmt"
	"slices"
	"strings"
)

// DoesNotApplyError says where a hunk's context was not found.
type DoesNotApplyError struct{ Line int }

func (e *DoesNotApplyError) Error() string {
	return fmt.Sprintf("patch does not apply at line %d", e.Line)
}

// Apply puts hunks on a text, in order. With reverse they are taken back from the text that has
// them. A hunk that does not fit where it says is looked for nearby, as git-apply(1) does.
func Apply(text string, list []*Hunk, reverse bool) (string, error) {
	lines := splitLines(text)
	delta := 0
	for i, h := range list {
		before, after := h.sides(reverse)
		at := h.OldStart
		if reverse {
			at = h.NewStart
		}
		if len(before) > 0 {
			at--
		}
		place, ok := find(lines, before, at+delta, i == 0 && h.atStart(reverse), h.atEnd())
		if !ok {
			return "", &DoesNotApplyError{at + 1}
		}
		lines = slices.Concat(lines[:place], after, lines[place+len(before):])
		delta = place - at + len(after) - len(before)
	}
	return strings.Join(lines, ""), nil
}

// sides gives the lines that must be there and those that come in their place. A line that
// "\ No newline" follows has no line's end.
func (h *Hunk) sides(reverse bool) (before, after []string) {
	gone, fresh := byte('-'), byte('+')
	if reverse {
		gone, fresh = fresh, gone
	}
	var last byte
	for _, line := range h.Lines {
		switch c := line[0]; c {
		case gone:
			before = append(before, line[1:])
			last = c
		case fresh:
			after = append(after, line[1:])
			last = c
		case '\\':
			if last != fresh && len(before) > 0 {
				before[len(before)-1] = strings.TrimSuffix(before[len(before)-1], "\n")
			}
			if last != gone && len(after) > 0 {
				after[len(after)-1] = strings.TrimSuffix(after[len(after)-1], "\n")
			}
		default:
			before, after = append(before, line[1:]), append(after, line[1:])
			last = c
		}
	}
	return before, after
}

// atStart: a hunk that says that it is at the text's beginning must be there.
func (h *Hunk) atStart(reverse bool) bool {
	at := h.OldStart
	if reverse {
		at = h.NewStart
	}
	return at <= 1
}

// atEnd: a hunk without lines after its last change belongs to the text's end.
func (h *Hunk) atEnd() bool {
	for i := len(h.Lines) - 1; i >= 0; i-- {
		switch h.Lines[i][0] {
		case '\\':
		case '+', '-':
			return true
		default:
			return false
		}
	}
	return true
}

// find looks for lines at a place, and then further and further away from it.
func find(lines, want []string, at int, atStart, atEnd bool) (int, bool) {
	fits := func(i int) bool {
		if i < 0 || i+len(want) > len(lines) || atStart && i > 0 || atEnd && i+len(want) < len(lines) {
			return false
		}
		return slices.Equal(lines[i:i+len(want)], want)
	}
	if fits(at) {
		return at, true
	}
	if atStart {
		return 0, fits(0)
	}
	if len(want) == 0 && !atEnd {
		return 0, false
	}
	for d := 1; d <= len(lines); d++ {
		if fits(at - d) {
			return at - d, true
		}
		if fits(at + d) {
			return at + d, true
		}
	}
	return 0, false
}
