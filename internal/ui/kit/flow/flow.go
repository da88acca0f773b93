// Package flow sets running text: spans of several styles broken into lines at
// any line height, which Fyne's RichText cannot do. It measures each word once,
// so a change of width costs arithmetic. It knows nothing of Markdown and opens
// no link itself: a link raises a callback.
package flow

import (
	"fyne.io/fyne/v2"

	"cairn/internal/ui/theme"
)

// Span is a stretch of text in one style.
type Span struct {
	Text                       string
	Bold, Italic, Mono, Strike bool
	// Role is the colour; empty takes the paragraph's.
	Role theme.Role
	// Chip lays a pale ground behind the text, as inline code has.
	Chip bool
	// OnTap makes the span a link: underlined, in the link's colour, reached by
	// Tab and opened by Enter.
	OnTap func()
	// Break ends the line after the span.
	Break bool
}

func (s Span) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: s.Bold, Italic: s.Italic, Monospace: s.Mono}
}

// Style is what a whole paragraph has in common. The zero value is body text.
type Style struct {
	// Size returns the text's size, asked again after a change of theme; nil
	// means theme.Body.
	Size func() float32
	// Leading is the line height as a multiple of the size; 0 means
	// theme.LeadingBody.
	Leading float32
	// Role is the colour; empty means theme.Text.
	Role theme.Role
	// Align is where lines shorter than the width go.
	Align fyne.TextAlign
	// OnFocus is told when the keyboard reaches a link, so that what scrolls can
	// bring it into sight.
	OnFocus func(fyne.CanvasObject)
	// MaxLines cuts the text with an ellipsis; 0 means no limit.
	MaxLines int
}

func (s Style) size() float32 {
	if s.Size == nil {
		return theme.Body()
	}
	return s.Size()
}

func (s Style) leading() float32 {
	if s.Leading == 0 {
		return theme.LeadingBody
	}
	return s.Leading
}

func (s Style) role() theme.Role {
	if s.Role == "" {
		return theme.Text
	}
	return s.Role
}

// Plain returns text as one span.
func Plain(text string) []Span { return []Span{{Text: text}} }
