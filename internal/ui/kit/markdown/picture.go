package markdown

import (
	"bytes"
	"image"
	_ "image/jpeg" // pictures of packs are png, jpg, svg or webp
	_ "image/png"
	"path"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/fyne-io/oksvg"
	_ "golang.org/x/image/webp" // see above

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

// newPicture centres a picture with its caption, never larger than it is.
func newPicture(p Picture, load func(string) ([]byte, error)) flow.Tall {
	data, size, ok := picture(p.Path, load)
	if !ok {
		missing := flow.Plain("The picture “" + p.Alt + "” is not in this pack (" + p.Path + ").")
		return flow.New(missing, flow.Style{Role: theme.Muted})
	}
	img := drawing(p.Path, data)
	words := p.Caption
	if words == "" {
		words = p.Alt
	}
	caption := flow.New(flow.Plain(words), flow.Style{Size: theme.Caption, Role: theme.Muted, Align: fyne.TextAlignCenter})
	arrange := func(width float32, put flow.Put) float32 {
		w := min(width, size.Width)
		h := w * size.Height / size.Width
		put(img, (width-w)/2, 0, w, h)
		text := caption.HeightFor(width)
		put(caption, 0, h+theme.Space2, width, text)
		return h + theme.Space2 + text
	}
	return flow.NewBox(arrange, nil, img, caption)
}

// drawing shows the bytes. An SVG is drawn in the colours of the theme in use, where it has those of the light one.
func drawing(name string, data []byte) fyne.CanvasObject {
	if path.Ext(name) == ".svg" {
		return canvas.NewRaster(func(w, h int) image.Image { return kit.DrawSVG(theme.Recolour(data), w, h) })
	}
	img := canvas.NewImageFromResource(fyne.NewStaticResource(name, data))
	img.FillMode = canvas.ImageFillContain
	return img
}

// picture loads the bytes and finds the size.
func picture(name string, load func(string) ([]byte, error)) ([]byte, fyne.Size, bool) {
	if load == nil {
		return nil, fyne.Size{}, false
	}
	data, err := load(name)
	if err != nil {
		return nil, fyne.Size{}, false
	}
	if path.Ext(name) == ".svg" {
		svg, err := oksvg.ReadIconStream(bytes.NewReader(data))
		if err != nil || svg.ViewBox.W <= 0 || svg.ViewBox.H <= 0 {
			return nil, fyne.Size{}, false
		}
		return data, fyne.NewSize(float32(svg.ViewBox.W), float32(svg.ViewBox.H)), true
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width == 0 || c.Height == 0 {
		return nil, fyne.Size{}, false
	}
	return data, fyne.NewSize(float32(c.Width), float32(c.Height)), true
}
