// Package pile draws a pile of stones that grows: a cairn. It knows only how
// many stones there are, and lets a new one settle on top.
package pile

import (
	"time"

	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// settling is how long a new stone falls, from drop above its place.
const (
	settling         = 450 * time.Millisecond
	drop     float32 = 28
)

// The stones' sizes: those of a small pile are large, those of a large one small.
const (
	gap       float32 = 1.5
	flat      float32 = 0.55 // height by width
	leastTall float32 = 3
	mostTall  float32 = 11
	mostWide  float32 = 22
)

// Pile is the drawing. With no stones it shows nothing.
type Pile struct {
	widget.BaseWidget

	count int
	above float32 // how far the newest stone is from its place
}

// New returns a pile of some stones.
func New(count int) *Pile {
	p := &Pile{count: count}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the number of stones. One that is added settles.
func (p *Pile) Set(count int) {
	grew := count > p.count
	p.count, p.above = count, 0
	p.Refresh()
	d := theme.Motion(settling)
	if !grew || d == 0 {
		return
	}
	fall := fyne.NewAnimation(d, func(done float32) {
		p.above = drop * (1 - done)
		p.Refresh()
	})
	fall.Curve = fyne.AnimationEaseIn
	fall.Start()
}

// MinSize lets the pile be as small as there is room.
func (p *Pile) MinSize() fyne.Size { return fyne.NewSize(0, 0) }

// stone is where a stone lies, from the middle of the pile's foot.
type stone struct{ x, y, width, height float32 }

// stones lays a number of them in rows, each with one less than the row below;
// the uppermost may be short of some.
func stones(count int, width float32) []stone {
	base := 0
	for base*(base+1)/2 < count {
		base++
	}
	if base == 0 {
		return nil
	}
	wide := min(mostWide, width/float32(base))
	tall := max(leastTall, min(mostTall, wide*flat))
	var all []stone
	for row := 0; len(all) < count; row++ {
		n := min(base-row, count-len(all))
		left := -float32(n) * wide / 2
		for i := range n {
			inset := float32((row*3+i*5)%4) * wide / 40 // no two stones are quite alike
			all = append(all, stone{left + float32(i)*wide + gap/2 + inset, -float32(row+1) * (tall + gap), wide - gap - 2*inset, tall})
		}
	}
	return all
}

// CreateRenderer implements fyne.Widget.
func (p *Pile) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return &renderer{pile: p}
}

type renderer struct {
	pile    *Pile
	objects []fyne.CanvasObject
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) MinSize() fyne.Size           { return r.pile.MinSize() }

func (r *renderer) Layout(size fyne.Size) {
	r.objects = r.objects[:0]
	all := stones(r.pile.count, size.Width)
	for i, s := range all {
		role, above := theme.Muted, float32(0)
		if i == len(all)-1 {
			role, above = theme.Accent, r.pile.above
		}
		y := size.Height + s.y - above
		if y < 0 {
			continue // the pile is higher than there is room
		}
		shape := canvas.NewRectangle(theme.Colour(role))
		shape.CornerRadius = s.height / 2
		shape.Move(fyne.NewPos(size.Width/2+s.x, y))
		shape.Resize(fyne.NewSize(s.width, s.height))
		r.objects = append(r.objects, shape)
	}
}

func (r *renderer) Refresh() {
	r.Layout(r.pile.Size())
	canvas.Refresh(r.pile)
}
