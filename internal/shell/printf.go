package shell

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// formatter is a printf under way.
type formatter struct {
	*call
	args []string
	used int
	out  strings.Builder
	stop bool // \c or a %b with \c: nothing more is printed
	code int
}

// printfCommand prints its arguments by a format, as often as there are
// arguments left.
func (c *call) printfCommand() int {
	args := c.args
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		c.complain("usage: printf format [arguments]")
		return 2
	}
	if args[0] == "-v" {
		c.complain("option -v is not supported in this console; use name=$(printf …)")
		return 2
	}
	f := &formatter{call: c, args: args[1:]}
	for !c.stopped() && !f.stop {
		before := f.used
		f.out.Reset()
		ok := f.format(args[0])
		c.printf("%s", f.out.String())
		if !ok {
			return 1
		}
		if f.used >= len(f.args) || f.used == before {
			break
		}
	}
	return f.code
}

// next gives the next argument, or an empty text when there is none.
func (f *formatter) next() (string, bool) {
	if f.used >= len(f.args) {
		return "", false
	}
	f.used++
	return f.args[f.used-1], true
}

func (f *formatter) format(format string) bool {
	for i := 0; i < len(format) && !f.stop; {
		switch {
		case format[i] == '\\':
			i += f.escape(format[i:], &f.out, false)
		case format[i] == '%' && strings.HasPrefix(format[i:], "%%"):
			f.out.WriteByte('%')
			i += 2
		case format[i] == '%':
			n, ok := f.directive(format[i:])
			if !ok {
				return false
			}
			i += n
		default:
			f.out.WriteByte(format[i])
			i++
		}
	}
	return true
}

// directive formats one %…; it gives the directive's length.
func (f *formatter) directive(text string) (int, bool) {
	i := 1
	for i < len(text) && strings.IndexByte("-+ #0", text[i]) >= 0 {
		i++
	}
	spec := text[:i]
	for _, mark := range []string{"", "."} {
		if mark != "" && !strings.HasPrefix(text[i:], mark) {
			break
		}
		spec += mark
		i += len(mark)
		if i < len(text) && text[i] == '*' {
			arg, _ := f.next()
			spec += strconv.FormatInt(f.integer(arg), 10)
			i++
		}
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			spec += text[i : i+1]
			i++
		}
	}
	if i >= len(text) {
		f.complain("`%s': missing format character", text)
		return 0, false
	}
	if hugeWidth(spec) {
		f.complain("the width in '%s' is too large", spec)
		return 0, false
	}
	return i + 1, f.verb(spec, text[i])
}

// verb formats the next argument by a finished directive.
func (f *formatter) verb(spec string, verb byte) bool {
	arg, given := f.next()
	switch verb {
	case 's':
		f.string(spec, arg)
	case 'b':
		var b strings.Builder
		for i := 0; i < len(arg) && !f.stop; {
			if arg[i] == '\\' {
				i += f.escape(arg[i:], &b, true)
				continue
			}
			b.WriteByte(arg[i])
			i++
		}
		f.string(spec, b.String())
	case 'q':
		f.string(spec, quoteIfNeeded(arg))
	case 'c':
		_, size := utf8.DecodeRuneInString(arg)
		f.string(spec, arg[:size])
	case 'd', 'i':
		_, _ = fmt.Fprintf(&f.out, spec+"d", f.integer(arg))
	case 'u':
		_, _ = fmt.Fprintf(&f.out, spec+"d", uint64(f.integer(arg)))
	case 'o', 'x', 'X':
		_, _ = fmt.Fprintf(&f.out, spec+string(verb), uint64(f.integer(arg)))
	case 'e', 'E', 'f', 'F', 'g', 'G':
		n := 0.0
		if given {
			n = f.float(arg)
		}
		_, _ = fmt.Fprintf(&f.out, spec+string(verb), n)
	default:
		f.complain("`%c': invalid format character", verb)
		return false
	}
	return true
}

// string pads and cuts by bytes, as C does. Go would fill with zeros.
func (f *formatter) string(spec, text string) {
	_, _ = fmt.Fprintf(&f.out, "%"+strings.ReplaceAll(strings.TrimLeft(spec, "%"), "+", "")+"s", text)
}

// integer reads a number as the shell does: 0x1f, 017, 'a for a letter's code.
func (f *formatter) integer(text string) int64 {
	text = strings.TrimLeft(text, " \t")
	if text == "" {
		return 0
	}
	if text[0] == '\'' || text[0] == '"' {
		r, _ := utf8.DecodeRuneInString(text[1:])
		return int64(r)
	}
	n, err := strconv.ParseInt(text, 0, 64)
	if err != nil || strings.ContainsAny(text, "_") {
		f.complain("%s: invalid number", text)
		f.code = 1
		digits := strings.TrimLeft(text, "+-")
		end := len(text) - len(digits)
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		n, _ = strconv.ParseInt(text[:end], 10, 64) // what can be read of it
	}
	return n
}

func (f *formatter) float(text string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		f.complain("%s: invalid number", text)
		f.code = 1
	}
	return n
}

// escape writes what a backslash and the letters after it stand for; it gives
// how many letters that were. In %b octal numbers begin with a zero.
func (f *formatter) escape(text string, b *strings.Builder, inArgument bool) int {
	if len(text) < 2 {
		b.WriteByte('\\')
		return 1
	}
	if plain := strings.IndexByte(`abfnrtv\"'eE`, text[1]); plain >= 0 {
		b.WriteByte("\a\b\f\n\r\t\v\\\"'\x1b\x1b"[plain])
		return 2
	}
	digits, base, width, from := "01234567", 8, 3, 1
	switch {
	case text[1] == 'c':
		f.stop = true
		return len(text)
	case text[1] == 'x':
		digits, base, width, from = "0123456789abcdefABCDEF", 16, 2, 2
	case text[1] == 'u':
		digits, base, width, from = "0123456789abcdefABCDEF", 16, 4, 2
	case inArgument && text[1] == '0':
		width = 4
	}
	end := from
	for end < len(text) && end < from+width && strings.IndexByte(digits, text[end]) >= 0 {
		end++
	}
	n, err := strconv.ParseUint(text[from:end], base, 32)
	if err != nil {
		b.WriteString(text[:2])
		return 2
	}
	if text[1] == 'u' {
		b.WriteRune(rune(n))
	} else {
		b.WriteByte(byte(n))
	}
	return end
}
