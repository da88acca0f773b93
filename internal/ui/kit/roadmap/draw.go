package roadmap

import (
	"image/color"

	"cairn/internal/ui/kit/paint"
	"cairn/internal/ui/theme"
)

const (
	ringRadius = 13.5
	ringWidth  = 3
	ringX      = 32
	edgeWidth  = 1.5
)

// paint draws the curves, then the cards over them. The canvas is in units of
// the full size, so that everything here is as look.md has it.
func (r *Roadmap) paint(c *paint.Canvas, cards []int) {
	for _, done := range []bool{false, true} { // those that are done lie on top
		for i, e := range r.edges {
			from, ok := r.index[e.From]
			to, okTo := r.index[e.To]
			if ok && okTo && r.bothDone(from, to) == done {
				c.Stroke(r.curve(i, r.cards[from], r.cards[to]), edgeWidth, edgeInk(done))
			}
		}
	}
	for _, i := range cards {
		r.paintCard(c, i)
	}
}

func (r *Roadmap) bothDone(from, to int) bool {
	return r.cards[from].State == Done && r.cards[to].State == Done
}

func edgeInk(done bool) color.Color {
	if done {
		return theme.Colour(theme.Accent)
	}
	return theme.Mix(theme.Line, theme.Muted, 0.35) // a hairline alone is lost on the window's ground
}

// curve goes from a card's right side to another's left. To a card further off
// it runs between the rows, so that it passes behind no card that it has
// nothing to do with; number keeps such curves apart.
func (r *Roadmap) curve(number int, from, to Card) *paint.Path {
	ax, ay := from.home()
	bx, by := to.home()
	const gap = columnStep - cardWidth
	x0, y0, x1, y1 := ax+cardWidth, ay+cardHeight/2, bx, by+cardHeight/2
	p := paint.Start(x0, y0)
	if to.Column <= from.Column { // within a column, or back: around the right side
		return p.Curve(x0+gap, y0, x1-gap, y1, x1, y1)
	}
	if to.Column == from.Column+1 {
		return p.Curve(x0+gap*0.6, y0, x1-gap*0.6, y1, x1, y1)
	}
	lane := by - (rowStep-cardHeight)/2
	if to.Row < from.Row {
		lane = by + cardHeight + (rowStep-cardHeight)/2
	}
	lane += float32(number%5-2) * 4
	p.Curve(x0+gap*0.6, y0, x0+gap*0.4, lane, x0+gap, lane)
	p.To(x1-gap, lane)
	return p.Curve(x1-gap*0.4, lane, x1-gap*0.6, y1, x1, y1)
}

func (r *Roadmap) paintCard(c *paint.Canvas, i int) {
	card := r.cards[i]
	x, y := card.home()
	shape := paint.RoundRect(x, y, cardWidth, cardHeight, theme.RadiusCard)
	border, width := theme.Line, theme.LineWidth()
	var dash []float32
	switch {
	case card.Next:
		border, width = theme.Accent, 2
	case card.State == Skipped:
		border, dash = theme.Muted, []float32{4, 3}
	}
	if i == r.hovered && !card.Next {
		border = theme.Muted
	}
	c.Fill(shape, theme.Colour(theme.Surface))
	if i == r.hovered {
		c.Fill(shape, theme.Colour(theme.Tint(theme.Accent)))
	}
	c.Stroke(shape, width, theme.Colour(border), dash...)
	if i == r.current && r.focused {
		c.Stroke(paint.RoundRect(x-4, y-4, cardWidth+8, cardHeight+8, theme.RadiusCard+4), 2, theme.Colour(theme.Accent))
	}
	paintRing(c, card, x+ringX, y+cardHeight/2)
	if card.Due {
		paintClock(c, x+cardWidth-14, y+14)
	}
}

// paintRing shows how far a topic is: a ring that fills, and a check at the end.
func paintRing(c *paint.Canvas, card Card, x, y float32) {
	if card.State == Done {
		c.Fill(paint.Circle(x, y, ringRadius+1), theme.Colour(theme.Success))
		tick := paint.Start(x-5.5, y+0.3).To(x-1.6, y+4.2).To(x+5.6, y-4)
		c.Stroke(tick, 2.4, theme.Colour(theme.Surface))
		return
	}
	var dash []float32
	if card.State == Planned || card.State == Skipped {
		dash = []float32{3, 3}
	}
	c.Stroke(paint.Circle(x, y, ringRadius), ringWidth, theme.Colour(theme.Line), dash...)
	if card.Progress > 0 && card.State != Skipped {
		c.Stroke(paint.Arc(x, y, ringRadius, 0, min(card.Progress, 1)), ringWidth, theme.Colour(theme.Accent))
	}
}

// paintClock says that reviews wait.
func paintClock(c *paint.Canvas, x, y float32) {
	ink := theme.Colour(theme.Warning)
	c.Fill(paint.Circle(x, y, 7), theme.Colour(theme.Tint(theme.Warning)))
	c.Stroke(paint.Circle(x, y, 6.5), 1.5, ink)
	c.Stroke(paint.Start(x, y-4).To(x, y), 1.5, ink)
	c.Stroke(paint.Start(x-0.4, y).To(x+3, y+1.6), 1.5, ink)
}
