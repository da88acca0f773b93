package markdown

import (
	"strings"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
)

// newPractice shows commands with the button that runs them. Without OnRun the
// commands stand alone, as a lesson opened without its practice has them.
func newPractice(p Practice, params Params) flow.Tall {
	if params.OnRun == nil {
		return newCode(Code{Language: "console", Text: strings.Join(p.Commands, "\n")}, params)
	}
	run := func() { params.OnRun(p.Commands) }
	button := kit.NewButton("Run this in practice", kit.Primary, run).WithSign(theme.SignRun).OnFocus(params.focused)
	var lines []flow.Span
	for i, c := range p.Commands {
		lines = append(lines, flow.Span{Text: c, Mono: true, Break: i < len(p.Commands)-1})
	}
	text := flow.New(lines, flow.Style{Leading: 1.5})
	arrange := func(width float32, put flow.Put) float32 {
		size := button.MinSize()
		beside := width - size.Width - theme.Space4
		if beside < text.WidthOf() && beside < width/2 {
			put(button, 0, 0, size.Width, size.Height)
			h := text.HeightFor(width)
			put(text, 0, size.Height+theme.Space2, width, h)
			return size.Height + theme.Space2 + h
		}
		h := text.HeightFor(beside)
		height := max(size.Height, h)
		put(button, 0, (height-size.Height)/2, size.Width, size.Height)
		put(text, size.Width+theme.Space4, (height-h)/2, beside, h)
		return height
	}
	return flow.NewBox(arrange, nil, []fyne.CanvasObject{button, text}...)
}
