package lines

import "math"

// search is Myers' divide and conquer: two frontiers of furthest reaching
// paths, one from each corner, meet on an optimal path; the box is cut there.
type search struct {
	a, b     sifted
	minimal  bool
	forward  []int // furthest a on each diagonal, from the top left corner
	backward []int // the same from the bottom right corner
	zero     int   // index of diagonal 0 in both
	patience int   // cost at which the search stops looking for the optimum
}

// Limits of the search, after which a good cut is taken instead of the best one.
const (
	leastPatience = 256
	longSnake     = 20
	snakeFromCost = 256
	snakeFactor   = 4
)

const (
	unreachable = math.MaxInt / 2
	notYet      = -1
)

func (s *search) run() {
	nA, nB := len(s.a.class), len(s.b.class)
	diagonals := nA + nB + 3
	vectors := make([]int, 2*diagonals+2)
	s.forward, s.backward = vectors[:diagonals+1], vectors[diagonals+1:]
	s.zero = nB + 1
	s.patience = max(roughRoot(diagonals), leastPatience)
	s.solve(box{0, nA, 0, nB}, s.minimal)
}

// solve marks what differs within the box.
func (s *search) solve(r box, minimal bool) {
	for {
		for r.a0 < r.a1 && r.b0 < r.b1 && s.a.class[r.a0] == s.b.class[r.b0] {
			r.a0++
			r.b0++
		}
		for r.a0 < r.a1 && r.b0 < r.b1 && s.a.class[r.a1-1] == s.b.class[r.b1-1] {
			r.a1--
			r.b1--
		}
		if r.a0 == r.a1 || r.b0 == r.b1 {
			break
		}
		c := s.cut(r, minimal)
		s.solve(box{r.a0, c.a, r.b0, c.b}, c.exactBefore)
		r.a0, r.b0, minimal = c.a, c.b, c.exactAfter
	}
	for _, line := range s.a.lines[r.a0:r.a1] {
		s.a.changed[line] = true
	}
	for _, line := range s.b.lines[r.b0:r.b1] {
		s.b.changed[line] = true
	}
}

// cutAt is where a box is divided, and which part still deserves an exact search.
type cutAt struct {
	a, b                    int
	exactBefore, exactAfter bool
}

// front is one frontier: diagonals lo..hi step two, around the corner's diagonal.
type front struct {
	far         []int
	zero        int
	corner      int
	lo, hi      int
	outsideMark int
}

func (f *front) at(d int) int     { return f.far[f.zero+d] }
func (f *front) set(d, a int)     { f.far[f.zero+d] = a }
func (f *front) has(d int) bool   { return f.lo <= d && d <= f.hi }
func (f *front) offset(d int) int { return max(d-f.corner, f.corner-d) }

// widen moves both ends one diagonal out, or in at the border of the box.
func (f *front) widen(least, most int) {
	if f.lo > least {
		f.lo--
		f.set(f.lo-1, f.outsideMark)
	} else {
		f.lo++
	}
	if f.hi < most {
		f.hi++
		f.set(f.hi+1, f.outsideMark)
	} else {
		f.hi--
	}
}

func (s *search) cut(r box, minimal bool) cutAt {
	least, most := r.a0-r.b1, r.a1-r.b0
	fwd := front{far: s.forward, zero: s.zero, corner: r.a0 - r.b0, outsideMark: notYet}
	bwd := front{far: s.backward, zero: s.zero, corner: r.a1 - r.b1, outsideMark: unreachable}
	fwd.lo, fwd.hi, bwd.lo, bwd.hi = fwd.corner, fwd.corner, bwd.corner, bwd.corner
	fwd.set(fwd.corner, r.a0)
	bwd.set(bwd.corner, r.a1)
	odd := (fwd.corner-bwd.corner)&1 != 0
	for cost := 1; ; cost++ {
		fwd.widen(least, most)
		snake, c, met := s.advance(&fwd, &bwd, r, odd)
		if met {
			return c
		}
		bwd.widen(least, most)
		snakeBack, c, met := s.retreat(&fwd, &bwd, r, !odd)
		if met {
			return c
		}
		if minimal {
			continue
		}
		if (snake || snakeBack) && cost > snakeFromCost {
			if c, ok := s.cutAtSnake(&fwd, &bwd, r, cost); ok {
				return c
			}
		}
		if cost >= s.patience {
			return cutAtFurthest(&fwd, &bwd, r)
		}
	}
}

