package practice

import (
	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/editor"
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// frame lays out an editor: a note and two buttons above, the text below.
type frame struct{ note *flow.Text }

func newFrame(note *flow.Text, save, drop *kit.Button, text *editor.Editor) fyne.CanvasObject {
	return container.New(frame{note}, note, drop, save, text)
}

func (frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 120) }

func (f frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const pad = theme.Space3
	x, row := size.Width-pad, float32(0)
	for _, o := range []fyne.CanvasObject{objects[2], objects[1]} {
		m := o.MinSize()
		x -= m.Width
		o.Move(fyne.NewPos(x, theme.Space2))
		o.Resize(m)
		x, row = x-theme.Space2, max(row, m.Height)
	}
	h := f.note.HeightFor(x - 2*pad)
	f.note.Move(fyne.NewPos(theme.Space6, theme.Space2+(row-h)/2))
	f.note.Resize(fyne.NewSize(x-theme.Space6, h))
	top := row + 2*theme.Space2
	objects[3].Move(fyne.NewPos(pad, top))
	objects[3].Resize(fyne.NewSize(size.Width-2*pad, max(0, size.Height-top-pad)))
}
