package date

import (
	"fmt"
	"strings"
	"time"
)

// strftime writes t by a C pattern in the C locale. What it does not know stays
// as it is, as glibc leaves it. The name of a zone is known for the reader's
// own only; another's is empty, since an offset has no name.
func strftime(pattern string, t time.Time, local bool) string {
	var b strings.Builder
	for {
		text, rest, more := strings.Cut(pattern, "%")
		b.WriteString(text)
		if !more {
			return b.String()
		}
		d, n := cutDirective(rest)
		if n == 0 {
			b.WriteByte('%')
			pattern = rest
			continue
		}
		b.WriteString(d.write(rest[:n], t, local))
		pattern = rest[n:]
	}
}

// spec is what may stand between the % and the letter: glibc's flags, and a width.
type spec struct {
	pad   byte // '-' none, '_' spaces, '0' zeros; 0 as usual
	upper bool
	swap  bool // letters in the other case
	width int
}

// mostWidth bounds what a pattern can ask for.
const mostWidth = 1000

// cutDirective reads what follows a %, up to the letter, and gives its length: 0 at the end of a
// pattern. The modifiers E and O change nothing in the C locale.
func cutDirective(s string) (d spec, n int) {
	for ; n < len(s); n++ {
		switch c := s[n]; {
		case c == '-' || c == '_' || c == '0' && d.width == 0:
			d.pad = c
		case c == '^':
			d.upper = true
		case c == '#':
			d.swap = true
		case isDigit(c):
			d.width = min(d.width*10+int(c-'0'), mostWidth)
		case (c == 'E' || c == 'O') && n+1 < len(s) && isAlpha(s[n+1]):
		default:
			return d, n + 1
		}
	}
	return d, 0
}

// write gives the text of a directive; whole is all of it but the %.
func (d spec) write(whole string, t time.Time, local bool) string {
	c := whole[len(whole)-1]
	if c == 'Z' && !local {
		return ""
	}
	text, ok := directive(c, t)
	if !ok {
		return "%" + whole
	}
	if d.swap && (c == 'p' || c == 'Z') {
		text = strings.ToLower(text)
	} else if d.upper || d.swap {
		text = strings.ToUpper(text)
	}
	bare := strings.TrimLeft(text, "0 ")
	numeric := strings.Trim(text, "0123456789 ") == "" && strings.IndexByte("nt%", c) < 0
	if numeric && bare == "" {
		bare = "0"
	}
	usual := len(text)
	fill := byte(' ')
	switch {
	case numeric && d.pad != 0:
		text = bare
	case numeric && text[0] != ' ' || d.pad == '0':
		fill = '0'
	}
	switch d.pad {
	case '-':
		return text
	case '0':
		fill = '0'
	case '_':
		fill = ' '
	}
	return strings.Repeat(string(fill), max(0, max(d.width, usual)-len(text))) + text
}

// layouts are the directives that Go's time package can write by itself.
var layouts = map[byte]string{
	'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January", 'h': "Jan",
	'c': "Mon Jan _2 15:04:05 2006", 'd': "02", 'D': "01/02/06", 'e': "_2",
	'F': "2006-01-02", 'H': "15", 'I': "03", 'j': "002", 'm': "01", 'M': "04",
	'p': "PM", 'P': "pm", 'r': "03:04:05 PM", 'R': "15:04", 'S': "05",
	'T': "15:04:05", 'x': "01/02/06", 'X': "15:04:05", 'y': "06", 'Y': "2006",
	'z': "-0700", 'Z': "MST",
}

// directive is false for a letter that means nothing.
func directive(c byte, t time.Time) (string, bool) {
	if layout, ok := layouts[c]; ok {
		return t.Format(layout), true
	}
	switch c {
	case '%':
		return "%", true
	case 'n':
		return "\n", true
	case 't':
		return "\t", true
	case 's':
		return fmt.Sprint(t.Unix()), true
	case 'C':
		return fmt.Sprintf("%02d", t.Year()/100), true
	case 'k':
		return fmt.Sprintf("%2d", t.Hour()), true
	case 'l':
		return fmt.Sprintf("%2d", (t.Hour()+11)%12+1), true
	case 'u':
		return fmt.Sprint((int(t.Weekday())+6)%7 + 1), true
	case 'w':
		return fmt.Sprint(int(t.Weekday())), true
	}
	return weekDirective(c, t)
}

// weekDirective writes the numbers of weeks and the years that they belong to.
func weekDirective(c byte, t time.Time) (string, bool) {
	year, week := t.ISOWeek()
	switch c {
	case 'G':
		return fmt.Sprint(year), true
	case 'g':
		return fmt.Sprintf("%02d", year%100), true
	case 'V':
		return fmt.Sprintf("%02d", week), true
	case 'U':
		return fmt.Sprintf("%02d", (t.YearDay()-1+7-int(t.Weekday()))/7), true
	case 'W':
		return fmt.Sprintf("%02d", (t.YearDay()-1+7-(int(t.Weekday())+6)%7)/7), true
	}
	return "", false
}
