package diff

import (
	"bytes"
	"strconv"
	"strings"

	"cairn/internal/git/diff/lines"
)

// Rules are the white space errors of core.whitespace and the whitespace attribute.
type Rules struct {
	BlankAtEOL, BlankAtEOF, SpaceBeforeTab, IndentWithNonTab, TabInIndent, CRAtEOL bool
	TabWidth                                                                       int
}

// DefaultRules are those in force without configuration.
func DefaultRules() Rules {
	const tabWidth = 8
	return Rules{BlankAtEOL: true, BlankAtEOF: true, SpaceBeforeTab: true, TabWidth: tabWidth}
}

// ConflictingRulesError says that two rules forbid every indentation.
type ConflictingRulesError struct{}

func (ConflictingRulesError) Error() string {
	return "cannot enforce both tab-in-indent and indent-with-non-tab"
}

// EveryRule is what the attribute whitespace gives when it is set without a value.
func EveryRule(tabWidth int) Rules {
	return Rules{BlankAtEOL: true, BlankAtEOF: true, SpaceBeforeTab: true, IndentWithNonTab: true, TabWidth: tabWidth}
}

// ParseRules reads a value of core.whitespace. A name may be cut short; the first
// that begins so is meant. Unknown names are passed over.
func ParseRules(value string) (Rules, error) {
	const widest = 63
	r := DefaultRules()
	names := []struct {
		name string
		set  []*bool
	}{
		{"trailing-space", []*bool{&r.BlankAtEOL, &r.BlankAtEOF}}, {"space-before-tab", []*bool{&r.SpaceBeforeTab}},
		{"indent-with-non-tab", []*bool{&r.IndentWithNonTab}}, {"cr-at-eol", []*bool{&r.CRAtEOL}},
		{"blank-at-eol", []*bool{&r.BlankAtEOL}}, {"blank-at-eof", []*bool{&r.BlankAtEOF}},
		{"tab-in-indent", []*bool{&r.TabInIndent}},
	}
	for _, word := range strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune(", \t\n\r", c) }) {
		word, off := strings.CutPrefix(word, "-")
		if digits, is := strings.CutPrefix(word, "tabwidth="); is {
			if n, err := strconv.Atoi(digits); err == nil && n > 0 && n <= widest {
				r.TabWidth = n
			}
			continue
		}
		for _, n := range names {
			if word == "" || !strings.HasPrefix(n.name, word) {
				continue
			}
			for _, rule := range n.set {
				*rule = !off
			}
			break
		}
	}
	if r.TabInIndent && r.IndentWithNonTab {
		return r, ConflictingRulesError{}
	}
	return r, nil
}

// RulesFor are the rules for white space in a file.
func (o *Options) RulesFor(path string) Rules { return o.rules(path) }

func (o *Options) rules(path string) Rules {
	if r := o.driver(path).Whitespace; r != nil {
		return *r
	}
	return o.Rules
}

// ErrorLines says in which lines errors are highlighted (--ws-error-highlight).
type ErrorLines uint8

// Kinds of lines.
const (
	ErrorsInNew ErrorLines = 1 << iota
	ErrorsInOld
	ErrorsInContext
)

// Faults names what is wrong with the white space of a line, without its line feed.
func (r Rules) Faults(text string) []string { return r.inspect(text).names }

// faults lists where a line's white space is wrong.
type faults struct {
	names    []string
	indent   [][2]int // marked stretches of the indentation
	plain    int      // where the unmarked rest begins
	trailing int      // where trailing white space begins; the length if there is none
}

func (r Rules) inspect(text string) faults {
	f := faults{trailing: len(text)}
	if r.BlankAtEOL {
		for f.trailing > 0 && lines.IsSpace(text[f.trailing-1]) {
			f.trailing--
		}
		if f.trailing < len(text) {
			f.names = append(f.names, "trailing whitespace")
		}
	}
	f.inspectIndent(text, r)
	return f
}

func (f *faults) inspectIndent(text string, r Rules) {
	i, written := 0, 0
	beforeTab, tab := false, false
	for ; i < f.trailing; i++ {
		if text[i] == ' ' {
			continue
		}
		if text[i] != '\t' {
			break
		}
		switch {
		case r.SpaceBeforeTab && written < i:
			beforeTab = true
			f.indent = append(f.indent, [2]int{written, i})
		case r.TabInIndent:
			tab = true
			f.indent = append(f.indent, [2]int{i, i + 1})
		}
		written = i + 1
	}
	if beforeTab {
		f.names = append(f.names, "space before tab in indent")
	}
	if r.IndentWithNonTab && i-written >= r.TabWidth {
		f.names = append(f.names, "indent with spaces")
		f.indent = append(f.indent, [2]int{written, i})
		written = i
	}
	if tab {
		f.names = append(f.names, "tab in indent")
	}
	f.plain = written
}

// paint writes the line with its errors marked.
func (r Rules) paint(f *formatter, text, color string) {
	returned := false
	if r.CRAtEOL {
		text, returned = strings.CutSuffix(text, "\r")
	}
	found := r.inspect(text)
	at := 0
	for _, m := range found.indent {
		f.puts(text[at:m[0]], f.c.Whitespace, text[m[0]:m[1]], f.c.Reset)
		at = m[1]
	}
	if at < found.plain {
		f.puts(text[at:found.plain])
		at = found.plain
	}
	if at < found.trailing {
		f.puts(color, text[at:found.trailing], f.c.Reset)
	}
	if found.trailing < len(text) {
		f.puts(f.c.Whitespace, text[found.trailing:], f.c.Reset)
	}
	if returned {
		f.puts("\r")
	}
}

func isBlankText(text string) bool { return strings.Trim(text, " \t\r\n") == "" }

// blankEnd tells from which line on (one based) each side ends in blank lines,
// if the new side has more of them; zero if not.
type blankEnd struct{ old, new int }

func blankEndOf(a, b []byte, r Rules) blankEnd {
	if !r.BlankAtEOF {
		return blankEnd{}
	}
	blanksA, blanksB := trailingBlanks(a), trailingBlanks(b)
	if blanksB <= blanksA {
		return blankEnd{}
	}
	return blankEnd{lineCount(a) - blanksA + 1, lineCount(b) - blanksB + 1}
}

func (e blankEnd) covers(oldLine, newLine int) bool {
	return e.new > 0 && e.old <= oldLine+1 && e.new <= newLine+1
}

func trailingBlanks(data []byte) int {
	n := 0
	for len(data) > 0 {
		at := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
		if len(bytes.Trim(data[at:], " \t\r\n")) > 0 {
			break
		}
		n++
		data = data[:at]
	}
	return n
}

func lineCount(data []byte) int {
	n := bytes.Count(data, []byte{'\n'})
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}
