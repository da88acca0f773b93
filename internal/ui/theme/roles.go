package theme

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

const (
	lanePrefix = "cairn-lane-"
	tintPrefix = "cairn-tint-"
)

// Lane returns the role of a branch's lane, counted from 0 from the left; after
// the last colour they begin again.
func Lane(i int) Role {
	i %= Lanes
	if i < 0 {
		i += Lanes
	}
	return Role(lanePrefix + strconv.Itoa(i))
}

// Tint returns the pale background that r writes on: 10 % of r over the
// surface, or the plain surface in high contrast.
func Tint(r Role) Role { return tintPrefix + r }

func laneIndex(r Role) (int, bool) {
	digits, ok := strings.CutPrefix(string(r), lanePrefix)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(digits)
	return i, err == nil && i >= 0 && i < Lanes
}

func tintedRole(r Role) (Role, bool) {
	base, ok := strings.CutPrefix(string(r), tintPrefix)
	return Role(base), ok
}

// fyneColour maps Fyne's own colour names to Cairn's roles, so that Fyne's
// widgets sit in the same picture.
func fyneColour(p palette, n fyne.ThemeColorName) color.Color {
	switch n {
	case fynetheme.ColorNameBackground:
		return p.colour(Background)
	case fynetheme.ColorNameInputBackground:
		if p.tint == 0 { // some of Fyne's fields have no border: here they would not be seen
			return over(p.colour(Surface), p.colour(Text), 0.08)
		}
		return p.colour(Surface)
	case fynetheme.ColorNameButton, fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground,
		fynetheme.ColorNameHeaderBackground:
		return p.colour(Surface)
	case fynetheme.ColorNameInputBorder: // what can be filled in must be found: stronger than a hairline
		return over(p.colour(Line), p.colour(Muted), 0.5)
	case fynetheme.ColorNameSeparator:
		return p.colour(Line)
	case fynetheme.ColorNameDisabled, fynetheme.ColorNamePlaceHolder:
		return p.colour(Muted)
	case fynetheme.ColorNameDisabledButton:
		return p.colour(Sunken)
	case fynetheme.ColorNamePrimary:
		return p.colour(Accent)
	case fynetheme.ColorNameHyperlink:
		return p.colour(Link)
	case fynetheme.ColorNameError:
		return p.colour(Danger)
	case fynetheme.ColorNameSuccess:
		return p.colour(Success)
	case fynetheme.ColorNameWarning:
		return p.colour(Warning)
	case fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNameForegroundOnError,
		fynetheme.ColorNameForegroundOnSuccess, fynetheme.ColorNameForegroundOnWarning:
		return p.colour(OnAccent)
	case fynetheme.ColorNameShadow:
		return p.colour(Shadow)
	case fynetheme.ColorNameScrollBarBackground:
		return color.Transparent
	default:
		return veil(p, n)
	}
}

// veil gives the half-transparent colours that Fyne lays over others; what it
// does not know is written as text is.
func veil(p palette, n fyne.ThemeColorName) color.Color {
	withAlpha := func(c color.NRGBA, a uint8) color.NRGBA { c.A = a; return c }
	switch n {
	case fynetheme.ColorNameFocus:
		return withAlpha(p.colour(Accent), 0x40)
	case fynetheme.ColorNameSelection:
		return withAlpha(p.colour(Accent), 0x38)
	case fynetheme.ColorNameHover:
		return withAlpha(p.colour(Text), 0x0F)
	case fynetheme.ColorNamePressed:
		return withAlpha(p.colour(Text), 0x1F)
	case fynetheme.ColorNameScrollBar:
		return withAlpha(p.colour(Muted), 0x80)
	default:
		return p.colour(Text)
	}
}
