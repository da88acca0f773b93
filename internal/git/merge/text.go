// Package merge joins two lines of development: texts, trees with their
// renames, and histories with several bases, with the result that Git's
// "ort" strategy has. It owns no working tree and no refs: it writes blobs and trees
// into the object database and says which paths are in conflict, and why.
package merge

import (
	"cairn/internal/git/diff/lines"
)

// Style is how a conflict is shown (git-config(1), merge.conflictStyle).
type Style int

// The styles.
const (
	StyleMerge  Style = iota
	StyleDiff3        // with the base
	StyleZDiff3       // with the base, but without the equal lines at the rims
)

// Favor settles conflicts without asking.
type Favor int

// The ways to settle a conflict.
const (
	FavorNone Favor = iota
	FavorOurs
	FavorTheirs
	FavorUnion
)

// TextOptions tells how texts are merged.
type TextOptions struct {
	Lines      lines.Options
	Style      Style
	Favor      Favor
	MarkerSize int // 0: seven
	// JoinBlank joins conflicts with any number of lines between them if those
	// have neither letter nor digit (merge-file does, merge does not).
	JoinBlank          bool
	Ours, Theirs, Base string // labels after the markers
}

// side of a region, a set of bits: 0 is a conflict.
type verdict int

const (
	conflict  verdict = 0
	takeOurs  verdict = 1
	takeTheir verdict = 2
	takeBoth  verdict = 3
	equal     verdict = 4
)

// region is a part of the three texts that changed on one side or both.
type region struct {
	verdict         verdict
	base, baseN     int
	ours, oursN     int
	theirs, theirsN int
}

// textMerge is one merge of three texts.
type textMerge struct {
	TextOptions
	base, ours, theirs []string
	regions            []region
}

// Text merges two texts that come from one base, and counts the conflicts left in
// the result.
func Text(base, ours, theirs []byte, o TextOptions) (result []byte, conflicts int) {
	m := &textMerge{
		TextOptions: o,
		base:        lines.Split(base), ours: lines.Split(ours), theirs: lines.Split(theirs),
	}
	left := lines.Compare(m.base, m.ours, o.Lines)
	right := lines.Compare(m.base, m.theirs, o.Lines)
	if len(left) == 0 {
		return theirs, 0
	}
	if len(right) == 0 {
		return ours, 0
	}
	m.lay(left, right)
	switch {
	case o.Style == StyleZDiff3:
		m.trimRims()
	case o.Style == StyleMerge:
		m.refine()
		m.joinNear()
	}
	return m.write()
}

// lay puts the changes of both sides into order; changes that touch or overlap
// and are not the same make a conflict.
func (m *textMerge) lay(left, right []lines.Change) {
	for len(left) > 0 && len(right) > 0 {
		l, r := left[0], right[0]
		switch {
		case l.OldEnd() < r.OldStart:
			m.onlyOurs(l, r.NewStart-r.OldStart)
			left = left[1:]
			continue
		case r.OldEnd() < l.OldStart:
			m.onlyTheirs(r, l.NewStart-l.OldStart)
			right = right[1:]
			continue
		}
		if !m.same(l, r) {
			m.overlap(l, r)
		}
		if l.OldEnd() >= r.OldEnd() {
			right = right[1:]
		}
		if r.OldEnd() >= l.OldEnd() {
			left = left[1:]
		}
	}
	for _, l := range left {
		m.onlyOurs(l, len(m.theirs)-len(m.base))
	}
	for _, r := range right {
		m.onlyTheirs(r, len(m.ours)-len(m.base))
	}
}

func (m *textMerge) onlyOurs(c lines.Change, shift int) {
	m.add(region{takeOurs, c.OldStart, c.OldCount, c.NewStart, c.NewCount, c.OldStart + shift, c.OldCount})
}

func (m *textMerge) onlyTheirs(c lines.Change, shift int) {
	m.add(region{takeTheir, c.OldStart, c.OldCount, c.OldStart + shift, c.OldCount, c.NewStart, c.NewCount})
}

