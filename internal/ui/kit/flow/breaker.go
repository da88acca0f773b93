package flow

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/ui/theme"
)

// monoScale sets code a little smaller within text, since its letters are
// wider and look larger than those around them.
const monoScale = 0.9

// chipPad is how far the ground of inline code reaches beyond its letters.
const chipPad = 3

// atom is the least thing that a line is made of: a word, or the part of a word
// that lies in one span.
type atom struct {
	text  string
	span  int
	width float32
	// space is true where a blank stands before the atom: a line may break there.
	space bool
	// brk is true where the line must break after the atom.
	brk bool
}

// run is a stretch of one span on one line.
type run struct {
	text     string
	span     int
	x, width float32
}

type line struct {
	runs  []run
	width float32
}

// measured is a paragraph whose words have their widths at one size.
type measured struct {
	size  float32
	spans []Span
	atoms []atom
	blank []float32 // width of a blank, by span
}

func (s Span) textSize(size float32) float32 {
	if s.Mono {
		return size * monoScale
	}
	return size
}

func measure(spans []Span, size float32) *measured {
	m := &measured{size: size, spans: spans, blank: make([]float32, len(spans))}
	pending := false
	for i, s := range spans {
		m.blank[i] = theme.Measure(" ", s.textSize(size), s.style()).Width
		pending = m.split(i, s, pending)
		if s.Break {
			m.endLine(i)
			pending = false
		}
	}
	return m
}

// split cuts a span into atoms. A blank at its end belongs to the next span's
// first word, and is returned.
func (m *measured) split(i int, s Span, pending bool) bool {
	rest := s.Text
	for rest != "" {
		word := rest
		blank := strings.IndexFunc(rest, breakable)
		if blank == 0 {
			_, n := utf8.DecodeRuneInString(rest)
			pending, rest = true, rest[n:]
			continue
		}
		if blank > 0 {
			word = rest[:blank]
		}
		rest = rest[len(word):]
		width := theme.Measure(word, s.textSize(m.size), s.style()).Width
		m.atoms = append(m.atoms, atom{text: word, span: i, width: width, space: pending})
		pending = false
	}
	return pending
}

// breakable is true for blanks but not for the no-break space.
func breakable(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

func (m *measured) endLine(span int) {
	if len(m.atoms) == 0 {
		m.atoms = append(m.atoms, atom{span: span})
	}
	m.atoms[len(m.atoms)-1].brk = true
}

// lines breaks the text greedily at width.
func (m *measured) lines(width float32) []line {
	b := breaker{m: m, width: width}
	for i := 0; i < len(m.atoms); {
		end := m.wordEnd(i)
		b.word(m.atoms[i:end])
		i = end
	}
	b.flush()
	return b.lines
}

// wordEnd is the index after the last atom of the word that begins at i: atoms
// of several spans with no blank between them stay together.
func (m *measured) wordEnd(i int) int {
	for i++; i < len(m.atoms); i++ {
		if m.atoms[i].space || m.atoms[i-1].brk {
			break
		}
	}
	return i
}

type breaker struct {
	m     *measured
	width float32
	lines []line
	cur   line
}

func (b *breaker) word(atoms []atom) {
	var width float32
	for _, a := range atoms {
		width += a.width
	}
	gap := float32(0)
	if len(b.cur.runs) > 0 && atoms[0].space {
		last := b.cur.runs[len(b.cur.runs)-1]
		gap = min(b.m.blank[atoms[0].span], b.m.blank[last.span])
	}
	if len(b.cur.runs) > 0 && b.cur.width+gap+width > b.width {
		b.flush()
		gap = 0
	}
	for _, a := range atoms {
		b.put(a, gap)
		gap = 0
		if a.brk {
			b.flush()
		}
	}
}

// put adds an atom to the line, cutting what is wider than a whole line.
func (b *breaker) put(a atom, gap float32) {
	if b.cur.width+gap+a.width > b.width && utf8.RuneCountInString(a.text) > 1 {
		head, tail := b.cut(a, b.width-b.cur.width-gap)
		b.add(head, gap)
		b.flush()
		b.put(tail, 0)
		return
	}
	b.add(a, gap)
}

// cut halves an atom so that the first part fits in room, with at least one
// letter in each part.
func (b *breaker) cut(a atom, room float32) (head, tail atom) {
	s := b.m.spans[a.span]
	letters := []rune(a.text)
	measured := func(n int) float32 {
		return theme.Measure(string(letters[:n]), s.textSize(b.m.size), s.style()).Width
	}
	lo, hi := 1, len(letters)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if measured(mid) <= room {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	head, tail = a, a
	head.text, tail.text = string(letters[:lo]), string(letters[lo:])
	head.width, tail.width = measured(lo), theme.Measure(tail.text, s.textSize(b.m.size), s.style()).Width
	head.brk, tail.space = false, false
	return head, tail
}

func (b *breaker) add(a atom, gap float32) {
	runs := b.cur.runs
	if n := len(runs); n > 0 && runs[n-1].span == a.span {
		if gap > 0 {
			runs[n-1].text += " "
		}
		runs[n-1].text += a.text
		runs[n-1].width += gap + a.width
	} else {
		if n > 0 && gap > 0 {
			runs[n-1].text += " " // unseen, but there when the text is copied
		}
		gap += b.chipRoom(a)
		b.cur.runs = append(runs, run{text: a.text, span: a.span, x: b.cur.width + gap, width: a.width})
	}
	b.cur.width += gap + a.width
}

// chipRoom keeps the ground of inline code off the letters beside it.
func (b *breaker) chipRoom(a atom) (room float32) {
	n := len(b.cur.runs)
	if b.m.spans[a.span].Chip {
		room += chipPad
	}
	if n > 0 && b.m.spans[b.cur.runs[n-1].span].Chip {
		room += chipPad
	}
	return room
}

func (b *breaker) flush() {
	if len(b.cur.runs) == 0 {
		return
	}
	b.lines = append(b.lines, b.cur)
	b.cur = line{}
}
