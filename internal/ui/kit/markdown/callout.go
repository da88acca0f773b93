package markdown

import (
	"fyne.io/fyne/v2/canvas"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"
)

type look struct {
	word string
	sign theme.Sign
	role theme.Role
}

// calloutLook tells how a kind is shown; false for a word that is no kind.
func calloutLook(k CalloutKind) (look, bool) {
	switch k {
	case Note:
		return look{"Note", theme.SignInfo, theme.Link}, true
	case Tip:
		return look{"Tip", theme.SignTip, theme.Success}, true
	case Important:
		return look{"Important", theme.SignInfo, theme.Accent}, true
	case Warning:
		return look{"Careful", theme.SignWarning, theme.Warning}, true
	case Caution:
		return look{"Danger", theme.SignError, theme.Danger}, true
	default:
		return look{}, false
	}
}

// callout has a bar, a sign and a word in its kind's colour on a tint of it.
func (b builder) callout(c Callout) flow.Tall {
	l, _ := calloutLook(c.Kind)
	const bar, pad, sign = 4, theme.Space4, 18
	ground := canvas.NewRectangle(theme.Colour(theme.Tint(l.role)))
	edge := canvas.NewRectangle(theme.Colour(l.role))
	icon := kit.NewIcon(l.sign, l.role, sign)
	word := flow.New([]flow.Span{{Text: l.word, Bold: true}}, flow.Style{Role: l.role})
	b.base.Leading = 1.5
	body := b.stack(c.Blocks)
	arrange := func(width float32, put flow.Put) float32 {
		inner := width - bar - 2*pad
		head, text := word.HeightFor(inner), body.HeightFor(inner)
		height := pad + head + theme.Space1 + text + pad - 2
		put(ground, 0, 0, width, height)
		put(edge, 0, 0, bar, height)
		put(icon, bar+pad, pad+(head-sign)/2, sign, sign)
		put(word, bar+pad+sign+theme.Space2, pad, inner-sign-theme.Space2, head)
		put(body, bar+pad, pad+head+theme.Space1, inner, text)
		return height
	}
	restyle := func() {
		ground.FillColor, edge.FillColor = theme.Colour(theme.Tint(l.role)), theme.Colour(l.role)
		ground.BottomRightCornerRadius, ground.TopRightCornerRadius = theme.RadiusCard, theme.RadiusCard
	}
	return flow.NewBox(arrange, restyle, ground, edge, icon, word, body)
}
