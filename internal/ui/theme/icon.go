package theme

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"cairn/assets/icons"
)

// Sign names one of Cairn's icons: the file assets/icons/NAME.svg.
type Sign string

// The signs.
const (
	SignMark         Sign = "cairn-mark"
	SignRoadmap      Sign = "roadmap"
	SignLearn        Sign = "learn"
	SignReview       Sign = "review"
	SignLibrary      Sign = "library"
	SignProgress     Sign = "progress"
	SignSettings     Sign = "settings"
	SignUndo         Sign = "undo"
	SignRedo         Sign = "redo"
	SignReset        Sign = "reset"
	SignHint         Sign = "hint"
	SignCopy         Sign = "copy"
	SignRun          Sign = "run"
	SignCheck        Sign = "check"
	SignCheckCircle  Sign = "check-circle"
	SignCircle       Sign = "circle"
	SignCross        Sign = "cross"
	SignClose        Sign = "close"
	SignFolder       Sign = "folder"
	SignFile         Sign = "file"
	SignSearch       Sign = "search"
	SignChevronRight Sign = "chevron-right"
	SignChevronLeft  Sign = "chevron-left"
	SignChevronDown  Sign = "chevron-down"
	SignChevronUp    Sign = "chevron-up"
	SignWarning      Sign = "warning"
	SignInfo         Sign = "info"
	SignTip          Sign = "tip"
	SignError        Sign = "error"
	SignGraph        Sign = "graph"
	SignBranch       Sign = "branch"
	SignMerge        Sign = "merge"
	SignCommit       Sign = "commit"
	SignTag          Sign = "tag"
	SignClock        Sign = "clock"
	SignLock         Sign = "lock"
	SignKey          Sign = "key"
	SignEdit         Sign = "edit"
	SignSave         Sign = "save"
	SignPlus         Sign = "plus"
	SignMinus        Sign = "minus"
	SignExternal     Sign = "external"
	SignPerson       Sign = "person"
	SignPeople       Sign = "people"
	SignKeyboard     Sign = "keyboard"
	SignFillLeft     Sign = "fill-left"
	SignFillRight    Sign = "fill-right"
	SignTerminal     Sign = "terminal"
	SignEye          Sign = "eye"
	SignQuestion     Sign = "question"
	SignRadioOn      Sign = "radio-on"
	SignBox          Sign = "box"
	SignBoxChecked   Sign = "box-checked"
	SignDownload     Sign = "download"
	SignTrash        Sign = "trash"
	SignStop         Sign = "stop"
)

// Icon returns a sign in the colour of a role of the theme in use. What a sign
// cuts out of its own fill (the tick of a check mark) is written in the
// surface's colour. After a change of theme, ask again: widgets do so in
// Refresh.
func Icon(s Sign, r Role) fyne.Resource {
	svg, err := icons.Files.ReadFile(string(s) + ".svg")
	if err != nil {
		return fynetheme.BrokenImageIcon()
	}
	ink, paper := hex(Colour(r)), hex(Colour(Surface))
	svg = bytes.ReplaceAll(svg, []byte("currentColor"), []byte(ink))
	svg = bytes.ReplaceAll(svg, []byte("onColor"), []byte(paper))
	// Fyne caches rasters by resource name, so the name carries the colours.
	return fyne.NewStaticResource(fmt.Sprintf("%s-%s-%s.svg", s, ink[1:], paper[1:]), svg)
}

// AppIcon is the program's icon for windows and task bars.
func AppIcon() fyne.Resource {
	png, err := icons.Files.ReadFile("cairn-256.png")
	if err != nil {
		return fynetheme.BrokenImageIcon()
	}
	return fyne.NewStaticResource("cairn-256.png", png)
}

func hex(c color.Color) string {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}
