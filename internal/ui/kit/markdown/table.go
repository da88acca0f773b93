package markdown

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

// grid is a table laid out: cells by row, the header first.
type grid struct {
	size   float32 // the text size that the widths below hold for
	cells  [][]*flow.Text
	texts  [][]Inline
	lines  []*canvas.Rectangle
	least  []float32 // the widest word of each column
	wanted []float32 // the widest cell of each column
}

const (
	cellPad = theme.Space4
	rowPad  = theme.Space2
)

func (b builder) table(t Table) flow.Tall {
	g := &grid{}
	columns := len(t.Header)
	g.least, g.wanted = make([]float32, columns), make([]float32, columns)
	b.base = flow.Style{Leading: 1.45, OnFocus: b.params.focused}
	g.row(b, t, t.Header, true)
	for _, row := range t.Rows {
		g.row(b, t, row, false)
	}
	var kids []fyne.CanvasObject
	for i, row := range g.cells {
		line := canvas.NewRectangle(theme.Colour(theme.Line))
		g.lines = append(g.lines, line)
		if i < len(g.cells)-1 {
			kids = append(kids, line)
		}
		for _, cell := range row {
			kids = append(kids, cell)
		}
	}
	restyle := func() {
		for i, line := range g.lines {
			line.FillColor = theme.Colour(theme.Line)
			if i == 0 {
				line.FillColor = theme.Colour(theme.Muted)
			}
		}
	}
	return flow.NewBox(g.arrange, restyle, kids...)
}

func (g *grid) row(b builder, t Table, cells []Inline, header bool) {
	var row []*flow.Text
	var texts []Inline
	for i := range g.wanted {
		var in Inline
		if i < len(cells) {
			in = append(in, cells[i]...)
		}
		style := b.base
		if i < len(t.Align) {
			style.Align = [...]fyne.TextAlign{fyne.TextAlignLeading, fyne.TextAlignCenter, fyne.TextAlignTrailing}[t.Align[i]]
		}
		for k := range in {
			in[k].Bold = in[k].Bold || header
		}
		cell := flow.New(in.spans(b.params.OnLink), style)
		row, texts = append(row, cell), append(texts, in)
	}
	g.cells, g.texts = append(g.cells, row), append(g.texts, texts)
}

// measure finds each column's widths, once for each size of text.
func (g *grid) measure() {
	if g.size == theme.Body() {
		return
	}
	g.size = theme.Body()
	clear(g.wanted)
	clear(g.least)
	for r, row := range g.cells {
		for c, cell := range row {
			g.wanted[c] = max(g.wanted[c], cell.WidthOf())
			g.least[c] = max(g.least[c], widestWord(g.texts[r][c]))
		}
	}
}

func widestWord(in Inline) float32 {
	var widest float32
	for _, p := range in {
		style := fyne.TextStyle{Bold: p.Bold, Italic: p.Italic, Monospace: p.Mono}
		if p.Mono { // a command is read in one piece
			widest = max(widest, theme.Measure(p.Text, theme.Body(), style).Width)
			continue
		}
		for word := range strings.FieldsSeq(p.Text) {
			widest = max(widest, theme.Measure(word, theme.Body(), style).Width)
		}
	}
	return min(widest+2*theme.Space1, 140)
}

// widths shares the width out: what each column wants, if that fits, else its
// widest word and a share of the rest by what it lacks.
func (g *grid) widths(total float32) []float32 {
	room := total - cellPad*float32(len(g.wanted)-1)
	var wanted, least float32
	for i := range g.wanted {
		wanted, least = wanted+g.wanted[i], least+min(g.least[i], g.wanted[i])
	}
	out := make([]float32, len(g.wanted))
	for i, w := range g.wanted {
		low := min(g.least[i], w)
		switch {
		case wanted <= room:
			out[i] = w + (room-wanted)/float32(len(out))
		case least >= room:
			out[i] = room * low / least
		default:
			out[i] = low + (room-least)*(w-low)/(wanted-least)
		}
	}
	return out
}

func (g *grid) arrange(width float32, put flow.Put) float32 {
	g.measure()
	widths := g.widths(width)
	var y float32
	for r, row := range g.cells {
		var height float32
		for c, cell := range row {
			height = max(height, cell.HeightFor(widths[c]))
		}
		x := float32(0)
		for c, cell := range row {
			put(cell, x, y+rowPad, widths[c], height)
			x += widths[c] + cellPad
		}
		y += height + 2*rowPad
		put(g.lines[r], 0, y, width, theme.LineWidth())
	}
	return y
}
