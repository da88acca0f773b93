package markdown

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/theme"
)

// keyboard is what a view knows of the focus: its own, and that of what it holds.
type keyboard struct {
	edge *canvas.Rectangle // shown while the text itself has the focus
	// entering is true while Tab looks for the first thing in sight; reached is
	// what it came to last.
	entering bool
	reached  fyne.CanvasObject
}

var (
	_ fyne.Focusable = (*View)(nil)
	_ fyne.Tabbable  = (*View)(nil)
)

// The width of the bar that shows the focus, and how far an arrow key moves.
const (
	edgeWidth float32 = 3
	lineStep  float32 = 48
)

func (v *View) newEdge() fyne.CanvasObject {
	v.edge = canvas.NewRectangle(color.Transparent)
	v.edge.SetMinSize(fyne.NewSize(edgeWidth, 0))
	v.edge.Hide()
	return container.NewHBox(v.edge)
}

// FocusGained implements fyne.Focusable.
func (v *View) FocusGained() {
	if v.edge != nil {
		v.edge.FillColor = theme.Colour(theme.Accent)
		v.edge.Show()
	}
}

// FocusLost implements fyne.Focusable.
func (v *View) FocusLost() {
	if v.edge != nil {
		v.edge.Hide()
	}
}

// TypedRune leaves letters to the window: a text has no use for them.
func (v *View) TypedRune(r rune) { keys.PassRune(v, r) }

// AcceptsTab makes Tab begin at what is in sight and not at the top of the text.
func (v *View) AcceptsTab() bool { return true }

// TypedKey moves the text, or goes to what can be reached in it.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	if v.ScrollKey(e) {
		return
	}
	if e.Name != fyne.KeyTab {
		keys.Pass(v, e)
		return
	}
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	if ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
			c.FocusPrevious()
		}
		return
	}
	v.focusInSight()
}

// ScrollKey moves the text by a key, if it is one that does.
func (v *View) ScrollKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyPageDown, fyne.KeySpace:
		v.ScrollBy(1)
	case fyne.KeyPageUp:
		v.ScrollBy(-1)
	case fyne.KeyDown:
		v.ScrollTo(v.Offset() + lineStep)
	case fyne.KeyUp:
		v.ScrollTo(v.Offset() - lineStep)
	case fyne.KeyHome:
		v.ScrollTo(0)
	case fyne.KeyEnd:
		v.Settle()
		v.ScrollTo(v.page.MinSize().Height)
	default:
		return false
	}
	return true
}

// focusInSight gives the focus to the first thing at or below the top of what
// is seen. What lies above it is passed over without scrolling there.
func (v *View) focusInSight() {
	c := fyne.CurrentApp().Driver().CanvasForObject(v)
	if c == nil {
		return
	}
	v.entering = true
	defer func() { v.entering = false }()
	for range 10 * len(v.page.items) {
		v.reached = nil
		c.FocusNext()
		if v.reached == nil {
			return // beyond the text
		}
		if top, height := v.extent(v.reached); top+height > v.Offset() {
			v.entering = false
			v.Reveal(v.reached)
			return
		}
	}
}

// extent is where an object of the text lies in it.
func (v *View) extent(o fyne.CanvasObject) (top, height float32) {
	d := fyne.CurrentApp().Driver()
	return d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(v.page).Y, o.Size().Height
}

// Reveal scrolls just far enough that an object of the text is in sight. What
// the header and the footer hold calls it when it gets the focus.
func (v *View) Reveal(o fyne.CanvasObject) {
	v.reached = o
	if v.entering {
		return
	}
	top, height := v.extent(o)
	from, view := v.scroll.Offset.Y, v.scroll.Size().Height
	switch {
	case top < from:
		v.ScrollTo(top - theme.Space4)
	case top+height > from+view:
		v.ScrollTo(min(top-theme.Space4, top+height-view+theme.Space4))
	}
}
