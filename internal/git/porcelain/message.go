package porcelain

import (
	"strings"
)

// Cleanup says what is done to a commit message before it is stored (git-commit(1),
// --cleanup).
type Cleanup int

// The modes of --cleanup.
const (
	CleanVerbatim   Cleanup = iota
	CleanWhitespace         // empty lines at both ends, double ones, and blanks at line ends go
	CleanStrip              // comments too
	CleanScissors           // as whitespace, and all from the scissors line on goes
)

// CommentChar is what a comment begins with where the configuration says nothing.
const CommentChar = '#'

// StripSpace removes blanks at line ends, empty lines at both ends and all but one of
// several; with a comment character, lines that begin with it too.
func StripSpace(text string, comment byte) string {
	var b strings.Builder
	empty := false
	for line := range strings.SplitSeq(text, "\n") {
		if comment != 0 && line != "" && line[0] == comment {
			continue
		}
		line = strings.TrimRight(line, " \t\r\v\f")
		if line == "" {
			empty = b.Len() > 0
			continue
		}
		if empty {
			b.WriteByte('\n')
			empty = false
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

// ScissorsLine is the line above the differences, without its end.
func ScissorsLine(comment byte) string {
	return string(rune(comment)) + " ------------------------ >8 ------------------------"
}

// CutScissors drops all from the scissors line on.
func CutScissors(text string, comment byte) string {
	mark := ScissorsLine(comment) + "\n"
	if strings.HasPrefix(text, mark) {
		return ""
	}
	if i := strings.Index(text, "\n"+mark); i >= 0 {
		return text[:i+1]
	}
	return text
}

// Comments is the comment character if a mode drops comments, else 0.
func (c Cleanup) Comments(comment byte) byte {
	if c == CleanStrip {
		return comment
	}
	return 0
}

// CleanMessage applies a mode. cut also drops what stands below a scissors line, as with
// commit -v.
func CleanMessage(text string, mode Cleanup, cut bool, comment byte) string {
	if cut || mode == CleanScissors {
		text = CutScissors(text, comment)
	}
	if mode == CleanVerbatim {
		return text
	}
	return StripSpace(text, mode.Comments(comment))
}

// MessageIsEmpty reports whether a message says nothing but who signed it off.
func MessageIsEmpty(text string, mode Cleanup) bool {
	if mode == CleanVerbatim {
		return text == ""
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "Signed-off-by: ") {
			return false
		}
	}
	return true
}
