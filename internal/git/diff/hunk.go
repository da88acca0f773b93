package diff

import (
	"fmt"
	"strings"

	"cairn/internal/git/diff/lines"
)

const noNewline = "\\ No newline at end of file"

// Range spells one half of a hunk header: "4", "4,2", "3,0".
func Range(start, count int) string {
	switch count {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return fmt.Sprintf("%d", start+1)
	}
	return fmt.Sprintf("%d,%d", start+1, count)
}

func (w *patchWriter) hunkHeader(h *lines.Hunk) {
	w.moved.pause()
	w.puts(w.c.Frag, "@@ -", Range(h.OldStart, h.OldCount), " +", Range(h.NewStart, h.NewCount), " @@", w.c.Reset)
	if h.Heading != "" {
		if w.o.Colors != nil {
			w.puts(w.c.Context, " ", w.c.Reset, w.c.Func, h.Heading, w.c.Reset)
		} else {
			w.puts(" ", h.Heading)
		}
	}
	w.puts("\n")
}

func (w *patchWriter) hunk(h *lines.Hunk) {
	w.hunkHeader(h)
	oldLine, newLine := h.OldStart, h.NewStart
	if h.OldCount == 0 {
		oldLine-- // the header names the line before; blank lines are counted from there
	}
	for _, l := range h.Lines {
		switch l.Op {
		case ' ':
			oldLine++
			newLine++
		case '-':
			oldLine++
		case '+':
			newLine++
		}
		w.line(l, oldLine, newLine)
	}
}

func (w *patchWriter) line(l lines.Line, oldLine, newLine int) {
	text, complete := strings.CutSuffix(l.Text, "\n")
	color, kind, sign := w.c.Context, ErrorsInContext, w.indicator(0)
	switch l.Op {
	case '-':
		color, kind, sign = w.movedColor(l, w.c.Old), ErrorsInOld, w.indicator(1)
	case '+':
		color, kind, sign = w.movedColor(l, w.c.New), ErrorsInNew, w.indicator(2)
	default:
		w.moved.pause()
	}
	switch {
	case w.o.SuppressBlank && l.Op == ' ' && text == "":
		w.puts("\n")
	case w.o.Colors == nil:
		w.puts(sign, text, "\n")
	case w.o.ErrorLines&kind == 0:
		w.painted(color, sign, text)
	case l.Op == '+' && w.rules.BlankAtEOF && w.blank.covers(oldLine, newLine) && isBlankText(text):
		w.painted(w.c.Whitespace, sign, text)
	default:
		w.puts(color, sign, w.c.Reset)
		w.rules.paint(w.formatter, text, color)
		w.puts("\n")
	}
	if !complete {
		w.puts(w.c.Context, noNewline, w.c.Reset, "\n")
	}
}

func (w *patchWriter) indicator(i int) string {
	if c := w.o.Indicators[i]; c != 0 {
		return string(rune(c))
	}
	return " -+"[i : i+1]
}

// painted writes a line in one colour; a carriage return at its end stays outside.
func (f *formatter) painted(color, sign, text string) {
	text, returned := strings.CutSuffix(text, "\r")
	f.puts(color, sign, text, f.c.Reset)
	if returned {
		f.puts("\r")
	}
	f.puts("\n")
}

// rewrite shows a file that was replaced: all old lines, then all new ones.
func (w *patchWriter) rewrite() {
	a, b := lines.Split(w.a), lines.Split(w.b)
	w.flushHeader()
	w.fileNames()
	gone := countFrom(len(a))
	if w.o.IrreversibleDelete {
		gone, a = "?,?", nil
	}
	w.puts(w.c.Frag, "@@ -", gone, " +", countFrom(len(b)), " @@", w.c.Reset, "\n")
	for i, l := range a {
		w.line(lines.Line{Op: '-', Text: l}, i+1, 0)
	}
	for i, l := range b {
		w.line(lines.Line{Op: '+', Text: l}, len(a), i+1)
	}
}

func countFrom(n int) string {
	switch n {
	case 0:
		return "0,0"
	case 1:
		return "1"
	}
	return fmt.Sprintf("1,%d", n)
}
