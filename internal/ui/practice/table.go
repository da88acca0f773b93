package practice

import (
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// cell is one cell of a table.
type cell struct {
	text string
	role theme.Role
	mono bool
	bold bool
}

// rowHeight is a table's row (design: look, "Space and shape").
const rowHeight float32 = 32

// table is a list of rows in columns of given shares. Only the visible rows
// are drawn.
type table struct {
	head   []string
	shares []float32
	rows   [][]cell
	empty  string // shown without rows
	onTap  func(row int)

	list   *widget.List
	note   *flow.Text
	object fyne.CanvasObject
}

func newTable(head []string, shares []float32, empty string, onTap func(int)) *table {
	t := &table{head: head, shares: shares, empty: empty, onTap: onTap}
	t.list = widget.NewList(func() int { return len(t.rows) }, t.template, t.fill)
	t.list.HideSeparators = true
	t.list.OnSelected = func(i widget.ListItemID) {
		t.list.UnselectAll()
		if t.onTap != nil {
			t.onTap(i)
		}
	}
	t.note = flow.New(flow.Plain(empty), flow.Style{Role: theme.Muted})
	var top fyne.CanvasObject
	if head != nil {
		cells := make([]cell, len(head))
		for i, h := range head {
			cells[i] = cell{text: h, role: theme.Muted}
		}
		row := t.template()
		fillRow(row, cells)
		top = row
	}
	note := container.New(layout.NewCustomPaddedLayout(theme.Space4, theme.Space4, theme.Space4, theme.Space4), t.note)
	t.object = container.NewBorder(top, nil, nil, nil, container.NewStack(t.list, note))
	return t
}

func (t *table) set(rows [][]cell) {
	t.rows = rows
	if len(rows) == 0 {
		t.note.Show()
	} else {
		t.note.Hide()
	}
	t.list.Refresh()
}

func (t *table) template() fyne.CanvasObject {
	texts := make([]fyne.CanvasObject, len(t.shares))
	for i := range texts {
		texts[i] = canvas.NewText("", theme.Colour(theme.Text))
	}
	return container.New(columnsLayout{t.shares}, texts...)
}

func (t *table) fill(i widget.ListItemID, row fyne.CanvasObject) { fillRow(row, t.rows[i]) }

func fillRow(row fyne.CanvasObject, cells []cell) {
	box := row.(*fyne.Container)
	for i, o := range box.Objects {
		text := o.(*canvas.Text)
		c := cells[i]
		role := c.role
		if role == "" {
			role = theme.Text
		}
		size := theme.Body()
		if c.mono {
			size = theme.Code()
		}
		text.Text, text.Color = c.text, theme.Colour(role)
		theme.Set(text, size, fyne.TextStyle{Monospace: c.mono, Bold: c.bold})
		text.Refresh()
	}
	box.Refresh()
}

// columnsLayout gives each object its share of the width.
type columnsLayout struct{ shares []float32 }

func (columnsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, rowHeight) }

func (l columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const pad = theme.Space6
	x, room := float32(pad), size.Width-2*pad
	for i, o := range objects {
		w := l.shares[i] * room
		m := o.MinSize()
		pixel.Move(o, x, (size.Height-m.Height)/2)
		o.Resize(fyne.NewSize(w, m.Height))
		x += w
	}
}