// same: both sides made the same change.
func (m *textMerge) same(l, r lines.Change) bool {
	if l.OldStart != r.OldStart || l.OldCount != r.OldCount || l.NewCount != r.NewCount {
		return false
	}
	for i := range l.NewCount {
		if !m.Lines.Whitespace.Equal(m.ours[l.NewStart+i], m.theirs[r.NewStart+i]) {
			return false
		}
	}
	return true
}

// overlap makes a conflict of both changes, wide enough to hold them.
func (m *textMerge) overlap(l, r lines.Change) {
	start, end := min(l.OldStart, r.OldStart), max(l.OldEnd(), r.OldEnd())
	ours, theirs := l.NewStart-(l.OldStart-start), r.NewStart-(r.OldStart-start)
	m.add(region{
		conflict, start, end - start,
		ours, l.NewEnd() + (end - l.OldEnd()) - ours,
		theirs, r.NewEnd() + (end - r.OldEnd()) - theirs,
	})
}

// add appends a region, or widens the last one if they touch on either side.
func (m *textMerge) add(r region) {
	if n := len(m.regions); n > 0 {
		last := &m.regions[n-1]
		if r.ours <= last.ours+last.oursN || r.theirs <= last.theirs+last.theirsN {
			if r.verdict != last.verdict {
				last.verdict = conflict
			}
			last.baseN = r.base + r.baseN - last.base
			last.oursN = r.ours + r.oursN - last.ours
			last.theirsN = r.theirs + r.theirsN - last.theirs
			return
		}
	}
	m.regions = append(m.regions, r)
}

// refine compares the two sides of each conflict with each other: what is
// equal leaves the conflict.
func (m *textMerge) refine() {
	var out []region
	for _, r := range m.regions {
		if r.verdict != conflict || r.oursN == 0 || r.theirsN == 0 {
			out = append(out, r)
			continue
		}
		changes := lines.Compare(m.ours[r.ours:r.ours+r.oursN], m.theirs[r.theirs:r.theirs+r.theirsN], m.Lines)
		if len(changes) == 0 {
			r.verdict = equal
			out = append(out, r)
		}
		for _, c := range changes {
			out = append(out, region{
				verdict: conflict, base: r.base, baseN: r.baseN,
				ours: r.ours + c.OldStart, oursN: c.OldCount,
				theirs: r.theirs + c.NewStart, theirsN: c.NewCount,
			})
		}
	}
	m.regions = out
}

// joinNear makes one conflict of two that are at most three lines apart: so
// short a stretch between markers helps nobody.
func (m *textMerge) joinNear() {
	const near = 3
	out := m.regions[:0]
	for _, r := range m.regions {
		if n := len(out); n > 0 && out[n-1].verdict == conflict && r.verdict == conflict {
			last := &out[n-1]
			gap := m.ours[last.ours+last.oursN : r.ours]
			if len(gap) <= near || m.JoinBlank && !hasWord(gap) {
				last.oursN = r.ours + r.oursN - last.ours
				last.theirsN = r.theirs + r.theirsN - last.theirs
				continue
			}
		}
		out = append(out, r)
	}
	m.regions = out
}

// hasWord: some line has a letter or digit.
func hasWord(text []string) bool {
	for _, line := range text {
		for i := range len(line) {
			c := line[i] | 0x20
			if c >= 'a' && c <= 'z' || line[i] >= '0' && line[i] <= '9' {
				return true
			}
		}
	}
	return false
}

// trimRims takes equal lines at both ends out of each conflict.
func (m *textMerge) trimRims() {
	eq := m.Lines.Whitespace.Equal
	for i := range m.regions {
		r := &m.regions[i]
		if r.verdict != conflict {
			continue
		}
		for r.oursN > 0 && r.theirsN > 0 && eq(m.ours[r.ours], m.theirs[r.theirs]) {
			r.ours, r.theirs = r.ours+1, r.theirs+1
			r.oursN, r.theirsN = r.oursN-1, r.theirsN-1
		}
		for r.oursN > 0 && r.theirsN > 0 && eq(m.ours[r.ours+r.oursN-1], m.theirs[r.theirs+r.theirsN-1]) {
			r.oursN, r.theirsN = r.oursN-1, r.theirsN-1
		}
	}
}
