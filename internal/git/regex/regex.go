// Package regex gives the regular expressions of POSIX, basic and extended, the
// meaning that they have in Git's grep, log and diff, by rewriting them for Go's
// regexp. It refuses back-references, which a matcher in linear time cannot have.
package regex

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// Flavor is the language of a pattern.
type Flavor int

// The languages of git-grep(1): -G, -E, -F, -P. Perl is what Go's regexp has of it:
// look-around and back-references are refused.
const (
	Basic Flavor = iota
	Extended
	Fixed
	Perl
)

// Error says what is wrong with a pattern, in the words of the C library.
type Error struct{ Pattern, Text string }

func (e *Error) Error() string { return fmt.Sprintf("'%s': %s", e.Pattern, e.Text) }

// Compile makes a matcher; of several matches the leftmost longest counts, for Perl
// the first alternative that matches. With fold, letters match whatever their case.
func Compile(pattern string, f Flavor, fold bool) (*regexp.Regexp, error) {
	return compile(pattern, f, fold, true)
}

// CompileText is Compile of an extended pattern for a whole text, in which the end of a line
// is a character like any other: ^ and $ are the ends of the text.
func CompileText(pattern string) (*regexp.Regexp, error) {
	return compile(pattern, Extended, false, false)
}

func compile(pattern string, f Flavor, fold, lines bool) (*regexp.Regexp, error) {
	text := regexp.QuoteMeta(pattern)
	var t *translator
	switch f {
	case Fixed:
	case Perl:
		text = pattern
	default:
		t = &translator{in: pattern, extended: f == Extended, lines: lines}
		if err := t.run(); err != "" {
			return nil, &Error{Pattern: pattern, Text: err}
		}
		text = t.out.String()
	}
	flags := "(?s)"
	if lines {
		flags = "(?m)"
	}
	if fold {
		flags += "(?i)"
	}
	re, err := regexp.Compile(flags + text)
	if t != nil && repeatsTooMuch(err) {
		*t = translator{in: t.in, extended: t.extended, lines: t.lines, unroll: unroll{wanted: true}}
		if fault := t.run(); fault != "" {
			return nil, &Error{Pattern: pattern, Text: fault}
		}
		re, err = regexp.Compile(flags + t.out.String())
	}
	if err != nil {
		return nil, &Error{Pattern: pattern, Text: words(err)}
	}
	if f != Perl {
		re.Longest()
	}
	return re, nil
}

// words gives the C library's sentence for a fault.
func words(err error) string {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	switch e.Code {
	case syntax.ErrMissingBracket:
		return "Unmatched [, [^, [:, [., or [="
	case syntax.ErrMissingParen, syntax.ErrUnexpectedParen:
		return `Unmatched ( or \(`
	case syntax.ErrInvalidCharRange:
		return "Invalid range end"
	case syntax.ErrInvalidRepeatSize:
		return `Invalid content of \{\}`
	case syntax.ErrTrailingBackslash:
		return "Trailing backslash"
	case syntax.ErrMissingRepeatArgument, syntax.ErrInvalidRepeatOp:
		return nothingToRepeat
	}
	return e.Error()
}

// translator rewrites one pattern.
type translator struct {
	in       string
	extended bool
	lines    bool // a line's end is never matched, but by ^ and $
	at       int
	depth    int
	out      strings.Builder
	// begin is true where a repetition has nothing to repeat and ^ is an anchor.
	begin bool
	fault string
	unroll
}

const nothingToRepeat = "Invalid preceding regular expression"

func (t *translator) run() string {
	t.begin = true
	for t.at < len(t.in) {
		c := t.in[t.at]
		var fault string
		switch {
		case c == '[':
			t.atom = t.out.Len()
			fault = t.bracket()
			t.begin = false
		case c == '\\':
			fault = t.escape()
		default:
			t.plain(c)
			fault = t.fault
		}
		if fault != "" {
			return fault
		}
	}
	if t.depth > 0 {
		return `Unmatched ( or \(`
	}
	return ""
}

// plain handles a character that no backslash stands before.
func (t *translator) plain(c byte) {
	t.at++
	if strings.IndexByte("*+?|(){}", c) < 0 {
		t.atom = t.out.Len()
	}
	switch c {
	case '.':
		t.out.WriteByte('.')
	case '*':
		switch {
		case !t.begin:
			t.repeat("*")
		case t.extended:
			t.fault = nothingToRepeat
		default:
			t.out.WriteString(`\*`)
			t.begin = false
		}
		return
	case '^':
		if t.extended || t.begin {
			t.out.WriteByte('^')
			return
		}
		t.out.WriteString(`\^`)
	case '$':
		if t.extended || t.ends() {
			t.out.WriteByte('$')
			t.begin = false
			return
		}
		t.out.WriteString(`\$`)
	case '+', '?', '|', '(', ')', '{', '}':
		t.sign(c, t.extended)
		return
	default:
		if c < 0x80 {
			t.out.WriteString(regexp.QuoteMeta(string(rune(c))))
		} else {
			t.out.WriteByte(c)
		}
	}
	t.begin = false
}

