package cli

import (
	"regexp"
	"strings"

	"cairn/internal/git/color"
)

// highlight colours what --author, --committer and --grep find, as grep does.
func (l *logRun) highlight() {
	if !l.printer.Color || !l.messages.active() || l.messages.invert {
		return
	}
	p := grepPalette(l.repo.Config())
	l.printer.Highlight = func(field, line string) string {
		patterns := l.messages.greps
		switch field {
		case "author":
			patterns = l.messages.authors
		case "committer":
			patterns = l.messages.committers
		}
		return withMatches(line, patterns, p)
	}
}

// withMatches writes a line with its matches in colour, and where there are any the rest in
// the colour of selected lines.
func withMatches(line string, patterns []*regexp.Regexp, p grepColors) string {
	var b strings.Builder
	paint := func(code, text string) {
		if code == "" {
			b.WriteString(text)
			return
		}
		b.WriteString(code + text + color.Reset)
	}
	at, found := 0, false
	for {
		start, end := nextMatch(line, at, patterns)
		if start == end {
			break
		}
		paint(p.selected, line[at:start])
		paint(p.match, line[start:end])
		at, found = end, true
	}
	if !found {
		return line
	}
	paint(p.selected, line[at:])
	return b.String()
}

// nextMatch is the first match of any pattern from a place on, the longest of those that
// begin there; one that is empty ends the search, as in grep.
func nextMatch(line string, at int, patterns []*regexp.Regexp) (start, end int) {
	found := false
	for _, re := range patterns {
		for _, m := range re.FindAllStringIndex(line, -1) {
			if m[0] < at {
				continue
			}
			if !found || m[0] < start || m[0] == start && m[1] > end {
				start, end, found = m[0], m[1], true
			}
			break
		}
	}
	return start, end
}
