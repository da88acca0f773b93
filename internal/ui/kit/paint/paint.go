// Package paint fills and strokes smooth shapes into an image, for the widgets
// that draw curves, which Fyne has none of. Each shape touches only the pixels
// around it. It knows no widget and no colour role.
package paint

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// Canvas is an image that is drawn on in the units of a widget.
type Canvas struct {
	img   *image.RGBA
	scale float32
	left  float32 // what lies at the image's left and top edges
	top   float32
	fill  vector.Rasterizer
}

// New returns an empty canvas of w by h pixels. scale is pixels a unit; left
// and top are the coordinates of its upper left corner.
func New(w, h int, scale, left, top float32) *Canvas {
	return &Canvas{img: image.NewRGBA(image.Rect(0, 0, max(w, 0), max(h, 0))), scale: scale, left: left, top: top}
}

// Image is what was drawn.
func (c *Canvas) Image() image.Image { return c.img }

// Point is a place in a widget's units.
type Point struct{ X, Y float32 }

// Path is a line of points, smooth curves already broken into short pieces.
type Path struct {
	points []Point
	closed bool
}

// Start begins a path.
func Start(x, y float32) *Path { return &Path{points: []Point{{x, y}}} }

// To goes straight to a point.
func (p *Path) To(x, y float32) *Path {
	p.points = append(p.points, Point{x, y})
	return p
}

// curveSteps is how many pieces a curve is broken into: at the sizes drawn here
// a piece is a few pixels long.
const curveSteps = 16

// Curve goes to (x, y) on a cubic Bézier with two control points.
func (p *Path) Curve(ax, ay, bx, by, x, y float32) *Path {
	from := p.points[len(p.points)-1]
	for i := 1; i <= curveSteps; i++ {
		t := float32(i) / curveSteps
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.points = append(p.points, Point{
			k0*from.X + k1*ax + k2*bx + k3*x,
			k0*from.Y + k1*ay + k2*by + k3*y,
		})
	}
	return p
}

// Close joins the end to the beginning.
func (p *Path) Close() *Path {
	p.closed = true
	return p
}

// Circle is a circle around a point.
func Circle(x, y, r float32) *Path { return Arc(x, y, r, 0, 1).Close() }

// Arc is a part of a circle, clockwise from the top; from and to are shares of
// the whole turn.
func Arc(x, y, r, from, to float32) *Path {
	n := max(6, int(64*(to-from)))
	p := &Path{}
	for i := range n + 1 {
		turn := float64(from+(to-from)*float32(i)/float32(n)) * 2 * math.Pi
		p.points = append(p.points, Point{x + r*float32(math.Sin(turn)), y - r*float32(math.Cos(turn))})
	}
	return p
}

// RoundRect is a rectangle with round corners.
func RoundRect(x, y, w, h, r float32) *Path {
	r = min(r, w/2, h/2)
	p := &Path{closed: true}
	corner := func(cx, cy float32, quarter int) {
		for i := range 7 {
			turn := (float64(quarter) + float64(i)/6) * math.Pi / 2
			p.points = append(p.points, Point{cx + r*float32(math.Sin(turn)), cy - r*float32(math.Cos(turn))})
		}
	}
	corner(x+w-r, y+r, 0)
	corner(x+w-r, y+h-r, 1)
	corner(x+r, y+h-r, 2)
	corner(x+r, y+r, 3)
	return p
}

// Fill fills a path.
func (c *Canvas) Fill(p *Path, ink color.Color) { c.polygons(ink, p.points) }

// Stroke draws along a path. dash, if given, is the lengths of strokes and gaps
// in turn.
func (c *Canvas) Stroke(p *Path, width float32, ink color.Color, dash ...float32) {
	points := p.points
	if p.closed && len(points) > 1 {
		points = append(append([]Point(nil), points...), points[0])
	}
	for _, part := range dashed(points, dash) {
		c.polygons(ink, outline(part, width/2, p.closed && len(dash) == 0))
	}
}

// polygons fills closed shapes in one pass, within the box around them.
func (c *Canvas) polygons(ink color.Color, points []Point) {
	if len(points) < 3 {
		return
	}
	box := c.box(points).Intersect(c.img.Bounds())
	if box.Empty() {
		return
	}
	at := func(p Point) (float32, float32) {
		return (p.X-c.left)*c.scale - float32(box.Min.X), (p.Y-c.top)*c.scale - float32(box.Min.Y)
	}
	c.fill.Reset(box.Dx(), box.Dy())
	c.fill.MoveTo(at(points[0]))
	for _, p := range points[1:] {
		c.fill.LineTo(at(p))
	}
	c.fill.ClosePath()
	c.fill.Draw(c.img, box, image.NewUniform(ink), image.Point{})
}

func (c *Canvas) box(points []Point) image.Rectangle {
	low, high := points[0], points[0]
	for _, p := range points[1:] {
		low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
		high.X, high.Y = max(high.X, p.X), max(high.Y, p.Y)
	}
	floor := func(v float32) int { return int(math.Floor(float64(v * c.scale))) }
	return image.Rect(floor(low.X-c.left), floor(low.Y-c.top), floor(high.X-c.left)+2, floor(high.Y-c.top)+2)
}

// outline is the shape of a stroke: along one side of the points and back along
// the other.
func outline(points []Point, half float32, loop bool) []Point {
	n := len(points)
	if n < 2 {
		return nil
	}
	shape := make([]Point, 0, 2*n)
	back := make([]Point, 0, n)
	for i, p := range points {
		a, b := points[max(i-1, 0)], points[min(i+1, n-1)]
		if loop && (i == 0 || i == n-1) {
			a, b = points[n-2], points[1]
		}
		dx, dy := float64(b.X-a.X), float64(b.Y-a.Y)
		length := math.Hypot(dx, dy)
		if length == 0 {
			continue
		}
		nx, ny := float32(-dy/length)*half, float32(dx/length)*half
		shape = append(shape, Point{p.X + nx, p.Y + ny})
		back = append(back, Point{p.X - nx, p.Y - ny})
	}
	for i := len(back) - 1; i >= 0; i-- {
		shape = append(shape, back[i])
	}
	return shape
}

// dashed cuts a line into its strokes.
func dashed(points []Point, dash []float32) [][]Point {
	if len(dash) < 2 || dash[0] <= 0 || dash[1] <= 0 {
		return [][]Point{points}
	}
	var parts [][]Point
	part := []Point{points[0]}
	k, left := 0, dash[0]
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		for {
			d := float32(math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y)))
			if d <= left {
				left -= d
				part = append(part, to)
				break
			}
			t := left / d
			from = Point{from.X + (to.X-from.X)*t, from.Y + (to.Y-from.Y)*t}
			if k%2 == 0 {
				parts = append(parts, append(part, from))
			}
			part = []Point{from}
			k++
			left = dash[k%len(dash)]
		}
	}
	if k%2 == 0 {
		parts = append(parts, part)
	}
	return parts
}
