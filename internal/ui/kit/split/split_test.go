package split_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/split"
	"cairn/internal/ui/theme"
)

func halves(onMoved func(float64)) *split.Split {
	return split.New(split.Params{
		First: canvas.NewRectangle(theme.Colour(theme.Surface)), Second: canvas.NewRectangle(theme.Colour(theme.Sunken)),
		Share: 0.4, MinFirst: 100, MinSecond: 100, OnMoved: onMoved,
	})
}

func TestKeys_moveTheGrip(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	moved := 0.0
	s := halves(func(share float64) { moved = share })
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(800, 300))
	w.Canvas().FocusNext()
	if w.Canvas().Focused() == nil {
		t.Fatal("the grip is not reached by Tab")
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if moved <= 0.4 {
		t.Errorf("right moved the grip to %v", moved)
	}
}

func TestShare_letsEitherSideFill(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	s := halves(nil)
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(800, 300))
	for _, share := range []float64{0, 1, -3, 7} {
		s.SetShare(share)
		if got := s.Share(); got != 0 && got != 1 {
			t.Errorf("share %v became %v", share, got)
		}
		w.Canvas().Capture()
	}
}

func TestScreenshot_split(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-split", Size: fyne.NewSize(400, 200),
		Build: func() fyne.CanvasObject { return halves(nil) },
	})
}
