package editor

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cairn/internal/ui/kit/keys"
)

// AcceptsTab keeps Tab for the text; Ctrl+Tab leaves.
func (e *Editor) AcceptsTab() bool { return !e.params.ReadOnly }

// FocusGained shows the cursor.
func (e *Editor) FocusGained() { e.focused = true; e.changed() }

// FocusLost hides it.
func (e *Editor) FocusLost() { e.focused, e.shift = false, false; e.changed() }

// KeyDown watches the Shift keys, which TypedKey does not tell.
func (e *Editor) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = true
	}
}

// KeyUp is KeyDown's counterpart.
func (e *Editor) KeyUp(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = false
	}
}

// TypedRune types a letter.
func (e *Editor) TypedRune(r rune) { e.insert(string(r), true) }

func (e *Editor) insert(s string, typing bool) {
	if e.params.ReadOnly {
		return
	}
	e.text.replace(s, typing)
	e.edited()
}

// TypedKey handles the keys that are no letters.
func (e *Editor) TypedKey(k *fyne.KeyEvent) {
	t := e.text
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.insert("\n"+t.indent(), false)
	case fyne.KeyTab:
		e.insert("\t", false)
	case fyne.KeyBackspace:
		e.erase(t.left(t.at))
	case fyne.KeyDelete:
		e.erase(t.right(t.at))
	case fyne.KeyEscape:
		if e.params.OnCancel != nil {
			e.params.OnCancel()
			return
		}
		keys.Pass(e, k)
	default:
		if to, ok := e.target(k.Name); ok {
			t.moveTo(to, e.shift)
			e.moved()
		} else if by, ok := e.rows(k.Name); ok {
			t.vertical(by, e.shift)
			e.moved()
		} else {
			keys.Pass(e, k)
		}
	}
}

func (e *Editor) moved() {
	e.reveal()
	e.changed()
}

func (e *Editor) erase(to place) {
	if e.params.ReadOnly {
		return
	}
	e.text.erase(to)
	e.edited()
}

// target is where a key leads within the text.
func (e *Editor) target(name fyne.KeyName) (place, bool) {
	t := e.text
	first, last := t.ordered()
	switch name {
	case fyne.KeyLeft:
		if t.marked() && !e.shift {
			return first, true
		}
		return t.left(t.at), true
	case fyne.KeyRight:
		if t.marked() && !e.shift {
			return last, true
		}
		return t.right(t.at), true
	case fyne.KeyHome:
		return place{t.at.line, 0}, true
	case fyne.KeyEnd:
		return place{t.at.line, len(t.lines[t.at.line])}, true
	default:
		return place{}, false
	}
}

// rows is how many lines a key moves by.
func (e *Editor) rows(name fyne.KeyName) (int, bool) {
	page := max(1, int(e.textHeight()/lineHeight())-1)
	switch name {
	case fyne.KeyUp:
		return -1, true
	case fyne.KeyDown:
		return 1, true
	case fyne.KeyPageUp:
		return -page, true
	case fyne.KeyPageDown:
		return page, true
	default:
		return 0, false
	}
}

// TypedShortcut handles the clipboard, undo and movement by words, and hands
// every other shortcut to the window.
func (e *Editor) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if e.text.marked() {
			s.Clipboard.SetContent(e.text.selected())
		}
	case *fyne.ShortcutCut:
		if e.text.marked() {
			s.Clipboard.SetContent(e.text.selected())
			e.insert("", false)
		}
	case *fyne.ShortcutPaste:
		e.insert(strings.ReplaceAll(s.Clipboard.Content(), "\x00", ""), false)
	case *fyne.ShortcutSelectAll:
		last := len(e.text.lines) - 1
		e.text.moveTo(place{}, false)
		e.text.moveTo(place{last, len(e.text.lines[last])}, true)
		e.changed()
	case *fyne.ShortcutUndo:
		e.text.back()
		e.edited()
	case *fyne.ShortcutRedo:
		e.text.forth()
		e.edited()
	case *desktop.CustomShortcut:
		if !e.control(s) {
			keys.PassShortcut(e, s)
		}
	default:
		keys.PassShortcut(e, s)
	}
}

// control handles a key with Ctrl and reports whether it is one of ours.
func (e *Editor) control(s *desktop.CustomShortcut) bool {
	extend := s.Modifier&fyne.KeyModifierShift != 0
	if s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	t := e.text
	switch s.KeyName {
	case fyne.KeyS, fyne.KeyReturn, fyne.KeyEnter:
		if e.params.OnSave == nil {
			return false
		}
		e.params.OnSave(e.Text())
		return true
	case fyne.KeyTab:
		if w := fyne.CurrentApp().Driver().CanvasForObject(e); w != nil {
			w.FocusNext()
		}
		return true
	case fyne.KeyBackspace:
		e.erase(t.wordLeft(t.at))
		return true
	case fyne.KeyDelete:
		e.erase(t.wordRight(t.at))
		return true
	case fyne.KeyZ: // with Shift; without, it comes as ShortcutUndo
		t.forth()
		e.edited()
		return true
	case fyne.KeyLeft:
		t.moveTo(t.wordLeft(t.at), extend)
	case fyne.KeyRight:
		t.moveTo(t.wordRight(t.at), extend)
	case fyne.KeyHome:
		t.moveTo(place{}, extend)
	case fyne.KeyEnd:
		t.moveTo(place{len(t.lines) - 1, 1 << 30}, extend)
	default:
		return false
	}
	e.moved()
	return true
}
