package roadmap

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit/paint"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

const (
	textX     = 60
	textRoom  = cardWidth - textX - 14
	titleSize = 14
	noteSize  = 12
)

// renderer draws the shapes into one raster and lays the words of the cards in
// sight over it.
type renderer struct {
	r       *Roadmap
	raster  *canvas.Raster
	cards   []int
	objects []fyne.CanvasObject
	titles  map[string][]string // broken into lines at full size
	size    fyne.Size           // that was drawn last
}

// CreateRenderer implements fyne.Widget.
func (r *Roadmap) CreateRenderer() fyne.WidgetRenderer {
	v := &renderer{r: r}
	v.raster = canvas.NewRaster(v.draw)
	r.view = v
	v.update()
	return v
}

func (v *renderer) Destroy()                     {}
func (v *renderer) Objects() []fyne.CanvasObject { return v.objects }
func (v *renderer) MinSize() fyne.Size           { return v.r.MinSize() }

// Layout draws again only for another size: Fyne lays a widget out whenever one
// of its objects is new, and drawing makes new ones.
func (v *renderer) Layout(s fyne.Size) {
	if s != v.size {
		v.update()
	}
}

func (v *renderer) Refresh() {
	v.titles = nil
	v.update()
}

func (v *renderer) draw(w, h int) image.Image {
	p := v.r.place
	scale := float32(w) / max(1, v.r.Size().Width) * p.Zoom
	c := paint.New(w, h, scale, p.X, p.Y)
	v.r.paint(c, v.cards)
	return c.Image()
}

func (v *renderer) update() {
	size := v.r.Size()
	v.size = size
	if size.Width == 0 {
		return
	}
	v.raster.Resize(size)
	v.cards = v.cards[:0]
	v.objects = append(v.objects[:0], v.raster)
	for i := range v.r.cards {
		x, y, w, h := v.r.onScreen(i)
		if x+w < -8 || y+h < -8 || x > size.Width+8 || y > size.Height+8 {
			continue
		}
		v.cards = append(v.cards, i)
		v.words(i, x, y)
	}
	v.raster.Refresh()
	canvas.Refresh(v.r)
}

// words sets a card's title in two lines at most and its note below.
func (v *renderer) words(i int, x, y float32) {
	card, z := v.r.cards[i], v.r.place.Zoom
	lines := v.lines(card.Title)
	titleHeight, noteHeight := float32(titleSize)*1.28*z, float32(noteSize)*1.35*z
	note, role, bold := card.Note, theme.Muted, false
	if card.Next {
		note, role, bold = strings.TrimSuffix("Next · "+note, " · "), theme.Accent, true
	}
	height := float32(len(lines)) * titleHeight
	if note != "" {
		height += noteHeight
	}
	top := y + (cardHeight*z-height)/2
	title := theme.Text
	if card.State == Skipped || card.State == Planned {
		title = theme.Muted
	}
	for _, line := range lines {
		v.text(line, titleSize*z, title, true, x+textX*z, top+titleHeight/2)
		top += titleHeight
	}
	if note != "" {
		v.text(fit(note, noteSize, bold), noteSize*z, role, bold, x+textX*z, top+noteHeight/2)
	}
}

func (v *renderer) text(words string, size float32, role theme.Role, bold bool, x, middle float32) {
	t := canvas.NewText(words, theme.Colour(role))
	theme.Set(t, size, fyne.TextStyle{Bold: bold})
	s := t.MinSize()
	pixel.Move(t, x, middle-s.Height/2)
	t.Resize(s)
	v.objects = append(v.objects, t)
}

func (v *renderer) lines(title string) []string {
	if v.titles == nil {
		v.titles = map[string][]string{}
	}
	lines, ok := v.titles[title]
	if !ok {
		lines = twoLines(title)
		v.titles[title] = lines
	}
	return lines
}

func width(text string, size float32, bold bool) float32 {
	return theme.Measure(text, size, fyne.TextStyle{Bold: bold}).Width
}

// twoLines breaks a title into two lines at most.
func twoLines(title string) []string {
	line := ""
	words := strings.Fields(title)
	for i, w := range words {
		longer := strings.TrimSpace(line + " " + w)
		if line != "" && width(longer, titleSize, true) > textRoom {
			return []string{line, fit(strings.Join(words[i:], " "), titleSize, true)}
		}
		line = longer
	}
	return []string{fit(line, titleSize, true)}
}

// fit cuts a text with an ellipsis to a card's width.
func fit(text string, size float32, bold bool) string {
	if width(text, size, bold) <= textRoom {
		return text
	}
	letters := []rune(text)
	for len(letters) > 1 && width(string(letters)+"…", size, bold) > textRoom {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}
