// Package pixel keeps letters sharp. Fyne 2.7 draws a text into a picture as
// wide as the rounded width, but shows it as wide as the rounded ends lie apart
// (internal/painter/gl: drawText); off the grid of pixels the two differ by one,
// and the text is stretched and blurred. On the grid they agree.
package pixel

import (
	"math"

	"fyne.io/fyne/v2"
)

// Move puts a text at the point of the screen's grid that is nearest to x, y.
func Move(o fyne.CanvasObject, x, y float32) {
	k := scale()
	o.Move(fyne.NewPos(snap(x, k), snap(y, k)))
}

func snap(v, scale float32) float32 {
	return float32(math.Round(float64(v*scale))) / scale
}

// scale is pixels a unit: that of the first window, since a text learns its own
// window only when it is drawn.
func scale() float32 {
	windows := fyne.CurrentApp().Driver().AllWindows()
	if len(windows) == 0 {
		return 1
	}
	const far = 1000
	x, _ := windows[0].Canvas().PixelCoordinateForPosition(fyne.NewPos(far, 0))
	if x <= 0 {
		return 1
	}
	return float32(x) / far
}
