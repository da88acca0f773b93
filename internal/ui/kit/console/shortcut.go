package console

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cairn/internal/ui/kit/keys"
)

// TypedShortcut handles the keys of a shell with Ctrl and hands every other
// shortcut to the window, which a focused widget would else keep from it.
func (c *Console) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		c.copyOrInterrupt(s.Clipboard)
	case *fyne.ShortcutPaste:
		c.paste(s.Clipboard.Content())
	case *fyne.ShortcutSelectAll: // Ctrl+A goes to the beginning, as in a shell
		c.input.at = c.input.lineStart()
		c.changed()
	case *desktop.CustomShortcut:
		if !c.control(s) {
			c.pass(s)
		}
	default:
		c.pass(s)
	}
}

func (c *Console) pass(s fyne.Shortcut) {
	keys.PassShortcut(c, s)
}

// copyOrInterrupt is Ctrl+C: what is marked is copied, else the command stops.
func (c *Console) copyOrInterrupt(clip fyne.Clipboard) {
	if text := c.SelectedText(); text != "" {
		clip.SetContent(text)
		c.sel = selection{}
		c.changed()
		return
	}
	c.interrupt()
}

// paste shows what it brings and waits for Enter: several lines then run in
// turn, and can be read before they do.
func (c *Console) paste(text string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.TrimRight(text, "\n")
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, visible(line, 0))
	}
	c.input.insert(strings.Join(lines, "\n"))
	c.edited()
}

// control handles a key with modifiers and reports whether it is one of ours.
func (c *Console) control(s *desktop.CustomShortcut) bool {
	const ctrl = fyne.KeyModifierControl
	if s.Modifier == ctrl|fyne.KeyModifierShift {
		return c.controlShift(s.KeyName)
	}
	if s.Modifier == fyne.KeyModifierAlt && len(c.input.text) > 0 {
		return c.word(s.KeyName)
	}
	if s.Modifier != ctrl {
		return false
	}
	return c.leave(s.KeyName) || c.controlMove(s.KeyName) || c.controlErase(s.KeyName) || c.controlRun(s.KeyName)
}

// word moves by words with Alt, as shells do; in an empty line Alt is the
// window's.
func (c *Console) word(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyB:
		return c.controlMove(fyne.KeyLeft)
	case fyne.KeyRight, fyne.KeyF:
		return c.controlMove(fyne.KeyRight)
	default:
		return false
	}
}

func (c *Console) leave(key fyne.KeyName) bool {
	if key != fyne.KeyTab {
		return false
	}
	if w := fyne.CurrentApp().Driver().CanvasForObject(c); w != nil {
		w.FocusNext()
	}
	return true
}

func (c *Console) controlShift(key fyne.KeyName) bool {
	clip := fyne.CurrentApp().Clipboard()
	switch key {
	case fyne.KeyC:
		clip.SetContent(c.SelectedText())
	case fyne.KeyV:
		c.paste(clip.Content())
	case fyne.KeyTab:
		if w := fyne.CurrentApp().Driver().CanvasForObject(c); w != nil {
			w.FocusPrevious()
		}
	default:
		return false
	}
	return true
}

func (c *Console) controlMove(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyE:
		c.forward(c.input.lineEnd())
	case fyne.KeyF:
		c.forward(c.input.at + 1)
	case fyne.KeyB:
		c.input.move(-1)
	case fyne.KeyLeft:
		c.input.at = c.input.wordLeft()
	case fyne.KeyRight:
		c.forward(c.input.wordRight())
	case fyne.KeyP:
		c.back()
	case fyne.KeyN:
		c.ahead()
	default:
		return false
	}
	c.follow = true
	c.changed()
	return true
}

func (c *Console) controlErase(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyU:
		c.input.cut(c.input.lineStart(), c.input.at)
	case fyne.KeyK:
		// Ctrl+K erases to the end of the line, as in a shell. With nothing to
		// erase it is the window's, whose quick switcher it opens.
		if c.input.at == len(c.input.text) {
			return false
		}
		c.input.cut(c.input.at, c.input.lineEnd())
	case fyne.KeyW, fyne.KeyBackspace:
		c.input.cut(c.input.wordLeft(), c.input.at)
	case fyne.KeyDelete:
		c.input.cut(c.input.at, c.input.wordRight())
	default:
		return false
	}
	c.edited()
	return true
}

func (c *Console) controlRun(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyL:
		c.Clear()
	case fyne.KeyR:
		c.startSearch()
	case fyne.KeyC: // where the copy key is another, as on a Mac
		c.interrupt()
	case fyne.KeyD:
		return c.end()
	default:
		return false
	}
	return true
}

// end is Ctrl+D: it erases under the cursor, or ends what a command asks for.
func (c *Console) end() bool {
	switch {
	case len(c.input.text) > 0:
		c.input.cut(c.input.at, c.input.at+1)
		c.edited()
	case c.asking && c.params.OnEnd != nil:
		c.params.OnEnd()
	}
	return true
}
