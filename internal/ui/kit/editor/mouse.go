package editor

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// column is where a letter of a line is drawn, tabs being several wide.
func column(line []rune, letter int) int {
	c := 0
	for _, r := range line[:min(letter, len(line))] {
		if r == '\t' {
			c += tabWidth - c%tabWidth
		} else {
			c++
		}
	}
	return c
}

// letterAt is the gap of a line nearest to a column.
func letterAt(line []rune, want float32) int {
	for i := range line {
		from, to := column(line, i), column(line, i+1)
		if want < float32(from+to)/2 {
			return i
		}
	}
	return len(line)
}

// expanded is a line as it is drawn.
func expanded(line []rune) string {
	var b strings.Builder
	for i, r := range line {
		switch {
		case r == '\t':
			b.WriteString(strings.Repeat(" ", column(line, i+1)-column(line, i)))
		case r < ' ' || r == 0x7f:
			b.WriteRune('·')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (e *Editor) placeAt(pos fyne.Position) place {
	line := int((pos.Y - e.barHeight() - padTop + e.top) / lineHeight())
	line = max(0, min(line, len(e.text.lines)-1))
	want := (pos.X - e.gutter() + e.left) / letterWidth()
	return place{line, letterAt(e.text.lines[line], want)}
}

// Tapped puts the cursor where the mouse is.
func (e *Editor) Tapped(p *fyne.PointEvent) {
	if w := fyne.CurrentApp().Driver().CanvasForObject(e); w != nil {
		w.Focus(e)
	}
	e.text.moveTo(e.placeAt(p.Position), e.shift)
	e.changed()
}

// DoubleTapped marks a word.
func (e *Editor) DoubleTapped(p *fyne.PointEvent) {
	at := e.placeAt(p.Position)
	line := e.text.lines[at.line]
	from, to := at.letter, at.letter
	for from > 0 && wordy(line[from-1]) {
		from--
	}
	for to < len(line) && wordy(line[to]) {
		to++
	}
	e.text.moveTo(place{at.line, from}, false)
	e.text.moveTo(place{at.line, to}, true)
	e.changed()
}

// Dragged marks text.
func (e *Editor) Dragged(d *fyne.DragEvent) {
	if !e.focused {
		if w := fyne.CurrentApp().Driver().CanvasForObject(e); w != nil {
			w.Focus(e)
		}
		e.text.moveTo(e.placeAt(d.Position.Subtract(d.Dragged)), false)
	}
	e.text.moveTo(e.placeAt(d.Position), true)
	e.reveal()
	e.changed()
}

// DragEnd implements fyne.Draggable.
func (e *Editor) DragEnd() {}

// MouseDown begins a mark where the mouse is pressed.
func (e *Editor) MouseDown(m *desktop.MouseEvent) {
	if m.Button == desktop.MouseButtonPrimary && m.Position.Y > e.barHeight() {
		if w := fyne.CurrentApp().Driver().CanvasForObject(e); w != nil {
			w.Focus(e)
		}
		e.text.moveTo(e.placeAt(m.Position), m.Modifier&fyne.KeyModifierShift != 0)
		e.changed()
	}
}

// MouseUp implements desktop.Mouseable.
func (e *Editor) MouseUp(*desktop.MouseEvent) {}

// Cursor shows that text can be written.
func (e *Editor) Cursor() desktop.Cursor { return desktop.TextCursor }

// Scrolled turns the wheel.
func (e *Editor) Scrolled(s *fyne.ScrollEvent) {
	e.scrollTo(e.left-s.Scrolled.DX, e.top-s.Scrolled.DY)
	e.changed()
}

func (e *Editor) textHeight() float32 { return max(0, e.Size().Height-e.barHeight()) }

func (e *Editor) scrollTo(left, top float32) {
	high := float32(len(e.text.lines))*lineHeight() + 2*padTop
	e.top = max(0, min(top, high-e.textHeight()))
	wide := 0
	for _, line := range e.text.lines {
		wide = max(wide, column(line, len(line)))
	}
	room := e.Size().Width - e.gutter() - barRoom
	e.left = max(0, min(left, float32(wide+1)*letterWidth()-room))
}

// reveal scrolls just far enough that the cursor is in sight.
func (e *Editor) reveal() {
	if e.Size().Width == 0 {
		return
	}
	y, x := float32(e.text.at.line)*lineHeight(), float32(column(e.text.lines[e.text.at.line], e.text.at.letter))*letterWidth()
	top, left := e.top, e.left
	if y < top {
		top = y
	} else if bottom := y + lineHeight() + 2*padTop; bottom > top+e.textHeight() {
		top = bottom - e.textHeight()
	}
	room := e.Size().Width - e.gutter() - barRoom
	if x < left {
		left = max(0, x-4*letterWidth())
	} else if x+letterWidth() > left+room {
		left = x - room + 4*letterWidth()
	}
	e.scrollTo(left, top)
}
