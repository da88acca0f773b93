// Package gallery renders widgets with Fyne's software painter, so that tests
// can look at them and `make screenshots` can write them as PNG. It is for
// tests only and decides nothing about a picture but that it is not empty.
package gallery

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/theme"
)

// DirEnv names the environment variable with the folder that pictures are
// written to; without it they are rendered and checked, but not written.
const DirEnv = "CAIRN_SCREENSHOTS"

// Params say what to render.
type Params struct {
	// Name is the file's name without ending; the mode is added to it.
	Name string
	Size fyne.Size
	// Modes are light and dark unless given.
	Modes []theme.Mode
	// Ground is the colour behind; empty means theme.Background.
	Ground theme.Role
	// Build makes the object under the theme that is set; Then, if given, acts
	// on it in its window (types, taps) before the picture is taken.
	Build func() fyne.CanvasObject
	Then  func(w fyne.Window)
}

// Shot renders an object in each mode.
func Shot(t *testing.T, p Params) {
	t.Helper()
	if len(p.Modes) == 0 {
		p.Modes = []theme.Mode{theme.ModeLight, theme.ModeDark}
	}
	for _, mode := range p.Modes {
		Keep(t, p.Name+"-"+string(mode), render(t, p, mode))
	}
}

// Keep checks that a picture is not empty, and writes it under a name.
func Keep(t *testing.T, name string, img image.Image) {
	t.Helper()
	if plain(img) {
		t.Errorf("%s: the picture is empty", name)
	}
	write(t, name, img)
}

func render(t *testing.T, p Params, mode theme.Mode) image.Image {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Params{Mode: mode, ReducedMotion: true}))
	role := p.Ground
	if role == "" {
		role = theme.Background
	}
	ground := canvas.NewRectangle(theme.Colour(role))
	w := test.NewTempWindow(t, container.NewStack(ground, p.Build()))
	w.SetPadded(false)
	w.Resize(p.Size)
	if p.Then != nil {
		p.Then(w)
	}
	return w.Canvas().Capture()
}

// plain reports whether a picture has one colour only.
func plain(img image.Image) bool {
	b := img.Bounds()
	var first color.Color
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if first == nil {
				first = img.At(x, y)
			} else if img.At(x, y) != first {
				return false
			}
		}
	}
	return true
}

func write(t *testing.T, name string, img image.Image) {
	t.Helper()
	dir := os.Getenv(DirEnv)
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
