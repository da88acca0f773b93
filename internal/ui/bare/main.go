// Command bare is the smallest window that Fyne opens: the peer that Cairn's
// start and rest are measured against.
package main

import (
	_ "cairn/internal/ui/locale" // as Cairn, so that both do the same

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.NewWithID("org.cairn.bare").NewWindow("Bare")
	w.SetContent(widget.NewLabel("A bare window with a line of text in it."))
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
