package console

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit/wheel"
	"cairn/internal/ui/theme"
)

// place is a gap between letters of a row.
type place struct{ row, letter int }

func (p place) before(q place) bool {
	return p.row < q.row || (p.row == q.row && p.letter < q.letter)
}

// selection is what the mouse marked.
type selection struct {
	active   bool
	bar      bool // the drag moves the scroll bar instead
	from, to place
}

func (s selection) ordered() (first, last place) {
	if s.to.before(s.from) {
		return s.to, s.from
	}
	return s.from, s.to
}

// mark is the ground of what is marked in one visual row, which has a logical
// row's letters begin to end.
func (s selection) mark(index, begin, end int, y float32) []fyne.CanvasObject {
	first, last := s.ordered()
	if !s.active || index < first.row || index > last.row {
		return nil
	}
	from, to := begin, end
	if index == first.row {
		from = max(from, first.letter)
	}
	if index == last.row {
		to = min(to, last.letter)
	}
	if from >= to {
		return nil
	}
	ground := canvas.NewRectangle(fynetheme.Color(fynetheme.ColorNameSelection))
	ground.Move(fyne.NewPos(padLeft+float32(from-begin)*letterWidth(), y))
	ground.Resize(fyne.NewSize(float32(to-from)*letterWidth(), rowHeight()))
	return []fyne.CanvasObject{ground}
}

// SelectedText is what the mouse marked.
func (c *Console) SelectedText() string {
	if !c.sel.active || c.view == nil {
		return ""
	}
	first, last := c.sel.ordered()
	var lines []string
	for i := first.row; i <= last.row && i < len(c.view.rows); i++ {
		letters := []rune(c.view.rows[i].text())
		from, to := 0, len(letters)
		if i == last.row {
			to = min(last.letter, to)
		}
		if i == first.row {
			from = min(first.letter, to)
		}
		lines = append(lines, strings.TrimRight(string(letters[from:to]), " "))
	}
	return strings.Join(lines, "\n")
}

// placeAt is the gap nearest to a point.
func (c *Console) placeAt(pos fyne.Position) place {
	v := c.view
	cols, y := columns(v.width), v.firstTop
	column := max(0, int((pos.X-padLeft)/letterWidth()+0.5))
	for i := v.first; i < len(v.rows); i++ {
		h := float32(v.rows[i].rowsAt(cols)) * rowHeight()
		if pos.Y < y+h {
			from, to := v.rows[i].part(cols, max(0, int((pos.Y-y)/rowHeight())))
			return place{i, min(from+column, from+cols, to)}
		}
		y += h
	}
	if n := len(v.rows); n > 0 {
		return place{n - 1, v.rows[n-1].letters()}
	}
	return place{}
}

// Dragged marks text, or moves the scroll bar when it begins there.
func (c *Console) Dragged(e *fyne.DragEvent) {
	if c.view == nil {
		return
	}
	start := e.Position.Subtract(e.Dragged)
	if !c.sel.active && !c.sel.bar {
		if start.X > c.Size().Width-theme.Space3 && c.view.total > c.Size().Height {
			c.sel = selection{bar: true}
		} else {
			c.sel = selection{active: true, from: c.placeAt(start)}
		}
	}
	if c.sel.bar {
		c.scrollBy(e.Dragged.DY * c.view.total / c.Size().Height)
		return
	}
	c.sel.to = c.placeAt(e.Position)
	c.changed()
}

// DragEnd takes the keyboard, so that the copy key finds what was marked.
func (c *Console) DragEnd() {
	c.sel.bar = false
	c.takeFocus()
}

func (c *Console) takeFocus() {
	if w := fyne.CurrentApp().Driver().CanvasForObject(c); w != nil {
		w.Focus(c)
	}
}

// Tapped takes the keyboard and, in the line, puts the cursor where the mouse
// is.
func (c *Console) Tapped(e *fyne.PointEvent) {
	c.takeFocus()
	c.sel = selection{}
	if c.view != nil {
		c.cursorTo(c.placeAt(e.Position))
	}
	c.changed()
}

func (c *Console) cursorTo(p place) {
	rows, at, letter := c.live()
	index := p.row - len(c.buffer.rows)
	if at < 0 || index != at || index >= len(rows) {
		return
	}
	c.input.at = max(c.input.lineStart(), min(c.input.lineEnd(), c.input.at+p.letter-letter))
}

// Cursor shows that text can be marked.
func (c *Console) Cursor() desktop.Cursor { return desktop.TextCursor }

// Scrolled turns the wheel.
func (c *Console) Scrolled(e *fyne.ScrollEvent) {
	_, dy := wheel.Distance(e)
	c.scrollBy(-dy)
}

func (c *Console) page() float32 { return max(rowHeight(), c.Size().Height-2*rowHeight()) }

func (c *Console) scrollBy(dy float32) {
	if c.view == nil {
		return
	}
	most := max(0, c.view.total-c.Size().Height)
	c.offset = max(0, min(most, c.offset+dy))
	c.follow = c.offset >= most-1
	c.view.update()
}
