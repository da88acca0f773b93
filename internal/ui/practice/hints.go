package practice

import (
	"fmt"

	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
)

// hints are the hints that the learner asked for. The newest is open, the others are one line of links to open them again:
// three hints in full would take the room of the graph and the console.
type hints struct {
	box     *flow.Box
	onLink  func(string)
	resized func() // the box has another height
	texts   []string
	passed  bool
	open    map[int]bool // what the learner opened or closed by hand
}

func newHints(onLink func(string), resized func()) *hints {
	return &hints{box: flow.Stack(theme.Space2), onLink: onLink, resized: resized, open: map[int]bool{}}
}

// show sets the hints; once the exercise is passed, all are folded.
func (h *hints) show(texts []string, passed bool) {
	if len(texts) != len(h.texts) || passed != h.passed {
		h.open = map[int]bool{}
	}
	h.texts, h.passed = texts, passed
	h.fill()
}

func (h *hints) isOpen(i int) bool {
	if open, told := h.open[i]; told {
		return open
	}
	return i == len(h.texts)-1 && !h.passed
}

// fill lays out the folded hints first, in one line, and the open ones below.
func (h *hints) fill() {
	var folded []flow.Span
	var rows []fyne.CanvasObject
	for i, text := range h.texts {
		if h.isOpen(i) {
			rows = append(rows, h.row(i, text))
			continue
		}
		if folded != nil {
			folded = append(folded, flow.Span{Text: " · ", Role: theme.Muted})
		}
		folded = append(folded, flow.Span{Text: fmt.Sprintf("Hint %d", i+1), OnTap: h.toggle(i)})
	}
	if folded != nil {
		rows = append([]fyne.CanvasObject{flow.New(folded, flow.Style{})}, rows...)
	}
	h.box.SetKids(rows...)
}

// toggle opens or closes a hint.
func (h *hints) toggle(i int) func() {
	return func() {
		h.open[i] = !h.isOpen(i)
		h.fill()
		h.resized()
	}
}

func (h *hints) row(i int, text string) fyne.CanvasObject {
	label := flow.New([]flow.Span{{Text: fmt.Sprintf("Hint %d", i+1), Bold: true, Role: theme.Warning}}, flow.Style{})
	body := markdown.NewText(text, markdown.Params{OnLink: h.onLink})
	const labelWidth float32 = 60
	return flow.NewBox(func(width float32, put flow.Put) float32 {
		height := body.HeightFor(width - labelWidth)
		put(label, 0, 0, labelWidth, label.HeightFor(labelWidth))
		put(body, labelWidth, 0, width-labelWidth, height)
		return max(height, label.HeightFor(labelWidth))
	}, nil, label, body)
}
