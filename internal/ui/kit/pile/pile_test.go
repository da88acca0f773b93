package pile

import (
	"testing"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

func TestStones_restOnThoseBelow(t *testing.T) {
	for _, count := range []int{0, 1, 2, 3, 5, 6, 40, 150} {
		all := stones(count, 60)
		if len(all) != count {
			t.Fatalf("%d stones, want %d", len(all), count)
		}
		for _, s := range all {
			if s.x < -30 || s.x+s.width > 30 || s.width <= 0 || s.y >= 0 {
				t.Errorf("of %d stones one lies at %+v", count, s)
			}
		}
	}
}

func TestScreenshot_pile(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-pile", Size: fyne.NewSize(420, 80), Ground: theme.Background,
		Build: func() fyne.CanvasObject {
			row := container.NewGridWithRows(1)
			for _, n := range []int{1, 2, 3, 5, 12, 40, 100} {
				row.Add(New(n))
			}
			return row
		},
	})
}
