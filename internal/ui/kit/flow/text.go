package flow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/theme"
)

// minWidth keeps a paragraph from being squeezed to one letter a line.
const minWidth = 48

// Text is a paragraph that breaks at its width. Its text is selected with the
// mouse and copied with the usual key.
type Text struct {
	widget.BaseWidget

	spans []Span
	style Style

	words *measured
	lines []line
	width float32
	sel   selection
}

var (
	_ fyne.Widget        = (*Text)(nil)
	_ fyne.Draggable     = (*Text)(nil)
	_ fyne.Focusable     = (*Text)(nil)
	_ fyne.Shortcutable  = (*Text)(nil)
	_ desktop.Cursorable = (*Text)(nil)
)

// New returns a paragraph.
func New(spans []Span, style Style) *Text {
	t := &Text{spans: spans, style: style}
	t.ExtendBaseWidget(t)
	return t
}

// SetSpans replaces the text.
func (t *Text) SetSpans(spans []Span) {
	t.spans, t.words, t.sel = spans, nil, selection{}
	t.Refresh()
}

// SetText replaces the text by one plain span.
func (t *Text) SetText(text string) { t.SetSpans(Plain(text)) }

// String is the text without its styles.
func (t *Text) String() string {
	var s string
	for _, span := range t.spans {
		s += span.Text
		if span.Break {
			s += "\n"
		}
	}
	return s
}

func (t *Text) lineHeight() float32 { return t.style.size() * t.style.leading() }

// ensure measures the words once for each size of text.
func (t *Text) ensure() {
	if t.words == nil || t.words.size != t.style.size() {
		t.words, t.width = measure(t.spans, t.style.size()), -1
	}
}

func (t *Text) lay(width float32) []line {
	t.ensure()
	if width != t.width {
		t.lines, t.width = t.limited(t.words.lines(width), width), width
	}
	return t.lines
}

// HeightFor returns the height at a width, without drawing anything.
func (t *Text) HeightFor(width float32) float32 {
	n := len(t.lay(width))
	if n == 0 {
		n = 1
	}
	return float32(n) * t.lineHeight()
}

// WidthOf returns the width that the text takes on one line.
func (t *Text) WidthOf() float32 {
	t.ensure()
	var widest float32
	for _, l := range t.words.lines(1e6) {
		widest = max(widest, l.width)
	}
	return widest + 0.5
}

// limited cuts lines after MaxLines and ends the last with an ellipsis.
func (t *Text) limited(lines []line, width float32) []line {
	n := t.style.MaxLines
	if n == 0 || len(lines) <= n {
		return lines
	}
	lines = lines[:n]
	last := &lines[n-1]
	r := last.runs[len(last.runs)-1]
	r.text, r.width = t.ellipsis(r, width-r.x)
	runs := append([]run(nil), last.runs...)
	runs[len(runs)-1] = r
	last.runs, last.width = runs, r.x+r.width
	return lines
}

func (t *Text) ellipsis(r run, room float32) (string, float32) {
	s := t.spans[r.span]
	letters := []rune(r.text)
	for n := len(letters); n > 0; n-- {
		text := string(letters[:n]) + "…"
		if w := theme.Measure(text, s.textSize(t.words.size), s.style()).Width; w <= room {
			return text, w
		}
	}
	return "…", 0
}

// Resize breaks the lines again when the width changed.
func (t *Text) Resize(s fyne.Size) {
	if s.Width != t.Size().Width {
		t.sel = selection{}
	}
	t.BaseWidget.Resize(s)
}

// MinSize is the height at the present width.
func (t *Text) MinSize() fyne.Size {
	width := t.Size().Width
	if width == 0 {
		width = max(minWidth, min(t.WidthOf(), 320))
	}
	return fyne.NewSize(minWidth, t.HeightFor(width))
}

// Cursor shows that text can be selected.
func (t *Text) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{t: t}
	r.Layout(t.Size())
	return r
}

func (t *Text) colourRole(s Span) theme.Role {
	switch {
	case s.Role != "":
		return s.Role
	case s.OnTap != nil:
		return theme.Link
	default:
		return t.style.role()
	}
}
