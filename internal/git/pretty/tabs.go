package pretty

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/git/columns"
)

// cutColumns replaces the text of s between two columns, keeping what is outside.
func cutColumns(s string, from, to int, with string) string {
	var b strings.Builder
	column, done := 0, false
	for i := 0; i < len(s); {
		if k := columns.Escape(s[i:]); k > 0 {
			b.WriteString(s[i : i+k])
			i += k
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		w := columns.Rune(r)
		if column >= from && column < to {
			if !done {
				b.WriteString(with)
				done = true
			}
		} else {
			b.WriteString(s[i : i+size])
		}
		column += w
		i += size
	}
	return b.String()
}

// expandTabs replaces tabs by spaces up to the next multiple of size, and marks what
// stands between them.
func expandTabs(line string, size int, mark func(field, text string) string) string {
	if size <= 0 || !strings.Contains(line, "\t") {
		return mark("", line)
	}
	var b strings.Builder
	column := 0
	for {
		before, after, ok := strings.Cut(line, "\t")
		if !ok || !utf8.ValidString(before) { // in the second case columns are unknown from here on
			b.WriteString(mark("", line))
			return b.String()
		}
		b.WriteString(mark("", before))
		column += columns.Of(before)
		pad := size - column%size
		b.WriteString(strings.Repeat(" ", pad))
		column += pad
		line = after
	}
}
