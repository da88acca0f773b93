package console

import (
	"strconv"
	"strings"

	"cairn/internal/ui/theme"
)

// style is how a stretch of output looks. The zero value is plain text.
type style struct {
	ink, paper   theme.Role
	bold, invert bool
}

// run is a stretch of a line in one style.
type run struct {
	text string
	style
}

// escapes reads the escape sequences that Git writes: colours and weights
// (ECMA-48, "Select Graphic Rendition"). Others are dropped, so that no output
// can disturb the console. Its state lasts from one write to the next.
type escapes struct {
	style   style
	pending string // the beginning of a sequence that a write cut in two
}

// maxSequence bounds what is held back for a sequence that never ends.
const maxSequence = 64

// read splits text into runs; line ends stay in the text.
func (e *escapes) read(text string) []run {
	text, e.pending = e.pending+text, ""
	var out []run
	for text != "" {
		at := strings.IndexByte(text, 0x1b)
		if at != 0 {
			if at < 0 {
				at = len(text)
			}
			out, text = append(out, run{text[:at], e.style}), text[at:]
			continue
		}
		n, ok := sequenceLength(text)
		if !ok && len(text) < maxSequence {
			e.pending = text
			return out
		}
		if params, isColour := strings.CutPrefix(text[:n], "\x1b["); isColour && strings.HasSuffix(params, "m") {
			e.colour(strings.TrimSuffix(params, "m"))
		}
		text = text[n:]
	}
	return out
}

// sequenceLength is the length of the escape sequence at the front of text, and
// whether it is complete.
func sequenceLength(text string) (int, bool) {
	if len(text) < 2 {
		return len(text), false
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text); i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				return i + 1, true
			}
		}
		return len(text), false
	case ']': // a title or a link, up to BEL or ST
		for i := 2; i < len(text); i++ {
			if text[i] == 0x07 {
				return i + 1, true
			}
			if text[i] == 0x1b && i+1 < len(text) && text[i+1] == '\\' {
				return i + 2, true
			}
		}
		return len(text), false
	default:
		return 2, true
	}
}

func (e *escapes) colour(params string) {
	codes := strings.Split(params, ";")
	for i := 0; i < len(codes); i++ {
		code, _ := strconv.Atoi(codes[i]) // an empty code is 0
		if code == 38 || code == 48 {
			i += e.extended(code, codes[i+1:])
			continue
		}
		e.code(code)
	}
}

// extended reads 38;5;N and 38;2;R;G;B and returns how many codes it took. Of
// the 256 colours the first sixteen are shown; the rest stay text, whose
// contrast is known.
func (e *escapes) extended(code int, rest []string) int {
	if len(rest) >= 2 && rest[0] == "5" {
		if n, err := strconv.Atoi(rest[1]); err == nil && n >= 0 && n < 16 {
			if code == 38 {
				e.style.ink = ansiRole(n % 8)
			} else {
				e.style.paper = ansiRole(n % 8)
			}
		}
		return 2
	}
	if len(rest) >= 4 && rest[0] == "2" {
		return 4
	}
	return len(rest)
}

func (e *escapes) code(code int) {
	s := &e.style
	switch {
	case code == 0:
		*s = style{}
	case code == 1:
		s.bold = true
	case code == 2:
		s.ink = theme.Muted
	case code == 7:
		s.invert = true
	case code == 22:
		s.bold = false
	case code == 27:
		s.invert = false
	case code >= 30 && code <= 37:
		s.ink = ansiRole(code - 30)
	case code >= 90 && code <= 97:
		s.ink = ansiRole(code - 90)
	case code == 39:
		s.ink = ""
	case code >= 40 && code <= 47:
		s.paper = ansiRole(code - 40)
	case code == 49:
		s.paper = ""
	}
}

// ansiRole gives the eight colours of terminals the palette's own, so that each
// can be read on the console's ground.
func ansiRole(n int) theme.Role {
	return [...]theme.Role{
		theme.Muted, theme.Danger, theme.Success, theme.Warning,
		theme.Lane(0), theme.Lane(3), theme.Accent, theme.Text,
	}[n]
}
