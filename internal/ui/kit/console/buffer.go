package console

import (
	"strings"
	"unicode/utf8"
)

// status is how a typed command ended.
type status int

const (
	noStatus status = iota
	underWay
	succeeded
	failed
)

// row is one logical line of the console, before it is broken to the width.
type row struct {
	runs   []run
	status status
	// words keeps words whole where the row is broken.
	words bool
	// starts are where its visual rows begin at columns; 0 columns until asked.
	starts  []int
	columns int
}

func (r *row) text() string {
	var b strings.Builder
	for _, run := range r.runs {
		b.WriteString(run.text)
	}
	return b.String()
}

func (r *row) letters() int {
	n := 0
	for _, run := range r.runs {
		n += utf8.RuneCountInString(run.text)
	}
	return n
}

// rowsAt is how many rows the line takes when it is broken at columns.
func (r *row) rowsAt(columns int) int { return len(r.startsAt(columns)) }

// startsAt is where these rows begin, in letters.
func (r *row) startsAt(columns int) []int {
	if r.columns != columns {
		r.columns = columns
		if n := r.letters(); n <= columns {
			r.starts = []int{0}
		} else {
			r.starts = wrap([]rune(r.text()), columns, r.words)
		}
	}
	return r.starts
}

// part is where one of these rows begins and ends.
func (r *row) part(columns, part int) (from, to int) {
	starts := r.startsAt(columns)
	if part+1 < len(starts) {
		return starts[part], starts[part+1]
	}
	return starts[part], r.letters()
}

func (r *row) add(text string, s style) {
	if text == "" {
		return
	}
	if n := len(r.runs); n > 0 && r.runs[n-1].style == s {
		r.runs[n-1].text += text
	} else {
		r.runs = append(r.runs, run{text, s})
	}
	r.columns = 0
}

// cut shortens a row that is longer than columns, which must be 2 or more; 0
// leaves it as it is.
func (r *row) cut(columns int) {
	if columns == 0 || r.letters() <= columns {
		return
	}
	r.runs = slice(r.runs, 0, columns-1)
	r.columns = 0
	r.add("…", r.runs[len(r.runs)-1].style)
}

// buffer is what was printed, at most limit lines.
type buffer struct {
	rows  []*row
	limit int
	open  bool // the last row has no line end yet
	// verbatim output may break within a word.
	verbatim bool
	escapes  escapes
}

// tabStop is where tabs go: every eighth column, as in a terminal.
const tabStop = 8

// write adds output.
func (b *buffer) write(text string) {
	for _, r := range b.escapes.read(text) {
		b.put(r)
	}
	b.trim()
}

func (b *buffer) put(r run) {
	for part := range strings.SplitAfterSeq(r.text, "\n") {
		body, ended := strings.CutSuffix(part, "\n")
		body = strings.TrimSuffix(body, "\r")
		if body != "" || ended {
			b.part(body, r.style)
		}
		if ended {
			b.open = false
		}
	}
}

// part adds text without a line end to the open row. A lone carriage return
// starts the row afresh, as progress lines do.
func (b *buffer) part(text string, s style) {
	if !b.open {
		b.rows, b.open = append(b.rows, &row{words: !b.verbatim}), true
	}
	last := b.rows[len(b.rows)-1]
	if i := strings.LastIndexByte(text, '\r'); i >= 0 {
		last.runs, last.columns = nil, 0
		text = text[i+1:]
	}
	last.add(visible(text, last.letters()), s)
}

// visible expands tabs and drops control characters.
func visible(text string, column int) string {
	if strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }) < 0 {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '\t':
			n := tabStop - column%tabStop
			out.WriteString(strings.Repeat(" ", n))
			column += n
		case r < ' ' || r == 0x7f:
		default:
			out.WriteRune(r)
			column++
		}
	}
	return out.String()
}

// line adds a row of its own: a typed command.
func (b *buffer) line(r *row) {
	b.rows, b.open = append(b.rows, r), false
	b.trim()
}

// takeOpen removes the unfinished last line and returns it: the prompt of a
// command that asks.
func (b *buffer) takeOpen() []run {
	if !b.open {
		return nil
	}
	last := b.rows[len(b.rows)-1]
	b.rows, b.open = b.rows[:len(b.rows)-1], false
	return last.runs
}

func (b *buffer) trim() {
	if over := len(b.rows) - b.limit; over > 0 {
		b.rows = append([]*row(nil), b.rows[over:]...)
	}
}

func (b *buffer) clear() { b.rows, b.open = nil, false }
