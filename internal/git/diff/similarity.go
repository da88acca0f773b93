package diff

import (
	"bytes"
	"slices"
)

// spanLimit is the most bytes of one span; a line feed ends it earlier.
const spanLimit = 64

// span is a piece of content: its fingerprint and how many bytes of the file
// are pieces with that fingerprint.
type span struct {
	print uint32
	size  uint32
}

// fingerprints is the number of different fingerprints. Pieces that share one
// by chance count as equal, which moves a similarity by a percent now and
// then; to print the percentage that Git prints, the function must be the same.
const fingerprints = 107927

// spansOf cuts content into spans, sorted by fingerprint. In text the carriage
// return of a CRLF does not count. What follows the last span, a line without its
// end, counts for nothing: Git 2.39 forgets it, so that a file of one such line is like no other.
func spansOf(data []byte) []span {
	text := !looksBinary(data)
	out := make([]span, 0, len(data)/16+1)
	var left, right, size uint32
	flush := func() {
		out = append(out, span{(left + right*0x61) % fingerprints, size})
		left, right, size = 0, 0, 0
	}
	for i, c := range data {
		if text && c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			continue
		}
		left, right = left<<7^right>>25, right<<7^left>>25
		left += uint32(c)
		if size++; size == spanLimit || c == '\n' {
			flush()
		}
	}
	slices.SortFunc(out, func(a, b span) int { return int(a.print) - int(b.print) })
	return joined(out)
}

func joined(spans []span) []span {
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && out[n-1].print == s.print {
			out[n-1].size += s.size
			continue
		}
		out = append(out, s)
	}
	return out
}

// shared counts the bytes of a that are found in b too, and the bytes of b
// that are not in a.
func shared(a, b []span) (copied, added int) {
	for _, s := range a {
		for len(b) > 0 && b[0].print < s.print {
			added += int(b[0].size)
			b = b[1:]
		}
		if len(b) == 0 || b[0].print != s.print {
			continue
		}
		copied += int(min(s.size, b[0].size))
		if b[0].size > s.size {
			added += int(b[0].size - s.size)
		}
		b = b[1:]
	}
	for _, s := range b {
		added += int(s.size)
	}
	return copied, added
}

// looksBinary: a NUL byte among the first 8000.
func looksBinary(data []byte) bool {
	const window = 8000
	return bytes.IndexByte(data[:min(len(data), window)], 0) >= 0
}

// LooksBinary tells whether content without attributes is shown as binary.
func LooksBinary(data []byte) bool { return looksBinary(data) }