// ends reports whether a basic pattern's $ stands where it is an anchor.
func (t *translator) ends() bool {
	rest := t.in[t.at:]
	return rest == "" || strings.HasPrefix(rest, `\)`) || strings.HasPrefix(rest, `\|`)
}

// repeat writes a repetition; a second one behind it repeats the whole.
func (t *translator) repeat(op string) {
	s := t.out.String()
	if n := len(s); n > 1 && strings.ContainsRune("*+?}", rune(s[n-1])) && s[n-2] != '\\' {
		if op == "*" && s[n-1] == '*' {
			return
		}
		// a** and (a*)+ are a*
		t.out.Reset()
		t.out.WriteString(s[:n-1] + "*")
		if s[n-1] == '}' {
			t.out.Reset()
			t.out.WriteString(s)
		}
		return
	}
	t.out.WriteString(op)
}

// sign handles a character that is an operator in one language and itself in the
// other.
func (t *translator) sign(c byte, operator bool) {
	if !operator {
		t.atom = t.out.Len()
		t.out.WriteByte('\\')
		t.out.WriteByte(c)
		t.begin = false
		return
	}
	switch c {
	case '|':
		t.out.WriteByte('|')
		t.begin = true
	case '(':
		t.depth++
		t.opened = append(t.opened, t.out.Len())
		t.out.WriteByte('(')
		t.begin = true
	case ')':
		if t.depth == 0 {
			t.out.WriteString(`\)`) // unmatched: itself
			t.begin = false
			return
		}
		t.depth--
		t.close()
		t.out.WriteByte(')')
		t.begin = false
	case '{':
		if !t.interval() {
			t.out.WriteString(`\{`)
			t.begin = false
		}
	case '}':
		t.out.WriteString(`\}`)
		t.begin = false
	default:
		switch {
		case !t.begin:
			t.repeat(string(c))
		case t.extended:
			t.fault = nothingToRepeat
		default:
			t.out.WriteByte('\\')
			t.out.WriteByte(c)
			t.begin = false
		}
	}
}

// interval reads "n}", "n,}", ",m}" or "n,m}" behind a brace.
func (t *translator) interval() bool {
	closing := "}"
	if !t.extended {
		closing = `\}`
	}
	inner, _, ok := strings.Cut(t.in[t.at:], closing)
	if !ok || t.begin || inner == "" || strings.Trim(inner, "0123456789,") != "" || strings.Count(inner, ",") > 1 {
		return false
	}
	t.at += len(inner) + len(closing)
	if strings.HasPrefix(inner, ",") {
		inner = "0" + inner
	}
	if t.wanted {
		t.repeatText(inner)
	} else {
		t.out.WriteString("{" + inner + "}")
	}
	return true
}

// escape handles a backslash and what follows it.
func (t *translator) escape() string {
	if t.at+1 >= len(t.in) {
		return "Trailing backslash"
	}
	c := t.in[t.at+1]
	t.at += 2
	if strings.IndexByte("+?|(){}", c) < 0 {
		t.atom = t.out.Len()
	}
	switch {
	case strings.IndexByte("+?|(){}", c) >= 0:
		if c == ')' && !t.extended && t.depth == 0 {
			return `Unmatched ) or \)`
		}
		t.sign(c, !t.extended)
		return t.fault
	case c == '<' || c == '>':
		t.out.WriteString(`\b`)
	case strings.IndexByte("wWsSbB", c) >= 0:
		t.out.WriteString(`\` + string(rune(c)))
	case c == '`':
		t.out.WriteString(`\A`)
	case c == '\'':
		t.out.WriteString(`\z`)
	case c >= '1' && c <= '9':
		return "Back-references are not supported here"
	case c < 0x80:
		t.out.WriteString(regexp.QuoteMeta(string(rune(c))))
	default:
		t.out.WriteByte(c)
	}
	t.begin = false
	return ""
}

// bracket copies "[…]", in which a backslash is itself.
func (t *translator) bracket() string {
	const unmatched = "Unmatched [, [^, [:, [., or [="
	i := t.at + 1
	if rest := t.in[i:]; rest == "" || rest == "^" {
		return "Invalid regular expression"
	}
	var b strings.Builder
	b.WriteByte('[')
	if i < len(t.in) && t.in[i] == '^' {
		b.WriteByte('^')
		if t.lines {
			b.WriteByte('\n')
		}
		i++
	}
	for first := true; ; first = false {
		if i >= len(t.in) {
			return unmatched
		}
		c := t.in[i]
		switch {
		case c == ']' && !first:
			b.WriteByte(']')
			t.out.WriteString(b.String())
			t.at = i + 1
			return ""
		case c == '[' && i+1 < len(t.in) && strings.IndexByte(":.=", t.in[i+1]) >= 0:
			kind := t.in[i+1]
			end := strings.Index(t.in[i+2:], string(kind)+"]")
			if end < 0 {
				return unmatched
			}
			name := t.in[i+2 : i+2+end]
			if kind == ':' {
				b.WriteString("[:" + name + ":]")
			} else {
				b.WriteString(regexp.QuoteMeta(name))
			}
			i += end + 4
		case c == '\\' || c == '[' || c == ']' || c == '^' || c == '&' || c == '~':
			b.WriteByte('\\')
			b.WriteByte(c)
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
}
