package console

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

const (
	cursorWidth = 2
	signSize    = 14
	barWidth    = 6
	focusWidth  = 3
)

// drawn is a text as it was handed to Fyne; equal ones are used again.
type drawn struct {
	text string
	style
}

// renderer draws the rows in sight and nothing else.
type renderer struct {
	c         *Console
	ground    *canvas.Rectangle
	cursor    *canvas.Rectangle
	bar       *canvas.Rectangle
	edge      *canvas.Rectangle
	objects   []fyne.CanvasObject
	pool      map[drawn][]*canvas.Text
	used      map[drawn][]*canvas.Text
	signs     map[status][]*kit.Icon
	signsUsed map[status]int

	rows         []*row // all rows, the printed ones first
	first        int    // index in rows of the first one in sight
	firstTop     float32
	total, width float32
	size         fyne.Size // that was drawn last
}

// CreateRenderer implements fyne.Widget.
func (c *Console) CreateRenderer() fyne.WidgetRenderer {
	empty := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	c.view = &renderer{c: c, ground: empty(), cursor: empty(), bar: empty(), edge: empty()}
	c.view.Refresh()
	return c.view
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) MinSize() fyne.Size           { return r.c.MinSize() }

// Layout draws again only for another size: Fyne lays a widget out whenever one
// of its objects is new, and drawing makes new ones.
func (r *renderer) Layout(s fyne.Size) {
	if s != r.size {
		r.update()
	}
}

// Refresh draws everything anew, since the theme may have changed.
func (r *renderer) Refresh() {
	r.pool, r.signs = nil, map[status][]*kit.Icon{}
	r.ground.FillColor = theme.Colour(theme.Sunken)
	r.cursor.FillColor, r.edge.FillColor = theme.Colour(theme.Accent), theme.Colour(theme.Accent)
	r.bar.FillColor, r.bar.CornerRadius = fynetheme.Color(fynetheme.ColorNameScrollBar), barWidth/2
	r.update()
}

// update draws what is in sight.
func (r *renderer) update() {
	size := r.c.Size()
	r.size = size
	if size.Width == 0 || size.Height == 0 {
		return
	}
	live, at, letter := r.c.live()
	r.rows = append(append(make([]*row, 0, len(r.c.buffer.rows)+len(live)), r.c.buffer.rows...), live...)
	r.place(size)
	r.ground.Resize(size)
	r.objects = append(r.objects[:0], r.ground)
	r.used, r.signsUsed = map[drawn][]*canvas.Text{}, map[status]int{}
	if at >= 0 {
		at += len(r.c.buffer.rows)
	}
	r.drawRows(size, at, letter)
	r.pool = r.used
	r.drawEdges(size)
	canvas.Refresh(r.c)
}

// place measures all rows, keeps the offset within them and finds the first in
// sight.
func (r *renderer) place(size fyne.Size) {
	cols, height := columns(size.Width), rowHeight()
	n := 0
	for _, row := range r.rows {
		n += row.rowsAt(cols)
	}
	r.total, r.width = float32(n)*height+2*padTop, size.Width
	most := max(0, r.total-size.Height)
	if r.c.follow {
		r.c.offset = most
	}
	r.c.offset = max(0, min(r.c.offset, most))
	y := padTop - r.c.offset
	r.first, r.firstTop = 0, y
	for i, row := range r.rows {
		h := float32(row.rowsAt(cols)) * height
		if y+h > 0 {
			r.first, r.firstTop = i, y
			return
		}
		y += h
	}
}

func (r *renderer) drawRows(size fyne.Size, at, letter int) {
	cols, height, y := columns(size.Width), rowHeight(), r.firstTop
	r.cursor.Hide()
	for i := r.first; i < len(r.rows) && y < size.Height; i++ {
		row := r.rows[i]
		r.drawSign(row.status, y)
		for part := range row.rowsAt(cols) {
			r.drawPart(row, i, part, cols, y)
			y += height
		}
		if i == at {
			r.placeCursor(letter, cols, y-float32(row.rowsAt(cols))*height)
		}
	}
}

