package cli

import (
	"strings"

	"cairn/internal/git/columns"
)

// printColumns prints lines, in columns if --column or column.ui asks for them.
func (c *call) printColumns(lines []string, section string, allowed bool) int {
	style, code, ok := c.columnStyle(section)
	if !ok {
		return code
	}
	if !style.on || !allowed {
		for _, l := range lines {
			c.println(l)
		}
		return exitOK
	}
	gap := 1
	if section == "tag" {
		gap = 2
	}
	for _, row := range style.lay(lines, c.columns()-1, gap) {
		c.println(row)
	}
	return exitOK
}

// columnStyle is how a list is laid out in columns, if on.
type columnStyle struct {
	on    bool
	row   bool // filled row by row, not column by column
	dense bool // columns have widths of their own
}

// columnStyle reads column.ui, column.SECTION and --column, each over the last.
func (c *call) columnStyle(section string) (s columnStyle, code int, ok bool) {
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
		case "always":
			s.on = true
		case "column", "row":
			s.on, s.row = true, w == "row"
		case "never", "plain":
			s.on = false
		case "auto":
			s.on = c.env.Terminal
		case "dense":
			s.dense = true
		case "nodense":
			s.dense = false
		default:
			return s, c.misuse("unsupported option '%s'", w), false
		}
	}
	return s, 0, true
}

// lay arranges lines in columns with a gap between them, and gives the rows.
func (s columnStyle) lay(lines []string, width, gap int) []string {
	if len(lines) == 0 {
		return nil
	}
	widest := 0
	for _, l := range lines {
		widest = max(widest, columns.Of(l))
	}
	cell := widest + gap
	cols := max(width/cell, 1)
	rows := (len(lines) + cols - 1) / cols
	widths := make([]int, cols)
	for i := range widths {
		widths[i] = cell
	}
	if s.dense {
		rows, widths = s.denser(lines, width, gap, rows, cols)
		cols = (len(lines) + rows - 1) / rows
	}
	table := make([]string, 0, rows)
	for y := range rows {
		var b strings.Builder
		for x := range cols {
			l, last := s.cell(lines, x, y, rows, cols)
			b.WriteString(l)
			if last {
				break
			}
			b.WriteString(strings.Repeat(" ", max(widths[x]-columns.Of(l), 0)))
		}
		table = append(table, b.String())
	}
	return table
}

// cell is the line at a place; last: nothing stands to its right.
func (s columnStyle) cell(lines []string, x, y, rows, cols int) (text string, last bool) {
	at, next := x*rows+y, (x+1)*rows+y
	if s.row {
		at, next = y*cols+x, y*cols+x+1
		if x+1 == cols {
			next = len(lines)
		}
	}
	if at >= len(lines) {
		return "", true
	}
	return lines[at], next >= len(lines)
}

// denser takes fewer rows while columns of their own width each still fit.
func (s columnStyle) denser(lines []string, width, gap, rows, cols int) (int, []int) {
	measure := func(rows int) ([]int, int) {
		cols := (len(lines) + rows - 1) / rows
		widths := make([]int, cols)
		for i, l := range lines {
			x := i / rows
			if s.row {
				x = i % cols
			}
			widths[x] = max(widths[x], columns.Of(l)+gap)
		}
		total := 0
		for _, w := range widths {
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
