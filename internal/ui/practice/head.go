package practice

import (
	"context"
	"fmt"

	"cairn/internal/app"
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/task"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Action is something that a button or a key does to the exercise.
type Action string

// The actions.
const (
	ActionHint     Action = "hint"
	ActionUndo     Action = "undo"
	ActionRedo     Action = "redo"
	ActionReset    Action = "reset"
	ActionSolution Action = "solution"
)

// head is the pane's upper part: the row of buttons, and below it the goals and
// hints in a scroll of their own, so that many hints never take the console's
// room and the buttons stay in sight.
type head struct {
	pane   *Pane
	title  *flow.Text
	count  *flow.Text
	hints  *hints
	hint   *kit.Button
	next   *kit.Button // in the hint's place once the exercise is passed
	undo   *kit.Button
	redo   *kit.Button
	reset  *kit.Button
	folder *kit.Button
	path   *kit.Button
	choose *widget.Select
	box    *flow.Box // title and buttons
	list   *flow.Box // goals and hints
	scroll *container.Scroll
}

func newHead(p *Pane) *head {
	h := &head{pane: p}
	e := p.params.Exercise
	h.title = flow.New([]flow.Span{{Text: e.Title, Bold: true}}, flow.Style{})
	h.count = flow.New(nil, flow.Style{Role: theme.Muted})
	h.hint = kit.NewButton("Hint", kit.Plain, func() { p.Do(ActionHint) }).WithSign(theme.SignHint)
	h.next = kit.NewButton(p.params.Next, kit.Primary, p.params.OnNext).WithSign(theme.SignChevronRight)
	h.next.Hide()
	h.undo = kit.NewButton("Undo", kit.Plain, func() { p.Do(ActionUndo) }).WithSign(theme.SignUndo)
	h.redo = kit.NewSignButton(theme.SignRedo, "Redo", func() { p.Do(ActionRedo) })
	h.reset = kit.NewButton("Reset", kit.Plain, func() { p.Do(ActionReset) }).WithSign(theme.SignReset)
	h.folder = kit.NewSignButton(theme.SignFolder, "Open folder", func() { p.withFolder(p.params.OnOpenFolder) })
	h.path = kit.NewSignButton(theme.SignCopy, "Copy path", func() { p.withFolder(p.params.OnCopy) })
	h.hints = newHints(p.params.OnLink, func() { p.object.Refresh() })
	h.choose = h.chooser()
	kids := []fyne.CanvasObject{h.title, h.count, h.hint, h.next, h.undo, h.redo, h.reset, h.folder, h.path}
	if h.choose != nil {
		kids = append(kids, h.choose)
	}
	h.box = flow.NewBox(func(width float32, put flow.Put) float32 {
		return h.bar(theme.Space6, theme.Space3, width-2*theme.Space6, put)
	}, nil, kids...)
	h.list = flow.NewBox(h.arrange, nil, p.goals, h.hints.box)
	h.scroll = container.NewVScroll(h.list)
	return h
}

// above puts the head above the rest of the pane.
func (h *head) above(rest fyne.CanvasObject) fyne.CanvasObject {
	return newLayout(h.box, newLayout(h.scroll, rest))
}

// chooser lets another exercise of the lesson be taken up; nil with only one.
func (h *head) chooser() *widget.Select {
	list := h.pane.params.Exercises
	if len(list) < 2 {
		return nil
	}
	s := widget.NewSelect(nil, nil)
	for i, e := range list {
		name := fmt.Sprintf("Exercise %d: %s", i+1, e.Title)
		s.Options = append(s.Options, name)
		if e == h.pane.params.Exercise {
			s.Selected = name
		}
	}
	s.OnChanged = func(string) {
		if i := s.SelectedIndex(); i >= 0 && list[i] != h.pane.params.Exercise {
			h.pane.params.OnExercise(list[i])
		}
	}
	return s
}

func (h *head) arrange(width float32, put flow.Put) float32 {
	const pad = theme.Space6
	inner := width - 2*pad
	var y float32
	for i, t := range []flow.Tall{h.pane.goals, h.hints.box} {
		height := t.HeightFor(inner)
		if height == 0 {
			continue
		}
		if i > 0 {
			y += theme.Space3
		}
		put(t, pad, y, inner, height)
		y += height
	}
	return y + theme.Space4
}

// chooserWidth has room for the names of exercises.
const chooserWidth = 380

// bar is the row with title and buttons; where they do not fit side by side,
// the buttons go below the title.
func (h *head) bar(x, y, width float32, put flow.Put) float32 {
	buttons := []*kit.Button{h.hint, h.undo, h.redo, h.reset, h.folder, h.path}
	if h.next.Visible() {
		buttons[0] = h.next
	}
	var taken float32
	for _, b := range buttons {
		taken += b.MinSize().Width + theme.Space2
	}
	row := h.undo.MinSize().Height
	var title fyne.CanvasObject = h.title
	count := h.count.WidthOf()
	titleWidth := h.title.WidthOf()
	if h.choose != nil {
		put(h.title, x, y, 0, 0)
		title, titleWidth = h.choose, max(200, h.choose.MinSize().Width)
	}
	beside := titleWidth+theme.Space2+count+theme.Space4+taken <= width
	room := width - count - theme.Space2
	if beside {
		room -= taken + theme.Space2
	}
	if h.choose != nil && !beside {
		titleWidth = chooserWidth // the row is its own: a name need not be cut off
	}
	titleWidth = min(titleWidth, room)
	height := flow.HeightOf(title, titleWidth)
	put(title, x, y+max(0, (row-height)/2), titleWidth, height)
	put(h.count, x+titleWidth+theme.Space2, y+max(0, (row-h.count.HeightFor(count))/2), count, h.count.HeightFor(count))
	left := x + width - taken + theme.Space2
	if !beside {
		y += max(row, height) + theme.Space1
		left = x
	}
	for _, b := range buttons {
		m := b.MinSize()
		put(b, left, y, m.Width, m.Height)
		left += m.Width + theme.Space2
	}
	return y + row + theme.Space3
}

// rest dulls what needs an open exercise.
func (h *head) rest() {
	for _, b := range []*kit.Button{h.hint, h.undo, h.redo, h.reset, h.folder, h.path} {
		b.Disable()
	}
}

// update shows the standing.
func (h *head) update() {
	s := h.pane.standing
	h.count.SetText(fmt.Sprintf("%d of %d", s.Met, len(s.Goals)))
	able(h.undo, s.CanUndo)
	able(h.redo, s.CanRedo)
	e := h.pane.params.Exercise
	able(h.hint, len(s.Hints) < len(e.Hints) || !s.Passed)
	if len(s.Hints) == len(e.Hints) {
		h.hint.SetText("Solution")
	} else {
		h.hint.SetText("Hint")
	}
	if s.Passed {
		h.next.Show()
		h.hint.Hide()
	}
	h.box.Refresh()
	h.hints.show(s.Hints, s.Passed)
	h.list.Refresh()
}

func able(b *kit.Button, yes bool) {
	if yes {
		b.Enable()
	} else {
		b.Disable()
	}
}

// withFolder hands the repository's folder on, to the learner's own tools.
func (p *Pane) withFolder(use func(string)) {
	if p.practice != nil {
		use(p.practice.Folder())
	}
}

// Do does an action.
func (p *Pane) Do(a Action) {
	if p.practice == nil || p.console.Running() {
		return
	}
	switch a {
	case ActionHint:
		if len(p.standing.Hints) == len(p.params.Exercise.Hints) {
			p.showSolution()
			return
		}
		p.change("", p.practice.Hint)
	case ActionUndo:
		if !p.standing.CanUndo {
			p.console.Write("\x1b[2mThere is nothing to undo.\x1b[0m\n")
			return
		}
		p.change("Undone: back to before the last change. Redo brings it back.", p.practice.Undo)
	case ActionRedo:
		if !p.standing.CanRedo {
			p.console.Write("\x1b[2mThere is nothing to redo.\x1b[0m\n")
			return
		}
		p.change("Done again.", p.practice.Redo)
	case ActionReset:
		p.change("The exercise begins afresh. Undo brings back what you had.", p.practice.Reset)
	case ActionSolution:
		p.showSolution()
	}
}

// change runs an action that leads to another standing, and says what it did.
func (p *Pane) change(says string, do func(context.Context) (app.Standing, error)) {
	task.Go(p.lane, do, func(s app.Standing, err error) {
		if err != nil {
			p.params.OnError(err)
			return
		}
		p.params.OnWorked()
		if says != "" {
			p.console.Write("\x1b[2m" + says + "\x1b[0m\n")
		}
		p.show(s)
		ghost := ""
		if s.Commands == 0 {
			ghost = p.params.Exercise.Ghost
		}
		p.console.SetGhost(ghost)
	})
}

// showSolution prints the solution's lines; each can be copied or typed. The
// learner's own repository stays as it is.
func (p *Pane) showSolution() {
	p.console.Write("\x1b[2mOne way to reach the goals:\x1b[0m\n" + p.practice.Solution() + "\n")
	p.change("", p.practice.SolutionSeen)
}
