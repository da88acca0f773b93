package commitgraph

import (
	"fyne.io/fyne/v2"

	"cairn/internal/ui/kit/paint"
	"cairn/internal/ui/theme"
)

const (
	chipHeight = 20
	chipPad    = theme.Space2
	chipGap    = theme.Space1 + 2
	tagCut     = 7
)

// chip is a label where it is drawn.
type chip struct {
	Label
	lane        theme.Role
	x, y, width float32
	grown       float32
}

func chipStyle(l Label) fyne.TextStyle { return fyne.TextStyle{Monospace: true, Bold: l.Kind == Head} }

func (l Label) width() float32 {
	w := theme.Measure(l.words(), theme.Caption(), chipStyle(l)).Width + 2*chipPad
	if l.Kind == Tag {
		w += tagCut / 2
	}
	return w
}

// chipsOf sets a commit's labels beside each other from x on.
func chipsOf(n node, x float32) []chip {
	r := n.info()
	var out []chip
	for _, l := range n.model.labels[r.Hash] {
		c := chip{Label: l, lane: theme.Lane(r.Color), x: x, y: n.y, width: l.width(), grown: 1}
		if l.Kind == Head {
			c.lane = theme.Accent
		}
		out = append(out, c)
		x += c.width + chipGap
	}
	return out
}

// glide moves a chip from where its label stood before the change.
func (s scene) glide(c chip, hashX float32) chip {
	g := s.g
	if g.old == nil {
		return c
	}
	// A label that becomes current changes its kind, but is the same to the eye.
	for _, kind := range []LabelKind{c.Kind, Head, Branch} {
		h, ok := s.labelHome(g.old, Label{Text: c.Text, Kind: kind}.key())
		if !ok {
			continue
		}
		for _, before := range chipsOf(s.home(g.old, g.old.rowOf[h]), hashX) {
			if before.Text == c.Text && before.Kind == kind {
				c.x += (before.x - c.x) * (1 - g.part)
				c.y += (before.y - c.y) * (1 - g.part)
			}
		}
		return c
	}
	c.grown = g.part
	return c
}

// paintChip draws a chip's shape: branches and HEAD round, tags with a corner
// cut, remotes in outline.
func paintChip(c *paint.Canvas, ch chip) {
	if ch.grown <= 0.02 {
		return
	}
	y, h := ch.y-chipHeight/2, float32(chipHeight)
	border, ground := theme.Colour(ch.lane), theme.Colour(theme.Tint(ch.lane))
	shape := paint.RoundRect(ch.x, y, ch.width, h, h/2)
	var dash []float32
	switch ch.Kind {
	case Tag:
		shape = paint.Start(ch.x, y).To(ch.x+ch.width-tagCut, y).To(ch.x+ch.width, y+tagCut).
			To(ch.x+ch.width, y+h).To(ch.x, y+h).Close()
	case Remote, Stash:
		ground = theme.Colour(theme.Surface)
		if ch.Kind == Stash {
			dash = []float32{3, 2}
		}
	}
	c.Fill(shape, ink(ground, ch.grown))
	width := theme.LineWidth()
	if ch.Kind == Head {
		width = 1.5
	}
	c.Stroke(shape, width, ink(border, ch.grown), dash...)
}

// chipInk is the role of a chip's words.
func chipInk(c chip) theme.Role {
	if theme.HighContrast() {
		return theme.Text
	}
	return c.lane
}
