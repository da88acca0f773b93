package flow

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/theme"
)

// link lies over a run that can be opened. Where a link runs over two lines,
// only its first part is reached by Tab.
type link struct {
	widget.BaseWidget

	text    string
	onTap   func()
	onFocus func(fyne.CanvasObject)
	first   bool
	focused bool
	ring    *canvas.Rectangle
}

var (
	_ fyne.Tappable      = (*link)(nil)
	_ fyne.Focusable     = (*link)(nil)
	_ fyne.Disableable   = (*link)(nil)
	_ desktop.Cursorable = (*link)(nil)
)

func newLink(text string, onTap func(), first bool) *link {
	l := &link{text: text, onTap: onTap, first: first, ring: canvas.NewRectangle(color.Transparent)}
	l.ring.CornerRadius = 4
	l.ExtendBaseWidget(l)
	return l
}

func (l *link) Tapped(*fyne.PointEvent) { l.onTap() }
func (l *link) Cursor() desktop.Cursor  { return desktop.PointerCursor }
func (l *link) Enable()                 {}
func (l *link) Disable()                {}

// Disabled keeps the later parts of a link out of the order of Tab.
func (l *link) Disabled() bool { return !l.first }

func (l *link) FocusGained() {
	l.focused = true
	l.Refresh()
	if l.onFocus != nil {
		l.onFocus(l)
	}
}

func (l *link) FocusLost()     { l.focused = false; l.Refresh() }
func (l *link) TypedRune(rune) {}

func (l *link) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeySpace {
		l.onTap()
		return
	}
	keys.Pass(l, e)
}

func (l *link) Refresh() {
	l.ring.StrokeWidth = 0
	if l.focused {
		l.ring.StrokeWidth, l.ring.StrokeColor = 2, theme.Colour(theme.Accent)
	}
	l.BaseWidget.Refresh()
}

func (l *link) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.ring) }
