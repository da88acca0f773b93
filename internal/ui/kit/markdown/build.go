package markdown

import (
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

// builder makes a widget of each block. base is the style of running text, which
// differs in a quiz card from that of a lesson.
type builder struct {
	params Params
	base   flow.Style
}

func newBuilder(p Params) builder {
	return builder{params: p, base: flow.Style{Size: theme.Lesson, Leading: theme.LeadingLesson, OnFocus: p.focused}}
}

// NewText sets a few blocks outside a lesson, such as an exercise's brief or a
// hint, in the size of the rest of the window.
func NewText(source string, p Params) *flow.Box {
	b := builder{params: p, base: flow.Style{Leading: 1.45, OnFocus: p.focused}}
	return b.stack(Parse(source).Blocks)
}

func (b builder) text(in Inline) *flow.Text { return flow.New(in.spans(b.params.OnLink), b.base) }

func (b builder) blocks(blocks []Block) []gapped {
	var out []gapped
	for i, block := range blocks {
		w := b.block(block)
		if w == nil {
			continue
		}
		gap := gapBefore(block)
		if i > 0 && isHeading(blocks[i-1]) {
			gap = theme.Space2 + 2
		}
		out = append(out, gapped{Tall: w, gap: gap})
	}
	return out
}

// stack is the blocks under each other, for a list's point or a call-out.
func (b builder) stack(blocks []Block) *flow.Box {
	items := b.blocks(blocks)
	kids := make([]flow.Tall, 0, len(items))
	for _, item := range items {
		kids = append(kids, item.Tall)
	}
	arrange := func(width float32, put flow.Put) float32 {
		var y float32
		for i, item := range items {
			if i > 0 {
				y += item.gap * 0.75
			}
			h := item.HeightFor(width)
			put(item.Tall, 0, y, width, h)
			y += h
		}
		return y
	}
	return flow.NewBox(arrange, nil, objects(kids)...)
}

func isHeading(b Block) bool {
	_, ok := b.(Heading)
	return ok
}

// gapBefore is the space above a block in a column of them.
func gapBefore(b Block) float32 {
	switch b := b.(type) {
	case Heading:
		if b.Level <= 2 {
			return theme.Space8 + theme.Space1
		}
		return theme.Space6
	case Code, Callout, Table, Picture, Practice, Quiz, Graph:
		return theme.Space4 + theme.Space1
	default:
		return theme.Space3 + 2
	}
}

func (b builder) block(block Block) flow.Tall {
	switch block := block.(type) {
	case Heading:
		return b.heading(block)
	case Paragraph:
		return b.text(block.Text)
	case Picture:
		return newPicture(block, b.params.Picture)
	case List:
		return b.list(block)
	case Code:
		return newCode(block, b.params)
	case Quote:
		return b.quote(block)
	case Callout:
		return b.callout(block)
	case Table:
		return b.table(block)
	case Rule:
		return b.rule()
	case Practice:
		return newPractice(block, b.params)
	case Quiz:
		return b.quiz(block)
	case Graph:
		return b.graph(block)
	default:
		return nil
	}
}

func (b builder) heading(h Heading) flow.Tall {
	in := append(Inline(nil), h.Text...)
	for i := range in {
		in[i].Bold = !in[i].Mono
	}
	size := func() float32 { return theme.Heading(h.Level) }
	return flow.New(in.spans(b.params.OnLink), flow.Style{Size: size, Leading: 1.25, OnFocus: b.params.focused})
}

func (b builder) rule() flow.Tall {
	line := canvas.NewRectangle(theme.Colour(theme.Line))
	arrange := func(width float32, put flow.Put) float32 {
		put(line, 0, theme.Space2, width, theme.LineWidth())
		return theme.Space4
	}
	return flow.NewBox(arrange, func() { line.FillColor = theme.Colour(theme.Line) }, line)
}

// quote has a thin bar at its side.
func (b builder) quote(q Quote) flow.Tall {
	b.base.Role = theme.Muted
	bar, body := canvas.NewRectangle(theme.Colour(theme.Line)), b.stack(q.Blocks)
	arrange := func(width float32, put flow.Put) float32 {
		h := body.HeightFor(width - theme.Space4)
		put(bar, 0, 0, 3, h)
		put(body, theme.Space4, 0, width-theme.Space4, h)
		return h
	}
	return flow.NewBox(arrange, func() { bar.FillColor = theme.Colour(theme.Line) }, bar, body)
}
