package ui

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.3/glfw"
)

// titleBar is about what a desktop takes for a window's title bar, in Fyne's units.
const titleBar = 36

// fitScreen makes a window smaller that is larger than what the desktop leaves free: on a small laptop the console's last
// line, where one types, would lie below the screen's edge. Fyne tells nothing of the screen, so GLFW is asked, on which
// Fyne stands; it must be called on the main thread once the window is shown.
func (w *window) fitScreen() {
	monitor := glfw.GetPrimaryMonitor()
	scale := w.win.Canvas().Scale()
	if monitor == nil || scale <= 0 || w.win.FullScreen() {
		return
	}
	_, _, width, height := monitor.GetWorkarea()
	if free := fyne.NewSize(float32(width)/scale, float32(height)/scale-titleBar); free.Width > 0 && free.Height > 0 {
		if size := w.win.Canvas().Size(); size.Width > free.Width || size.Height > free.Height {
			w.win.Resize(size.Min(free))
		}
	}
}
