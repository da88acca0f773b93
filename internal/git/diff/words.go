package diff

import (
	"regexp"
	"strings"

	"cairn/internal/git/diff/lines"
)

// wordDiff shows changed words within the text instead of changed lines.
type wordDiff struct {
	w       *patchWriter
	regex   *regexp.Regexp
	old     wordStyle
	new     wordStyle
	same    wordStyle
	newline string
	minus   strings.Builder
	plus    strings.Builder
}

// wordRegex is what the attributes of the files say of words.
func (w *patchWriter) wordRegex() *regexp.Regexp {
	for _, f := range []*File{w.p.Old, w.p.New} {
		if words := w.o.driverOf(f).Words; words != nil {
			return words()
		}
	}
	return w.o.DefaultWords
}

type wordStyle struct{ color, before, after, reset string }

func (w *patchWriter) words(hunks []lines.Hunk) {
	d := &wordDiff{w: w, regex: w.o.WordRegex, newline: "\n"}
	if d.regex == nil {
		d.regex = w.wordRegex()
	}
	switch w.o.Words {
	case PlainWords:
		d.old, d.new = wordStyle{before: "[-", after: "-]"}, wordStyle{before: "{+", after: "+}"}
	case PorcelainWords:
		d.old, d.new = wordStyle{before: "-", after: "\n"}, wordStyle{before: "+", after: "\n"}
		d.same, d.newline = wordStyle{before: " ", after: "\n"}, "~\n"
	case ColorWords, NoWords:
	}
	d.old.tint(w.c.Old, w.c.Reset)
	d.new.tint(w.c.New, w.c.Reset)
	d.same.tint(w.c.Context, w.c.Reset)
	for i := range hunks {
		w.hunkHeader(&hunks[i])
		d.hunk(&hunks[i])
	}
}

func (s *wordStyle) tint(color, reset string) {
	if color != "" {
		s.color, s.reset = color, reset
	}
}

func (d *wordDiff) hunk(h *lines.Hunk) {
	for _, l := range h.Lines {
		text := strings.TrimSuffix(l.Text, "\n")
		switch l.Op {
		case '-':
			d.minus.WriteString(text + "\n")
		case '+':
			d.plus.WriteString(text + "\n")
		default:
			d.flush()
			d.context(text)
		}
	}
	d.flush()
}

func (d *wordDiff) context(text string) {
	w := d.w
	if w.o.Words == PorcelainWords {
		w.painted(w.c.Context, " ", text)
		w.puts("~\n")
		return
	}
	if text == "" {
		w.puts("\n")
		return
	}
	w.painted(w.c.Context, "", text)
}

// word is a stretch of text.
type word struct{ start, end int }

func (d *wordDiff) flush() {
	minus, plus := d.minus.String(), d.plus.String()
	d.minus.Reset()
	d.plus.Reset()
	switch {
	case minus == "" && plus == "":
		return
	case plus == "":
		d.write(d.old, minus)
		return
	}
	a, listA := d.split(minus)
	b, listB := d.split(plus)
	if tail := lines.CommonTail(listA, listB); tail > 0 {
		listA, listB = listA[:len(listA)-tail], listB[:len(listB)-tail]
	}
	at := 0
	changes := lines.Compare(lines.SplitString(listA), lines.SplitString(listB), lines.Options{})
	for _, c := range changes {
		from, to := extent(a, c.OldStart, c.OldCount)
		newFrom, newTo := extent(b, c.NewStart, c.NewCount)
		d.write(d.same, plus[at:newFrom])
		d.write(d.old, minus[from:to])
		d.write(d.new, plus[newFrom:newTo])
		at = newTo
	}
	d.write(d.same, plus[at:])
}

// extent is the stretch from the first to the last of some words; of no words, the end of the one before.
func extent(words []word, start, count int) (from, to int) {
	switch {
	case count > 0:
		return words[start].start, words[start+count-1].end
	case start > 0:
		return words[start-1].end, words[start-1].end
	}
	return 0, 0
}

// split finds the words of a text, and lists them one a line.
func (d *wordDiff) split(text string) ([]word, string) {
	var words []word
	var list strings.Builder
	for at := 0; at < len(text); {
		next, ok := d.nextWord(text, at)
		if !ok {
			break
		}
		words = append(words, next)
		list.WriteString(text[next.start:next.end] + "\n")
		at = next.end
	}
	return words, list.String()
}

func (d *wordDiff) nextWord(text string, at int) (word, bool) {
	if d.regex == nil {
		for at < len(text) && lines.IsSpace(text[at]) {
			at++
		}
		end := at
		for end < len(text) && !lines.IsSpace(text[end]) {
			end++
		}
		return word{at, end}, at < len(text)
	}
	for at < len(text) {
		m := d.regex.FindStringIndex(text[at:])
		if m == nil {
			return word{}, false
		}
		start, end := at+m[0], at+m[1]
		if cut := strings.IndexByte(text[start:end], '\n'); cut >= 0 {
			end = start + cut
		}
		if start < end {
			return word{start, end}, true
		}
		at = start + 1
	}
	return word{}, false
}

func (d *wordDiff) write(s wordStyle, text string) {
	for text != "" {
		line, rest, more := strings.Cut(text, "\n")
		if line != "" {
			d.w.puts(s.color, s.before, line, s.after, s.reset)
		}
		if !more {
			return
		}
		d.w.puts(d.newline)
		text = rest
	}
}
