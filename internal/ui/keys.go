package ui

import (
	"runtime"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// binding is a key of the window with what it does.
type binding struct {
	key      fyne.KeyName
	modifier fyne.KeyModifier // 0 for a key on its own
	shown    string           // on the sheet of keys
	does     string
	run      func()
}

// command is the modifier for shortcuts: Command on a Mac, Control elsewhere.
func command() (fyne.KeyModifier, string) {
	if runtime.GOOS == "darwin" {
		return fyne.KeyModifierSuper, "⌘"
	}
	return fyne.KeyModifierControl, "Ctrl"
}

func (w *window) bindings() []binding {
	mod, ctrl := command()
	alt := fyne.KeyModifierAlt
	return []binding{
		{fyne.KeyF1, 0, "F1", "Show these keys", w.showKeys},
		{fyne.KeyF6, 0, "F6", "Go between text and console", w.switchPane},
		{fyne.KeyF11, 0, "F11", "Fill the screen, and back", w.toggleFullScreen},
		{fyne.Key1, alt, "Alt 1", "Roadmap", func() { w.goTo(placeRoadmap) }},
		{fyne.Key2, alt, "Alt 2", "Learn", func() { w.goTo(placeLearn) }},
		{fyne.Key3, alt, "Alt 3", "Settings", func() { w.goTo(placeSettings) }},
		{fyne.KeyLeft, alt, "Alt ←", "The lesson before", func() { w.neighbour(false) }},
		{fyne.KeyRight, alt, "Alt →", "The next lesson", func() { w.neighbour(true) }},
		{fyne.KeyH, alt, "Alt H", "A hint", func() { w.practice(practiceHint) }},
		{fyne.KeyZ, alt, "Alt Z", "Undo the last command", func() { w.practice(practiceUndo) }},
		{fyne.KeyY, alt, "Alt Y", "Redo it", func() { w.practice(practiceRedo) }},
		{fyne.KeyEqual, mod, ctrl + " +", "Larger text", func() { w.scaleText(true) }},
		{fyne.KeyMinus, mod, ctrl + " −", "Smaller text", func() { w.scaleText(false) }},
		{fyne.Key0, mod, ctrl + " 0", "Text at 100 %", w.resetText},
	}
}

// consoleKeys are keys of the console, for the sheet; the console binds them.
func consoleKeys() []binding {
	return []binding{
		{shown: "Enter", does: "Run the line, or the waiting command when the line is empty"},
		{shown: "Tab", does: "Complete commands, options, branches and files"},
		{shown: "→ or End", does: "Take the grey suggestion"},
		{shown: "↑ ↓", does: "Earlier and later lines"},
		{shown: "Shift Enter", does: "A further line"},
		{shown: "Ctrl C", does: "Stop what runs"},
		{shown: "Ctrl L", does: "Clear the console"},
		{shown: "Ctrl R", does: "Search the earlier lines"},
		{shown: "Page ↑ ↓", does: "Look at what was printed before"},
		{shown: "Ctrl Tab", does: "Leave the console"},
	}
}

// textKeys are keys of the text, for the sheet; the text binds them.
func textKeys() []binding {
	return []binding{
		{shown: "Space", does: "A page further; Page ↑ ↓, arrows, Home and End as everywhere"},
		{shown: "Tab", does: "To the next link, question or button in sight"},
		{shown: "Enter", does: "Press it, or choose an answer"},
	}
}

// bind puts the keys on a canvas. Widgets that take keys themselves pass on
// those that they have no use for.
func (w *window) bind(c fyne.Canvas) {
	plain := map[fyne.KeyName]func(){}
	for _, b := range w.bindings() {
		if b.modifier == 0 {
			plain[b.key] = b.run
			continue
		}
		c.AddShortcut(&desktop.CustomShortcut{KeyName: b.key, Modifier: b.modifier}, func(fyne.Shortcut) { b.run() })
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch run := plain[e.Name]; {
		case e.Name == fyne.KeyEscape && w.escape != nil:
			w.escape()
		case run != nil:
			run()
		case c.Focused() == nil && w.place == placeLearn && w.learn != nil:
			w.learn.TypedKey(e)
		}
	})
	c.SetOnTypedRune(func(r rune) {
		switch {
		case r == '?':
			w.showKeys()
		case w.place == placeLearn && w.learn != nil:
			w.learn.TypedRune(r)
		}
	})
}

// showKeys shows the sheet of keys.
func (w *window) showKeys() {
	left := keyTable("Everywhere", w.bindings())
	right := flow.Stack(theme.Space4, keyTable("In the console", consoleKeys()), keyTable("In the text, after F6", textKeys()))
	w.showWideSheet("Keys", flow.NewBox(func(width float32, put flow.Put) float32 {
		half := (width - theme.Space8) / 2
		h := max(left.HeightFor(half), right.HeightFor(half))
		put(left, 0, 0, half, left.HeightFor(half))
		put(right, half+theme.Space8, 0, half, right.HeightFor(half))
		return h
	}, nil, left, right), 880)
}

func keyTable(title string, bindings []binding) flow.Tall {
	head := flow.New([]flow.Span{{Text: title, Bold: true}}, flow.Style{})
	rows := []fyne.CanvasObject{head}
	for _, b := range bindings {
		rows = append(rows, keyRow(b))
	}
	return flow.Stack(theme.Space2, rows...)
}

func keyRow(b binding) fyne.CanvasObject {
	const keyWidth float32 = 120
	key := flow.New([]flow.Span{{Text: b.shown, Mono: true, Chip: true}}, flow.Style{})
	does := flow.New(flow.Plain(b.does), flow.Style{})
	return flow.NewBox(func(width float32, put flow.Put) float32 {
		h := max(key.HeightFor(keyWidth), does.HeightFor(width-keyWidth))
		put(key, 0, 0, keyWidth, h)
		put(does, keyWidth, 0, width-keyWidth, h)
		return h
	}, nil, key, does)
}

// showSheet shows content above the page until Esc, the button, or a click
// beside it.
func (w *window) showSheet(title string, content flow.Tall) (hideSheet func()) {
	return w.showWideSheet(title, content, 520)
}

func (w *window) showWideSheet(title string, content flow.Tall, width float32) (hideSheet func()) {
	head := flow.New([]flow.Span{{Text: title, Bold: true}}, flow.Style{Size: func() float32 { return theme.Heading(2) }})
	var hide func()
	done := kit.NewButton("Close", kit.Plain, func() { hide() })
	ground := canvas.NewRectangle(nil)
	body := flow.NewBox(func(inner float32, put flow.Put) float32 {
		const pad = theme.Space6
		y := float32(pad)
		room := inner - 2*pad
		put(head, pad, y, room, head.HeightFor(room))
		y += head.HeightFor(room) + theme.Space4
		put(content, pad, y, room, content.HeightFor(room))
		y += content.HeightFor(room) + theme.Space6
		size := done.MinSize()
		put(done, inner-pad-size.Width, y, size.Width, size.Height)
		y += size.Height + pad
		put(ground, 0, 0, inner, y)
		return y
	}, func() {
		ground.FillColor, ground.CornerRadius = theme.Colour(theme.Surface), theme.RadiusCard
		ground.StrokeColor, ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
	}, ground, head, content, done)
	hide = w.showOver(body, width)
	w.win.Canvas().Focus(done)
	return hide
}
