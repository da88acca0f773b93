// Package roadmap draws topics as cards joined by curves, to move about in with
// mouse and keys. It knows a card's title and state, not what is behind it, and
// raises a callback when one is opened.
package roadmap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/theme"
)

// State is how far a topic is.
type State int

// The states of a topic.
const (
	NotStarted State = iota
	InProgress
	Done
	Skipped
	// Planned topics have nothing to open yet but what they will be about.
	Planned
)

// Card is a topic.
type Card struct {
	ID    string
	Title string
	// Note is the line below the title, such as "60 % · 5 lessons".
	Note  string
	State State
	// Progress is from 0 to 1.
	Progress float32
	// Next marks the topic that is recommended; Due one with reviews waiting.
	Next, Due bool
	// Column and Row are the card's place, counted from 0.
	Column, Row int
}

// Edge says that the card with ID To builds on the one with ID From.
type Edge struct{ From, To string }

// Params are the roadmap's callbacks.
type Params struct {
	// OnOpen is called by a click or Enter.
	OnOpen func(id string)
	// OnMove tells that the place changed, so that it can be kept.
	OnMove func(Place)
}

// Place is where the view is: the point in its upper left corner, and the size
// of things, 1 being the full one.
type Place struct{ X, Y, Zoom float32 }

// Measures, at full size.
const (
	cardWidth  = 200
	cardHeight = 64
	columnStep = cardWidth + 28
	rowStep    = cardHeight + 44
	margin     = 24
	minZoom    = 0.4
	maxZoom    = 2
	// fitZoom is the smallest size that Fit chooses: below it titles are hard
	// to read, and moving about is better.
	fitZoom = 0.85
	// bodySize is theme.Body at 100 %.
	bodySize = 15
)

// Roadmap is the widget.
type Roadmap struct {
	widget.BaseWidget

	params  Params
	cards   []Card
	index   map[string]int
	edges   []Edge
	place   Place
	placed  bool // the learner or SetPlace chose the place
	current int  // the card that the keys are at, -1 for none
	hovered int
	focused bool
	dragged bool
	view    *renderer
}

var (
	_ fyne.Focusable     = (*Roadmap)(nil)
	_ fyne.Tappable      = (*Roadmap)(nil)
	_ fyne.Scrollable    = (*Roadmap)(nil)
	_ fyne.Draggable     = (*Roadmap)(nil)
	_ desktop.Hoverable  = (*Roadmap)(nil)
	_ desktop.Cursorable = (*Roadmap)(nil)
)

// New returns an empty roadmap.
func New(p Params) *Roadmap {
	r := &Roadmap{params: p, place: Place{Zoom: 1}, current: -1, hovered: -1}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows topics; the keys stay at the card where they were.
func (r *Roadmap) Set(cards []Card, edges []Edge) {
	id := ""
	if r.current >= 0 {
		id = r.cards[r.current].ID
	}
	r.cards, r.edges, r.hovered = cards, edges, -1
	r.index = make(map[string]int, len(cards))
	for i, c := range cards {
		r.index[c.ID] = i
	}
	r.current = -1
	if i, ok := r.index[id]; ok {
		r.current = i
	}
	if !r.placed {
		r.Fit()
	}
	r.changed()
}

// Current is the card that the keys are at, empty for none.
func (r *Roadmap) Current() string {
	if r.current < 0 {
		return ""
	}
	return r.cards[r.current].ID
}

// Reveal brings a card into sight and the keys to it.
func (r *Roadmap) Reveal(id string) {
	if i, ok := r.index[id]; ok {
		r.current = i
		r.reveal(i)
		r.changed()
	}
}

// Place is where the view is.
func (r *Roadmap) Place() Place { return r.place }

// SetPlace goes back to where the view was.
func (r *Roadmap) SetPlace(p Place) {
	r.place, r.placed = p, true
	r.changed()
}

// home is a card's upper left corner at full size.
func (c Card) home() (x, y float32) {
	return margin + float32(c.Column)*columnStep, margin + float32(c.Row)*rowStep
}

// extent is the size of everything at full size.
func (r *Roadmap) extent() fyne.Size {
	var s fyne.Size
	for _, c := range r.cards {
		x, y := c.home()
		s = s.Max(fyne.NewSize(x+cardWidth+margin, y+cardHeight+margin))
	}
	return s
}

// Fit shows as much as can be read, from the upper left.
func (r *Roadmap) Fit() {
	all, size := r.extent(), r.Size()
	if all.Width == 0 || size.Width == 0 {
		return
	}
	full := theme.Body() / bodySize // larger letters mean larger cards
	zoom := min(size.Width/all.Width, size.Height/all.Height, full)
	r.place = Place{Zoom: max(zoom, fitZoom*full)}
	for i, c := range r.cards {
		if c.Next {
			r.reveal(i)
		}
	}
}

// onScreen is a card's rectangle in the widget.
func (r *Roadmap) onScreen(i int) (x, y, w, h float32) {
	x, y = r.cards[i].home()
	z := r.place.Zoom
	return (x - r.place.X) * z, (y - r.place.Y) * z, cardWidth * z, cardHeight * z
}

func (r *Roadmap) reveal(i int) {
	x, y, w, h := r.onScreen(i)
	size, room := r.Size(), float32(24)
	dx, dy := float32(0), float32(0)
	if x < room {
		dx = x - room
	} else if x+w > size.Width-room {
		dx = x + w - size.Width + room
	}
	if y < room {
		dy = y - room
	} else if y+h > size.Height-room {
		dy = y + h - size.Height + room
	}
	r.pan(dx, dy)
}

// pan moves the view by a distance on the screen and keeps it at the cards. A
// map that is smaller than the view stands in its middle.
func (r *Roadmap) pan(dx, dy float32) {
	all, z := r.extent(), r.place.Zoom
	r.place.X = held(r.place.X+dx/z, all.Width, r.Size().Width/z)
	r.place.Y = held(r.place.Y+dy/z, all.Height, r.Size().Height/z)
}

func held(at, length, view float32) float32 {
	if length <= view {
		return min(0, -(view-length)/2)
	}
	return max(0, min(at, length-view))
}

// zoomAt changes the size of things around a point that stays where it is.
func (r *Roadmap) zoomAt(factor float32, at fyne.Position) {
	z := max(minZoom, min(maxZoom, r.place.Zoom*factor))
	r.place.X += at.X/r.place.Zoom - at.X/z
	r.place.Y += at.Y/r.place.Zoom - at.Y/z
	r.place.Zoom = z
	r.pan(0, 0)
	r.moved()
}

// moved is called when the learner changed the place.
func (r *Roadmap) moved() {
	r.placed = true
	r.changed()
	if r.params.OnMove != nil {
		r.params.OnMove(r.place)
	}
}

func (r *Roadmap) changed() {
	if r.view != nil {
		r.view.update()
	}
}

// Resize fits the map into the window until the learner has moved it.
func (r *Roadmap) Resize(s fyne.Size) {
	if s == r.Size() {
		return
	}
	r.BaseWidget.Resize(s)
	if !r.placed {
		r.Fit()
	}
	r.pan(0, 0)
	r.changed()
}

// MinSize is a card with room around it.
func (r *Roadmap) MinSize() fyne.Size {
	return fyne.NewSize(cardWidth+2*margin, cardHeight+2*margin)
}
