package practice

import (
	"cairn/internal/ui/kit/commitgraph"
	"cairn/internal/view"

	"fyne.io/fyne/v2"
)

// graphPage is one repository's history.
type graphPage struct {
	pane   *commitgraph.Pane
	shown  *view.View
	object fyne.CanvasObject
}

func newGraphPage(empty string) *graphPage {
	g := &graphPage{pane: commitgraph.New(commitgraph.Params{Empty: empty})}
	g.object = g.pane
	return g
}

// set shows a history; the same view again costs nothing.
func (g *graphPage) set(v *view.View) {
	if g.shown == v {
		return
	}
	g.shown = v
	g.pane.Set(commitgraph.NewModel(v))
}
