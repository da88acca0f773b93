package flow

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/theme"
)

// place is a gap between two letters.
type place struct{ line, letter int }

func (p place) before(q place) bool {
	return p.line < q.line || (p.line == q.line && p.letter < q.letter)
}

// selection is what the mouse marked.
type selection struct {
	active   bool
	from, to place
}

func (s selection) ordered() (first, last place) {
	if s.to.before(s.from) {
		return s.to, s.from
	}
	return s.from, s.to
}

func (s selection) rectangles(t *Text, lines []line) []fyne.CanvasObject {
	if !s.active {
		return nil
	}
	first, last := s.ordered()
	var marks []fyne.CanvasObject
	for i := first.line; i <= last.line && i < len(lines); i++ {
		from, to := float32(0), lines[i].width
		if i == first.line {
			from = t.xOf(lines[i], first.letter)
		}
		if i == last.line {
			to = t.xOf(lines[i], last.letter)
		}
		mark := canvas.NewRectangle(fynetheme.Color(fynetheme.ColorNameSelection))
		mark.Move(fyne.NewPos(t.indent(lines[i])+from, float32(i)*t.lineHeight()))
		mark.Resize(fyne.NewSize(to-from, t.lineHeight()))
		marks = append(marks, mark)
	}
	return marks
}

func (t *Text) runWidth(r run, letters int) float32 {
	s := t.spans[r.span]
	return theme.Measure(string([]rune(r.text)[:letters]), s.textSize(t.words.size), s.style()).Width
}

// xOf is where the gap before a letter of a line lies.
func (t *Text) xOf(l line, letter int) float32 {
	for _, r := range l.runs {
		n := len([]rune(r.text))
		if letter <= n {
			return r.x + t.runWidth(r, letter)
		}
		letter -= n
	}
	return l.width
}

// placeAt is the gap nearest to a point.
func (t *Text) placeAt(pos fyne.Position) place {
	if len(t.lines) == 0 {
		return place{}
	}
	i := max(0, min(int(pos.Y/t.lineHeight()), len(t.lines)-1))
	l, letter := t.lines[i], 0
	x := pos.X - t.indent(l)
	for _, r := range l.runs {
		n := len([]rune(r.text))
		if x < r.x+r.width {
			for k := range n {
				if r.x+(t.runWidth(r, k)+t.runWidth(r, k+1))/2 > x {
					return place{i, letter + k}
				}
			}
		}
		letter += n
	}
	return place{i, letter}
}

// SelectedText is what the mouse marked.
func (t *Text) SelectedText() string {
	if !t.sel.active {
		return ""
	}
	first, last := t.sel.ordered()
	var parts []string
	for i := first.line; i <= last.line && i < len(t.lines); i++ {
		var whole strings.Builder
		for _, r := range t.lines[i].runs {
			whole.WriteString(r.text)
		}
		letters := []rune(whole.String())
		from, to := 0, len(letters)
		if i == last.line {
			to = min(last.letter, to)
		}
		if i == first.line {
			from = min(first.letter, to)
		}
		parts = append(parts, string(letters[from:to]))
	}
	return strings.Join(parts, " ")
}

// Dragged marks text.
func (t *Text) Dragged(e *fyne.DragEvent) {
	at := t.placeAt(e.Position)
	if !t.sel.active {
		from := t.placeAt(e.Position.Subtract(e.Dragged))
		t.sel = selection{active: true, from: from}
	}
	t.sel.to = at
	t.BaseWidget.Refresh()
}

// DragEnd takes the keyboard, so that the copy key finds what was marked.
func (t *Text) DragEnd() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil && t.sel.active {
		c.Focus(t)
	}
}

// Tapped takes the mark away.
func (t *Text) Tapped(*fyne.PointEvent) { t.clear() }

func (t *Text) clear() {
	if t.sel.active {
		t.sel = selection{}
		t.BaseWidget.Refresh()
	}
}

// FocusGained implements fyne.Focusable; only marked text can have the focus.
func (t *Text) FocusGained() {}

// FocusLost takes the mark away.
func (t *Text) FocusLost() { t.clear() }

// TypedRune implements fyne.Focusable.
func (t *Text) TypedRune(rune) {}

// TypedKey takes the mark away on Escape.
func (t *Text) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		t.clear()
		return
	}
	keys.Pass(t, e)
}

// TypedShortcut copies what is marked, and hands every other shortcut to the
// window, which a focused widget would else keep from it.
func (t *Text) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*fyne.ShortcutCopy); ok {
		c.Clipboard.SetContent(t.SelectedText())
		return
	}
	keys.PassShortcut(t, s)
}

// Enable implements fyne.Disableable and does nothing.
func (t *Text) Enable() {}

// Disable implements fyne.Disableable and does nothing.
func (t *Text) Disable() {}

// Disabled keeps a paragraph out of the order of Tab while nothing is marked.
func (t *Text) Disabled() bool { return !t.sel.active }
