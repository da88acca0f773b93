package roadmap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/kit/wheel"
)

const (
	zoomStep = 1.2
	// sideways is how much a card off the direction of an arrow key counts
	// against one straight ahead.
	sideways = 2.5
)

// FocusGained brings the keys to the card that they were at, at first to the
// recommended one.
func (r *Roadmap) FocusGained() {
	r.focused = true
	if r.current < 0 {
		r.current = r.first()
	}
	r.changed()
}

func (r *Roadmap) first() int {
	for i, c := range r.cards {
		if c.Next {
			return i
		}
	}
	return min(0, len(r.cards)-1)
}

// FocusLost hides where the keys are.
func (r *Roadmap) FocusLost() { r.focused = false; r.changed() }

// TypedRune changes the size: + and -, and 0 for all of the map.
func (r *Roadmap) TypedRune(c rune) {
	middle := fyne.NewPos(r.Size().Width/2, r.Size().Height/2)
	switch c {
	case '+', '=':
		r.zoomAt(zoomStep, middle)
	case '-':
		r.zoomAt(1/float32(zoomStep), middle)
	case '0':
		r.Fit()
		r.pan(0, 0)
		r.moved()
	}
}

// TypedKey goes from card to card with the arrow keys and opens with Enter.
func (r *Roadmap) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		r.step(-1, 0)
	case fyne.KeyRight:
		r.step(1, 0)
	case fyne.KeyUp:
		r.step(0, -1)
	case fyne.KeyDown:
		r.step(0, 1)
	case fyne.KeyPageUp:
		r.pan(0, -r.Size().Height*0.8)
		r.moved()
	case fyne.KeyPageDown:
		r.pan(0, r.Size().Height*0.8)
		r.moved()
	case fyne.KeyHome:
		r.goTo(r.first())
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.open(r.current)
	default:
		keys.Pass(r, e)
	}
}

// step goes to the nearest card in a direction.
func (r *Roadmap) step(dx, dy float32) {
	if r.current < 0 {
		r.goTo(r.first())
		return
	}
	fromX, fromY := r.cards[r.current].home()
	best, least := -1, float32(0)
	for i, c := range r.cards {
		x, y := c.home()
		ahead := (x-fromX)*dx + (y-fromY)*dy
		aside := (x-fromX)*dy + (y-fromY)*dx
		if ahead <= 0 {
			continue
		}
		if away := ahead + sideways*max(aside, -aside); best < 0 || away < least {
			best, least = i, away
		}
	}
	if best >= 0 {
		r.goTo(best)
	}
}

func (r *Roadmap) goTo(i int) {
	if i < 0 {
		return
	}
	r.current = i
	r.reveal(i)
	r.moved()
}

func (r *Roadmap) open(i int) {
	if i >= 0 && i < len(r.cards) && r.params.OnOpen != nil {
		r.params.OnOpen(r.cards[i].ID)
	}
}

// at is the card under a point, -1 for none.
func (r *Roadmap) at(p fyne.Position) int {
	for i := range r.cards {
		x, y, w, h := r.onScreen(i)
		if p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+h {
			return i
		}
	}
	return -1
}

// Tapped opens a card.
func (r *Roadmap) Tapped(e *fyne.PointEvent) {
	if w := fyne.CurrentApp().Driver().CanvasForObject(r); w != nil {
		w.Focus(r)
	}
	if i := r.at(e.Position); i >= 0 {
		r.current = i
		r.changed()
		r.open(i)
	}
}

// Scrolled moves the map, or changes its size with Ctrl held.
func (r *Roadmap) Scrolled(e *fyne.ScrollEvent) {
	if zooming() {
		factor := float32(1.1)
		if e.Scrolled.DY < 0 {
			factor = 1 / factor
		}
		r.zoomAt(factor, e.Position)
		return
	}
	dx, dy := wheel.Distance(e)
	r.pan(-dx, -dy)
	r.moved()
}

func zooming() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
}

// Dragged moves the map with the mouse.
func (r *Roadmap) Dragged(e *fyne.DragEvent) {
	r.dragged = true
	r.pan(-e.Dragged.DX, -e.Dragged.DY)
	r.moved()
}

// DragEnd implements fyne.Draggable.
func (r *Roadmap) DragEnd() { r.dragged = false }

// MouseIn implements desktop.Hoverable.
func (r *Roadmap) MouseIn(e *desktop.MouseEvent) { r.MouseMoved(e) }

// MouseMoved shows which card a click would open.
func (r *Roadmap) MouseMoved(e *desktop.MouseEvent) { r.hover(r.at(e.Position)) }

// MouseOut implements desktop.Hoverable.
func (r *Roadmap) MouseOut() { r.hover(-1) }

func (r *Roadmap) hover(i int) {
	if i != r.hovered {
		r.hovered = i
		r.changed()
	}
}

// Cursor is a hand over a card.
func (r *Roadmap) Cursor() desktop.Cursor {
	if r.hovered >= 0 && !r.dragged {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
