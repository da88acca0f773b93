package editor

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

const (
	tabWidth  = 4
	leading   = 1.5
	padTop    = theme.Space2
	barRoom   = theme.Space3 // for the scroll bar
	cursorWid = 2
	scrollWid = 6
)

func lineHeight() float32 { return theme.Code() * leading }

func letterWidth() float32 {
	return theme.Measure("0123456789", theme.Code(), fyne.TextStyle{Monospace: true}).Width / 10
}

// gutter is how wide the line numbers are.
func (e *Editor) gutter() float32 {
	digits := max(2, len(strconv.Itoa(len(e.text.lines))))
	return float32(digits)*letterWidth() + theme.Space6
}

// barHeight is the height of the row with the buttons, 0 without conflicts.
func (e *Editor) barHeight() float32 {
	if len(e.conflicts) == 0 {
		return 0
	}
	return theme.Target + 2*theme.Space2
}

type renderer struct {
	e       *Editor
	ground  *canvas.Rectangle
	bar     *canvas.Rectangle
	words   *canvas.Text
	objects []fyne.CanvasObject
	size    fyne.Size // that was drawn last
}

// CreateRenderer implements fyne.Widget.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	empty := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	e.view = &renderer{e: e, ground: empty(), bar: empty(), words: canvas.NewText("", color.Black)}
	e.view.update()
	return e.view
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) MinSize() fyne.Size           { return r.e.MinSize() }
func (r *renderer) Refresh()                     { r.update() }

// Layout draws again only for another size: Fyne lays a widget out whenever one
// of its objects is new, and drawing makes new ones.
func (r *renderer) Layout(s fyne.Size) {
	if s != r.size {
		r.e.reveal()
		r.update()
	}
}

// update draws the lines in sight.
func (r *renderer) update() {
	e, size := r.e, r.e.Size()
	r.size = size
	if size.Width == 0 {
		return
	}
	r.ground.FillColor, r.ground.CornerRadius = theme.Colour(theme.Sunken), theme.RadiusButton
	r.ground.StrokeColor, r.ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
	if e.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Colour(theme.Accent), 2
	}
	r.ground.Resize(size)
	r.objects = append(r.objects[:0], r.ground)
	first := max(0, int((e.top-padTop)/lineHeight()))
	for i := first; i < len(e.text.lines); i++ {
		y := e.barHeight() + padTop + float32(i)*lineHeight() - e.top
		if y+lineHeight() > size.Height {
			break
		}
		if y >= e.barHeight()-1 {
			r.line(i, y)
		}
	}
	r.guide(size)
	r.conflictBar(size)
	r.scrollBar(size)
	canvas.Refresh(e)
}

func (r *renderer) add(o fyne.CanvasObject, x, y, w, h float32) {
	pixel.Move(o, x, y)
	o.Resize(fyne.NewSize(w, h))
	r.objects = append(r.objects, o)
}

// look is a line's colours by its kind.
func look(k kind) (ink, paper theme.Role, bold bool) {
	switch k {
	case comment:
		return theme.Muted, "", false
	case marker:
		return theme.Warning, "", true
	case ours:
		return theme.Text, theme.Tint(theme.Lane(0)), false
	case base:
		return theme.Muted, "", false
	case theirs:
		return theme.Text, theme.Tint(theme.Lane(1)), false
	default:
		return theme.Text, "", false
	}
}

func (r *renderer) line(i int, y float32) {
	e := r.e
	ink, paper, bold := look(e.kinds[i])
	gutter, width := e.gutter(), e.Size().Width
	if paper != "" {
		r.add(canvas.NewRectangle(theme.Colour(paper)), gutter-theme.Space1, y, width-gutter-theme.Space1, lineHeight())
		edge := theme.Lane(0)
		if e.kinds[i] == theirs {
			edge = theme.Lane(1)
		}
		r.add(canvas.NewRectangle(theme.Colour(edge)), gutter-theme.Space2, y, 3, lineHeight())
	}
	number := theme.Muted
	if i == e.text.at.line {
		number = theme.Text
	}
	digits := canvas.NewText(strconv.Itoa(i+1), theme.Colour(number))
	theme.Set(digits, theme.Code()-1, fyne.TextStyle{Monospace: true})
	s := digits.MinSize()
	r.add(digits, gutter-theme.Space3-s.Width, y+(lineHeight()-s.Height)/2, s.Width, s.Height)
	r.mark(i, y)
	r.letters(i, y, ink, bold)
	if e.focused && i == e.text.at.line {
		x := gutter + float32(column(e.text.lines[i], e.text.at.letter))*letterWidth() - e.left
		if x >= gutter-1 {
			r.add(canvas.NewRectangle(theme.Colour(theme.Accent)), x-1, y+2, cursorWid, lineHeight()-4)
		}
	}
}

