package blame

// passIgnored hands the lines that an ignored commit changed to those lines of the
// parent that they most likely were. What resembles nothing stays with the ignored
// commit.
func (b *blamer) passIgnored(o *Origin, from []*Origin, entries []Entry) ([]Entry, error) {
	for _, p := range from {
		if p == nil || len(entries) == 0 {
			continue
		}
		guess, err := b.guesses(o, p, entries)
		if err != nil {
			return nil, err
		}
		var left []Entry
		for _, e := range entries {
			left = append(left, b.giveGuessed(e, p, guess)...)
		}
		for i := range left {
			left[i].Unblamable = true
		}
		entries = left
	}
	return entries, nil
}

// giveGuessed hands over each run of lines that is known to be a run of the parent's,
// and gives the others.
func (b *blamer) giveGuessed(e Entry, p *Origin, guess map[int]int) (left []Entry) {
	for line, last := e.OriginLine, e.OriginLine+e.Count; line < last; {
		old, known := guess[line]
		end := line + 1
		for ; end < last; end++ {
			if next, ok := guess[end]; ok != known || known && next != old+end-line {
				break
			}
		}
		run := e.part(line, end)
		line = end
		if !known {
			left = append(left, run)
			continue
		}
		run.Origin, run.OriginLine, run.Ignored = p, old, true
		b.give(run)
	}
	return left
}

// guesses finds for the lines of entries their lines in a parent's version: first
// within each change, then in the whole file.
func (b *blamer) guesses(o, p *Origin, entries []Entry) (map[int]int, error) {
	before, err := b.text(p)
	if err != nil {
		return nil, err
	}
	after, err := b.text(o)
	if err != nil {
		return nil, err
	}
	old := shapes(before)
	guess := map[int]int{}
	last := entries[len(entries)-1].OriginLine + entries[len(entries)-1].Count
	// Changes without entries count too: what they were made of is used up.
	for _, c := range b.compare(before, after) {
		if c.NewStart > last {
			break
		}
		fresh := shapes(after[c.NewStart:c.NewEnd()])
		places := matchChange(old[c.OldStart:c.OldEnd()], fresh)
		for i, at := range places {
			if at >= 0 {
				guess[c.NewStart+i] = c.OldStart + at
			} else if at = anywhere(old, fresh[i], c.NewStart+i); at >= 0 {
				guess[c.NewStart+i] = at
			}
		}
	}
	return guess, nil
}
