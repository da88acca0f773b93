package theme

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// shipped are the fonts of the program, read once.
var shipped = sync.OnceValue(loadFaces)

// Set gives a text its size, its style and Cairn's font for it. Naming the font
// matters for the start: without it Fyne loads, for each style, a fallback, an
// emoji font and one of the system's for the language, some 30 ms a style (seen
// in Fyne 2.7.1's painter.lookupFaces). Letters that Cairn's fonts lack are
// found among the system's fonts either way.
func Set(t *canvas.Text, size float32, style fyne.TextStyle) {
	t.TextSize, t.TextStyle, t.FontSource = size, style, shipped().of(style)
}

// Measure gives the size of a text that Set would dress.
func Measure(text string, size float32, style fyne.TextStyle) fyne.Size {
	s, _ := MeasureBase(text, size, style)
	return s
}

// MeasureBase gives the size of a text and how far its baseline is below its top.
func MeasureBase(text string, size float32, style fyne.TextStyle) (fyne.Size, float32) {
	return fyne.CurrentApp().Driver().RenderedTextSize(text, size, style, shipped().of(style))
}
