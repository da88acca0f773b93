package diff

import (
	"bufio"
	"io"
	"strings"

	"cairn/internal/git/diff/lines"
)

// MovedMode is --color-moved.
type MovedMode int

// The modes of --color-moved.
const (
	NoMoved MovedMode = iota
	MovedPlain
	MovedBlocks
	MovedZebra
	MovedDimmedZebra
)

// movedMark says how a line that was moved is coloured.
type movedMark struct{ moved, other, dim bool }

// movedLine is a line of the whole output; op ' ' is whatever ends a block.
type movedLine struct {
	op     byte
	text   string
	key    string // equal for lines that count as equal
	indent int    // columns, blankIndent of a blank line
	mark   movedMark
}

// movedLines are the changed lines of all files: first gathered, then asked for
// again in the same order.
type movedLines struct {
	o      *Options
	list   []movedLine
	at     int
	replay bool
}

// findMoved goes through all patches once to know which lines were moved.
func (f *formatter) findMoved(pairs []Pair) error {
	if f.o.Moved == NoMoved || f.o.Colors == nil || f.o.Words != NoWords {
		return nil
	}
	m := &movedLines{o: f.o}
	trial := &formatter{o: f.o, out: bufio.NewWriter(io.Discard), c: f.c, moved: m}
	for i := range pairs {
		if err := trial.patch(&pairs[i]); err != nil {
			return err
		}
	}
	m.pause() // so that there is a line behind every changed one
	m.mark()
	m.replay = true
	f.moved = m
	return nil
}

// pause ends a block; a header does.
func (m *movedLines) pause() {
	if m != nil && !m.replay {
		m.list = append(m.list, movedLine{op: ' '})
	}
}

// next gathers a changed line, or gives its mark the second time.
func (m *movedLines) next(l lines.Line, tabWidth int) movedMark {
	if m.replay {
		for m.list[m.at].op == ' ' {
			m.at++
		}
		m.at++
		return m.list[m.at-1].mark
	}
	line := movedLine{op: l.Op, text: l.Text, key: m.o.MovedSpace.Key(strings.TrimSuffix(l.Text, "\n"))}
	if m.o.MovedIndent {
		line.measure(tabWidth)
	}
	m.list = append(m.list, line)
	return movedMark{}
}

// blankIndent is the indentation of a line with nothing else.
const blankIndent = -1

// measure takes the indentation off the key.
func (l *movedLine) measure(tabWidth int) {
	if tabWidth <= 0 {
		tabWidth = DefaultRules().TabWidth
	}
	text := strings.TrimLeft(strings.TrimSuffix(l.text, "\n"), "\f\v")
	body := strings.TrimLeft(text, " \t")
	l.key = body
	if strings.Trim(body, " \t\r\f\v") == "" {
		l.key = ""
	}
	if l.key == "" {
		l.indent = blankIndent
		return
	}
	for _, c := range text[:len(text)-len(body)] {
		switch c {
		case '\t':
			l.indent += tabWidth - l.indent%tabWidth
		case ' ':
			l.indent++
		}
	}
}

// origin is a place of the other sign where the block being followed may come
// from; shift is how much deeper it is indented, once that is known.
type origin struct {
	at, shift int
	known     bool
}

// follow takes a origin one line on, if the lines are equal and indented alike.
func (m *movedLines) follow(c origin, line int) (origin, bool) {
	a, b := &m.list[c.at], &m.list[line]
	if a.key != b.key || a.op == b.op || a.op == ' ' {
		return c, false
	}
	if !m.o.MovedIndent || b.indent == blankIndent {
		return c, true
	}
	shift := a.indent - b.indent
	if c.known && c.shift != shift {
		return c, false
	}
	c.shift, c.known = shift, true
	return c, true
}

// mark finds the blocks that were moved.
func (m *movedLines) mark() {
	places := map[byte]map[string][]int{'-': {}, '+': {}}
	for i, l := range m.list {
		if l.op != ' ' {
			places[l.op][l.key] = append(places[l.op][l.key], i)
		}
	}
	b := movedBlock{m: m}
	for i := 0; i < len(m.list); i++ {
		l := &m.list[i]
		var matches []int
		switch l.op {
		case '-':
			matches = places['+'][l.key]
		case '+':
			matches = places['-'][l.key]
		}
		if m.o.Moved == MovedPlain {
			l.mark.moved = len(matches) > 0
			continue
		}
		i = b.line(i, matches)
	}
	b.end(len(m.list))
	if m.o.Moved == MovedDimmedZebra {
		m.dim()
	}
}

// movedBlock follows the block that ends at the current line.
type movedBlock struct {
	m     *movedLines
	from  []origin
	size  int
	other bool // the second of the two colours
	op    byte
}

// end closes the block before line at: one with few letters is no block. It
// reports whether the block stays.
func (b *movedBlock) end(at int) bool {
	const least = 20
	count := 0
	for _, l := range b.m.list[at-b.size : at] {
		for i := range len(l.text) {
			if c := l.text[i]; c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
				count++
			}
		}
	}
	if count >= least {
		return true
	}
	for i := at - b.size; i < at; i++ {
		b.m.list[i].mark = movedMark{}
	}
	return false
}

// line goes on with line i and gives the line that was looked at last: a block
// that came to nothing is looked at again from its second line on.
func (b *movedBlock) line(i int, matches []int) int {
	l := &b.m.list[i]
	var left []origin
	if l.op == b.op {
		for _, c := range b.from {
			c.at++
			if c, ok := b.m.follow(c, i); ok {
				left = append(left, c)
			}
		}
	}
	b.from = left
	if len(left) == 0 {
		stays := b.size > 0 && b.end(i)
		if !stays && b.size > 1 {
			i -= b.size
			b.size, b.from, b.other, b.op = 0, nil, false, 0
			return i
		}
		for _, at := range matches {
			if c, ok := b.m.follow(origin{at: at}, i); ok {
				b.from = append(b.from, c)
			}
		}
		b.other = stays && len(b.from) > 0 && b.op == l.op && !b.other
		b.size = 0
	}
	b.op = l.op
	if len(b.from) > 0 {
		b.size++
		l.mark = movedMark{moved: true, other: b.other && b.m.o.Moved != MovedBlocks}
	}
	return i
}

// dim takes the colour off lines that do not lie beside another block.
func (m *movedLines) dim() {
	beside := func(a *movedLine, i int) bool {
		if i < 0 || i >= len(m.list) {
			return false
		}
		b := &m.list[i]
		return b.mark.moved && b.mark.other != a.mark.other
	}
	for i := range m.list {
		l := &m.list[i]
		if l.mark.moved {
			l.mark.dim = !beside(l, i-1) && !beside(l, i+1)
		}
	}
}

// movedColor is the colour of a changed line, its usual one unless it was moved.
func (w *patchWriter) movedColor(l lines.Line, usual string) string {
	if w.moved == nil {
		return usual
	}
	mark := w.moved.next(l, w.rules.TabWidth)
	if !mark.moved {
		return usual
	}
	colors := &w.c.OldMoved
	if l.Op == '+' {
		colors = &w.c.NewMoved
	}
	switch {
	case mark.dim && mark.other:
		return colors.OtherDimmed
	case mark.dim:
		return colors.Dimmed
	case mark.other:
		return colors.Other
	}
	return colors.Plain
}