// drawPart draws one visual row of a logical one.
func (r *renderer) drawPart(row *row, index, part, cols int, y float32) {
	letter, height := letterWidth(), rowHeight()
	from, to := row.part(cols, part)
	r.objects = append(r.objects, r.c.sel.mark(index, from, min(to, from+cols), y)...)
	x := padLeft
	for _, run := range slice(row.runs, from, to) {
		ink, paper := run.colours()
		width := float32(len([]rune(run.text))) * letter
		if paper != "" {
			ground := canvas.NewRectangle(theme.Colour(paper))
			ground.Move(fyne.NewPos(x, y))
			ground.Resize(fyne.NewSize(width, height))
			r.objects = append(r.objects, ground)
		}
		text := r.text(run, ink)
		pixel.Move(text, x, y+(height-text.Size().Height)/2)
		r.objects = append(r.objects, text)
		x += width
	}
}

// colours are a style's roles for letters and ground.
func (s style) colours() (ink, paper theme.Role) {
	ink, paper = s.ink, s.paper
	if ink == "" {
		ink = theme.Text
	}
	if s.invert {
		if paper == "" {
			paper = theme.Sunken
		}
		ink, paper = paper, ink
	} else if paper != "" && paper != theme.Accent {
		ink = theme.Sunken // letters on a strong colour are cut out of it
	}
	return ink, paper
}

// text takes a canvas.Text of the last picture, or makes one.
func (r *renderer) text(run run, ink theme.Role) *canvas.Text {
	key := drawn(run)
	if old := r.pool[key]; len(old) > 0 {
		text := old[0] // in the order of the last picture, which keeps the tree as it was
		r.pool[key] = old[1:]
		r.used[key] = append(r.used[key], text)
		return text
	}
	text := canvas.NewText(run.text, theme.Colour(ink))
	theme.Set(text, theme.Code(), fyne.TextStyle{Monospace: true, Bold: run.bold})
	text.Resize(text.MinSize())
	r.used[key] = append(r.used[key], text)
	return text
}

// drawSign shows in the margin how a typed command ended.
func (r *renderer) drawSign(s status, y float32) {
	sign, role := theme.SignCheck, theme.Success
	switch s {
	case succeeded:
	case failed:
		sign, role = theme.SignCross, theme.Danger
	default:
		return
	}
	if r.signsUsed[s] == len(r.signs[s]) {
		r.signs[s] = append(r.signs[s], kit.NewIcon(sign, role, signSize))
	}
	icon := r.signs[s][r.signsUsed[s]]
	r.signsUsed[s]++
	icon.Move(fyne.NewPos((padLeft-signSize)/2, y+(rowHeight()-signSize)/2))
	icon.Resize(fyne.NewSquareSize(signSize))
	r.objects = append(r.objects, icon)
}

func (r *renderer) placeCursor(letter, cols int, top float32) {
	if !r.c.focused {
		return
	}
	height := rowHeight()
	x := padLeft + float32(letter%cols)*letterWidth()
	y := top + float32(letter/cols)*height
	r.cursor.Move(fyne.NewPos(x-cursorWidth/2, y+2))
	r.cursor.Resize(fyne.NewSize(cursorWidth, height-4))
	r.cursor.Show()
	r.objects = append(r.objects, r.cursor)
}

// drawEdges draws the scroll bar and the sign of the focus.
func (r *renderer) drawEdges(size fyne.Size) {
	if r.total > size.Height {
		h := max(theme.Target, size.Height*size.Height/r.total)
		y := (size.Height - h) * r.c.offset / (r.total - size.Height)
		r.bar.Move(fyne.NewPos(size.Width-barWidth-2, y))
		r.bar.Resize(fyne.NewSize(barWidth, h))
		r.objects = append(r.objects, r.bar)
	}
	if r.c.focused {
		r.edge.Resize(fyne.NewSize(focusWidth, size.Height))
		r.objects = append(r.objects, r.edge)
	}
}
