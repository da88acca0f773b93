package blame

import "cairn/internal/git/diff/lines"

// passIgnored hands the lines that an ignored commit changed to those lines of the
// parent that they most likely were: within each change, the most similar ones in
// the same order. What resembles nothing stays with the ignored commit.
func (b *blamer) passIgnored(o *Origin, from []*Origin, entries []Entry) ([]Entry, error) {
	for _, p := range from {
		if p == nil || len(entries) == 0 {
			continue
		}
		before, err := b.text(p)
		if err != nil {
			return nil, err
		}
		after, err := b.text(o)
		if err != nil {
			return nil, err
		}
		guess := map[int]int{}
		for _, c := range b.compare(before, after) {
			guessLines(before, after, c, guess)
		}
		var left []Entry
		for _, e := range entries {
			for line := e.OriginLine; line < e.OriginLine+e.Count; line++ {
				one := e.part(line, line+1)
				if old, ok := guess[line]; ok {
					one.Origin, one.OriginLine, one.Ignored = p, old, true
					b.give(one)
					continue
				}
				left = append(left, one)
			}
		}
		entries = left
	}
	for i := range entries {
		entries[i].Unblamable = true
	}
	return entries, nil
}

// guessLines pairs new lines of a change with old ones so that the sum of their
// likeness is greatest and the order is kept.
func guessLines(before, after []string, c lines.Change, guess map[int]int) {
	old, fresh := before[c.OldStart:c.OldEnd()], after[c.NewStart:c.NewEnd()]
	const tooMany = 1 << 20
	if len(old) == 0 || len(old)*len(fresh) > tooMany {
		return
	}
	oldPairs, newPairs := fingerprints(old), fingerprints(fresh)
	width := len(old) + 1
	// sum[i][j] is the best for the first i new lines and j old ones; an old line
	// may have become several new ones
	sum := make([]int, (len(fresh)+1)*width)
	for i := 1; i <= len(fresh); i++ {
		for j := 1; j <= len(old); j++ {
			best := max(sum[(i-1)*width+j], sum[i*width+j-1])
			if s := likeness(oldPairs[j-1], newPairs[i-1]); s > 0 {
				best = max(best, sum[(i-1)*width+j-1]+s)
			}
			sum[i*width+j] = best
		}
	}
	for i, j := len(fresh), len(old); i > 0 && j > 0; {
		s := likeness(oldPairs[j-1], newPairs[i-1])
		switch {
		case s > 0 && sum[i*width+j] == sum[(i-1)*width+j-1]+s:
			guess[c.NewStart+i-1] = c.OldStart + j - 1
			i, j = i-1, j-1
		case sum[i*width+j] == sum[(i-1)*width+j]:
			i--
		default:
			j--
		}
	}
}

// fingerprints counts the pairs of neighbouring characters of each line, blanks
// left out.
func fingerprints(text []string) []map[[2]byte]int {
	out := make([]map[[2]byte]int, len(text))
	for i, line := range text {
		m := map[[2]byte]int{}
		var last byte
		for k := range len(line) {
			c := line[k]
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			if lines.IsSpace(c) {
				continue
			}
			if last != 0 {
				m[[2]byte{last, c}]++
			}
			last = c
		}
		out[i] = m
	}
	return out
}

func likeness(a, b map[[2]byte]int) int {
	n := 0
	for pair, count := range b {
		n += min(count, a[pair])
	}
	return n
}
