package pretty

import (
	"strconv"
	"strings"

	"cairn/internal/git/columns"
)

// padding is what %<(…), %>(…), %>>(…) and %><(…) ask for the next placeholder.
type padding struct {
	align    align
	width    int
	toColumn bool // %<|(n): the width is a column of the line
	cut      cut
}

type align int

const (
	noPad align = iota
	alignLeft
	alignRight
	alignRightSteal
	alignBoth
)

type cut int

const (
	noCut cut = iota
	cutEnd
	cutStart
	cutMiddle
)

// padPlace reads a padding: "<(20,trunc)".
func (x *expander) padPlace(format string) int {
	var pad padding
	rest := format
	switch {
	case strings.HasPrefix(rest, "<"):
		pad.align, rest = alignLeft, rest[1:]
	case strings.HasPrefix(rest, "><"):
		pad.align, rest = alignBoth, rest[2:]
	case strings.HasPrefix(rest, ">>"):
		pad.align, rest = alignRightSteal, rest[2:]
	default:
		pad.align, rest = alignRight, rest[1:]
	}
	if r, ok := strings.CutPrefix(rest, "|"); ok {
		pad.toColumn, rest = true, r
	}
	end := strings.IndexByte(rest, ')')
	if !strings.HasPrefix(rest, "(") || end < 0 {
		return 0
	}
	number, how, hasCut := strings.Cut(rest[1:end], ",")
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || n == 0 || n < 0 && !pad.toColumn || n > 1<<16 {
		return 0
	}
	if n < 0 {
		if n += x.p.columns(); n < 0 {
			n = 0
		}
	}
	pad.width = n
	if hasCut {
		kind, ok := map[string]cut{"trunc": cutEnd, "ltrunc": cutStart, "mtrunc": cutMiddle}[strings.TrimSpace(how)]
		if !ok {
			return 0
		}
		pad.cut = kind
	}
	x.pad = pad
	return len(format) - len(rest) + end + 1
}

// columns is what negative columns count back from.
func (p *Printer) columns() int {
	if p.Columns > 0 {
		return p.Columns
	}
	const usual = 80
	return usual
}

// padded expands a placeholder and lays it out as the last padding asked.
func (x *expander) padded(format string) int {
	if x.pad.align == noPad {
		return x.one(format)
	}
	pad := x.pad
	x.pad = padding{}
	before := x.out
	x.out = nil
	taken := 0
	for {
		isColor := strings.HasPrefix(format[taken:], "C")
		n := x.one(format[taken:])
		taken += n
		// a colour belongs to the placeholder behind it
		if !isColor || n == 0 || !strings.HasPrefix(format[taken:], "%") || taken+1 >= len(format) {
			break
		}
		taken++
	}
	text := string(x.out)
	x.out = before
	x.lay(pad, text)
	return taken
}

func (x *expander) lay(pad padding, text string) {
	width := pad.width
	if pad.toColumn {
		width = max(width-x.column(), 0)
	}
	length := columns.Of(text)
	if pad.align == alignRightSteal {
		for length > width && len(x.out) > 0 && x.out[len(x.out)-1] == ' ' {
			x.out = x.out[:len(x.out)-1]
			width++
		}
		pad.align = alignRight
	}
	if length > width {
		x.out = append(x.out, shortened(text, length, width, pad.cut)...)
		return
	}
	space := width - length
	lead := 0
	switch pad.align {
	case alignRight:
		lead = space
	case alignBoth:
		lead = space / 2
	}
	x.out = append(x.out, strings.Repeat(" ", lead)...)
	x.out = append(x.out, text...)
	x.out = append(x.out, strings.Repeat(" ", space-lead)...)
}

// shortened replaces what is too long by two dots.
func shortened(text string, length, width int, how cut) string {
	gone := length - (width - 2)
	switch how {
	case cutStart:
		return cutColumns(text, 0, gone, "..")
	case cutMiddle:
		return cutColumns(text, width/2-1, width/2-1+gone, "..")
	case cutEnd:
		return cutColumns(text, max(width-2, 0), max(width-2, 0)+gone, "..")
	}
	return text
}

// column is where the next character of the current line goes.
func (x *expander) column() int {
	line := string(x.out)
	if at := strings.LastIndexByte(line, '\n'); at >= 0 {
		line = line[at+1:]
	}
	n := columns.Of(line)
	if x.p.GraphWidth != nil {
		n += x.p.GraphWidth()
	}
	return n
}
