package practice

import (
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/editor"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
)

// editing is a text that the learner edits, with what becomes of it.
type editing struct {
	title, text string
	// waits is true while a command waits for the text, forGit when Git takes
	// lines with # in it for comments.
	waits, forGit bool
	done          func(text string, ok bool)
}

// messageWidth is where lines of a commit message should end, so that `git log`
// shows them whole on 80 columns.
const messageWidth = 72

// editPage is the page with the editor; it is there while a text is edited.
type editPage struct {
	editing
	before int // the page that was in front
	editor *editor.Editor
	object fyne.CanvasObject
}

// edit opens a text on a page of its own, beside the others, so that graph and
// files can be looked at while one writes.
func (m *middle) edit(e editing) {
	page := &editPage{editing: e, before: m.page}
	params := editor.Params{Text: e.text, OnSave: func(string) { m.finishEdit(true) }}
	if e.forGit {
		params.Comment, params.Guide = "#", messageWidth
	}
	page.editor = editor.New(params)
	page.object = m.frame(page)
	m.editing = page
	labels := m.labels()
	m.pane.tabs.SetLabels(labels)
	m.pane.tabs.Select(len(labels) - 1)
	m.focus(page.editor)
}

// frame puts the editor below its title and its buttons.
func (m *middle) frame(page *editPage) fyne.CanvasObject {
	says, leave := "Ctrl+S saves, Ctrl+Tab leaves the text.", "Close without saving"
	switch {
	case page.forGit:
		says, leave = "Git waits for this text. "+says, "Give up"
	case page.waits:
		says = "The command waits. " + says
	}
	note := flow.New(flow.Plain(says), flow.Style{Size: theme.Caption, Role: theme.Muted, MaxLines: 1})
	save := kit.NewButton("Save", kit.Primary, func() { m.finishEdit(true) })
	drop := kit.NewButton(leave, kit.Plain, func() { m.finishEdit(false) })
	return newFrame(note, save, drop, page.editor)
}

// finishEdit hands the text on, or tells that it was given up.
func (m *middle) finishEdit(ok bool) {
	page := m.editing
	if page == nil {
		return
	}
	m.endEdit()
	page.done(page.editor.Text(), ok)
}

// endEdit takes the page away and goes back to the one before.
func (m *middle) endEdit() {
	if m.editing == nil {
		return
	}
	before := m.editing.before
	m.editing = nil
	m.pane.tabs.SetLabels(m.labels())
	m.pane.tabs.Select(before)
	m.show(before)
	m.focus(m.pane.console)
}

func (m *middle) focus(f fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(m); c != nil {
		c.Focus(f)
	}
}
