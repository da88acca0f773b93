package pretty

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/git/columns"
)

// Wrap breaks text into lines of at most width columns, the first indented by
// first and the others by rest: %w(…) and shortlog -w. Width 0 only indents. A
// line feed that a line feed, a space or a tab follows is kept; any other
// joins two lines.
func Wrap(text string, first, rest, width int) string {
	var b strings.Builder
	if width <= 0 {
		indentLines(&b, text, first, rest)
		return b.String()
	}
	if first < 0 {
		// a negative first indent counts the columns that stand there already
		return wrapped(text, -first, 0, rest, width)
	}
	return wrapped(text, 0, first, rest, width)
}

func indentLines(b *strings.Builder, text string, first, rest int) {
	indent := max(first, 0)
	for text != "" {
		line, after, ok := strings.Cut(text, "\n")
		b.WriteString(strings.Repeat(" ", indent) + line)
		if ok {
			b.WriteByte('\n')
		}
		text, indent = after, max(rest, 0)
	}
}

// wrapper breaks a text into lines at spaces.
type wrapper struct {
	b           strings.Builder
	text        string
	rest, width int
	column      int // where the text up to at ends
	begin       int // of what is not written yet
	space       int // the last place to break at, -1 for none
	indent      int
}

func wrapped(text string, column, first, rest, width int) string {
	w := wrapper{text: text, rest: rest, width: width, column: column + first, space: -1, indent: first}
	if column > 0 {
		w.space = 0
	}
	for at := 0; ; {
		if k := columns.Escape(text[min(at, len(text)):]); k > 0 {
			at += k
			continue
		}
		end := at == len(text)
		if !end && text[at] != ' ' && text[at] != '\n' && text[at] != '\t' {
			r, size := utf8.DecodeRuneInString(text[at:])
			w.column += columns.Rune(r)
			at += size
			continue
		}
		var done bool
		at, done = w.boundary(at, end)
		if done {
			return w.b.String()
		}
	}
}

// boundary handles a space, a line feed or the end of the text.
func (w *wrapper) boundary(at int, end bool) (int, bool) {
	if w.column > w.width && w.space >= 0 {
		return w.breakAt(w.space), false
	}
	if end && at == w.begin && w.space < 0 {
		return at, true
	}
	start := w.begin
	if !end && at == w.begin && w.space >= 0 && w.text[at] == '\n' {
		start = at
	} else if w.space < 0 {
		w.b.WriteString(strings.Repeat(" ", w.indent))
	} else {
		start = w.space
	}
	w.b.WriteString(w.text[start:at])
	if end {
		return at, true
	}
	w.space = at
	switch w.text[at] {
	case '\t':
		w.column |= 7
	case '\n':
		w.space++
		if w.space < len(w.text) && w.text[w.space] == '\n' {
			w.b.WriteByte('\n')
			return w.breakAt(w.space), false
		}
		if w.space < len(w.text) && isAlnum(w.text[w.space]) {
			w.b.WriteByte(' ')
		} else {
			return w.breakAt(w.space), false
		}
	}
	w.column++
	return at + 1, false
}

// breakAt ends the line before the space at a place.
func (w *wrapper) breakAt(space int) int {
	w.b.WriteByte('\n')
	next := space
	if space < len(w.text) && (w.text[space] == ' ' || w.text[space] == '\n' || w.text[space] == '\t') {
		next = space + 1
	}
	w.begin, w.space, w.indent, w.column = next, -1, w.rest, w.rest
	return next
}

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
