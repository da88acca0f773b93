package markdown

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/wheel"
	"cairn/internal/ui/theme"
)

// columnLetters is how many letters wide a lesson is set at most: look.md says
// 66 to 76.
const columnLetters = 72

// placed is a block with its gap above and its place at the present width.
type placed struct {
	flow.Tall
	gap         float32
	top, height float32
	shown       bool
	stale       bool
}

// page is the column of blocks. It hands Fyne only those near the visible part:
// every object that is handed over is painted on each frame, in sight or not.
type page struct {
	widget.BaseWidget

	header, footer fyne.CanvasObject
	items          []*placed
	width, column  float32
	left, height   float32
	from, view     float32
	objects        []fyne.CanvasObject
	scrolled       func(*fyne.ScrollEvent)
	replaced       func() // called when the blocks got other heights in a new theme
	// settled is false while only what is seen at first has a place: measuring
	// the rest of a long text can wait until the first frame is on the screen.
	settled bool
}

func newPage(header, footer fyne.CanvasObject) *page {
	p := &page{header: header, footer: footer}
	p.ExtendBaseWidget(p)
	return p
}

// gapped is a block and the space that it asks for above itself.
type gapped struct {
	flow.Tall
	gap float32
}

// plainTall gives any object a height.
type plainTall struct{ fyne.CanvasObject }

func (p plainTall) HeightFor(width float32) float32 { return flow.HeightOf(p.CanvasObject, width) }

func (p *page) setBlocks(blocks []gapped) {
	p.items = p.items[:0]
	if p.header != nil {
		p.items = append(p.items, &placed{Tall: plainTall{p.header}})
	}
	for i, b := range blocks {
		item := &placed{Tall: b.Tall, gap: b.gap}
		if i == 0 && p.header == nil {
			item.gap = 0
		}
		p.items = append(p.items, item)
	}
	if p.footer != nil {
		p.items = append(p.items, &placed{Tall: plainTall{p.footer}, gap: theme.Space8})
	}
	p.objects = nil
	p.place()
}

func columnWidth() float32 {
	const sample = "the quick brown fox jumps over a lazy dog and merges branches "
	return theme.Measure(sample, theme.Lesson(), fyne.TextStyle{}).Width / float32(len(sample)) * columnLetters
}

func (p *page) setWidth(width float32) {
	if width != p.width {
		p.width = width
		p.place()
	}
}

// place gives each block its top and height at the present width.
func (p *page) place() {
	if p.width <= 0 {
		return
	}
	margin := theme.Space12
	if p.width < 560 {
		margin = theme.Space6
	}
	p.column = max(160, min(columnWidth(), p.width-2*margin))
	p.left = max(margin, (p.width-p.column)/2)
	y := theme.Space8
	for _, item := range p.items {
		if !item.Visible() {
			item.top, item.height = y, 0
			continue
		}
		y += item.gap
		if !p.settled && y > p.from+p.view {
			item.top, item.height = y, 0
			continue
		}
		item.top, item.height = y, item.HeightFor(p.column)
		y += item.height
	}
	p.height = y + theme.Space12
}

// settle gives every block its place.
func (p *page) settle() {
	if p.settled {
		return
	}
	p.settled = true
	p.place()
	p.show(p.from, p.view)
}

// placeAt is what stands at an offset.
func (p *page) placeAt(offset float32) Place {
	for i, item := range p.items {
		if offset < item.top+item.height {
			return Place{Block: i, Into: max(0, offset-item.top) / item.height}
		}
	}
	return Place{}
}

// offsetOf is where a place stands now; a place of a longer text is its end.
func (p *page) offsetOf(at Place) float32 {
	if at.Block < 0 || at.Block >= len(p.items) {
		return p.height
	}
	item := p.items[at.Block]
	return item.top + at.Into*item.height
}

// show hands over the blocks within one visible height above and below what is
// seen, so that Tab finds what comes next.
func (p *page) show(from, view float32) {
	p.from, p.view = from, view
	changed := p.objects == nil
	ahead := 2 * view
	if !p.settled {
		ahead = view
	}
	for _, item := range p.items {
		near := item.top+item.height >= from-view && item.top <= from+ahead
		if near != item.shown {
			item.shown, changed = near, true
		}
	}
	if !changed {
		return
	}
	p.objects = make([]fyne.CanvasObject, 0, len(p.items))
	for _, item := range p.items {
		if !item.shown {
			continue
		}
		p.objects = append(p.objects, object(item.Tall))
		p.put(item)
	}
	canvas.Refresh(p)
}

// object is what a renderer hands over: Fyne knows widgets by their own type.
func object(t flow.Tall) fyne.CanvasObject {
	if w, ok := t.(plainTall); ok {
		return w.CanvasObject
	}
	return t
}

func (p *page) put(item *placed) {
	o := object(item.Tall)
	if item.stale {
		item.stale = false
		o.Refresh()
	}
	o.Move(fyne.NewPos(p.left, item.top))
	o.Resize(fyne.NewSize(p.column, item.height))
}

// Scrolled takes the wheel from the scroll container around the page, and hands
// it back with the distance that a notch should move.
func (p *page) Scrolled(e *fyne.ScrollEvent) {
	further := *e
	further.Scrolled.DX, further.Scrolled.DY = wheel.Distance(e)
	p.scrolled(&further)
}

// relayout is called when a block changed its own height.
func (p *page) relayout() {
	p.place()
	p.layoutShown()
	canvas.Refresh(p)
}

func (p *page) layoutShown() {
	for _, item := range p.items {
		if item.shown {
			p.put(item)
		}
	}
}

func (p *page) MinSize() fyne.Size { return fyne.NewSize(120, p.height) }

func (p *page) CreateRenderer() fyne.WidgetRenderer { return &pageRenderer{p} }

type pageRenderer struct{ p *page }

func (r *pageRenderer) Destroy()                     {}
func (r *pageRenderer) Objects() []fyne.CanvasObject { return r.p.objects }
func (r *pageRenderer) MinSize() fyne.Size           { return r.p.MinSize() }

func (r *pageRenderer) Layout(fyne.Size) {
	r.p.place()
	r.p.show(r.p.from, r.p.view)
	r.p.layoutShown()
}

// Refresh sets everything again: the theme may have changed. Blocks out of
// sight are refreshed when they come into it.
func (r *pageRenderer) Refresh() {
	for _, item := range r.p.items {
		if item.shown {
			object(item.Tall).Refresh()
		} else {
			item.stale = true
		}
	}
	r.Layout(r.p.Size())
	if r.p.replaced != nil {
		r.p.replaced()
	}
	canvas.Refresh(r.p)
}
