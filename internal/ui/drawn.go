package ui

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// errNotDrawn says why there is no window, and what to do about it.
var errNotDrawn = errors.New("the window could not be opened: this computer has no OpenGL 2.1, which draws it. " +
	"That is so in many remote desktops and virtual machines, and where the graphics card's driver is not installed.\n\n" +
	"Start Cairn at the computer itself, switch the virtual machine's 3D graphics on, or install the driver. " +
	"All exercises can be done without a window, too: run `cairnctl practice` in a terminal")

// isDrawn reports whether the system has the window that was shown. Where Fyne 2.7 can make none it only logs that, which
// nobody sees of a program that was started by a click, and would run on unseen.
func isDrawn(w fyne.Window) bool {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true
	}
	var handle uintptr
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.WindowsWindowContext:
			handle = c.HWND
		case driver.MacWindowContext:
			handle = c.NSWindow
		case driver.X11WindowContext:
			handle = c.WindowHandle
		case driver.WaylandWindowContext:
			handle = c.WaylandSurface
		}
	})
	return handle != 0
}
