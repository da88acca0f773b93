package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Text sizes at 100 %, in pixels of Fyne's device-independent kind.
const (
	baseCaption = 12
	baseBody    = 15
	baseCode    = 13.5
	baseLesson  = 16.5
	baseH3      = 18
	baseH2      = 22
	baseH1      = 28
)

// Space is a grid of 4.
const (
	Space1  float32 = 4
	Space2  float32 = 8
	Space3  float32 = 12
	Space4  float32 = 16
	Space6  float32 = 24
	Space8  float32 = 32
	Space12 float32 = 48
)

// Shapes and targets.
const (
	RadiusCard   float32 = 8
	RadiusButton float32 = 6
	// Target is the least height and width of anything that can be clicked.
	Target float32 = 32
	// LeadingLesson and LeadingBody are line heights as multiples of the size.
	LeadingLesson float32 = 1.55
	LeadingBody   float32 = 1.35
)

// Names of sizes that Fyne has no name for.
const (
	sizeCode   fyne.ThemeSizeName = "cairn-code"
	sizeLesson fyne.ThemeSizeName = "cairn-lesson"
	sizeH3     fyne.ThemeSizeName = "cairn-h3"
	sizeH2     fyne.ThemeSizeName = "cairn-h2"
	sizeH1     fyne.ThemeSizeName = "cairn-h1"
)

// Size implements fyne.Theme.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	if px, ok := textSize(n); ok {
		return px * t.params.TextScale
	}
	switch n {
	case fynetheme.SizeNamePadding:
		return Space1
	case fynetheme.SizeNameInnerPadding:
		return Space2
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameSelectionRadius:
		return RadiusButton
	case fynetheme.SizeNameSeparatorThickness, fynetheme.SizeNameInputBorder:
		return t.palette(fynetheme.VariantLight).line
	case fynetheme.SizeNameScrollBar:
		return 10
	case fynetheme.SizeNameScrollBarSmall:
		return 4
	case fynetheme.SizeNameScrollBarRadius:
		return 5
	case fynetheme.SizeNameInlineIcon:
		return 20
	default:
		return fynetheme.DefaultTheme().Size(n)
	}
}

func textSize(n fyne.ThemeSizeName) (float32, bool) {
	switch n {
	case fynetheme.SizeNameCaptionText:
		return baseCaption, true
	case fynetheme.SizeNameText:
		return baseBody, true
	case sizeCode:
		return baseCode, true
	case sizeLesson:
		return baseLesson, true
	case fynetheme.SizeNameSubHeadingText, sizeH3:
		return baseH3, true
	case sizeH2:
		return baseH2, true
	case fynetheme.SizeNameHeadingText, sizeH1:
		return baseH1, true
	default:
		return 0, false
	}
}

func sized(n fyne.ThemeSizeName) float32 {
	if t := current(); t != nil {
		return t.Size(n)
	}
	px, _ := textSize(n)
	return px
}

// Caption is the size of small print.
func Caption() float32 { return sized(fynetheme.SizeNameCaptionText) }

// Body is the size of text outside lessons.
func Body() float32 { return sized(fynetheme.SizeNameText) }

// Code is the size of code, console and hashes.
func Code() float32 { return sized(sizeCode) }

// Lesson is the size of a lesson's text.
func Lesson() float32 { return sized(sizeLesson) }

// Heading is the size of a heading of level 1 to 3; deeper ones are set bold in
// the size of the lesson.
func Heading(level int) float32 {
	switch {
	case level <= 1:
		return sized(sizeH1)
	case level == 2:
		return sized(sizeH2)
	case level == 3:
		return sized(sizeH3)
	default:
		return Lesson()
	}
}

// LineWidth is the width of a hairline: 1, or 2 in high contrast.
func LineWidth() float32 {
	if HighContrast() {
		return 2
	}
	return 1
}
