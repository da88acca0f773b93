package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/assets/fonts"
)

// faces are the fonts by style. SemiBold stands for bold: one weight heavier
// is enough beside Inter's regular.
type faces struct {
	regular, bold, italic, boldItalic, mono, monoBold fyne.Resource
}

func loadFaces() faces {
	return faces{
		regular:    fyne.NewStaticResource("Inter-Regular.otf", fonts.InterRegular),
		bold:       fyne.NewStaticResource("Inter-SemiBold.otf", fonts.InterSemiBold),
		italic:     fyne.NewStaticResource("Inter-Italic.otf", fonts.InterItalic),
		boldItalic: fyne.NewStaticResource("Inter-SemiBoldItalic.otf", fonts.InterSemiBoldItalic),
		mono:       fyne.NewStaticResource("JetBrainsMonoNL-Regular.ttf", fonts.MonoRegular),
		monoBold:   fyne.NewStaticResource("JetBrainsMonoNL-Bold.ttf", fonts.MonoBold),
	}
}

func (f faces) of(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return fynetheme.DefaultSymbolFont()
	case s.Monospace && s.Bold:
		return f.monoBold
	case s.Monospace:
		return f.mono
	case s.Bold && s.Italic:
		return f.boldItalic
	case s.Bold:
		return f.bold
	case s.Italic:
		return f.italic
	default:
		return f.regular
	}
}