// advance moves the forward frontier by one edit and its snakes.
func (s *search) advance(fwd, bwd *front, r box, mayMeet bool) (snake bool, c cutAt, met bool) {
	for d := fwd.hi; d >= fwd.lo; d -= 2 {
		a := fwd.at(d + 1)
		if left := fwd.at(d - 1); left >= a {
			a = left + 1
		}
		start, b := a, a-d
		for a < r.a1 && b < r.b1 && s.a.class[a] == s.b.class[b] {
			a++
			b++
		}
		snake = snake || a-start > longSnake
		fwd.set(d, a)
		if mayMeet && bwd.has(d) && bwd.at(d) <= a {
			return snake, cutAt{a, b, true, true}, true
		}
	}
	return snake, cutAt{}, false
}

// retreat moves the backward frontier by one edit and its snakes.
func (s *search) retreat(fwd, bwd *front, r box, mayMeet bool) (snake bool, c cutAt, met bool) {
	for d := bwd.hi; d >= bwd.lo; d -= 2 {
		a := bwd.at(d+1) - 1
		if left := bwd.at(d - 1); left <= a {
			a = left
		}
		start, b := a, a-d
		for a > r.a0 && b > r.b0 && s.a.class[a-1] == s.b.class[b-1] {
			a--
			b--
		}
		snake = snake || start-a > longSnake
		bwd.set(d, a)
		if mayMeet && fwd.has(d) && a <= fwd.at(d) {
			return snake, cutAt{a, b, true, true}, true
		}
	}
	return snake, cutAt{}, false
}

// cutAtSnake takes the diagonal that has gone furthest for its cost and ends
// in a long run of equal lines, if there is one that is far enough.
func (s *search) cutAtSnake(fwd, bwd *front, r box, cost int) (cutAt, bool) {
	best, c := 0, cutAt{exactBefore: true}
	for d := fwd.hi; d >= fwd.lo; d -= 2 {
		a := fwd.at(d)
		b := a - d
		gain := (a - r.a0) + (b - r.b0) - fwd.offset(d)
		if gain > snakeFactor*cost && gain > best &&
			r.a0+longSnake <= a && a < r.a1 && r.b0+longSnake <= b && b < r.b1 &&
			s.equalRun(a-longSnake, b-longSnake) {
			best, c.a, c.b = gain, a, b
		}
	}
	if best > 0 {
		return c, true
	}
	c = cutAt{exactAfter: true}
	for d := bwd.hi; d >= bwd.lo; d -= 2 {
		a := bwd.at(d)
		b := a - d
		gain := (r.a1 - a) + (r.b1 - b) - bwd.offset(d)
		if gain > snakeFactor*cost && gain > best &&
			r.a0 < a && a <= r.a1-longSnake && r.b0 < b && b <= r.b1-longSnake &&
			s.equalRun(a, b) {
			best, c.a, c.b = gain, a, b
		}
	}
	return c, best > 0
}

func (s *search) equalRun(a, b int) bool {
	for i := range longSnake {
		if s.a.class[a+i] != s.b.class[b+i] {
			return false
		}
	}
	return true
}

// cutAtFurthest gives up on the optimum and cuts where one of the two
// frontiers has come furthest.
func cutAtFurthest(fwd, bwd *front, r box) cutAt {
	reach, reachA := -1, -1
	for d := fwd.hi; d >= fwd.lo; d -= 2 {
		a := min(fwd.at(d), r.a1)
		b := a - d
		if b > r.b1 {
			a, b = r.b1+d, r.b1
		}
		if a+b > reach {
			reach, reachA = a+b, a
		}
	}
	back, backA := unreachable, unreachable
	for d := bwd.hi; d >= bwd.lo; d -= 2 {
		a := max(bwd.at(d), r.a0)
		b := a - d
		if b < r.b0 {
			a, b = r.b0+d, r.b0
		}
		if a+b < back {
			back, backA = a+b, a
		}
	}
	if (r.a1+r.b1)-back < reach-(r.a0+r.b0) {
		return cutAt{a: reachA, b: reach - reachA, exactBefore: true}
	}
	return cutAt{a: backA, b: back - backA, exactAfter: true}
}
