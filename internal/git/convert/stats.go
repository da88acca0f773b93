// Package convert turns the bytes of a working-tree file into those of a blob and
// back: line ends and $Id$.
//
// It owns the meaning of the attributes text, crlf, eol, ident, and of core.autocrlf,
// core.eol and core.safecrlf. It refuses filters and encodings: a file whose attributes ask for
// a filter that the configuration defines is an error, because running it would start a
// process and leaving it out would store other bytes than Git. The rules are those of
// gitattributes(5) and git-config(1).
package convert

import "bytes"

// Stats counts what decides whether content is text.
type Stats struct {
	Nul, LoneCR, LoneLF, CRLF int
	printable, nonPrintable   int
}

// Gather counts the bytes of a file.
func Gather(data []byte) Stats {
	var s Stats
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\r':
			if i+1 < len(data) && data[i+1] == '\n' {
				s.CRLF++
				i++
			} else {
				s.LoneCR++
			}
		case c == '\n':
			s.LoneLF++
		case c == 0:
			s.Nul++
			s.nonPrintable++
		case c == 0x7f:
			s.nonPrintable++
		case c >= ' ', c == '\b', c == '\t', c == '\f', c == 0x1b:
			s.printable++
		default:
			s.nonPrintable++
		}
	}
	if n := len(data); n > 0 && data[n-1] == 0x1a { // the end-of-file mark of DOS
		s.nonPrintable--
	}
	return s
}

// Binary reports whether Git guesses that the content is not text.
func (s Stats) Binary() bool {
	return s.LoneCR > 0 || s.Nul > 0 || s.printable>>7 < s.nonPrintable
}

// EOLInfo describes line ends as `ls-files --eol` does: "lf", "crlf", "mixed", "none" or
// "-text".
func EOLInfo(data []byte) string {
	s := Gather(data)
	switch {
	case s.Binary():
		return "-text"
	case s.CRLF > 0 && s.LoneLF > 0:
		return "mixed"
	case s.CRLF > 0:
		return "crlf"
	case s.LoneLF > 0:
		return "lf"
	}
	return "none"
}

func hasCR(data []byte) bool { return bytes.IndexByte(data, '\r') >= 0 }
