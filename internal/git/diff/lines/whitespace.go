package lines

import "strings"

// Whitespace says which differences in white space do not count.
type Whitespace uint8

// The flags of git-diff(1): -w, -b, --ignore-space-at-eol, --ignore-cr-at-eol.
// When several are given the widest wins.
const (
	IgnoreAllSpace Whitespace = 1 << iota
	IgnoreSpaceChange
	IgnoreSpaceAtEOL
	IgnoreCRAtEOL
)

// IsSpace reports what Git takes for white space: blank, tab, line feed,
// carriage return; not form feed nor vertical tab.
func IsSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// IsBlank reports whether the line counts as blank: with any whitespace flag
// a line of white space only, without one a line of at most one byte, which is
// the line feed except in a last line that lacks it (Git takes that for blank too).
func (w Whitespace) IsBlank(line string) bool {
	if w == 0 {
		return len(line) <= 1
	}
	for i := range len(line) {
		if !IsSpace(line[i]) {
			return false
		}
	}
	return true
}

// Key maps lines that count as equal to the same string.
func (w Whitespace) Key(line string) string {
	switch {
	case w == 0:
		return line
	case w&IgnoreAllSpace != 0:
		return withoutSpace(line)
	case w&IgnoreSpaceChange != 0:
		return squeezed(strings.TrimRight(line, " \t\r\n"))
	case w&IgnoreSpaceAtEOL != 0:
		return strings.TrimRight(line, " \t\r\n")
	}
	if body, complete := strings.CutSuffix(line, "\n"); complete {
		return strings.TrimSuffix(body, "\r")
	}
	return line
}

func withoutSpace(line string) string {
	if !strings.ContainsAny(line, " \t\r\n") {
		return line
	}
	out := make([]byte, 0, len(line))
	for i := range len(line) {
		if !IsSpace(line[i]) {
			out = append(out, line[i])
		}
	}
	return string(out)
}

func squeezed(line string) string {
	if !strings.ContainsAny(line, " \t\r\n") {
		return line
	}
	out := make([]byte, 0, len(line))
	for i := range len(line) {
		if !IsSpace(line[i]) {
			out = append(out, line[i])
			continue
		}
		if i == 0 || !IsSpace(line[i-1]) {
			out = append(out, ' ')
		}
	}
	return string(out)
}

// Equal reports whether two lines count as equal.
func (w Whitespace) Equal(a, b string) bool { return w.Key(a) == w.Key(b) }
