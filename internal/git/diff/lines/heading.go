package lines

import (
	"strings"
	"unicode/utf8"
)

// headingWidth is the most bytes of a line that stand after the second @@.
const headingWidth = 80

// DefaultHeading takes for the beginning of a function what Git takes without
// a diff attribute: a line that begins with a letter, _ or $.
func DefaultHeading(line string) (string, bool) {
	if line == "" {
		return "", false
	}
	c := line[0]
	if c != '_' && c != '$' && (c|0x20 < 'a' || c|0x20 > 'z') {
		return "", false
	}
	return TrimHeading(line), true
}

// TrimHeading cuts a heading to the width that is shown.
func TrimHeading(line string) string {
	if len(line) > headingWidth {
		line = line[:headingWidth]
		// A character that is cut in two goes as a whole.
		for i := 1; i < utf8.UTFMax && i <= len(line); i++ {
			if c := line[len(line)-i]; utf8.RuneStart(c) {
				if c >= utf8.RuneSelf && !utf8.FullRuneInString(line[len(line)-i:]) {
					line = line[:len(line)-i]
				}
				break
			}
		}
	}
	return strings.TrimRight(line, " \t\r\n")
}
