// Package wildmatch matches shell-like patterns against slash-separated names
// as Git does for ignore files, attributes, pathspecs and ref patterns.
//
// It owns the pattern language only: which string is compared with which
// pattern is decided by its callers. It reads no file and knows no repository.
// A malformed pattern (an unclosed bracket) matches nothing and is no error,
// as in Git.
//
// The rules are those of gitignore(5) and gitglossary(7), "pathspec".
package wildmatch

// Flags choose between the dialects.
type Flags uint8

const (
	// Pathname makes `*`, `?` and brackets stop at a slash, and gives `**`
	// between slashes its meaning of "any number of directories".
	Pathname Flags = 1 << iota
	// CaseFold ignores the case of ASCII letters.
	CaseFold
)

// HasMeta reports whether the pattern has a character that is not taken
// literally.
func HasMeta(pattern string) bool {
	return LiteralPrefix(pattern) < len(pattern)
}

// LiteralPrefix is the length of the part before the first special character.
func LiteralPrefix(pattern string) int {
	for i := range len(pattern) {
		switch pattern[i] {
		case '*', '?', '[', '\\':
			return i
		}
	}
	return len(pattern)
}

// Match reports whether the whole of name matches the pattern. Its time is
// bounded by len(pattern) × len(name) per `**`: only the last star of each kind is ever
// taken back, because an earlier one can always hand its part to the later.
func Match(pattern, name string, flags Flags) bool {
	m := matcher{pattern: pattern, name: name, flags: flags, starPat: -1, deepPat: -1}
	return m.run()
}

type matcher struct {
	pattern, name string
	flags         Flags
	p, n          int
	starPat       int // where the pattern goes on after the last `*`; -1: none
	starName      int // how far that star reaches
	starDeep      bool
	deepPat       int // the same for the last `**/`
	deepName      int
}

func (m *matcher) run() bool {
	for {
		if m.p == len(m.pattern) {
			if m.n == len(m.name) {
				return true
			}
			if !m.back() {
				return false
			}
			continue
		}
		if m.pattern[m.p] == '*' {
			if m.star() {
				return true
			}
			continue
		}
		if m.n == len(m.name) || !m.one() {
			if !m.back() {
				return false
			}
		}
	}
}

// star takes the stars at the pattern's place; true means that they match all
// that is left.
func (m *matcher) star() bool {
	start := m.p
	for m.p < len(m.pattern) && m.pattern[m.p] == '*' {
		m.p++
	}
	deep := m.flags&Pathname == 0
	if !deep && m.p-start > 1 && (start == 0 || m.pattern[start-1] == '/') {
		rest := m.pattern[m.p:]
		switch {
		case rest == "":
			return true
		case rest[0] == '/':
			m.p++
			m.deepPat, m.deepName, m.starPat = m.p, m.n, -1
			return false
		}
	}
	if deep && m.p == len(m.pattern) {
		return true
	}
	m.starPat, m.starName, m.starDeep = m.p, m.n, deep
	return false
}

// back lets the last star take one more character, or the last `**/` one more
// directory.
func (m *matcher) back() bool {
	if m.starPat >= 0 && m.starName < len(m.name) && (m.starDeep || m.name[m.starName] != '/') {
		m.starName++
		m.p, m.n = m.starPat, m.starName
		return true
	}
	if m.deepPat < 0 {
		return false
	}
	for m.deepName < len(m.name) {
		m.deepName++
		if m.name[m.deepName-1] == '/' {
			m.p, m.n, m.starPat = m.deepPat, m.deepName, -1
			return true
		}
	}
	return false
}

// one matches a single character of the name and moves both places on.
func (m *matcher) one() bool {
	c := m.fold(m.name[m.n])
	switch m.pattern[m.p] {
	case '?':
		if c == '/' && m.flags&Pathname != 0 {
			return false
		}
		m.p++
	case '[':
		end, ok := m.bracket(m.name[m.n])
		if !ok || (c == '/' && m.flags&Pathname != 0) {
			return false
		}
		m.p = end
	case '\\':
		if m.p+1 >= len(m.pattern) || m.fold(m.pattern[m.p+1]) != c {
			return false
		}
		m.p += 2
	default:
		if m.fold(m.pattern[m.p]) != c {
			return false
		}
		m.p++
	}
	m.n++
	return true
}

func (m *matcher) fold(c byte) byte {
	if m.flags&CaseFold != 0 && c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
