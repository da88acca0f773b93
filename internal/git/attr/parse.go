// Package attr tells which attributes a path has: what .gitattributes files,
// .git/info/attributes and core.attributesFile say about it.
//
// It owns their language, macros included, and the order in which files win. It
// gives attributes no meaning: package convert acts on text and eol, diff and merge on
// theirs. It never follows a symbolic link named .gitattributes. The rules are those of
// gitattributes(5).
package attr

import (
	"strconv"
	"strings"

	"cairn/internal/git/wildmatch"
)

// State is what a file says of an attribute.
type State uint8

// The states of an attribute.
const (
	Unspecified State = iota
	Set
	Unset
	Valued
)

// Value is an attribute's state, with its text where it has one.
type Value struct {
	State State
	Text  string
}

// String is the value as `check-attr` prints it.
func (v Value) String() string {
	switch v.State {
	case Set:
		return "set"
	case Unset:
		return "unset"
	case Valued:
		return v.Text
	}
	return "unspecified"
}

type assignment struct {
	name  string
	value Value
}

// rule is one line.
type rule struct {
	base     string // directory of its file, "" or "a/b/"
	glob     string
	anchored bool
	literal  bool
	never    bool // a pattern that can only match a directory
	assigns  []assignment
}

// file is one attributes file.
type file struct {
	rules  []rule
	macros map[string][]assignment
	names  []string // in the order in which they come up
}

func (f *file) note(assigns []assignment) {
	for i := range assigns {
		f.names = append(f.names, assigns[i].name)
	}
}

// parse reads a file that lies in the directory base. Macros count only where allowed:
// in the top directory and in the files outside the working tree.
func parse(text, base string, macrosAllowed bool) file {
	f := file{}
	text = strings.TrimPrefix(text, "\ufeff")
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimLeft(strings.TrimSuffix(line, "\r"), " \t")
		if line == "" || line[0] == '#' {
			continue
		}
		pattern, rest := cutPattern(line)
		assigns := parseAssigns(rest)
		if name, isMacro := strings.CutPrefix(pattern, "[attr]"); isMacro {
			if macrosAllowed && ValidName(name) {
				if f.macros == nil {
					f.macros = map[string][]assignment{}
				}
				f.macros[name] = assigns
				f.names = append(f.names, name)
				f.note(assigns)
			}
			continue
		}
		if pattern == "" || pattern[0] == '!' { // negative patterns are forbidden in attribute files
			continue
		}
		f.note(assigns)
		f.rules = append(f.rules, newRule(pattern, base, assigns))
	}
	return f
}

func newRule(pattern, base string, assigns []assignment) rule {
	r := rule{base: base, assigns: assigns}
	if strings.HasSuffix(pattern, "/") {
		r.never = true
	}
	r.anchored = strings.Contains(pattern, "/")
	r.glob = strings.TrimPrefix(pattern, "/")
	r.literal = !wildmatch.HasMeta(r.glob)
	return r
}

// cutPattern splits off the first word, which may be quoted as in C.
func cutPattern(line string) (pattern, rest string) {
	if line[0] == '"' {
		if q, err := strconv.QuotedPrefix(line); err == nil {
			if p, err := strconv.Unquote(q); err == nil {
				return p, line[len(q):]
			}
		}
	}
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}

func parseAssigns(text string) []assignment {
	var all []assignment
	for _, word := range strings.Fields(text) {
		name, value, hasValue := strings.Cut(word, "=")
		a := assignment{name: name, value: Value{State: Set}}
		switch {
		case hasValue:
			a.value = Value{State: Valued, Text: value}
		case word[0] == '-':
			a.name, a.value.State = word[1:], Unset
		case word[0] == '!':
			a.name, a.value.State = word[1:], Unspecified
		}
		if ValidName(a.name) {
			all = append(all, a)
		}
	}
	return all
}

// ValidName reports whether an attribute may be called so (gitattributes(5)).
func ValidName(name string) bool {
	if name == "" || name[0] == '-' {
		return false
	}
	for i := range len(name) {
		c := name[i]
		ok := c == '-' || c == '.' || c == '_' || (c >= '0' && c <= '9') || (c|0x20 >= 'a' && c|0x20 <= 'z')
		if !ok {
			return false
		}
	}
	return true
}

func (r *rule) matches(path string, nameAt int, foldCase bool) bool {
	if r.never {
		return false
	}
	text := path[nameAt:]
	if r.anchored {
		if !strings.HasPrefix(path, r.base) {
			return false
		}
		text = path[len(r.base):]
	}
	if r.literal && !foldCase {
		return text == r.glob
	}
	flags := wildmatch.Pathname
	if foldCase {
		flags |= wildmatch.CaseFold
	}
	return wildmatch.Match(r.glob, text, flags)
}
