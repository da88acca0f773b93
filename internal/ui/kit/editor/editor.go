// Package editor is a pane to edit a small text in: line numbers, undo, and for
// files in conflict the two sides in colour with buttons that take one or both.
// It reads and writes no file.
package editor

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/theme"
)

// Params are an editor's text and callbacks.
type Params struct {
	Text string
	// Comment, if given, begins lines that Git will leave out, such as "#" in a
	// commit message; they are shown muted.
	Comment string
	// Guide is a column that lines should end before, 0 for none.
	Guide int
	// OnSave is Ctrl+S and Ctrl+Enter, OnCancel is Esc.
	OnSave   func(text string)
	OnCancel func()
	// OnChange tells that the text changed.
	OnChange func()
	ReadOnly bool
}

// Editor is the widget.
type Editor struct {
	widget.BaseWidget

	params    Params
	text      *text
	conflicts []conflict
	kinds     []kind
	bar       [3]*kit.Button
	next      *kit.Button

	focused, shift bool
	top, left      float32 // how far the text is scrolled
	view           *renderer
}

var (
	_ fyne.Focusable     = (*Editor)(nil)
	_ fyne.Tabbable      = (*Editor)(nil)
	_ fyne.Shortcutable  = (*Editor)(nil)
	_ fyne.Scrollable    = (*Editor)(nil)
	_ fyne.Draggable     = (*Editor)(nil)
	_ fyne.Tappable      = (*Editor)(nil)
	_ desktop.Keyable    = (*Editor)(nil)
	_ desktop.Cursorable = (*Editor)(nil)
)

// New returns an editor with the cursor at the beginning, or at the first
// conflict.
func New(p Params) *Editor {
	e := &Editor{params: p}
	for side, words := range map[Side]string{Ours: "Take ours", Theirs: "Take theirs", Both: "Take both"} {
		e.bar[side] = kit.NewButton(words, kit.Plain, func() { e.Take(side) }).Small()
	}
	e.next = kit.NewButton("Next conflict", kit.Quiet, e.nextConflict).Small()
	e.ExtendBaseWidget(e)
	e.SetText(p.Text)
	return e
}

// Text is the text as it stands.
func (e *Editor) Text() string { return e.text.String() }

// SetText replaces the text; what was before cannot be undone.
func (e *Editor) SetText(s string) {
	e.text = newText(s)
	e.top, e.left = 0, 0
	e.analyse()
	if len(e.conflicts) > 0 {
		e.text.moveTo(place{e.conflicts[0].start, 0}, false)
		e.reveal()
	}
	e.changed()
}

// Conflicts is how many conflicts are left.
func (e *Editor) Conflicts() int { return len(e.conflicts) }

func (e *Editor) analyse() {
	e.conflicts = conflicts(e.text.lines)
	e.kinds = kinds(e.text.lines, e.conflicts, e.params.Comment)
	for _, b := range e.buttons() {
		b.Hide()
		if len(e.conflicts) > 0 {
			b.Show()
		}
	}
	if len(e.conflicts) == 1 {
		e.next.Hide()
	}
}

func (e *Editor) buttons() []*kit.Button {
	return []*kit.Button{e.bar[Ours], e.bar[Theirs], e.bar[Both], e.next}
}

// current is the conflict that the cursor is in, else the next one.
func (e *Editor) current() int {
	for i, c := range e.conflicts {
		if e.text.at.line <= c.end {
			return i
		}
	}
	return 0
}

// Take settles the conflict at the cursor, or the next one.
func (e *Editor) Take(side Side) {
	if len(e.conflicts) == 0 || e.params.ReadOnly {
		return
	}
	c := e.conflicts[e.current()]
	e.text.setLines(c.start, c.end+1, c.resolved(e.text.lines, side))
	e.edited()
}

func (e *Editor) nextConflict() {
	if len(e.conflicts) == 0 {
		return
	}
	next := (e.current() + 1) % len(e.conflicts)
	e.text.moveTo(place{e.conflicts[next].start, 0}, false)
	e.reveal()
	e.changed()
}

// barWords says which conflict the buttons are for and who its sides are.
func (e *Editor) barWords() string {
	if len(e.conflicts) == 0 {
		return ""
	}
	i := e.current()
	return fmt.Sprintf("Conflict %d of %d", i+1, len(e.conflicts))
}

// edited is called after each change of the text.
func (e *Editor) edited() {
	e.analyse()
	e.reveal()
	e.changed()
	if e.params.OnChange != nil {
		e.params.OnChange()
	}
}

func (e *Editor) changed() {
	if e.view != nil {
		e.view.update()
	}
}

// MinSize is a few lines.
func (e *Editor) MinSize() fyne.Size { return fyne.NewSize(240, 5*lineHeight()+theme.Space6) }
