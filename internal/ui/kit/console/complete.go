package console

import (
	"unicode/utf8"
)

// Completion is what could stand at the cursor.
type Completion struct {
	// From is where, in letters, the word begins that a candidate replaces.
	From int
	// Candidates are whole words, in the order to show them in; Notes, if
	// given, say something of each.
	Candidates []string
	Notes      []string
}

// menu is the list of candidates below the line.
type menu struct {
	Completion
	selected int // -1 before one is chosen
	open     bool
}

// maxCandidates is how many rows the list has at most; the rest is counted.
const maxCandidates = 8

// tab completes: to what all candidates share, then opens the list, then goes
// through it.
func (c *Console) tab(back bool) {
	if c.menu.open {
		c.stepMenu(back)
		return
	}
	if c.params.Complete == nil || back {
		return
	}
	found := c.params.Complete(c.input.String(), c.input.at)
	if len(found.Candidates) == 0 || found.From < 0 || found.From > c.input.at {
		return
	}
	if len(found.Candidates) == 1 {
		c.replace(found.From, found.Candidates[0], true)
		return
	}
	shared := common(found.Candidates)
	if utf8.RuneCountInString(shared) > c.input.at-found.From {
		c.replace(found.From, shared, false)
	}
	c.menu = menu{Completion: found, selected: -1, open: true}
}

// replace puts a candidate in the place of the word at the cursor. A finished
// word gets a blank, but a folder does not.
func (c *Console) replace(from int, word string, finished bool) {
	c.input.cut(from, c.input.at)
	if finished && word != "" && word[len(word)-1] != '/' {
		word += " "
	}
	c.input.insert(word)
}

func (c *Console) stepMenu(back bool) {
	n := len(c.menu.Candidates)
	switch {
	case back && c.menu.selected <= 0:
		c.menu.selected = n - 1
	case back:
		c.menu.selected--
	default:
		c.menu.selected = (c.menu.selected + 1) % n
	}
	c.replace(c.menu.From, c.menu.Candidates[c.menu.selected], false)
}

func (c *Console) closeMenu() { c.menu = menu{} }

// acceptMenu takes the chosen candidate and reports whether there was one.
func (c *Console) acceptMenu() bool {
	if !c.menu.open || c.menu.selected < 0 {
		return false
	}
	c.replace(c.menu.From, c.menu.Candidates[c.menu.selected], true)
	c.closeMenu()
	return true
}

// common is the longest beginning that all words share.
func common(words []string) string {
	shared := []rune(words[0])
	for _, w := range words[1:] {
		letters := []rune(w)
		n := 0
		for n < len(shared) && n < len(letters) && shared[n] == letters[n] {
			n++
		}
		shared = shared[:n]
	}
	return string(shared)
}
