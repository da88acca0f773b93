// Package wheel says how far a turn of the mouse wheel moves. Fyne 2.7 moves 25
// pixels a notch on Linux and Windows, where other programs move about three
// lines; on macOS the system's own distance arrives, which is right.
package wheel

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// lines makes a notch about three lines of a lesson.
const lines = 2.4

// Distance is how far an event moves what is scrolled.
func Distance(e *fyne.ScrollEvent) (dx, dy float32) {
	if runtime.GOOS == "darwin" {
		return e.Scrolled.DX, e.Scrolled.DY
	}
	return e.Scrolled.DX * lines, e.Scrolled.DY * lines
}
