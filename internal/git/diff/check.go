package diff

import (
	"strings"
)

// check reports white space errors and left-over conflict markers in added lines.
func (f *formatter) check(p *Pair) error {
	if p.Status == Unmerged || !p.New.Exists() {
		return nil
	}
	a, err := p.Old.content(f.o.Blobs)
	if err != nil {
		return err
	}
	b, err := p.New.content(f.o.Blobs)
	if err != nil {
		return err
	}
	if binary, err := p.New.binary(f.o); err != nil || binary {
		return err
	}
	rules := f.o.rules(p.New.Path)
	narrow := *f.o
	narrow.Context = 1
	blankAt := 0
	for _, h := range narrow.hunks(p, a, b) {
		line := h.NewStart
		for _, l := range h.Lines {
			if l.Op != '-' {
				line++
			}
			if l.Op == '+' {
				f.checkLine(p, line, l.Text, rules)
			}
		}
	}
	if end := blankEndOf(a, b, rules); end.new > 0 {
		blankAt = end.new
	}
	if blankAt > 0 {
		f.printf("%s:%d: new blank line at EOF.\n", p.New.Path, blankAt)
		f.result.Problems = true
	}
	return nil
}

func (f *formatter) checkLine(p *Pair, line int, text string, rules Rules) {
	if isConflictMarker(text, f.o.driver(p.New.Path).MarkerSize) {
		f.printf("%s:%d: leftover conflict marker\n", p.New.Path, line)
		f.result.Problems = true
	}
	text = strings.TrimSuffix(text, "\n")
	body := text
	if rules.CRAtEOL {
		body = strings.TrimSuffix(text, "\r")
	}
	names := rules.inspect(body).names
	if len(names) == 0 {
		return
	}
	f.result.Problems = true
	f.printf("%s:%d: %s.\n", p.New.Path, line, strings.Join(names, ", "))
	f.puts(f.c.New, "+", f.c.Reset)
	rules.paint(f, text, f.c.New)
	f.puts("\n")
}

// isConflictMarker: seven of <, =, >, | at the beginning (or as many as the attribute
// conflict-marker-size says), followed by white space.
func isConflictMarker(line string, size int) bool {
	const usual = 7
	if size <= 0 {
		size = usual
	}
	if len(line) <= size {
		return false
	}
	c := line[0]
	if !strings.ContainsRune("<=>|", rune(c)) || line[:size] != strings.Repeat(string(rune(c)), size) {
		return false
	}
	return line[size] == ' ' || line[size] == '\n' || line[size] == '\t' || line[size] == '\r'
}
