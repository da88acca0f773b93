package goals_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/goals"
	"cairn/internal/ui/theme"
)

func sample() []goals.Goal {
	return []goals.Goal{
		{Says: "Both migrations are kept", Met: true},
		{Says: "They have different numbers", Met: true},
		{Says: "`main` has one merge commit", Why: "The merge is still open: `db/schema.sql` has conflict markers in lines 12 to 19."},
	}
}

func TestHeight_hasRoomForWhatIsMissing(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{ReducedMotion: true}))
	l := goals.New()
	l.Set(sample())
	open := l.HeightFor(400)
	met := sample()
	met[2].Met, met[2].Why = true, ""
	l.Set(met)
	if l.HeightFor(400) >= open {
		t.Errorf("all met takes %v, one open %v", l.HeightFor(400), open)
	}
	l.Set(nil)
	if l.HeightFor(400) != 0 {
		t.Errorf("no goals take %v", l.HeightFor(400))
	}
}

func TestScreenshot_goals(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-goals", Size: fyne.NewSize(560, 120),
		Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastDark},
		Build: func() fyne.CanvasObject {
			l := goals.New()
			l.Set(sample())
			return l
		},
	})
}
