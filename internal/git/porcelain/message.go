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

// StripSpace removes blanks at line ends, empty lines at both ends and all but one of
// several; with comments set, lines that begin with # too.
func StripSpace(text string, comments bool) string {
	var b strings.Builder
	empty := false
	for line := range strings.SplitSeq(text, "\n") {
		if comments && strings.HasPrefix(line, "#") {
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

// scissorsMark is what the line above the differences holds.
const scissorsMark = "# ------------------------ >8 ------------------------\n"

// CutScissors drops all from the scissors line on.
func CutScissors(text string) string {
	if strings.HasPrefix(text, scissorsMark) {
		return ""
	}
	if i := strings.Index(text, "\n"+scissorsMark); i >= 0 {
		return text[:i+1]
	}
	return text
}

// CleanMessage applies a mode. cut also drops what stands below a scissors line, as with
// commit -v.
func CleanMessage(text string, mode Cleanup, cut bool) string {
	if cut || mode == CleanScissors {
		text = CutScissors(text)
	}
	if mode == CleanVerbatim {
		return text
	}
	return StripSpace(text, mode == CleanStrip)
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

// trailerStart is where the trailers of a message begin: its last paragraph, if that is
// not the first and holds trailers only, or mostly ones that Git makes itself.
func trailerStart(text string) int {
	end := len(strings.TrimRight(text, "\n"))
	for { // comments below do not count
		i := strings.LastIndexByte(text[:end], '\n')
		if !strings.HasPrefix(text[i+1:end], "#") {
			break
		}
		if i < 0 {
			return len(text)
		}
		end = len(strings.TrimRight(text[:i], "\n"))
	}
	start := strings.LastIndex(text[:end], "\n\n")
	if start < 0 {
		return len(text)
	}
	start += 2
	trailers, others, known := 0, 0, false
	for line := range strings.SplitSeq(text[start:end], "\n") {
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "Signed-off-by: "), strings.HasPrefix(line, "(cherry picked from commit "):
			trailers, known = trailers+1, true
		case isTrailer(line):
			trailers++
		case line != "" && (line[0] == ' ' || line[0] == '\t') && trailers > 0:
		default:
			others++
		}
	}
	if (others == 0 && trailers > 0) || (known && trailers*3 >= others) {
		return start
	}
	return len(text)
}

// isTrailer knows "Token: value"; the token holds letters, digits and dashes.
func isTrailer(line string) bool {
	i := strings.IndexByte(line, ':')
	if i <= 0 {
		return false
	}
	for _, c := range strings.TrimRight(line[:i], " ") {
		if c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// AddSignoff appends "Signed-off-by: who" to the trailers, unless it is the last of them. With
// once it is not added where it stands among them at all.
func AddSignoff(text, who string, once bool) string {
	return addTrailer(text, "Signed-off-by: "+who, once)
}

// AddTrailer appends a line "Key: value", unless it is the last one already.
func AddTrailer(text, line string) string { return addTrailer(text, line, false) }

func addTrailer(text, line string, once bool) string {
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	at := trailerStart(text)
	if at == len(text) {
		switch {
		case text == "":
			text = "\n\n"
		case text == "\n":
			text = "\n\n"
		case !strings.HasSuffix(text, "\n\n"):
			text += "\n"
		}
		return text + line + "\n"
	}
	lines := strings.Split(strings.TrimRight(text[at:], "\n"), "\n")
	if lines[len(lines)-1] == line {
		return text
	}
	if once {
		for _, l := range lines {
			if l == line {
				return text
			}
		}
	}
	return text + line + "\n"
}
