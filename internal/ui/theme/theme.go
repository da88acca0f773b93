// Package theme owns how Cairn looks: the colours of light, dark and high
// contrast, sizes, fonts and icons, as one Fyne theme. Widgets ask it for a
// role ("accent", "muted"), never for a number. It draws nothing itself and
// knows no screen.
package theme

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode is the learner's choice of colours.
type Mode string

// The modes. ModeSystem follows the desktop's light or dark setting.
const (
	ModeSystem        Mode = "system"
	ModeLight         Mode = "light"
	ModeDark          Mode = "dark"
	ModeContrastLight Mode = "contrast-light"
	ModeContrastDark  Mode = "contrast-dark"
)

// Params are the learner's choices. The zero value follows the system at 100 %.
type Params struct {
	Mode Mode
	// TextScale multiplies every text size; 0 means 1.
	TextScale float32
	// ReducedMotion turns every animation into a change at once.
	ReducedMotion bool
}

// Theme is Cairn's theme for Fyne. It never changes: a new choice is a new
// Theme, set with fyne.Settings.SetTheme.
type Theme struct {
	params   Params
	palettes map[Mode]palette
	faces    faces
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme for the learner's choices.
func New(p Params) *Theme {
	if p.TextScale <= 0 {
		p.TextScale = 1
	}
	return &Theme{
		params: p,
		palettes: map[Mode]palette{
			ModeLight: lightPalette(), ModeDark: darkPalette(),
			ModeContrastLight: contrastLight(), ModeContrastDark: contrastDark(),
		},
		faces: shipped(),
	}
}

// Params returns the choices that the theme was made from.
func (t *Theme) Params() Params { return t.params }

func (t *Theme) palette(v fyne.ThemeVariant) palette {
	if p, ok := t.palettes[t.params.Mode]; ok {
		return p
	}
	if v == fynetheme.VariantDark {
		return t.palettes[ModeDark]
	}
	return t.palettes[ModeLight]
}

// Color implements fyne.Theme for Cairn's roles and for Fyne's own names.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := t.palette(v)
	if c, ok := p.roles[n]; ok {
		return c
	}
	if i, ok := laneIndex(n); ok {
		return p.lanes[i]
	}
	if r, ok := tintedRole(n); ok {
		if i, lane := laneIndex(r); lane {
			return over(p.colour(Surface), p.lanes[i], p.tint)
		}
		return over(p.colour(Surface), p.colour(r), p.tint)
	}
	return fyneColour(p, n)
}

// Font implements fyne.Theme.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource { return t.faces.of(s) }

// Icon implements fyne.Theme: Fyne's own widgets keep Fyne's icons.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return fynetheme.DefaultTheme().Icon(n) }

// current is the theme in use, or nil while the app has another one (as in a
// test that sets none).
func current() *Theme {
	app := fyne.CurrentApp()
	if app == nil {
		return nil
	}
	t, _ := app.Settings().Theme().(*Theme)
	return t
}

// Colour returns the colour of a role in the theme in use. Under a theme that
// is not Cairn's it answers from Cairn's light colours.
func Colour(r Role) color.Color {
	t := current()
	if t == nil {
		return (&Theme{palettes: map[Mode]palette{ModeLight: lightPalette()}}).Color(r, fynetheme.VariantLight)
	}
	return t.Color(r, fyne.CurrentApp().Settings().ThemeVariant())
}

// Mix returns the colour that lies the given share of the way from a to b.
func Mix(a, b Role, share float64) color.Color {
	from, _ := color.NRGBAModel.Convert(Colour(a)).(color.NRGBA)
	to, _ := color.NRGBAModel.Convert(Colour(b)).(color.NRGBA)
	return over(from, to, share)
}

// HighContrast reports whether the theme in use is one of high contrast: then
// nothing may be told by a tint or by opacity alone.
func HighContrast() bool {
	t := current()
	return t != nil && (t.params.Mode == ModeContrastLight || t.params.Mode == ModeContrastDark)
}

// Motion returns d, or 0 when the learner wants things to change at once.
func Motion(d time.Duration) time.Duration {
	if t := current(); t != nil && t.params.ReducedMotion {
		return 0
	}
	return d
}
