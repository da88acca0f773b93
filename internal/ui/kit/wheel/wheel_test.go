package wheel

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
)

func TestDistance_ofANotchIsAFewLines(t *testing.T) {
	dx, dy := Distance(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	if dx != 0 || dy > -25 {
		t.Errorf("moved %v, %v", dx, dy)
	}
	if runtime.GOOS != "darwin" && dy > -50 {
		t.Errorf("a notch moves %v", dy)
	}
}
