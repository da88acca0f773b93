package practice

import (
	"cairn/internal/ui/kit/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// headShare is the most that goals and hints take of the pane's height.
const headShare = 0.42

// stacked puts an object above another, which gets the rest.
type stacked struct{}

// newLayout puts top above rest, with a hairline between them.
func newLayout(top, rest fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stacked{}, top, rest)
}

func (stacked) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(280, 40)
}

func (stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, rest := objects[0], objects[1]
	h := flow.HeightOf(top, size.Width)
	if scroll, ok := top.(*container.Scroll); ok {
		h = min(flow.HeightOf(scroll.Content, size.Width), size.Height*headShare)
	}
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, h))
	rest.Move(fyne.NewPos(0, h))
	rest.Resize(fyne.NewSize(size.Width, max(0, size.Height-h)))
}
