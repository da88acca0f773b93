package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/kit/keys"
	"cairn/internal/ui/theme"
)

// Weight says how much a button asks for.
type Weight int

// The weights. A screen has one Primary button at most.
const (
	Plain Weight = iota
	Primary
	Quiet // no ground and no border until it is pointed at
	Grave // what destroys something
)

// Button is a word, a sign or both that do something.
type Button struct {
	widget.BaseWidget

	text     string
	sign     theme.Sign
	weight   Weight
	onTap    func()
	label    string // spoken name of a button without text
	small    bool
	shy      bool // see Shy
	onSeen   func()
	unseen   bool // as onSeen was told last
	onFocus  func(fyne.CanvasObject)
	revealed bool
	hovered  bool
	focused  bool
	disabled bool
}

var (
	_ fyne.Tappable      = (*Button)(nil)
	_ fyne.Focusable     = (*Button)(nil)
	_ fyne.Disableable   = (*Button)(nil)
	_ desktop.Hoverable  = (*Button)(nil)
	_ desktop.Cursorable = (*Button)(nil)
)

// NewButton returns a button with a word; a sign is added by WithSign.
func NewButton(text string, w Weight, onTap func()) *Button {
	b := &Button{text: text, weight: w, onTap: onTap}
	b.ExtendBaseWidget(b)
	return b
}

// NewSignButton returns a quiet button that shows a sign only; label says in
// words what it does.
func NewSignButton(s theme.Sign, label string, onTap func()) *Button {
	b := NewButton("", Quiet, onTap)
	b.sign, b.label = s, label
	return b
}

// WithSign puts a sign before the word.
func (b *Button) WithSign(s theme.Sign) *Button {
	b.sign = s
	b.Refresh()
	return b
}

// Small sets the word in the size of captions; the target stays as large.
func (b *Button) Small() *Button {
	b.small = true
	b.Refresh()
	return b
}

// Shy hides the button until it has the focus, the mouse is on it, or Reveal
// shows it. It stays in the order of Tab. onSeen, if given, is told when Unseen
// changes, so that what stands in its place can make room.
func (b *Button) Shy(onSeen func()) *Button {
	b.shy, b.unseen, b.onSeen = true, true, onSeen
	b.Refresh()
	return b
}

// Refresh implements fyne.Widget.
func (b *Button) Refresh() {
	b.BaseWidget.Refresh()
	if unseen := b.Unseen(); b.onSeen != nil && unseen != b.unseen {
		b.unseen = unseen
		b.onSeen()
	}
}

// Reveal shows or hides a shy button.
func (b *Button) Reveal(show bool) {
	if b.revealed != show {
		b.revealed = show
		b.Refresh()
	}
}

// Unseen reports whether a shy button hides at the moment.
func (b *Button) Unseen() bool { return b.shy && !b.revealed && !b.focused && !b.hovered }

// OnFocus is told when the keyboard reaches the button, so that what scrolls can
// bring it into sight.
func (b *Button) OnFocus(f func(fyne.CanvasObject)) *Button {
	b.onFocus = f
	return b
}

// SetText changes the word.
func (b *Button) SetText(text string) {
	b.text = text
	b.Refresh()
}

// Label is what the button does, in words.
func (b *Button) Label() string {
	if b.label != "" {
		return b.label
	}
	return b.text
}

// SetOnTap changes what the button does.
func (b *Button) SetOnTap(f func()) { b.onTap = f }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.onTap != nil {
		b.onTap()
	}
}

// TypedKey presses the button with Space or Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		keys.Pass(b, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
	if b.onFocus != nil {
		b.onFocus(b)
	}
}

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor {
	if b.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Enable implements fyne.Disableable.
func (b *Button) Enable() { b.disabled = false; b.Refresh() }

// Disable implements fyne.Disableable.
func (b *Button) Disable() { b.disabled = true; b.Refresh() }

// Disabled implements fyne.Disableable. A dull button keeps the focus that it
// has: Tab goes on from it, and would else begin at the window's first widget.
func (b *Button) Disabled() bool { return b.disabled && !b.focused }

func (b *Button) textSize() float32 {
	if b.small {
		return theme.Caption()
	}
	return theme.Body()
}

// ink is the role of word and sign.
func (b *Button) ink() theme.Role {
	switch {
	case b.disabled:
		return theme.Muted
	case b.weight == Primary:
		return theme.OnAccent
	case b.weight == Grave:
		return theme.Danger
	case b.weight == Quiet && !b.hovered && b.text == "":
		return theme.Muted
	default:
		return theme.Text
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b: b, ground: canvas.NewRectangle(color.Transparent), veil: canvas.NewRectangle(color.Transparent),
		ring: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.Black),
		icon: NewIcon(theme.SignCircle, theme.Text, buttonIcon),
	}
	r.Refresh()
	return r
}
