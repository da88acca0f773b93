package wildmatch

import "strings"

// bracket matches c against the set that begins at the pattern's place. It
// gives the place after the set, and whether c is in it.
func (m *matcher) bracket(c byte) (end int, ok bool) {
	pat := m.pattern
	i := m.p + 1
	negated := i < len(pat) && (pat[i] == '!' || pat[i] == '^')
	if negated {
		i++
	}
	found := false
	for first := true; ; first = false {
		if i >= len(pat) {
			return 0, false
		}
		if pat[i] == ']' && !first {
			return i + 1, found != negated
		}
		if strings.HasPrefix(pat[i:], "[:") {
			if stop := strings.Index(pat[i+2:], ":]"); stop >= 0 {
				in, known := inClass(pat[i+2:i+2+stop], c, m.flags)
				if !known {
					return 0, false
				}
				found = found || in
				i += stop + 4
				continue
			}
		}
		lo, next, good := m.setChar(i)
		if !good {
			return 0, false
		}
		hi := lo
		if next+1 < len(pat) && pat[next] == '-' && pat[next+1] != ']' {
			if hi, next, good = m.setChar(next + 1); !good {
				return 0, false
			}
		}
		found = found || m.inRange(c, lo, hi)
		i = next
	}
}

// setChar reads one character of a set, with its backslash.
func (m *matcher) setChar(i int) (c byte, next int, ok bool) {
	if m.pattern[i] == '\\' {
		i++
		if i >= len(m.pattern) {
			return 0, 0, false
		}
	}
	return m.pattern[i], i + 1, true
}

func (m *matcher) inRange(c, lo, hi byte) bool {
	if c >= lo && c <= hi {
		return true
	}
	if m.flags&CaseFold == 0 {
		return false
	}
	switch {
	case c >= 'A' && c <= 'Z':
		c += 'a' - 'A'
	case c >= 'a' && c <= 'z':
		c -= 'a' - 'A'
	default:
		return false
	}
	return c >= lo && c <= hi
}

// inClass knows the POSIX classes, for ASCII.
func inClass(name string, c byte, flags Flags) (in, known bool) {
	lower, upper, digit := c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9'
	if flags&CaseFold != 0 && (lower || upper) && (name == "upper" || name == "lower") {
		return true, true
	}
	switch name {
	case "alnum":
		return lower || upper || digit, true
	case "alpha":
		return lower || upper, true
	case "blank":
		return c == ' ' || c == '\t', true
	case "cntrl":
		return c < ' ' || c == 0x7f, true
	case "digit":
		return digit, true
	case "graph":
		return c > ' ' && c < 0x7f, true
	case "lower":
		return lower, true
	case "print":
		return c >= ' ' && c < 0x7f, true
	case "punct":
		return c > ' ' && c < 0x7f && !lower && !upper && !digit, true
	case "space":
		return c == ' ' || (c >= '\t' && c <= '\r'), true
	case "upper":
		return upper, true
	case "xdigit":
		return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'), true
	}
	return false, false
}
