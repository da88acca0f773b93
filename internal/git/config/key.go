package config

import (
	"fmt"
	"strings"
)

// Key is a parsed variable name such as branch.main.remote. Section and Name
// are in lower case; the subsection keeps its case.
type Key struct {
	Section, Sub string
	HasSub       bool
	Name         string
}

// String is the canonical form.
func (k Key) String() string {
	if k.Section == "" && !k.HasSub {
		return k.Name // a variable before the first section
	}
	return k.group() + "." + k.Name
}

func (k Key) group() string {
	if k.HasSub {
		return k.Section + "." + k.Sub
	}
	return k.Section
}

// KeyError says what is wrong with a key, in Git's words.
type KeyError struct {
	Text       string
	Incomplete bool // the section or the variable's name is missing
}

func (e *KeyError) Error() string { return e.Text }

// ParseKey splits "section.sub.name" as git-config(1) describes.
func ParseKey(s string) (Key, error) {
	last := strings.LastIndexByte(s, '.')
	if last <= 0 {
		return Key{}, &KeyError{"key does not contain a section: " + s, true}
	}
	if last == len(s)-1 {
		return Key{}, &KeyError{"key does not contain variable name: " + s, true}
	}
	k := Key{Name: strings.ToLower(s[last+1:])}
	head := s[:last]
	if section, sub, ok := strings.Cut(head, "."); ok {
		k.Section, k.Sub, k.HasSub = strings.ToLower(section), sub, true
	} else {
		k.Section = strings.ToLower(head)
	}
	for i := range len(k.Section) {
		if !isKeyByte(k.Section[i]) {
			return Key{}, &KeyError{Text: "invalid key: " + s}
		}
	}
	if strings.Contains(k.Sub, "\n") {
		return Key{}, &KeyError{Text: "invalid key (newline): " + s}
	}
	if !isLetter(k.Name[0]) {
		return Key{}, &KeyError{Text: "invalid key: " + s}
	}
	for i := range len(k.Name) {
		if !isKeyByte(k.Name[i]) {
			return Key{}, &KeyError{Text: "invalid key: " + s}
		}
	}
	return k, nil
}

// Canonical lowers section and name of a key, which Git does not tell apart by case.
func Canonical(key string) string {
	first := strings.IndexByte(key, '.')
	last := strings.LastIndexByte(key, '.')
	if first < 0 {
		return strings.ToLower(key)
	}
	return strings.ToLower(key[:first]) + key[first:last] + strings.ToLower(key[last:])
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isKeyByte(b byte) bool { return isLetter(b) || b >= '0' && b <= '9' || b == '-' }

// ParseError points at a line that is no configuration.
type ParseError struct{ Origin }

func (e *ParseError) Error() string {
	return fmt.Sprintf("bad config line %d in %s", e.Line, e.place())
}

// LineError says that a line's value is not what was asked for.
type LineError struct {
	Origin
	Cause error
}

func (e *LineError) Error() string {
	if e.Source == FromCommandLine {
		return "unable to parse command-line config"
	}
	return (&ParseError{e.Origin}).Error()
}
func (e *LineError) Unwrap() error { return e.Cause }

// Advice is what Git prints before the error: what is wrong with the value.
func (e *LineError) Advice() string { return "error: " + e.Cause.Error() }

// VariableError says that a variable which a command reads has no value for it.
type VariableError struct {
	Entry Entry
	Cause error
}

func (e *VariableError) Error() string {
	o := e.Entry.Origin
	if o.Source == FromCommandLine {
		return fmt.Sprintf("unable to parse '%s' from command-line config", e.Entry.Key)
	}
	return fmt.Sprintf("bad config variable '%s' in file '%s' at line %d", e.Entry.Key, o.Name, o.Line)
}
func (e *VariableError) Unwrap() error { return e.Cause }

// Advice is what Git prints before the error: what is wrong with the value.
func (e *VariableError) Advice() string {
	if e.Cause == nil {
		return ""
	}
	return "error: " + e.Cause.Error()
}
