package lines

// myers marks the changed lines of the box. Lines at both ends that are equal,
// and lines that cannot or will hardly match, are set aside before the search:
// this is what makes the result Git's, not only a shortest one.
func (p *pair) myers(r box, minimal bool) {
	nA, nB := r.a1-r.a0, r.b1-r.b0
	countA := p.count(p.old.class[r.a0:r.a1])
	countB := p.count(p.new.class[r.b0:r.b1])
	for r.a0 < r.a1 && r.b0 < r.b1 && p.old.class[r.a0] == p.new.class[r.b0] {
		r.a0++
		r.b0++
	}
	for r.a0 < r.a1 && r.b0 < r.b1 && p.old.class[r.a1-1] == p.new.class[r.b1-1] {
		r.a1--
		r.b1--
	}
	s := &search{
		a:       sieve(&p.old, r.a0, r.a1, countB, frequent(nA)),
		b:       sieve(&p.new, r.b0, r.b1, countA, frequent(nB)),
		minimal: minimal,
	}
	s.run()
}

func (p *pair) count(class []int32) []int32 {
	n := make([]int32, p.classes)
	for _, c := range class {
		n[c]++
	}
	return n
}

// roughRoot is a power of two near the square root: 2 for 1–3, 4 for 4–15, …
func roughRoot(n int) int {
	root := 1
	for ; n > 0; n >>= 2 {
		root <<= 1
	}
	return root
}

// frequent is the number of partners from which a line says little about
// where it belongs.
func frequent(lines int) int32 {
	const most = 1024
	return int32(min(roughRoot(lines), most))
}

// kind of a line before the search.
type kind uint8

const (
	lonely  kind = iota // no equal line on the other side
	useful              // a few
	crowded             // so many that it may be noise
)

// sifted is what the search looks at: lines[i] is the place of the i-th line that was kept.
type sifted struct {
	class   []int32
	lines   []int
	changed []bool
}

// sieve keeps the lines worth searching and marks the others as changed.
func sieve(s *side, from, to int, partners []int32, many int32) sifted {
	kinds := make([]kind, to-from)
	for i := range kinds {
		switch n := partners[s.class[from+i]]; {
		case n == 0:
			kinds[i] = lonely
		case n >= many:
			kinds[i] = crowded
		default:
			kinds[i] = useful
		}
	}
	out := sifted{
		class: make([]int32, 0, to-from), lines: make([]int, 0, to-from), changed: s.changed,
	}
	for i, k := range kinds {
		if k == lonely || k == crowded && isNoise(kinds, i) {
			s.changed[from+i] = true
			continue
		}
		out.class = append(out.class, s.class[from+i])
		out.lines = append(out.lines, from+i)
	}
	return out
}

// isNoise decides about a crowded line by the run of lonely and crowded lines
// around it, up to the nearest useful line or a hundred lines each way: it goes
// when there are lonely lines on both sides and they outnumber the crowded
// ones more than three to one.
func isNoise(kinds []kind, at int) bool {
	const window, ratio = 100, 3
	lonelyUp, crowdedUp := runOf(kinds, at, -1, max(0, at-window))
	if lonelyUp == 0 {
		return false
	}
	lonelyDown, crowdedDown := runOf(kinds, at, 1, min(len(kinds)-1, at+window))
	if lonelyDown == 0 {
		return false
	}
	// The line itself is counted once for each direction.
	return (crowdedUp+crowdedDown+2)*ratio < lonelyUp+lonelyDown
}

func runOf(kinds []kind, at, step, last int) (alone, crowd int) {
	for i := at + step; (last-i)*step >= 0; i += step {
		switch kinds[i] {
		case lonely:
			alone++
		case crowded:
			crowd++
		case useful:
			return alone, crowd
		}
	}
	return alone, crowd
}
