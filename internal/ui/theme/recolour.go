package theme

import (
	"bytes"
	"image/color"
	"strings"
)

// recoloured are the roles whose light colours stand for them in a drawing. White is the surface.
var recoloured = []Role{Background, Surface, Sunken, Line, Text, Muted, Accent, Link, Success, Warning, Danger}

// Recolour gives an SVG that was drawn in the light theme's colours (look.md) the colours of the theme in use. Colours that
// are none of the theme's stay, so a drawing of its own colours should have a ground of its own.
func Recolour(svg []byte) []byte {
	light := lightPalette()
	var pairs []string
	add := func(from color.NRGBA, to color.Color) {
		if was, now := hex(from), hex(to); now != was {
			pairs = append(pairs, was, now, strings.ToLower(was), now)
		}
	}
	for _, r := range recoloured {
		add(light.roles[r], Colour(r))
	}
	for i := range light.lanes {
		add(light.lanes[i], Colour(Lane(i)))
	}
	if len(pairs) == 0 {
		return svg
	}
	var out bytes.Buffer
	_, _ = strings.NewReplacer(pairs...).WriteString(&out, string(svg)) // a buffer takes everything
	return out.Bytes()
}
