package blame

import (
	"slices"

	"cairn/internal/git/diff/lines"
)

// How Git guesses what a line was before an ignored commit was found by asking it
// about small changes, some tens of thousands of random ones among them.
const (
	// reach is how many lines from where it is expected a line is looked for.
	reach = 10
	// nearness is worth that many lines of distance.
	nearness = 1000
	// enoughAnywhere is how much must be alike for a line outside of the change.
	enoughAnywhere = 10
)

// shape is what a line is compared by: its pairs of neighbouring characters, sorted,
// with one entry for each time a pair occurs. Case does not count; white space and
// both ends are the same nothing, and two nothings are no pair.
type shape []uint16

func shapes(text []string) []shape {
	out := make([]shape, len(text))
	for i, line := range text {
		out[i] = shapeOf(line)
	}
	return out
}

func shapeOf(line string) shape {
	out := make(shape, 0, len(line)+1)
	var last byte
	add := func(c byte) {
		if last != 0 || c != 0 {
			out = append(out, uint16(last)<<8|uint16(c))
		}
		last = c
	}
	for i := range len(line) {
		c := line[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case lines.IsSpace(c):
			c = 0
		}
		add(c)
	}
	add(0)
	slices.Sort(out)
	return out
}

// common counts the pairs that two lines share.
func (s shape) common(o shape) int {
	n := 0
	for i, j := 0, 0; i < len(s) && j < len(o); {
		switch {
		case s[i] < o[j]:
			i++
		case s[i] > o[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// without is what is left of a line after another one was made of it.
func (s shape) without(o shape) shape {
	out := make(shape, 0, len(s))
	j := 0
	for _, pair := range s {
		for j < len(o) && o[j] < pair {
			j++
		}
		if j < len(o) && o[j] == pair {
			j++
			continue
		}
		out = append(out, pair)
	}
	return out
}

// matching finds the old lines of one change for its new ones.
type matching struct {
	old, fresh []shape
	rated      []rating
	result     []int
}

// rating is what is known of a new line: where it fits best and how sure that is.
type rating struct {
	valid        bool
	from, to     int // the old lines that were looked at
	place, value int // place is -1 where nothing is alike
}

// matchChange gives for each new line the old one that it was, or -1. The surest match
// is made first; it keeps the order, so that the lines before and after it have less to
// choose from, and what it was made of is taken out of the old line. A match is the
// surer, the better it is and the worse the next best. old is changed.
func matchChange(old, fresh []shape) []int {
	m := &matching{old: old, fresh: fresh, rated: make([]rating, len(fresh)), result: make([]int, len(fresh))}
	for i := range m.result {
		m.result[i] = -1
	}
	m.part(0, len(fresh), 0, len(old))
	return m.result
}

// part matches the new lines from first to last with the old lines from low to high.
func (m *matching) part(first, last, low, high int) {
	for first < last && low < high {
		best := -1
		for i := first; i < last; i++ {
			r := m.rate(i, low, high)
			if r.place >= 0 && (best < 0 || r.value > m.rated[best].value) {
				best = i
			}
		}
		if best < 0 {
			return
		}
		at := m.rated[best].place
		m.result[best] = at
		m.old[at] = m.old[at].without(m.fresh[best])
		for i := first; i < last; i++ {
			if r := &m.rated[i]; r.from <= at && at < r.to {
				r.valid = false
			}
		}
		m.part(first, best, low, at+1)
		first, low = best+1, at
	}
}

// expected is where a new line would be if all were spread evenly.
func (m *matching) expected(i int) int {
	return (2*i + 1) * len(m.old) / (2 * len(m.fresh))
}

func (m *matching) rate(i, low, high int) *rating {
	r := &m.rated[i]
	middle := m.expected(i)
	from, to := max(low, middle-reach), min(high, middle+reach+1)
	if r.valid && r.from == from && r.to == to {
		return r
	}
	*r = rating{valid: true, from: from, to: to, place: -1}
	best, next := 0, 0
	for at := from; at < to; at++ {
		worth := m.old[at].common(m.fresh[i]) * (nearness - max(at-middle, middle-at))
		switch {
		case worth > best:
			best, next, r.place = worth, best, at
		case worth > next:
			next = worth
		}
	}
	r.value = 2*best - next
	return r
}

// anywhere finds the old line of the whole file that a new line is most alike, of
// several the nearest, the later one if two are as near. -1: none is alike enough.
func anywhere(old []shape, fresh shape, line int) int {
	place, most, distance := -1, enoughAnywhere-1, 0
	if len(fresh) <= most {
		return -1
	}
	for at := range old {
		n := 0
		if len(old[at]) >= most {
			n = old[at].common(fresh)
		}
		away := max(at-line, line-at)
		if n > most || n == most && place >= 0 && away <= distance {
			place, most, distance = at, n, away
		}
	}
	return place
}
