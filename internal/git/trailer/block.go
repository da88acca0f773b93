// Package trailer finds and adds the "Key: value" lines at the end of a commit message, as
// git-interpret-trailers(1) describes them. It runs no trailer.<token>.command: that would let
// a repository start programs.
package trailer

import (
	"strings"
)

// signoffKey is of the trailers that Git itself writes.
const signoffKey = "Signed-off-by"

const picked = "(cherry picked from commit "

// start is where the trailers of a message begin: its last paragraph, if that is not the first and
// holds trailers only, or at least a quarter of them with one that Git makes itself or that is
// configured. end is where they end: what follows is comments and empty lines.
func (s *Settings) start(text string, comment byte) (start, end int) {
	end = trimmed(text, comment)
	if start = lastParagraph(text[:end]); start == 0 {
		return end, end
	}
	trailers, others, known := 0, 0, false
	for line := range strings.SplitSeq(text[start:end], "\n") {
		switch {
		case line != "" && line[0] == comment:
		case strings.HasPrefix(line, signoffKey+": "), strings.HasPrefix(line, picked):
			trailers, known = trailers+1, true
		case s.split(line).key != "":
			trailers++
			known = known || s.named(s.split(line).key) != nil
		case line != "" && (line[0] == ' ' || line[0] == '\t') && trailers > 0:
		default:
			others++
		}
	}
	if (others == 0 && trailers > 0) || (known && trailers*3 >= others) {
		return start, end
	}
	return end, end
}

// lastParagraph is where the last paragraph of a text begins; between two stand lines of nothing
// but white space.
func lastParagraph(text string) int {
	start := len(text)
	for start > 0 {
		before := strings.LastIndexByte(text[:start-1], '\n') + 1
		if strings.TrimSpace(text[before:start]) == "" {
			return start
		}
		start = before
	}
	return 0
}

// trimmed is the length of a message without the comments and empty lines at its end.
func trimmed(text string, comment byte) int {
	end := len(strings.TrimRight(text, "\n"))
	for {
		i := strings.LastIndexByte(text[:end], '\n')
		if i+1 >= end || text[i+1] != comment {
			return end
		}
		if i < 0 {
			return 0
		}
		end = len(strings.TrimRight(text[:i], "\n"))
	}
}

// line is one trailer, or with an empty key another line of the block. The separator with the
// spaces after it belongs to sep.
type line struct{ key, sep, value string }

func (l *line) text() string { return l.key + l.sep + l.value }

// split takes "Key: value" apart; the key holds letters, digits and dashes.
func (s *Settings) split(text string) line {
	i := strings.IndexAny(text, s.separators)
	if i <= 0 {
		return line{value: text}
	}
	key := strings.TrimRight(text[:i], " \t")
	for _, c := range key {
		if c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return line{value: text}
		}
	}
	value := strings.TrimLeft(text[i+1:], " \t")
	return line{key: key, sep: text[len(key) : len(text)-len(value)], value: value}
}

// Sign appends "Signed-off-by: who" to the trailers, unless it is the last of them.
func (s *Settings) Sign(text, who string, comment byte) string {
	signoff := signoffKey + ": " + who
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	start, end := s.start(text, comment)
	if start == end {
		switch {
		case text == "" || text == "\n":
			text = "\n\n"
		case !strings.HasSuffix(text, "\n\n"):
			text += "\n"
		}
		return text + signoff + "\n"
	}
	block := text[start:end]
	if block == signoff || strings.HasSuffix(block, "\n"+signoff) {
		return text
	}
	return text + signoff + "\n"
}
