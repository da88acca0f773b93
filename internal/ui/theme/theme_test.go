package theme

import (
	"image/color"
	"io/fs"
	"math"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/assets/icons"
)

// luminance and contrast follow WCAG 2.1, "relative luminance" and "contrast
// ratio".
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestColours_everyTextReadsOnEveryBackground(t *testing.T) {
	for mode, least := range map[Mode]float64{
		ModeLight: 5, ModeDark: 5, ModeContrastLight: 15, ModeContrastDark: 15,
	} {
		th := New(Params{Mode: mode})
		at := func(r Role) color.NRGBA {
			c, _ := color.NRGBAModel.Convert(th.Color(r, fynetheme.VariantLight)).(color.NRGBA)
			return c
		}
		inks := []Role{Text, Muted, Accent, Link, Success, Warning, Danger}
		for i := range Lanes {
			inks = append(inks, Lane(i))
		}
		for _, ink := range inks {
			papers := []Role{Background, Surface, Sunken, Tint(ink)}
			if ink == Text || ink == Muted {
				papers = append(papers, fynetheme.ColorNameInputBackground)
			}
			for _, paper := range papers {
				if got := contrast(at(ink), at(paper)); got < least {
					t.Errorf("%s: %s on %s is %.2f:1, want %.0f:1", mode, ink, paper, got, least)
				}
			}
			if got := contrast(at(Text), at(Tint(ink))); got < least {
				t.Errorf("%s: text on the tint of %s is %.2f:1", mode, ink, got)
			}
		}
		if got := contrast(at(OnAccent), at(Accent)); got < least {
			t.Errorf("%s: on-accent on accent is %.2f:1", mode, got)
		}
	}
}

func TestColour_followsTheModeAndTheSystem(t *testing.T) {
	th := New(Params{})
	if got := th.Color(Background, fynetheme.VariantDark); got != rgb(0x14181B) {
		t.Errorf("system dark: background %v", got)
	}
	th = New(Params{Mode: ModeDark})
	if got := th.Color(Background, fynetheme.VariantLight); got != rgb(0x14181B) {
		t.Errorf("dark under a light system: background %v", got)
	}
	if got := th.Color("a name from a later Fyne", fynetheme.VariantLight); got != rgb(0xE7E9E6) {
		t.Errorf("an unknown name is drawn as text, got %v", got)
	}
}

func TestHighContrast_hasNoTintsAndThickLines(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Params{Mode: ModeContrastDark}))
	if Colour(Tint(Accent)) != Colour(Surface) {
		t.Error("a tint differs from the surface")
	}
	if LineWidth() != 2 {
		t.Errorf("line width %v", LineWidth())
	}
}

func TestLane_beginsAgainAfterTheLast(t *testing.T) {
	if Lane(0) != Lane(Lanes) || Lane(-1) != Lane(Lanes-1) {
		t.Error("lanes do not wrap")
	}
}

func TestSize_scalesTextAndNothingElse(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Params{TextScale: 2}))
	if Body() != 30 || Lesson() != 33 || Heading(1) != 56 {
		t.Errorf("text sizes %v %v %v", Body(), Lesson(), Heading(1))
	}
	if got := fynetheme.Padding(); got != 4 {
		t.Errorf("padding %v", got)
	}
}

func TestMotion_isNothingWhenReduced(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Params{}))
	if Motion(time.Second) != time.Second {
		t.Error("motion is reduced without being asked")
	}
	app.Settings().SetTheme(New(Params{ReducedMotion: true}))
	if Motion(time.Second) != 0 {
		t.Error("motion is not reduced")
	}
}

func TestFont_writesLettersOfEachStyle(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Params{}))
	for _, s := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}, {Bold: true, Italic: true}, {Monospace: true}, {Monospace: true, Bold: true}} {
		if w := fyne.MeasureText("Merge", 15, s).Width; w < 20 || w > 80 {
			t.Errorf("%+v: width %v", s, w)
		}
	}
	mono := fyne.TextStyle{Monospace: true}
	if a, b := fyne.MeasureText("-->", 15, mono), fyne.MeasureText("abc", 15, mono); a.Width != b.Width {
		t.Errorf("code is not set at one width: %v and %v", a, b)
	}
}

func TestIcon_everyFileIsASignInItsColour(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Params{Mode: ModeLight}))
	files, err := fs.Glob(icons.Files, "*.svg")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		svg := string(Icon(Sign(strings.TrimSuffix(f, ".svg")), Accent).Content())
		if strings.Contains(svg, "currentColor") || strings.Contains(svg, "onColor") {
			t.Errorf("%s: a colour is left open", f)
		}
		if !strings.HasPrefix(f, "cairn") && !strings.Contains(svg, "#0A6A6A") {
			t.Errorf("%s does not take the accent", f)
		}
	}
	if AppIcon().Name() != "cairn-256.png" {
		t.Error("the program's icon is missing")
	}
}

func TestRecolour_givesADrawingTheColoursOfTheTheme(t *testing.T) {
	test.NewTempApp(t)
	drawn := []byte(`<path fill="#1F2529" stroke="#a34700"/><rect fill="#123456"/>`)
	for mode, want := range map[Mode]string{
		ModeLight: string(drawn),
		ModeDark:  `<path fill="#E7E9E6" stroke="#F0A040"/><rect fill="#123456"/>`,
	} {
		fyne.CurrentApp().Settings().SetTheme(New(Params{Mode: mode}))
		if got := string(Recolour(drawn)); got != want {
			t.Errorf("%s: %s, want %s", mode, got, want)
		}
	}
}
