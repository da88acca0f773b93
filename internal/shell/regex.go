package shell

import (
	"errors"
	"regexp"
	"strings"
)

// dialect is how a pattern is written.
type dialect int

const (
	basic    dialect = iota // grep, sed: \( \) \{ \} \| \+ \? are operators
	extended                // grep -E, sed -E: without backslashes
	fixed                   // grep -F: plain text
)

var errBackref = errors.New("references such as \\1 within a pattern are not supported in this console")

// compile turns a POSIX pattern into Go's, which never takes more than linear
// time.
func compile(pattern string, d dialect, ignoreCase bool) (*regexp.Regexp, error) {
	text, err := translate(pattern, d)
	if err != nil {
		return nil, err
	}
	flags := "(?s"
	if ignoreCase {
		flags += "i"
	}
	re, err := regexp.Compile(flags + ")" + text)
	if err != nil {
		return nil, patternError(err)
	}
	re.Longest() // POSIX: the leftmost, longest match
	return re, nil
}

func patternError(err error) error {
	text := err.Error()
	if _, after, ok := strings.Cut(text, "error parsing regexp: "); ok {
		text = after
	}
	switch {
	case strings.HasPrefix(text, "missing closing )"):
		text = `Unmatched ( or \(`
	case strings.HasPrefix(text, "unexpected )"):
		text = `Unmatched ) or \)`
	}
	return errors.New(text)
}

// translator walks through a POSIX pattern.
type translator struct {
	in    string
	at    int
	out   strings.Builder
	d     dialect
	start bool // at the start of a pattern, group or branch
}

func translate(pattern string, d dialect) (string, error) {
	if d == fixed {
		return regexp.QuoteMeta(pattern), nil
	}
	t := &translator{in: pattern, d: d, start: true}
	for t.at < len(t.in) {
		if err := t.step(); err != nil {
			return "", err
		}
	}
	return t.out.String(), nil
}

func (t *translator) step() error {
	ch := t.in[t.at]
	t.at++
	wasStart := t.start
	t.start = false
	switch {
	case ch == '\\':
		return t.escaped()
	case ch == '[':
		return t.bracket()
	case ch == '*' && wasStart && t.d == basic:
		t.out.WriteString(`\*`)
	case ch == '^' && t.d == basic && !wasStart:
		t.out.WriteString(`\^`)
	case ch == '^':
		t.out.WriteByte('^')
		t.start = true
	case ch == '$' && t.d == basic && !t.atEnd():
		t.out.WriteString(`\$`)
	case strings.IndexByte("(){}|+?", ch) >= 0:
		t.operator(ch, t.d == extended)
	default:
		t.out.WriteByte(ch)
	}
	return nil
}

// atEnd reports whether a $ here is an anchor.
func (t *translator) atEnd() bool {
	rest := t.in[t.at:]
	return rest == "" || strings.HasPrefix(rest, `\)`) || strings.HasPrefix(rest, `\|`)
}

// operator writes one of (){}|+? as operator or as plain letter.
func (t *translator) operator(ch byte, active bool) {
	if ch == '{' && active && !t.isRepeat() {
		active = false
	}
	if !active {
		t.out.WriteByte('\\')
	}
	t.out.WriteByte(ch)
	t.start = active && (ch == '(' || ch == '|')
}

// isRepeat reports whether what follows a brace is a repetition.
func (t *translator) isRepeat() bool {
	end := strings.IndexByte(t.in[t.at:], '}')
	return end > 0 && strings.Trim(strings.TrimSuffix(t.in[t.at:t.at+end], `\`), "0123456789,") == ""
}

func (t *translator) escaped() error {
	if t.at == len(t.in) {
		return errors.New("trailing backslash")
	}
	ch := t.in[t.at]
	t.at++
	switch {
	case strings.IndexByte("(){}|+?", ch) >= 0:
		t.operator(ch, t.d == basic)
	case ch >= '1' && ch <= '9':
		return errBackref
	case ch == '<' || ch == '>':
		t.out.WriteString(`\b`)
	case strings.IndexByte("wWsSbBntr", ch) >= 0:
		t.out.WriteString(`\` + string(ch))
	case ch == '`':
		t.out.WriteString(`\A`)
	case ch == '\'':
		t.out.WriteString(`\z`)
	default:
		t.out.WriteString(regexp.QuoteMeta(string(ch)))
	}
	return nil
}

// bracket copies [...] as POSIX reads it: a ] that stands first is plain, and a
// backslash has no meaning.
func (t *translator) bracket() error {
	t.out.WriteByte('[')
	if t.at < len(t.in) && t.in[t.at] == '^' {
		t.out.WriteByte('^')
		t.at++
	}
	for first := true; t.at < len(t.in); first = false {
		ch := t.in[t.at]
		t.at++
		switch {
		case ch == ']' && !first:
			t.out.WriteByte(']')
			return nil
		case ch == '[' && t.at < len(t.in) && t.in[t.at] == ':':
			end := strings.Index(t.in[t.at:], ":]")
			if end < 0 {
				return errors.New("unmatched [, [^, [:, [., or [=")
			}
			t.out.WriteString("[" + t.in[t.at:t.at+end+2])
			t.at += end + 2
		case strings.IndexByte(`\[]`, ch) >= 0:
			t.out.WriteString(`\` + string(ch))
		default:
			t.out.WriteByte(ch)
		}
	}
	return errors.New("unmatched [, [^, [:, [., or [=")
}
