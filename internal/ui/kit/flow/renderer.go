package flow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

// renderer draws one canvas.Text a run, and keeps them from one layout to the
// next.
type renderer struct {
	t       *Text
	width   float32
	objects []fyne.CanvasObject
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) MinSize() fyne.Size           { return r.t.MinSize() }

func (r *renderer) Layout(size fyne.Size) {
	if size.Width == r.width && r.objects != nil {
		return
	}
	r.width = size.Width
	r.draw()
}

func (r *renderer) Refresh() {
	r.width = r.t.Size().Width
	r.draw()
	canvas.Refresh(r.t)
}

// draw places the letters. Before the text has a width there is nothing to
// place, and breaking it letter by letter would cost a start half a second.
func (r *renderer) draw() {
	t := r.t
	if r.width <= 0 {
		r.objects = r.objects[:0]
		return
	}
	lines := t.lay(r.width)
	r.objects = r.objects[:0]
	r.objects = append(r.objects, t.sel.rectangles(t, lines)...)
	opened := map[int]bool{}
	for i, l := range lines {
		top := float32(i) * t.lineHeight()
		for _, run := range l.runs {
			r.objects = append(r.objects, t.drawRun(run, t.indent(l)+run.x, top, opened)...)
		}
	}
}

// indent is where a line begins by the paragraph's alignment.
func (t *Text) indent(l line) float32 {
	switch t.style.Align {
	case fyne.TextAlignCenter:
		return max(0, (t.width-l.width)/2)
	case fyne.TextAlignTrailing:
		return max(0, t.width-l.width)
	default:
		return 0
	}
}

// drawRun gives the objects of one run whose line begins at top: its ground,
// its letters, its underline or its link.
func (t *Text) drawRun(r run, x, top float32, opened map[int]bool) []fyne.CanvasObject {
	s := t.spans[r.span]
	var objects []fyne.CanvasObject
	if s.Chip {
		objects = append(objects, t.chip(r, x, top))
	}
	label := canvas.NewText(r.text, theme.Colour(t.colourRole(s)))
	theme.Set(label, s.textSize(t.words.size), s.style())
	base := t.baseline(top)
	_, own := theme.MeasureBase("x", label.TextSize, label.TextStyle)
	pixel.Move(label, x, base-own)
	label.Resize(label.MinSize())
	objects = append(objects, label)
	if s.Strike {
		objects = append(objects, rule(label, x, base-t.words.size*0.28, r.width))
	}
	if s.OnTap != nil {
		objects = append(objects, rule(label, x, base+2, r.width))
		link := newLink(r.text, s.OnTap, !opened[r.span])
		link.onFocus = t.style.OnFocus
		opened[r.span] = true
		link.Move(fyne.NewPos(x, top))
		link.Resize(fyne.NewSize(r.width, t.lineHeight()))
		objects = append(objects, link)
	}
	return objects
}

// baseline is where the letters of the line that begins at top stand: the
// text's own font decides, so that code in it stands on the same line.
func (t *Text) baseline(top float32) float32 {
	size, base := theme.MeasureBase("x", t.words.size, fyne.TextStyle{})
	return top + (t.lineHeight()-size.Height)/2 + base
}

func (t *Text) chip(r run, x, top float32) fyne.CanvasObject {
	ground := canvas.NewRectangle(theme.Colour(theme.Sunken))
	ground.CornerRadius = 4
	h := t.words.size * 1.3
	ground.Move(fyne.NewPos(x-chipPad, top+(t.lineHeight()-h)/2))
	ground.Resize(fyne.NewSize(r.width+2*chipPad, h))
	return ground
}

func rule(label *canvas.Text, x, y, width float32) fyne.CanvasObject {
	line := canvas.NewRectangle(label.Color)
	line.Move(fyne.NewPos(x, y))
	line.Resize(fyne.NewSize(width, theme.LineWidth()))
	return line
}
