package tabs_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/tabs"
	"cairn/internal/ui/theme"
)

func TestArrowKeys_chooseATab(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	chosen := -1
	b := tabs.New([]string{"Graph", "Files", "Three trees"}, func(i int) { chosen = i })
	w := test.NewTempWindow(t, b)
	w.Resize(fyne.NewSize(400, 40))
	w.Canvas().FocusNext()
	key := func(name fyne.KeyName) { w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyLeft)
	if chosen != -1 {
		t.Errorf("left of the first is %d", chosen)
	}
	key(fyne.KeyRight)
	key(fyne.KeyRight)
	key(fyne.KeyRight)
	if chosen != 2 || b.Selected() != 2 {
		t.Errorf("chosen %d, selected %d", chosen, b.Selected())
	}
}

func TestSetLabels_keepsTheChoiceWithinThem(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	b := tabs.New([]string{"a", "b", "c"}, func(int) {})
	b.Select(2)
	b.SetLabels([]string{"a"})
	if b.Selected() != 0 {
		t.Errorf("selected %d of one", b.Selected())
	}
	b.SetLabels(nil)
	b.Select(0)
}

func TestScreenshot_tabs(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-tabs", Size: fyne.NewSize(500, 40),
		Build: func() fyne.CanvasObject {
			b := tabs.New([]string{"Graph", "Files", "Three trees", "origin"}, func(int) {})
			b.Select(1)
			return b
		},
	})
}
