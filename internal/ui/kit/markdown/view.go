package markdown

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/theme"
)

// Params are a document's ways to the world. A nil callback leaves that piece
// out or shows it without its button.
type Params struct {
	// OnLink opens a link; dest is as the text has it.
	OnLink func(dest string)
	// Picture gives the bytes of a pack's own picture by its path.
	Picture func(path string) ([]byte, error)
	// OnRun runs commands in the practice beside the text.
	OnRun func(commands []string)
	// Question gives the question of a quiz block.
	Question func(name string) (Question, bool)
	// OnAnswer tells which choices were taken, by number.
	OnAnswer func(name string, chosen []int, correct bool)
	// LiveGraph gives the repository behind a graph block.
	LiveGraph func(g Graph) (LiveGraph, bool)
	// OnScroll tells what stands at the top, and how much of the text has been
	// seen, from 0 to 1.
	OnScroll func(at Place, seen float32)
	// Header and Footer, if given, stand above and below the text in its column.
	Header, Footer fyne.CanvasObject

	// grown is called by a block whose height changed, focused by what the
	// keyboard reaches.
	grown   func()
	focused func(fyne.CanvasObject)
}

func (p Params) tellGrown() {
	if p.grown != nil {
		p.grown()
	}
}

// View shows a document in a column that scrolls. Only what is near the visible
// part is drawn.
type View struct {
	widget.BaseWidget

	params Params
	page   *page
	scroll *container.Scroll
	// at is what stands at the top. It holds until the reader scrolls, whatever
	// size the view and its letters get meanwhile.
	at       Place
	resizing bool // the scroll container moves by itself
	keyboard
}

// Place is a place in a text that means the same at any width and any size of
// letters: a block, counted from 0, and the part of it that lies above.
type Place struct {
	Block int
	Into  float32
}

// NewView returns a view of a document.
func NewView(doc *Document, p Params) *View {
	v := &View{}
	p.grown, p.focused = v.relayout, v.Reveal
	v.params = p
	v.ExtendBaseWidget(v)
	v.page = newPage(p.Header, p.Footer)
	v.scroll = container.NewVScroll(v.page)
	v.scroll.OnScrolled = func(pos fyne.Position) {
		if !v.resizing {
			v.scrolled(pos)
		}
	}
	v.page.replaced = v.keep
	v.page.scrolled = v.scroll.Scrolled
	v.SetDocument(doc)
	return v
}

// SetDocument shows another document from its top.
func (v *View) SetDocument(doc *Document) {
	v.at = Place{}
	v.page.setBlocks(newBuilder(v.params).blocks(doc.Blocks))
	v.scroll.ScrollToTop()
	v.page.show(0, v.scroll.Size().Height)
	v.scroll.Refresh()
}

// relayout makes room for a block that grew.
func (v *View) relayout() {
	v.page.relayout()
	v.fit()
	v.scroll.Refresh()
	v.at = v.page.placeAt(v.scroll.Offset.Y)
	v.page.show(v.scroll.Offset.Y, v.scroll.Size().Height)
}

// Settle gives the text below what is seen at first its place. Until then the
// view is quicker to come up and its scroll bar too long; whoever shows it calls
// this when the first frame is on the screen. Moving in the text settles too.
func (v *View) Settle() {
	if v.page.settled || v.page.width <= 0 {
		return
	}
	v.page.settle()
	v.fit()
	v.scroll.Refresh()
}

// fit gives the page its height at once: the scroll container would else hold
// offsets within the old one until the next frame.
func (v *View) fit() {
	v.page.Resize(v.page.MinSize().Max(v.scroll.Size()))
}

func (v *View) scrolled(pos fyne.Position) {
	v.Settle()
	height := v.scroll.Size().Height
	v.page.show(pos.Y, height)
	v.at = v.page.placeAt(pos.Y)
	if v.params.OnScroll == nil {
		return
	}
	seen := float32(1)
	if total := v.page.MinSize().Height; total > 0 {
		seen = min(1, (pos.Y+height)/total)
	}
	v.params.OnScroll(v.at, seen)
}

// Offset is how far the text is scrolled, in pixels.
func (v *View) Offset() float32 { return v.scroll.Offset.Y }

// ScrollTo scrolls to an offset that Offset gave.
func (v *View) ScrollTo(offset float32) {
	if !v.sized() {
		return
	}
	v.Settle()
	v.scroll.ScrollToOffset(fyne.NewPos(0, max(0, offset)))
	v.scrolled(v.scroll.Offset)
}

// GoTo scrolls to a place that OnScroll gave, once the view has a size.
func (v *View) GoTo(at Place) {
	v.at = at
	v.keep()
}

func (v *View) sized() bool { return v.page.width > 0 && v.scroll.Size().Height > 0 }

// keep brings the place back to the top after everything got another height.
func (v *View) keep() {
	at := v.at
	if at == (Place{}) || !v.sized() || v.resizing {
		return
	}
	v.Settle()
	v.fit()
	v.ScrollTo(v.page.offsetOf(at))
	v.at = at // at the end of a text the scrolling stops short of it
}

// ScrollBy moves by a number of visible pages, for keys.
func (v *View) ScrollBy(pages float32) {
	v.ScrollTo(v.Offset() + pages*max(40, v.scroll.Size().Height-theme.Space12))
}

// MinSize leaves room for a narrow column.
func (v *View) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

// Resize sets the text at the new width and keeps its place.
func (v *View) Resize(s fyne.Size) {
	if s == v.Size() {
		return
	}
	v.resizing = true // a size that is too small scrolls by itself
	v.page.view = s.Height
	v.page.setWidth(s.Width)
	v.BaseWidget.Resize(s)
	v.resizing = false
	v.keep()
	v.page.show(v.scroll.Offset.Y, s.Height)
}

// CreateRenderer implements fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(v.scroll, v.newEdge()))
}
