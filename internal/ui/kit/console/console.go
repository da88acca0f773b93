// Package console is a terminal's look and manners as a widget: what was
// printed, a prompt, a line to type in with history and completion. It runs
// nothing and knows no shell: a line is handed to a callback, which prints and
// says when it is done.
package console

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// defaultLimit is how many lines are kept.
const defaultLimit = 10_000

// Params are the console's callbacks, all called on the window's goroutine.
type Params struct {
	// OnRun gets a command. The console shows it as running until Finish.
	OnRun func(command string)
	// OnInput gets a line for the running command, while Ask is on.
	OnInput func(line string)
	// OnInterrupt is Ctrl+C while a command runs, OnEnd is Ctrl+D while one asks.
	OnInterrupt, OnEnd func()
	// Complete gives what could stand at the cursor, counted in letters.
	Complete func(line string, cursor int) Completion
	// Ghost gives a whole line that begins with what was typed, shown greyed;
	// empty for none.
	Ghost func(line string) string
	// Unfinished reports whether a text cannot be a whole command yet, such as
	// one with an open quote; nil looks at quotes only.
	Unfinished func(text string) bool
	// Verbatim reports whether what a command prints may break within a word, as
	// in a terminal, since its columns have a meaning; nil means no.
	Verbatim func(command string) bool
	// History is what was run before, the oldest first.
	History []string
	// Limit is how many lines are kept; 0 means 10,000.
	Limit int
	// Do runs a function on the window's goroutine; nil means fyne.Do.
	Do func(func())
	// Now is the clock for "running for"; nil means time.Now.
	Now func() time.Time
}

// Console is the widget.
type Console struct {
	widget.BaseWidget

	params  Params
	buffer  buffer
	input   input
	history history
	menu    menu
	search  search

	prompt  []run // before the input
	own     []run // the prompt while no command asks
	ghost   string
	running *row // the command under way
	since   time.Time
	ticking *time.Timer
	asking  bool
	waiting string   // what the command waits for, in words
	queue   []string // commands that wait for the running one
	// typedAhead are lines that were typed meanwhile.
	typedAhead []string

	focused, shift bool
	offset         float32 // how far the view is from the top, in pixels
	follow         bool    // the view stays at the bottom
	sel            selection
	view           *renderer
}

var (
	_ fyne.Focusable     = (*Console)(nil)
	_ fyne.Tabbable      = (*Console)(nil)
	_ fyne.Shortcutable  = (*Console)(nil)
	_ fyne.Scrollable    = (*Console)(nil)
	_ fyne.Draggable     = (*Console)(nil)
	_ fyne.Tappable      = (*Console)(nil)
	_ desktop.Keyable    = (*Console)(nil)
	_ desktop.Cursorable = (*Console)(nil)
)

// New returns an empty console.
func New(p Params) *Console {
	if p.Limit == 0 {
		p.Limit = defaultLimit
	}
	if p.Do == nil {
		p.Do = fyne.Do
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Unfinished == nil {
		p.Unfinished = openQuote
	}
	c := &Console{params: p, buffer: buffer{limit: p.Limit}, follow: true}
	c.history.set(p.History)
	c.SetPrompt("$")
	c.ExtendBaseWidget(c)
	return c
}

// SetPrompt sets what stands before the line, such as "shop (main) $".
func (c *Console) SetPrompt(text string) {
	c.own = []run{{text + " ", promptStyle()}}
	if !c.asking {
		c.prompt = c.own
	}
	c.changed()
}

// SetHistory replaces what was run before, the oldest first.
func (c *Console) SetHistory(lines []string) { c.history.set(lines) }

// SetGhost shows a line greyed while nothing is typed; Enter then runs it.
func (c *Console) SetGhost(line string) {
	c.ghost = line
	c.changed()
}

// Write prints output. Colours are those of ECMA-48 as Git writes them.
func (c *Console) Write(text string) {
	c.buffer.write(text)
	c.changed()
}

// Clear takes away what was printed.
func (c *Console) Clear() {
	c.buffer.clear()
	c.sel, c.follow = selection{}, true
	c.changed()
}

// Input is what stands in the line.
func (c *Console) Input() string { return c.input.String() }

// SetInput puts text into the line without running it.
func (c *Console) SetInput(text string) {
	c.input.set(text)
	c.edited()
}

// Columns is how many letters fit beside each other; 0 before there is a size.
func (c *Console) Columns() int {
	if c.Size().Width <= 0 {
		return 0
	}
	return columns(c.Size().Width)
}

// SetWaiting says what a running command waits for elsewhere, such as a text
// being edited; empty when it runs on.
func (c *Console) SetWaiting(words string) {
	c.waiting = words
	c.changed()
}

// Text is all that was printed, for tests and for copying.
func (c *Console) Text() string {
	var out string
	for _, r := range c.buffer.rows {
		out += r.text() + "\n"
	}
	return out
}

// changed draws again, at the bottom if the view was there.
func (c *Console) changed() {
	if c.view != nil {
		c.view.update()
	}
}

// edited is called after each change of the line.
func (c *Console) edited() {
	c.closeMenu()
	c.follow = true
	c.sel = selection{}
	c.changed()
}

// MinSize is a few lines.
func (c *Console) MinSize() fyne.Size { return fyne.NewSize(200, 4*rowHeight()) }
