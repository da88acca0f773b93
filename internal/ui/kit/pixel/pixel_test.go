package pixel

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestMove_goesToTheGrid(t *testing.T) {
	test.NewTempApp(t)
	text := canvas.NewText("x", nil)
	Move(text, 10.4, 20.6)
	if text.Position() != fyne.NewPos(10, 21) {
		t.Errorf("without a window: %v", text.Position())
	}
	if got := snap(10.4, 2); got != 10.5 {
		t.Errorf("at twice the size: %v", got)
	}
}
