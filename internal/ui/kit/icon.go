// Package kit has Cairn's widgets that know nothing of Cairn: buttons, splits,
// lists, bars. They take values and raise callbacks; they open no file, start
// no work and hold no state that a screen would have to ask for. Larger ones
// have packages of their own beside it.
package kit

import (
	"bytes"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"cairn/internal/ui/theme"
)

// Icon draws a sign in a role's colour. It exists beside widget.Icon because
// Fyne's drawing of SVG keeps a stroke at its width in pixels, so that signs
// turn thin on dense screens; here the stroke grows with the sign.
type Icon struct {
	widget.BaseWidget

	sign theme.Sign
	role theme.Role
	size float32
}

// NewIcon returns a sign, size wide and high.
func NewIcon(s theme.Sign, r theme.Role, size float32) *Icon {
	i := &Icon{sign: s, role: r, size: size}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes sign and colour.
func (i *Icon) Set(s theme.Sign, r theme.Role) {
	if i.sign != s || i.role != r {
		i.sign, i.role = s, r
		i.Refresh()
	}
}

// MinSize is the sign's size.
func (i *Icon) MinSize() fyne.Size { return fyne.NewSquareSize(i.size) }

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	raster := canvas.NewRaster(i.draw)
	return &iconRenderer{icon: i, raster: raster}
}

func (i *Icon) draw(w, h int) image.Image { return DrawSVG(theme.Icon(i.sign, i.role).Content(), w, h) }

// DrawSVG draws an SVG as large as it fits into w times h pixels, in the middle, strokes and all. What is no SVG is empty.
func DrawSVG(data []byte, w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	svg, err := oksvg.ReadIconStream(bytes.NewReader(data))
	if err != nil || w == 0 || h == 0 || svg.ViewBox.W <= 0 || svg.ViewBox.H <= 0 {
		return img
	}
	scale := min(float64(w)/svg.ViewBox.W, float64(h)/svg.ViewBox.H)
	width, height := svg.ViewBox.W*scale, svg.ViewBox.H*scale
	svg.SetTarget((float64(w)-width)/2, (float64(h)-height)/2, width, height)
	for k := range svg.SVGPaths {
		svg.SVGPaths[k].LineWidth *= scale
	}
	svg.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, img, img.Bounds())), 1)
	return img
}

type iconRenderer struct {
	icon   *Icon
	raster *canvas.Raster
}

func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.raster} }
func (r *iconRenderer) MinSize() fyne.Size           { return r.icon.MinSize() }
func (r *iconRenderer) Refresh()                     { r.raster.Refresh() }

// Layout centres the sign in what it is given.
func (r *iconRenderer) Layout(s fyne.Size) {
	side := min(r.icon.size, s.Width, s.Height)
	r.raster.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
	r.raster.Resize(fyne.NewSquareSize(side))
}
