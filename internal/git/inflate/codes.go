package inflate

import (
	"math/bits"
	"slices"
)

const (
	maxLits   = 288
	maxDists  = 32
	maxWidth  = 15 // bits of the longest code
	litsRoot  = 9
	distsRoot = 7
	endSymbol = 256
)

// entry is what a table says of a code: in its lowest byte how many bits the code
// has, then how many bits follow it, then what it stands for; the upper half is the
// value that the bits after it are added to.
type entry uint32

const (
	isLiteral entry = iota << 12
	isCopy          // a length or a distance
	isEnd
	isLink // the value is where a second table begins, its width the number of bits
	isBad

	kindMask entry = 7 << 12
)

func (e entry) width() int { return int(e & 0xff) }
func (e entry) extra() int { return int(e >> 8 & 15) }
func (e entry) value() int { return int(e >> 16) }

// table decodes one Huffman code: the first entries are found by the next root bits,
// those of longer codes by the bits that follow, in tables of one size behind them.
type table struct {
	root    int
	built   bool
	entries []entry
	byWidth []coded // while it is made
}

// coded says how wide the code of a symbol is.
type coded struct {
	symbol uint16
	width  uint8
}

// build makes the table of the canonical code of these symbols, which ascend, if their
// widths can be those of one. A code of a single symbol may be incomplete, as zlib
// allows it. The meanings are those of the symbols.
func (t *table) build(code []coded, root int, meanings []entry) bool {
	var counts [maxWidth + 1]int
	for _, c := range code {
		counts[c.width]++
	}
	widest, left := 0, 1
	var place [maxWidth + 1]int // of the next symbol of each width, by width
	for w := 1; w <= maxWidth; w++ {
		if counts[w] > 0 {
			widest = w
		}
		if left = left<<1 - counts[w]; left < 0 {
			return false
		}
		place[w] = place[w-1] + counts[w-1]
	}
	if left > 0 && widest > 1 {
		return false
	}
	if len(t.byWidth) < len(code) {
		t.byWidth = make([]coded, maxLits)
	}
	for _, c := range code {
		t.byWidth[place[c.width]] = c
		place[c.width]++
	}
	t.root = min(max(widest, 1), root)
	t.room(1 << t.root)
	t.entries[0], t.entries[1] = isBad|1, isBad|1
	t.fill(t.byWidth[:len(code)], widest, meanings)
	return true
}

// fill enters the symbols, shortest codes first. The table begins with those that one
// bit tells apart, and doubles for each bit more.
func (t *table) fill(sorted []coded, widest int, meanings []entry) {
	width, next := 1, 0
	for _, c := range sorted {
		w := int(c.width)
		for ; width < w; width++ {
			next <<= 1
			if width < t.root {
				copy(t.entries[1<<width:2<<width], t.entries[:1<<width])
			}
		}
		reversed := int(bits.Reverse16(uint16(next)) >> (16 - w))
		next++
		e := meanings[c.symbol] | entry(w)
		if w <= t.root {
			t.entries[reversed] = e
		} else {
			t.putLong(reversed, w, widest-t.root, e)
		}
	}
}

// room makes the table one of n entries.
func (t *table) room(n int) {
	if cap(t.entries) < n {
		t.entries = make([]entry, n, 2*n)
	}
	t.entries = t.entries[:n]
}

// putLong enters a code that is wider than the first table.
func (t *table) putLong(reversed, w, long int, e entry) {
	at := reversed & (1<<t.root - 1)
	link := t.entries[at]
	if link&kindMask != isLink {
		link = isLink | entry(t.root) | entry(long)<<8 | entry(len(t.entries))<<16
		t.entries[at] = link
		for range 1 << long {
			t.entries = append(t.entries, isBad|1)
		}
	}
	second := t.entries[link.value():]
	for i := reversed >> t.root; i < 1<<long; i += 1 << (w - t.root) {
		second[i] = e
	}
}

// Lengths and distances, RFC 1951, 3.2.5.
var (
	lengthBase = [...]uint16{
		3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
	}
	lengthExtra = [...]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distBase    = [...]uint16{
		1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
		4097, 6145, 8193, 12289, 16385, 24577,
	}
	// widthOrder is the order in which the widths of the code for widths come.
	widthOrder = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
)

// meanings are what the symbols of the three codes stand for.
type meanings struct {
	lits   [maxLits]entry
	dists  [maxDists]entry
	widths [len(widthOrder)]entry
}

func newMeanings() *meanings {
	m := &meanings{}
	for symbol := range m.lits {
		m.lits[symbol] = litMeaning(symbol)
	}
	for symbol := range m.dists {
		m.dists[symbol] = distMeaning(symbol)
	}
	for symbol := range m.widths {
		m.widths[symbol] = isLiteral | entry(symbol)<<16
	}
	return m
}

