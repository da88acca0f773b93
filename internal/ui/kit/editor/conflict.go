package editor

import "strings"

// kind says what a line is.
type kind int

const (
	plain kind = iota
	comment
	marker // one of the lines that set a conflict off
	ours
	base
	theirs
)

// conflict is where Git left two versions of some lines. All are line numbers
// from 0; base is -1 unless merge.conflictStyle is diff3.
type conflict struct {
	start, base, middle, end int
	ourName, theirName       string
}

// Side is what is taken in a conflict.
type Side int

// The sides of a conflict.
const (
	Ours Side = iota
	Theirs
	Both
)

// conflicts finds Git's markers: seven signs at the beginning of a line, then a
// blank and a name, or nothing (git-merge(1), "How conflicts are presented").
func conflicts(lines [][]rune) []conflict {
	var out []conflict
	open := conflict{start: -1}
	for i, line := range lines {
		switch {
		case isMarker(line, '<'):
			open = conflict{start: i, base: -1, middle: -1, ourName: name(line)}
		case open.start < 0:
		case isMarker(line, '|') && open.middle < 0:
			open.base = i
		case isMarker(line, '=') && open.middle < 0:
			open.middle = i
		case isMarker(line, '>') && open.middle >= 0:
			open.end, open.theirName = i, name(line)
			out = append(out, open)
			open.start = -1
		}
	}
	return out
}

func isMarker(line []rune, sign rune) bool {
	const length = 7
	if len(line) < length || (len(line) > length && line[length] != ' ') {
		return false
	}
	for _, r := range line[:length] {
		if r != sign {
			return false
		}
	}
	return true
}

func name(line []rune) string { return strings.TrimSpace(string(line[7:])) }

// kinds says of each line what it is.
func kinds(lines [][]rune, found []conflict, commentSign string) []kind {
	out := make([]kind, len(lines))
	for i, line := range lines {
		if commentSign != "" && strings.HasPrefix(string(line), commentSign) {
			out[i] = comment
		}
	}
	for _, c := range found {
		for i := c.start; i <= c.end; i++ {
			switch {
			case i == c.start || i == c.base || i == c.middle || i == c.end:
				out[i] = marker
			case i < c.middle && (c.base < 0 || i < c.base):
				out[i] = ours
			case i < c.middle:
				out[i] = base
			default:
				out[i] = theirs
			}
		}
	}
	return out
}

// resolved is what a conflict's lines become.
func (c conflict) resolved(lines [][]rune, side Side) [][]rune {
	end := c.middle
	if c.base >= 0 {
		end = c.base
	}
	var out [][]rune
	if side != Theirs {
		out = append(out, lines[c.start+1:end]...)
	}
	if side != Ours {
		out = append(out, lines[c.middle+1:c.end]...)
	}
	return out
}
