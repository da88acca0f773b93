// Package lines compares two sequences of text lines and finds the changes that
// Git shows between them: the same hunks, slid to the same place. It knows nothing
// of files, repositories or output; it never fails, whatever bytes it is given.
//
// Algorithms: Myers' O(ND) with the cuts that keep it fast on large inputs,
// patience (Bram Cohen) and histogram (as JGit describes it), followed by one
// pass that slides every change to where a reader expects it.
package lines

import "strings"

// Algorithm names how the changes are looked for.
type Algorithm int

// The algorithms of git-diff(1) --diff-algorithm.
const (
	Myers Algorithm = iota
	Minimal
	Patience
	Histogram
)

// Options tells how two sequences are compared. The zero value is what
// plumbing uses: Myers, every byte counts, no indent heuristic.
type Options struct {
	Algorithm       Algorithm
	Whitespace      Whitespace
	IndentHeuristic bool
	// Anchors are the beginnings of lines that patience may not delete and add again.
	Anchors []string
}

// Change says that Old lines were replaced by New lines. Both ranges are
// zero-based; at most one of the two is empty.
type Change struct {
	OldStart, OldCount int
	NewStart, NewCount int
}

// OldEnd is the line after the last one removed.
func (c Change) OldEnd() int { return c.OldStart + c.OldCount }

// NewEnd is the line after the last one added.
func (c Change) NewEnd() int { return c.NewStart + c.NewCount }

// Split cuts data into lines, each with its line feed; the last may lack one.
func Split(data []byte) []string {
	if len(data) == 0 {
		return nil
	}
	return SplitString(string(data))
}

// SplitString is Split for text that is a string already.
func SplitString(text string) []string {
	if text == "" {
		return nil
	}
	out := make([]string, 0, strings.Count(text, "\n")+1)
	for len(text) > 0 {
		end := strings.IndexByte(text, '\n') + 1
		if end == 0 {
			end = len(text)
		}
		out = append(out, text[:end])
		text = text[end:]
	}
	return out
}

// Compare returns the changes that lead from a to b, in order.
func Compare(a, b []string, opts Options) []Change {
	p := newPair(a, b, opts.Whitespace)
	switch opts.Algorithm {
	case Patience:
		p.patience(opts.Anchors, p.whole())
	case Histogram:
		p.histogram(p.whole())
	case Myers, Minimal:
		p.myers(p.whole(), opts.Algorithm == Minimal)
	}
	slideAll(&p.old, &p.new, opts.IndentHeuristic)
	slideAll(&p.new, &p.old, opts.IndentHeuristic)
	return p.changes()
}

// box is a rectangle of the comparison: lines [a0,a1) against [b0,b1).
type box struct{ a0, a1, b0, b1 int }

// side is one of the two sequences: its text, the class of each line (equal
// class means equal line), and which lines are changed.
type side struct {
	text    []string
	class   []int32
	changed []bool
}

type pair struct {
	old, new side
	classes  int
}

func newPair(a, b []string, ws Whitespace) *pair {
	ids := make(map[string]int32, len(a)+len(b)/4)
	p := &pair{}
	p.old = newSide(a, ws, ids)
	p.new = newSide(b, ws, ids)
	p.classes = len(ids)
	return p
}

func newSide(text []string, ws Whitespace, ids map[string]int32) side {
	s := side{text: text, class: make([]int32, len(text)), changed: make([]bool, len(text))}
	for i, line := range text {
		key := ws.Key(line)
		id, ok := ids[key]
		if !ok {
			id = int32(len(ids))
			ids[key] = id
		}
		s.class[i] = id
	}
	return s
}

func (p *pair) whole() box { return box{0, len(p.old.class), 0, len(p.new.class)} }

// markBox marks every line of the box as changed.
func (p *pair) markBox(r box) {
	mark(p.old.changed[r.a0:r.a1])
	mark(p.new.changed[r.b0:r.b1])
}

func mark(flags []bool) {
	for i := range flags {
		flags[i] = true
	}
}

// changes walks both flag arrays in step: unchanged lines come in pairs.
func (p *pair) changes() []Change {
	var out []Change
	a, b := 0, 0
	for a < len(p.old.changed) || b < len(p.new.changed) {
		c := Change{OldStart: a, NewStart: b}
		for a < len(p.old.changed) && p.old.changed[a] {
			a++
		}
		for b < len(p.new.changed) && p.new.changed[b] {
			b++
		}
		c.OldCount, c.NewCount = a-c.OldStart, b-c.NewStart
		if c.OldCount > 0 || c.NewCount > 0 {
			out = append(out, c)
			continue
		}
		a++
		b++
	}
	return out
}

// CommonTail is the number of bytes at the end of both texts that a
// comparison without context leaves out: whole blocks of 1024 equal bytes,
// less the rest of the line where they begin. What is left out limits how far
// a change can slide down (seen with git diff -U0 on files with long equal ends).
func CommonTail(a, b string) int {
	const block = 1024
	shorter := min(len(a), len(b))
	tail := 0
	for tail+block <= shorter &&
		a[len(a)-tail-block:len(a)-tail] == b[len(b)-tail-block:len(b)-tail] {
		tail += block
	}
	if end := strings.IndexByte(a[len(a)-tail:], '\n'); tail > 0 && end >= 0 {
		return tail - end - 1
	}
	return 0
}
