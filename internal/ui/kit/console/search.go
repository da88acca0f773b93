package console

import "cairn/internal/ui/theme"

// search is Ctrl+R: the newest line of the history that holds what is typed.
type search struct {
	on    bool
	query string
	at    int
	kept  string
}

func (c *Console) startSearch() {
	if c.search.on {
		c.find(c.search.at)
		return
	}
	c.search = search{on: true, kept: c.input.String(), at: len(c.history.lines)}
	c.changed()
}

// find goes to the next match before an index.
func (c *Console) find(below int) {
	if i, ok := c.history.find(c.search.query, below); ok {
		c.search.at = i
		c.input.set(c.history.lines[i])
	}
	c.changed()
}

func (c *Console) typeSearch(r rune) {
	c.search.query += string(r)
	c.find(min(c.search.at+1, len(c.history.lines)))
}

func (c *Console) eraseSearch() {
	if letters := []rune(c.search.query); len(letters) > 0 {
		c.search.query = string(letters[:len(letters)-1])
	}
	c.find(len(c.history.lines))
}

// endSearch keeps the line that was found, or gives back what was typed before.
func (c *Console) endSearch(keep bool) {
	if !keep {
		c.input.set(c.search.kept)
	}
	c.search = search{}
	c.edited()
}

func (c *Console) searchPrompt() []run {
	return []run{{"search history: ", style{ink: theme.Muted}}, {c.search.query, promptStyle()}, {"  →  ", style{ink: theme.Muted}}}
}
