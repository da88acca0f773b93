package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Role says what a colour is for. It is a name that Fyne's themes know how to
// look up, so that a widget in an overridden theme gets that theme's colour.
type Role = fyne.ThemeColorName

// The roles of look.md.
const (
	Background Role = "cairn-background"
	Surface    Role = "cairn-surface"
	Sunken     Role = "cairn-sunken"
	Line       Role = "cairn-line"
	Text       Role = "cairn-text"
	Muted      Role = "cairn-muted"
	Accent     Role = "cairn-accent"
	OnAccent   Role = "cairn-on-accent"
	Link       Role = "cairn-link"
	Success    Role = "cairn-success"
	Warning    Role = "cairn-warning"
	Danger     Role = "cairn-danger"
	Shadow     Role = "cairn-shadow"
	// Veil dims what lies behind a sheet.
	Veil Role = "cairn-veil"
)

// Lanes is how many colours tell branches apart; further lanes repeat them.
const Lanes = 6

// palette is one column of the table of colours.
type palette struct {
	roles map[Role]color.NRGBA
	lanes [Lanes]color.NRGBA
	// tint is how much of a role goes into its tint over the surface; 0 means
	// that this palette has no tints.
	tint float64
	// line is the width of hairlines.
	line float32
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func lanesOf(hex ...uint32) (lanes [Lanes]color.NRGBA) {
	for i := range lanes {
		lanes[i] = rgb(hex[i])
	}
	return lanes
}

func lightPalette() palette {
	return palette{
		roles: map[Role]color.NRGBA{
			Background: rgb(0xFAF9F5), Surface: rgb(0xFFFFFF), Sunken: rgb(0xF0EEE7),
			Line: rgb(0xDEDBD2), Text: rgb(0x1F2529), Muted: rgb(0x545D65),
			Accent: rgb(0x0A6A6A), OnAccent: rgb(0xFFFFFF), Link: rgb(0x0B5CAD),
			Success: rgb(0x1A7331), Warning: rgb(0x855700), Danger: rgb(0xB3261E),
			Shadow: {R: 0x1F, G: 0x25, B: 0x29, A: 0x18}, Veil: {R: 0x1F, G: 0x25, B: 0x29, A: 0x59},
		},
		lanes: lanesOf(0x0B63A8, 0xA34700, 0x00705A, 0x8C3F7F, 0x6B5B00, 0x5A4FBF),
		tint:  0.10,
		line:  1,
	}
}

func darkPalette() palette {
	return palette{
		roles: map[Role]color.NRGBA{
			Background: rgb(0x14181B), Surface: rgb(0x1C2226), Sunken: rgb(0x0F1315),
			Line: rgb(0x323B41), Text: rgb(0xE7E9E6), Muted: rgb(0xA3ADB4),
			Accent: rgb(0x56C7C0), OnAccent: rgb(0x0F1315), Link: rgb(0x7CB7FF),
			Success: rgb(0x5CD47A), Warning: rgb(0xE5B54A), Danger: rgb(0xFF8A80),
			Shadow: {A: 0x60}, Veil: {A: 0x99},
		},
		lanes: lanesOf(0x63B8F0, 0xF0A040, 0x3CCBA4, 0xE79BCB, 0xE6D94C, 0xA9A3FF),
		tint:  0.10,
		line:  1,
	}
}

// contrastLight and contrastDark keep every text at 15:1 or more, so their
// colours differ less in hue; signs, words and labels carry the meaning.
func contrastLight() palette {
	return palette{
		roles: map[Role]color.NRGBA{
			Background: rgb(0xFFFFFF), Surface: rgb(0xFFFFFF), Sunken: rgb(0xFFFFFF),
			Line: rgb(0x000000), Text: rgb(0x000000), Muted: rgb(0x141414),
			Accent: rgb(0x002A2A), OnAccent: rgb(0xFFFFFF), Link: rgb(0x000B66),
			Success: rgb(0x002B0A), Warning: rgb(0x332000), Danger: rgb(0x520000),
			Shadow: rgb(0x000000), Veil: {A: 0x99},
		},
		lanes: lanesOf(0x002447, 0x401800, 0x002B20, 0x420C38, 0x2A2300, 0x1C1460),
		line:  2,
	}
}

func contrastDark() palette {
	return palette{
		roles: map[Role]color.NRGBA{
			Background: rgb(0x000000), Surface: rgb(0x000000), Sunken: rgb(0x000000),
			Line: rgb(0xFFFFFF), Text: rgb(0xFFFFFF), Muted: rgb(0xEDEDED),
			Accent: rgb(0x7FFFF7), OnAccent: rgb(0x000000), Link: rgb(0xC4DEFF),
			Success: rgb(0x9DFFB0), Warning: rgb(0xFFE27A), Danger: rgb(0xFFD5D0),
			Shadow: rgb(0xFFFFFF), Veil: {R: 0x60, G: 0x60, B: 0x60, A: 0x99},
		},
		lanes: lanesOf(0xBFE3FF, 0xFFD9A8, 0x8CFFDC, 0xFFD2EE, 0xFFF27A, 0xDAD7FF),
		line:  2,
	}
}

// colour gives a role's colour; an unknown role is written as text is, so that
// it can at least be read.
func (p palette) colour(r Role) color.NRGBA {
	if c, ok := p.roles[r]; ok {
		return c
	}
	return p.roles[Text]
}

// over mixes share of c into base, as drawing c with that opacity would.
func over(base, c color.NRGBA, share float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-share) + float64(b)*share + 0.5) }
	return color.NRGBA{R: mix(base.R, c.R), G: mix(base.G, c.G), B: mix(base.B, c.B), A: 0xff}
}
