package console

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cairn/internal/ui/kit/keys"
)

// AcceptsTab keeps Tab for completion; Ctrl+Tab leaves the console.
func (c *Console) AcceptsTab() bool { return true }

// FocusGained shows the cursor.
func (c *Console) FocusGained() { c.focused = true; c.changed() }

// FocusLost hides the cursor.
func (c *Console) FocusLost() { c.focused, c.shift = false, false; c.changed() }

// KeyDown watches the Shift keys, which TypedKey does not tell.
func (c *Console) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		c.shift = true
	}
}

// KeyUp is KeyDown's counterpart.
func (c *Console) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		c.shift = false
	}
}

// TypedRune types a letter.
func (c *Console) TypedRune(r rune) {
	if c.search.on {
		c.typeSearch(r)
		return
	}
	c.input.insert(string(r))
	c.edited()
}

// TypedKey handles the keys that are no letters.
func (c *Console) TypedKey(e *fyne.KeyEvent) {
	if c.search.on && c.searchKey(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeyTab:
		c.follow = true
		c.tab(c.shift)
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.shift {
			c.input.insert("\n")
			c.edited()
			return
		}
		c.enter()
	case fyne.KeyEscape:
		if !c.sel.active && !c.menu.open {
			keys.Pass(c, e)
			return
		}
		c.sel = selection{}
		c.closeMenu()
	case fyne.KeyPageUp:
		c.scrollBy(-c.page())
	case fyne.KeyPageDown:
		c.scrollBy(c.page())
	default:
		if !c.moveKey(e.Name) && !c.eraseKey(e.Name) {
			keys.Pass(c, e)
			return
		}
	}
	c.changed()
}

// searchKey handles a key during Ctrl+R and reports whether it was used up.
func (c *Console) searchKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyBackspace:
		c.eraseSearch()
		return true
	case fyne.KeyEscape:
		c.endSearch(false)
		return true
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight,
		fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
		c.endSearch(true)
	}
	return false // letters come here, too, before they are typed
}

func (c *Console) eraseKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyBackspace:
		c.input.cut(c.input.at-1, c.input.at)
	case fyne.KeyDelete:
		c.input.cut(c.input.at, c.input.at+1)
	default:
		return false
	}
	c.edited()
	return true
}

func (c *Console) moveKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyLeft:
		c.input.move(-1)
	case fyne.KeyRight:
		c.forward(c.input.at + 1)
	case fyne.KeyHome:
		c.input.at = c.input.lineStart()
	case fyne.KeyEnd:
		c.forward(c.input.lineEnd())
	case fyne.KeyUp:
		c.back()
	case fyne.KeyDown:
		c.ahead()
	default:
		return false
	}
	c.follow = true
	return true
}

// forward moves to a place; at the end of the line it takes the greyed text.
func (c *Console) forward(to int) {
	if rest := c.greyed(); rest != "" && c.input.at == len(c.input.text) {
		c.input.insert(rest)
		c.edited()
		return
	}
	c.input.at = min(to, len(c.input.text))
}

// back goes through the candidates, up a line, or to the line run before.
func (c *Console) back() {
	if c.menu.open {
		c.stepMenu(true)
		return
	}
	if c.input.up() {
		return
	}
	if line, ok := c.history.previous(c.input.String()); ok && !c.asking {
		c.input.set(line)
	}
}

// ahead is back's counterpart.
func (c *Console) ahead() {
	if c.menu.open {
		c.stepMenu(false)
		return
	}
	if c.input.down() {
		return
	}
	if line, ok := c.history.next(); ok && !c.asking {
		c.input.set(line)
	}
}
