// Package keys hands what a focused widget has no use for to the window: Fyne
// gives keys and shortcuts to the widget with the focus only.
package keys

import "fyne.io/fyne/v2"

// Pass gives a key that a focused widget does not use to the window, so that
// F1 and Esc work wherever the focus is.
func Pass(from fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if onKey := c.OnTypedKey(); onKey != nil {
		onKey(e)
	}
}

// PassRune does the same for a letter.
func PassRune(from fyne.CanvasObject, r rune) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if onRune := c.OnTypedRune(); onRune != nil {
		onRune(r)
	}
}

// PassShortcut does the same for a shortcut.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if shortcuts, ok := c.(fyne.Shortcutable); ok {
		shortcuts.TypedShortcut(s)
	}
}