// letters draws the part of a line that is in sight.
func (r *renderer) letters(i int, y float32, ink theme.Role, bold bool) {
	e := r.e
	letters := []rune(expanded(e.text.lines[i]))
	from := min(len(letters), int(e.left/letterWidth()))
	to := min(len(letters), from+int((e.Size().Width-e.gutter()-barRoom)/letterWidth())+1)
	if from == to {
		return
	}
	label := canvas.NewText(string(letters[from:to]), theme.Colour(ink))
	theme.Set(label, theme.Code(), fyne.TextStyle{Monospace: true, Bold: bold})
	s := label.MinSize()
	x := e.gutter() + float32(from)*letterWidth() - e.left
	r.add(label, max(x, e.gutter()-letterWidth()/2), y+(lineHeight()-s.Height)/2, s.Width, s.Height)
}

// mark draws the ground of what is marked in a line.
func (r *renderer) mark(i int, y float32) {
	e := r.e
	first, last := e.text.ordered()
	if !e.text.marked() || i < first.line || i > last.line {
		return
	}
	line := e.text.lines[i]
	from, to := 0, column(line, len(line))+1
	if i == first.line {
		from = column(line, first.letter)
	}
	if i == last.line {
		to = column(line, last.letter)
	}
	x := max(e.gutter(), e.gutter()+float32(from)*letterWidth()-e.left)
	end := e.gutter() + float32(to)*letterWidth() - e.left
	if end > x {
		r.add(canvas.NewRectangle(fynetheme.Color(fynetheme.ColorNameSelection)), x, y, end-x, lineHeight())
	}
}

// guide is a hairline at the column that lines should end before.
func (r *renderer) guide(size fyne.Size) {
	x := r.e.gutter() + float32(r.e.params.Guide)*letterWidth() - r.e.left
	if r.e.params.Guide > 0 && x > r.e.gutter() && x < size.Width-barRoom {
		r.add(canvas.NewRectangle(theme.Colour(theme.Line)), x, r.e.barHeight()+1, theme.LineWidth(), r.e.textHeight()-2)
	}
}

// conflictBar has the buttons that settle the conflict at the cursor.
func (r *renderer) conflictBar(size fyne.Size) {
	e := r.e
	if len(e.conflicts) == 0 {
		return
	}
	r.bar.FillColor = theme.Colour(theme.Surface)
	r.bar.TopLeftCornerRadius, r.bar.TopRightCornerRadius = theme.RadiusButton, theme.RadiusButton
	r.add(r.bar, 2, 2, size.Width-4, e.barHeight()-2)
	r.words.Text, r.words.Color = e.barWords(), theme.Colour(theme.Warning)
	theme.Set(r.words, theme.Caption(), fyne.TextStyle{})
	r.words.TextStyle.Bold = true
	s := r.words.MinSize()
	r.add(r.words, theme.Space3, (e.barHeight()-s.Height)/2, s.Width, s.Height)
	x := theme.Space3 + s.Width + theme.Space3
	for _, b := range e.buttons() {
		if !b.Visible() {
			continue
		}
		s := b.MinSize()
		r.add(b, x, theme.Space2, s.Width, s.Height)
		x += s.Width + theme.Space1
	}
}

func (r *renderer) scrollBar(size fyne.Size) {
	total, view := float32(len(r.e.text.lines))*lineHeight()+2*padTop, r.e.textHeight()
	if total <= view {
		return
	}
	h := max(theme.Target, view*view/total)
	bar := canvas.NewRectangle(fynetheme.Color(fynetheme.ColorNameScrollBar))
	bar.CornerRadius = scrollWid / 2
	r.add(bar, size.Width-scrollWid-3, r.e.barHeight()+(view-h)*r.e.top/(total-view), scrollWid, h)
}
