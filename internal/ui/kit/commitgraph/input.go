package commitgraph

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/kit/wheel"
	"cairn/internal/ui/theme"
	"cairn/internal/view"
)

// FocusGained shows where the keyboard is.
func (g *Graph) FocusGained() { g.focused = true; g.changed() }

// FocusLost hides it.
func (g *Graph) FocusLost() { g.focused = false; g.changed() }

// TypedRune implements fyne.Focusable.
func (g *Graph) TypedRune(rune) {}

// TypedKey goes through the commits.
func (g *Graph) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(g.Size().Height/rowHeight)-1)
	switch e.Name {
	case fyne.KeyDown:
		g.step(1)
	case fyne.KeyUp:
		g.step(-1)
	case fyne.KeyPageDown:
		g.step(page)
	case fyne.KeyPageUp:
		g.step(-page)
	case fyne.KeyHome:
		g.step(-g.model.Len())
	case fyne.KeyEnd:
		g.step(g.model.Len())
	case fyne.KeyReturn, fyne.KeyEnter:
		g.open()
	case fyne.KeyEscape:
		if g.selected == "" {
			keys.Pass(g.self, e)
			return
		}
		g.Select("")
	default:
		keys.Pass(g.self, e)
	}
}

// step moves the choice by rows; the first step chooses the newest commit.
func (g *Graph) step(by int) {
	n := g.model.Len()
	if n == 0 {
		return
	}
	row, ok := g.model.rowOf[g.selected]
	switch {
	case ok:
		row = max(0, min(n-1, row+by))
	case by > 1:
		row = n - 1
	default:
		row = 0
	}
	g.Select(g.model.layout.Rows[row].Hash)
}

func (g *Graph) open() {
	if g.selected != "" && g.params.OnOpen != nil {
		g.params.OnOpen(g.selected)
	}
}

// at is the commit whose row holds a height, empty for none.
func (g *Graph) at(y float32) view.Hash {
	row := int((y+g.offset-padTop)/rowHeight) - g.model.top()
	if y+g.offset < padTop || row < 0 || row >= g.model.Len() {
		return ""
	}
	return g.model.layout.Rows[row].Hash
}

// Tapped chooses a commit.
func (g *Graph) Tapped(e *fyne.PointEvent) {
	if f, ok := g.self.(fyne.Focusable); ok {
		if w := fyne.CurrentApp().Driver().CanvasForObject(g.self); w != nil {
			w.Focus(f)
		}
	}
	g.Select(g.at(e.Position.Y))
}

// DoubleTapped opens a commit.
func (g *Graph) DoubleTapped(e *fyne.PointEvent) {
	g.Select(g.at(e.Position.Y))
	g.open()
}

// Scrolled turns the wheel.
func (g *Pane) Scrolled(e *fyne.ScrollEvent) {
	_, dy := wheel.Distance(e)
	g.scrollBy(-dy)
}

// Dragged moves the scroll bar, or the history itself.
func (g *Pane) Dragged(e *fyne.DragEvent) {
	if e.Position.X-e.Dragged.DX > g.Size().Width-theme.Space3 {
		g.dragBar = true
	}
	if g.dragBar {
		g.scrollBy(e.Dragged.DY * g.total() / max(1, g.Size().Height))
		return
	}
	g.scrollBy(-e.Dragged.DY)
}

// DragEnd implements fyne.Draggable.
func (g *Pane) DragEnd() { g.dragBar = false }

// MouseIn implements desktop.Hoverable.
func (g *Graph) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved tells which commit the mouse is on.
func (g *Graph) MouseMoved(e *desktop.MouseEvent) { g.hover(g.at(e.Position.Y), e.Position) }

// MouseOut implements desktop.Hoverable.
func (g *Graph) MouseOut() { g.hover("", fyne.Position{}) }

func (g *Graph) hover(h view.Hash, at fyne.Position) {
	if h == g.hovered {
		return
	}
	g.hovered = h
	g.changed()
	if g.params.OnHover != nil {
		g.params.OnHover(h, at)
	}
}
