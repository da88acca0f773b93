package cli

import (
	"strings"
	"unicode/utf8"
)

// printColumns prints lines, in columns if --column or column.ui asks for them.
func (c *call) printColumns(lines []string, section string, allowed bool) int {
	on, dense, code, ok := c.columnStyle(section)
	if !ok {
		return code
	}
	if !on || !allowed {
		for _, l := range lines {
			c.println(l)
		}
		return exitOK
	}
	gap := 1
	if section == "tag" {
		gap = 2
	}
	c.layColumns(lines, c.columns()-1, gap, dense)
	return exitOK
}

// columnStyle reads column.ui, column.SECTION and --column, each over the last.
func (c *call) columnStyle(section string) (on, dense bool, code int, ok bool) {
	words := c.repo.Config().String("column.ui", "never") + " " + c.repo.Config().String("column."+section, "")
	if g := c.last("column"); g != nil {
		switch {
		case g.off:
			words += " never"
		case !g.has:
			words += " always"
		default:
			words += " always " + g.value
		}
	}
	for _, w := range strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' }) {
		switch w {
		case "always", "column", "row":
			on = true
		case "never", "plain":
			on = false
		case "auto":
			on = c.env.Terminal
		case "dense":
			dense = true
		case "nodense":
			dense = false
		default:
			return false, false, c.misuse("unsupported option '%s'", w), false
		}
	}
	return on, dense, 0, true
}

// layColumns fills column after column, with a gap between them.
func (c *call) layColumns(lines []string, width, gap int, dense bool) {
	if len(lines) == 0 {
		return
	}
	widest := 0
	for _, l := range lines {
		widest = max(widest, shownWidth(l))
	}
	cell := widest + gap
	cols := max(width/cell, 1)
	rows := (len(lines) + cols - 1) / cols
	widths := make([]int, cols)
	for i := range widths {
		widths[i] = cell
	}
	if dense {
		rows, widths = denser(lines, width, gap, rows, cols)
	}
	for y := range rows {
		for x := 0; x*rows+y < len(lines); x++ {
			l := lines[x*rows+y]
			c.printf("%s", l)
			if (x+1)*rows+y < len(lines) {
				c.printf("%s", strings.Repeat(" ", max(widths[x]-shownWidth(l), 0)))
			}
		}
		c.println("")
	}
}

// denser takes fewer rows while columns of their own width each still fit.
func denser(lines []string, width, gap, rows, cols int) (int, []int) {
	measure := func(rows int) ([]int, int) {
		var widths []int
		total := 0
		for i := 0; i < len(lines); i += rows {
			w := 0
			for _, l := range lines[i:min(i+rows, len(lines))] {
				w = max(w, shownWidth(l)+gap)
			}
			widths = append(widths, w)
			total += w
		}
		return widths, total
	}
	best, _ := measure(rows)
	for rows > 1 {
		w, total := measure(rows - 1)
		if total > width {
			break
		}
		rows, best = rows-1, w
	}
	return rows, append(best, make([]int, cols)...)
}

// shownWidth is the width of a line without its colours.
func shownWidth(s string) int {
	n := utf8.RuneCountInString(s)
	for rest := s; ; {
		at := strings.Index(rest, "\x1b[")
		if at < 0 {
			return n
		}
		end := strings.IndexByte(rest[at:], 'm')
		if end < 0 {
			return n
		}
		n -= end + 1
		rest = rest[at+end+1:]
	}
}
