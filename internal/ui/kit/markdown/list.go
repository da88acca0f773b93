package markdown

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

// objects gives the widgets to Fyne as what they are.
func objects(kids []flow.Tall) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(kids))
	for i, k := range kids {
		out[i] = k
	}
	return out
}

// list sets points with their marks in a margin of their own.
func (b builder) list(l List) flow.Tall {
	var marks []fyne.CanvasObject
	var bodies []flow.Tall
	for i, item := range l.Items {
		marks = append(marks, b.mark(l, item, i))
		bodies = append(bodies, b.stack(item.Blocks))
	}
	indent := theme.Space6 + theme.Space1
	gap := theme.Space1 + 2
	if loose(l) {
		gap = theme.Space3
	}
	arrange := func(width float32, put flow.Put) float32 {
		var y float32
		for i, body := range bodies {
			if i > 0 {
				y += gap
			}
			h := body.HeightFor(width - indent)
			put(marks[i], 0, y, indent-theme.Space2, flow.HeightOf(marks[i], indent-theme.Space2))
			put(body, indent, y, width-indent, h)
			y += h
		}
		return y
	}
	return flow.NewBox(arrange, nil, append(marks, objects(bodies)...)...)
}

// loose lists have points of several blocks.
func loose(l List) bool {
	for _, item := range l.Items {
		if len(item.Blocks) > 1 {
			return true
		}
	}
	return false
}

func (b builder) lineHeight() float32 {
	size := theme.Body()
	if b.base.Size != nil {
		size = b.base.Size()
	}
	return size * b.base.Leading
}

func (b builder) mark(l List, item Item, i int) fyne.CanvasObject {
	switch {
	case item.Task:
		return b.taskMark(item.Done)
	case l.Ordered:
		style := b.base
		style.Align, style.Role = fyne.TextAlignTrailing, theme.Muted
		return flow.New(flow.Plain(strconv.Itoa(l.Start+i)+"."), style)
	default:
		return b.bullet()
	}
}

func (b builder) taskMark(done bool) fyne.CanvasObject {
	sign, role := theme.SignBox, theme.Muted
	if done {
		sign, role = theme.SignBoxChecked, theme.Success
	}
	icon := kit.NewIcon(sign, role, 20)
	arrange := func(_ float32, put flow.Put) float32 {
		put(icon, 0, (b.lineHeight()-20)/2, 20, 20)
		return b.lineHeight()
	}
	return flow.NewBox(arrange, nil, icon)
}

func (b builder) bullet() fyne.CanvasObject {
	const size = 6
	dot := canvas.NewCircle(theme.Colour(theme.Muted))
	arrange := func(width float32, put flow.Put) float32 {
		put(dot, width-size-theme.Space1, (b.lineHeight()-size)/2+1, size, size)
		return b.lineHeight()
	}
	return flow.NewBox(arrange, func() { dot.FillColor = theme.Colour(theme.Muted) }, dot)
}
