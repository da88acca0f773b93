package rail_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/rail"
	"cairn/internal/ui/theme"
)

func places(onGo func(string)) *rail.Rail {
	r := rail.New(canvas.NewRectangle(color.Transparent), []rail.Place{
		{Name: "map", Text: "Roadmap", Icon: theme.SignRoadmap},
		{Name: "learn", Text: "Learn", Icon: theme.SignLearn},
		{Name: "settings", Text: "Settings", Icon: theme.SignSettings, Bottom: true},
	}, onGo)
	r.Select("learn")
	return r
}

func TestPlaces_areReachedByKeyboardAndMouse(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	var went []string
	w := test.NewTempWindow(t, places(func(name string) { went = append(went, name) }))
	w.Resize(fyne.NewSize(rail.Width(), 500))
	for range 3 {
		w.Canvas().FocusNext()
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(40, 100))
	if len(went) != 4 || went[0] != "map" || went[2] != "settings" || went[3] != "map" {
		t.Errorf("went to %q", went)
	}
}

func TestWidth_growsWithTheText(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Params{}))
	plain := rail.Width()
	app.Settings().SetTheme(theme.New(theme.Params{TextScale: 1.5}))
	if rail.Width() <= plain {
		t.Errorf("%v at 150 %%, %v at 100 %%", rail.Width(), plain)
	}
}

func TestScreenshot_rail(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-rail", Size: fyne.NewSize(76, 400),
		Build: func() fyne.CanvasObject { return places(func(string) {}) },
	})
}
