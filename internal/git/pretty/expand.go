package pretty

import (
	"strconv"
	"strings"

	"cairn/internal/git/encoding"
)

// Expand replaces the placeholders of a format by what they stand for; what is no
// placeholder stays as it is.
//
// Text is UTF-8 here, whatever the commit's encoding is.
func (p *Printer) Expand(format string, it *Item) string {
	c := *it
	c.Commit = it.Recoded(encoding.UTF8)
	x := &expander{p: p, it: &c, encoding: it.Encoding}
	for format != "" {
		at := strings.IndexByte(format, '%')
		if at < 0 {
			x.out = append(x.out, format...)
			break
		}
		x.out = append(x.out, format[:at]...)
		format = format[at+1:]
		if strings.HasPrefix(format, "%") {
			x.out = append(x.out, '%')
			format = format[1:]
			continue
		}
		n := x.place(format)
		if n == 0 {
			x.out = append(x.out, '%')
		}
		format = format[n:]
	}
	x.rewrap(wrapping{})
	return string(x.out)
}

// CheckFormat reports a colour that is none: Git dies of one before it prints.
func (p *Printer) CheckFormat(format string) error {
	for {
		at := strings.Index(format, "%C(")
		if at < 0 {
			return nil
		}
		format = format[at+1:]
		if _, _, err := p.color(format); err != nil {
			return err
		}
	}
}

// expander holds the state of one expansion.
type expander struct {
	p        *Printer
	it       *Item
	out      []byte
	encoding string // that the commit names
	auto     bool   // %C(auto): hashes and decorations get their colours
	pad      padding
	wrap     wrapping
	from     int // where the text begins that wrap holds for
}

// wrapping is what %w(…) asks for.
type wrapping struct{ width, first, rest int }

// place expands one placeholder, format being what follows the "%"; it gives the
// bytes that it took, 0 if it is none.
func (x *expander) place(format string) int {
	if format == "" {
		return 0
	}
	magic := format[0]
	if magic != '-' && magic != '+' && magic != ' ' {
		return x.padded(format)
	}
	before := len(x.out)
	if len(format) > 1 && format[1] == 'w' {
		return 0 // %+w and its kin make no sense: the text is wrapped later
	}
	n := x.padded(format[1:])
	if n == 0 {
		return 0
	}
	switch {
	case len(x.out) == before && magic == '-':
		for len(x.out) > 0 && x.out[len(x.out)-1] == '\n' {
			x.out = x.out[:len(x.out)-1]
		}
	case len(x.out) != before && magic == '+':
		x.insert(before, '\n')
	case len(x.out) != before && magic == ' ':
		x.insert(before, ' ')
	}
	return n + 1
}

func (x *expander) insert(at int, c byte) {
	x.out = append(x.out, 0)
	copy(x.out[at+1:], x.out[at:])
	x.out[at] = c
}

// rewrap wraps what was written since the last %w, and goes on with a new one.
func (x *expander) rewrap(next wrapping) {
	if next == x.wrap {
		return
	}
	if x.from < len(x.out) && x.wrap != (wrapping{}) {
		text := string(x.out[x.from:])
		x.out = append(x.out[:x.from], Wrap(text, x.wrap.first, x.wrap.rest, x.wrap.width)...)
	}
	x.from, x.wrap = len(x.out), next
}

// wrapPlace reads "w(width,first,rest)"; all parts may be missing.
func (x *expander) wrapPlace(format string) int {
	if !strings.HasPrefix(format, "w(") {
		return 0
	}
	end := strings.IndexByte(format, ')')
	if end < 0 {
		return 0
	}
	var w wrapping
	for i, part := range strings.Split(format[2:end], ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue // 0
		}
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || i > 2 || n > 1<<16 {
			return 0
		}
		*[]*int{&w.width, &w.first, &w.rest}[i] = n
	}
	x.rewrap(w)
	return end + 1
}
