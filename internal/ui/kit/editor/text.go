package editor

import (
	"slices"
	"strings"
	"unicode"
)

// place is a gap between two letters.
type place struct{ line, letter int }

func (p place) before(q place) bool {
	return p.line < q.line || (p.line == q.line && p.letter < q.letter)
}

// text is what is edited, with the cursor, the mark and what can be undone. It
// knows no keys.
type text struct {
	lines [][]rune
	at    place
	mark  place // the other end of the selection; equal to at for none
	want  int   // the column that up and down aim at

	undo, redo []state
	typing     bool // the last change was typing, which is undone as one
}

// state is a moment that undo goes back to.
type state struct {
	lines [][]rune
	at    place
}

// mostUndo is how many changes can be undone.
const mostUndo = 500

func newText(s string) *text {
	t := &text{}
	t.lines = split(s)
	return t
}

func split(s string) [][]rune {
	var lines [][]rune
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		lines = append(lines, []rune(line))
	}
	return lines
}

func (t *text) String() string { return joined(t.lines) }

func joined(lines [][]rune) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(line))
	}
	return b.String()
}

// keep remembers the text before a change. Lines are never changed in place, so
// that a copy of the list is enough.
func (t *text) keep(typing bool) {
	if typing && t.typing {
		return
	}
	t.typing = typing
	t.undo = append(t.undo, state{slices.Clone(t.lines), t.at})
	if len(t.undo) > mostUndo {
		t.undo = t.undo[1:]
	}
	t.redo = nil
}

// back undoes a change; forth does it again.
func (t *text) back()  { t.swap(&t.undo, &t.redo) }
func (t *text) forth() { t.swap(&t.redo, &t.undo) }

func (t *text) swap(from, to *[]state) {
	if len(*from) == 0 {
		return
	}
	s := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, state{slices.Clone(t.lines), t.at})
	t.lines, t.at, t.mark, t.typing = s.lines, s.at, s.at, false
}

func (t *text) marked() bool { return t.at != t.mark }

func (t *text) ordered() (first, last place) {
	if t.mark.before(t.at) {
		return t.mark, t.at
	}
	return t.at, t.mark
}

// selected is the marked text.
func (t *text) selected() string {
	a, b := t.ordered()
	if a.line == b.line {
		return string(t.lines[a.line][a.letter:b.letter])
	}
	lines := [][]rune{t.lines[a.line][a.letter:]}
	lines = append(lines, t.lines[a.line+1:b.line]...)
	return joined(append(lines, t.lines[b.line][:b.letter]))
}

// replace puts s in the place of the marked text.
func (t *text) replace(s string, typing bool) {
	t.keep(typing && !t.marked())
	a, b := t.ordered()
	in := split(s)
	head, tail := t.lines[a.line][:a.letter], t.lines[b.line][b.letter:]
	last := len(in) - 1
	t.at = place{a.line + last, len(in[last])}
	if last == 0 {
		t.at.letter += a.letter
	}
	in[last] = append(slices.Clone(in[last]), tail...)
	in[0] = append(slices.Clone(head), in[0]...)
	t.lines = slices.Concat(t.lines[:a.line], in, t.lines[b.line+1:])
	t.mark, t.want = t.at, t.at.letter
}

// setLines replaces lines from up to but not including to.
func (t *text) setLines(from, to int, lines [][]rune) {
	t.keep(false)
	t.lines = slices.Concat(t.lines[:from], lines, t.lines[to:])
	if len(t.lines) == 0 {
		t.lines = [][]rune{nil}
	}
	t.at = place{min(from, len(t.lines)-1), 0}
	t.mark = t.at
}

// erase removes the marked text or what lies between the cursor and p.
func (t *text) erase(p place) {
	if !t.marked() {
		t.mark = p
	}
	if t.marked() {
		t.replace("", false)
	}
}

// moveTo puts the cursor at p; with extend the mark stays.
func (t *text) moveTo(p place, extend bool) {
	p.line = max(0, min(p.line, len(t.lines)-1))
	p.letter = max(0, min(p.letter, len(t.lines[p.line])))
	t.at, t.typing = p, false
	if !extend {
		t.mark = p
	}
	t.want = p.letter
}

// left and right are the neighbours of a place.
func (t *text) left(p place) place {
	if p.letter > 0 {
		return place{p.line, p.letter - 1}
	}
	if p.line > 0 {
		return place{p.line - 1, len(t.lines[p.line-1])}
	}
	return p
}

func (t *text) right(p place) place {
	if p.letter < len(t.lines[p.line]) {
		return place{p.line, p.letter + 1}
	}
	if p.line < len(t.lines)-1 {
		return place{p.line + 1, 0}
	}
	return p
}

// wordLeft and wordRight go over a word.
func (t *text) wordLeft(p place) place {
	for p = t.left(p); p.letter > 0; p = t.left(p) {
		line := t.lines[p.line]
		if !wordy(line[p.letter-1]) && p.letter < len(line) && wordy(line[p.letter]) {
			break
		}
	}
	return p
}

func (t *text) wordRight(p place) place {
	for p = t.right(p); p.letter < len(t.lines[p.line]); p = t.right(p) {
		line := t.lines[p.line]
		if p.letter > 0 && wordy(line[p.letter-1]) && !wordy(line[p.letter]) {
			break
		}
	}
	return p
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// vertical moves by lines and aims at the column where the move began.
func (t *text) vertical(by int, extend bool) {
	want := t.want
	t.moveTo(place{t.at.line + by, want}, extend)
	t.want = want
}

// indent is the blank at the beginning of the cursor's line, which a new line
// takes over.
func (t *text) indent() string {
	line := t.lines[t.at.line]
	n := 0
	for n < len(line) && n < t.at.letter && (line[n] == ' ' || line[n] == '\t') {
		n++
	}
	return string(line[:n])
}
