package commitgraph

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/internal/ui/kit/paint"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

const barWidth = 6

// renderer draws all shapes into one raster and lays the words over it.
type renderer struct {
	g       *Graph
	ground  *canvas.Rectangle
	raster  *canvas.Raster
	bar     *canvas.Rectangle
	edge    *canvas.Rectangle
	objects []fyne.CanvasObject
	pool    map[word][]*canvas.Text
	used    map[word][]*canvas.Text
	nodes   []node
	chips   []chip
	size    fyne.Size // that was drawn last
}

// word is a text as it was handed to Fyne; equal ones are used again.
type word struct {
	text  string
	role  theme.Role
	style fyne.TextStyle
	size  float32
	pale  float32
}

// CreateRenderer implements fyne.Widget.
func (g *Graph) CreateRenderer() fyne.WidgetRenderer {
	empty := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	r := &renderer{g: g, ground: empty(), bar: empty(), edge: empty()}
	r.raster = canvas.NewRaster(r.draw)
	g.view = r
	r.Refresh()
	return r
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) MinSize() fyne.Size           { return r.g.MinSize() }

// Layout draws again only for another size: Fyne lays a widget out whenever one
// of its objects is new, and drawing makes new ones.
func (r *renderer) Layout(s fyne.Size) {
	if s == r.size {
		return
	}
	r.g.offset = max(0, min(r.g.offset, r.g.total()-r.g.Size().Height))
	r.update()
}

func (r *renderer) Refresh() {
	r.pool = nil
	r.ground.FillColor, r.edge.FillColor = theme.Colour(theme.Surface), theme.Colour(theme.Accent)
	r.bar.FillColor, r.bar.CornerRadius = fynetheme.Color(fynetheme.ColorNameScrollBar), barWidth/2
	r.update()
}

func (r *renderer) draw(w, h int) image.Image {
	scale := float32(w) / max(1, r.g.Size().Width)
	c := paint.New(w, h, scale, 0, 0)
	newScene(r.g).paint(c, r.nodes)
	for _, ch := range r.chips {
		paintChip(c, ch)
	}
	return c.Image()
}

// update places what is in sight.
func (r *renderer) update() {
	size := r.g.Size()
	r.size = size
	if size.Width == 0 || size.Height == 0 {
		return
	}
	s := newScene(r.g)
	r.nodes, r.chips = s.nodes(), r.chips[:0]
	r.used = map[word][]*canvas.Text{}
	r.ground.Resize(size)
	r.raster.Resize(size)
	r.objects = append(r.objects[:0], r.ground, r.raster)
	for _, n := range r.nodes {
		r.words(s, n)
	}
	for _, n := range s.dropped() {
		r.words(s, n)
	}
	r.pending(s)
	r.empty()
	r.edges(size)
	r.pool = r.used
	r.raster.Refresh()
	canvas.Refresh(r.g.self)
}

// words sets hash, chips and subject as `git log --oneline --decorate` has them.
// Those of a commit that grows out of another show in the second half of its
// way, when they no longer lie over its neighbour's.
func (r *renderer) words(s scene, n node) {
	row := n.info()
	pale := max(0, 2*n.grown-1) * opacity(row.Reachable)
	hash := word{row.Hash.Short(), theme.Muted, fyne.TextStyle{Monospace: true}, theme.Code() - 0.5, pale}
	start := s.textX + hash.width() + theme.Space3
	r.text(hash, s.textX, n.y)
	x := start
	for _, c := range chipsOf(n, start) {
		x = c.x + c.width + chipGap
		r.chip(s, n, c, start)
	}
	if len(n.model.labels[row.Hash]) > 0 {
		x += chipGap
	}
	if room := r.g.Size().Width - x - theme.Space4; room > 40 {
		subject := fit(n.model.commit(n.row).Subject, room)
		r.text(word{subject, theme.Text, fyne.TextStyle{}, theme.Body() - 1, pale}, x, n.y)
	}
}

// chip draws a label: one that was elsewhere before glides, one that is new
// grows with its commit, one that is gone fades with it.
func (r *renderer) chip(s scene, n node, c chip, start float32) {
	if n.model != r.g.model {
		if _, stays := s.labelHome(r.g.model, c.key()); stays {
			return
		}
		c.grown = n.grown
	} else {
		c = s.glide(c, start)
	}
	r.chips = append(r.chips, c)
	r.text(word{c.words(), chipInk(c), chipStyle(c.Label), theme.Caption(), c.grown}, c.x+chipPad, c.y)
}

func (w word) width() float32 { return theme.Measure(w.text, w.size, w.style).Width }

// fit cuts a text with an ellipsis to a width.
func fit(text string, room float32) string {
	size := theme.Body() - 1
	if theme.Measure(text, size, fyne.TextStyle{}).Width <= room {
		return text
	}
	letters := []rune(text)
	lo, hi := 0, len(letters)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if theme.Measure(string(letters[:mid])+"…", size, fyne.TextStyle{}).Width <= room {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(letters[:lo]) + "…"
}

// text puts words with their middle at a height.
func (r *renderer) text(w word, x, middle float32) {
	if w.pale <= 0.02 {
		return
	}
	var t *canvas.Text
	if old := r.pool[w]; len(old) > 0 {
		t, r.pool[w] = old[0], old[1:]
	} else {
		t = canvas.NewText(w.text, ink(theme.Colour(w.role), w.pale))
		theme.Set(t, w.size, w.style)
		t.Resize(t.MinSize())
	}
	r.used[w] = append(r.used[w], t)
	pixel.Move(t, x, middle-t.Size().Height/2)
	r.objects = append(r.objects, t)
}

func (r *renderer) pending(s scene) {
	if p := r.g.model.pending; p != nil {
		r.text(word{p.words, theme.Warning, fyne.TextStyle{Monospace: true}, theme.Code() - 0.5, 1}, s.textX, s.pendingNode().y)
	}
}

func (r *renderer) empty() {
	if r.g.model.rows() > 0 || r.g.params.Empty == "" {
		return
	}
	r.text(word{r.g.params.Empty, theme.Muted, fyne.TextStyle{}, theme.Body(), 1}, padLeft, padTop+rowHeight/2)
}

// edges draws the scroll bar and the sign of the focus.
func (r *renderer) edges(size fyne.Size) {
	if total := r.g.total(); total > size.Height+1 {
		h := max(theme.Target, size.Height*size.Height/total)
		r.bar.Move(fyne.NewPos(size.Width-barWidth-2, (size.Height-h)*r.g.offset/(total-size.Height)))
		r.bar.Resize(fyne.NewSize(barWidth, h))
		r.objects = append(r.objects, r.bar)
	}
	if r.g.focused {
		r.edge.Resize(fyne.NewSize(3, size.Height))
		r.objects = append(r.objects, r.edge)
	}
}