func litMeaning(symbol int) entry {
	switch {
	case symbol < endSymbol:
		return isLiteral | entry(symbol)<<16
	case symbol == endSymbol:
		return isEnd
	case symbol-endSymbol > len(lengthBase):
		return isBad
	}
	i := symbol - endSymbol - 1
	return isCopy | entry(lengthExtra[i])<<8 | entry(lengthBase[i])<<16
}

func distMeaning(symbol int) entry {
	if symbol >= len(distBase) {
		return isBad
	}
	return isCopy | entry(max(symbol/2-1, 0))<<8 | entry(distBase[symbol])<<16
}

// fixed prepares for a block in the code that the format itself defines.
func (s *Stream) fixed() {
	s.lits, s.dists = &s.fixedLits, &s.fixedDists
	if s.lits.built {
		return
	}
	var code []coded
	for symbol := range uint16(maxLits) {
		width := uint8(8)
		switch {
		case symbol >= 144 && symbol < 256:
			width = 9
		case symbol >= 256 && symbol < 280:
			width = 7
		}
		code = append(code, coded{symbol, width})
	}
	s.lits.built = s.lits.build(code, litsRoot, s.meanings.lits[:])
	code = code[:0]
	for symbol := range uint16(maxDists) {
		code = append(code, coded{symbol, 5})
	}
	s.dists.built = s.dists.build(code, distsRoot, s.meanings.dists[:])
}

// dynamic reads the codes of a block that brings its own.
func (s *Stream) dynamic() error {
	head, err := s.take(14)
	if err != nil {
		return err
	}
	lits, dists, widths := int(head&31)+257, int(head>>5&31)+1, int(head>>10)+4
	if lits > maxLits-2 || dists > maxDists-2 {
		return ErrDamaged
	}
	var order [len(widthOrder)]uint8
	for i, at := range widthOrder[:widths] {
		if i%16 == 0 {
			s.refill()
		}
		order[at] = uint8(s.bits & 7)
		s.bits >>= 3
		if s.count -= 3; s.count < 0 {
			return ErrShort
		}
	}
	s.code = s.code[:0]
	for symbol, width := range order {
		if width > 0 {
			s.code = append(s.code, coded{uint16(symbol), width})
		}
	}
	if !s.lengths.build(s.code, 7, s.meanings.widths[:]) {
		return ErrDamaged
	}
	if err := s.readWidths(lits + dists); err != nil {
		return err
	}
	s.lits, s.dists = &s.ownLits, &s.ownDists
	at, _ := slices.BinarySearchFunc(s.code, uint16(lits), func(c coded, n uint16) int { return int(c.symbol) - int(n) })
	litCode, distCode := s.code[:at], s.code[at:]
	for i := range distCode {
		distCode[i].symbol -= uint16(lits)
	}
	if !hasEnd(litCode) || !s.lits.build(litCode, litsRoot, s.meanings.lits[:]) || !s.dists.build(distCode, distsRoot, s.meanings.dists[:]) {
		return ErrDamaged
	}
	return nil
}

func hasEnd(code []coded) bool {
	return slices.ContainsFunc(code, func(c coded) bool { return c.symbol == endSymbol })
}

// readWidths reads the widths of n symbols, in which runs are shortened: those of both
// codes, one behind the other.
func (s *Stream) readWidths(n int) error {
	code := s.code[:0]
	entries, mask := s.lengths.entries, uint64(1)<<s.lengths.root-1
	last := uint8(0)
	for i := 0; i < n; {
		if s.count < 2*maxWidth {
			s.refill()
		}
		e := entries[s.bits&mask]
		run, bits := 1, 0
		switch symbol := e.value(); symbol {
		case 16: // the one before, again
			if i == 0 {
				return ErrDamaged
			}
			run, bits = 3, 2
		case 17:
			last, run, bits = 0, 3, 3
		case 18:
			last, run, bits = 0, 11, 7
		default:
			last = uint8(symbol)
		}
		if e&kindMask != isLiteral {
			return ErrDamaged
		}
		run += int(s.bits >> (e & 15) & (1<<bits - 1))
		s.bits >>= e.width() + bits
		if s.count -= e.width() + bits; s.count < 0 {
			return ErrShort
		}
		if run > n-i {
			return ErrDamaged
		}
		if last > 0 {
			for j := i; j < i+run; j++ {
				code = append(code, coded{uint16(j), last})
			}
		}
		i += run
	}
	s.code = code
	return nil
}
