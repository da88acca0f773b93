package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/theme"
)

func TestButton_isPressedByMouseAndKeysUnlessDisabled(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	pressed := 0
	b := kit.NewButton("Run", kit.Primary, func() { pressed++ }).WithSign(theme.SignRun)
	w := test.NewTempWindow(t, b)
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	test.Tap(b)
	b.Disable()
	test.Tap(b)
	if pressed != 3 {
		t.Errorf("pressed %d times, want 3", pressed)
	}
}

func TestButton_isLargeEnoughToHit(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	for _, b := range []*kit.Button{
		kit.NewButton("a", kit.Plain, nil), kit.NewButton("a", kit.Quiet, nil).Small(),
		kit.NewSignButton(theme.SignCopy, "Copy", nil),
	} {
		if s := b.MinSize(); s.Width < theme.Target || s.Height < theme.Target {
			t.Errorf("%q is %v", b.Label(), s)
		}
	}
}

func TestShyButton_showsWhenTheKeyboardReachesIt(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	b := kit.NewSignButton(theme.SignCopy, "Copy", nil).Shy(nil)
	w := test.NewTempWindow(t, b)
	if !b.Unseen() {
		t.Error("it is seen at once")
	}
	w.Canvas().FocusNext()
	if b.Unseen() {
		t.Error("it hides from the keyboard")
	}
	w.Canvas().Unfocus()
	b.MouseIn(&desktop.MouseEvent{})
	if b.Unseen() {
		t.Error("it hides from the mouse")
	}
}

func TestScreenshot_buttons(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-buttons", Size: fyne.NewSize(640, 60),
		Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastLight},
		Build: func() fyne.CanvasObject {
			off := kit.NewButton("Disabled", kit.Plain, nil)
			off.Disable()
			return container.NewHBox(
				kit.NewButton("Run this", kit.Primary, nil).WithSign(theme.SignRun), kit.NewButton("Undo", kit.Plain, nil).WithSign(theme.SignUndo),
				kit.NewButton("Quiet", kit.Quiet, nil), kit.NewButton("Delete", kit.Grave, nil).WithSign(theme.SignTrash),
				off, kit.NewSignButton(theme.SignCopy, "Copy", nil),
			)
		},
	})
}
