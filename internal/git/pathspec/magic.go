package pathspec

import (
	"fmt"
	"strings"

	"cairn/internal/git/attr"
)

// magic is what an argument says before its path.
type magic struct {
	top, literal, glob bool
	plain              bool // no attributes are looked at
}

// read takes the magic off an argument: `:(words)path` or `:signs:path`.
func (m *magic) read(arg string, it *item) (rest string, err error) {
	if strings.HasPrefix(arg, ":(") {
		words, rest, ok := strings.Cut(arg[2:], ")")
		if !ok {
			return "", &Error{fmt.Sprintf("Missing ')' at the end of pathspec magic in '%s'", arg)}
		}
		for _, w := range splitMagic(words) {
			if err := m.word(w, arg, it); err != nil {
				return "", err
			}
		}
		return rest, nil
	}
	i := 1
	for ; i < len(arg) && arg[i] != ':'; i++ {
		switch c := arg[i]; c {
		case '/':
			m.top = true
		case '!', '^':
			it.exclude = true
		default:
			if isMagicSign(c) {
				return "", &Error{fmt.Sprintf("Unimplemented pathspec magic '%c' in '%s'", c, arg)}
			}
			return arg[i:], nil
		}
	}
	if i < len(arg) { // a second colon ends the signs
		i++
	}
	return arg[i:], nil
}

// isMagicSign tells the signs that are kept for magic to come.
func isMagicSign(c byte) bool {
	return strings.IndexByte("!\"#%&',-/:;<=>@^_`~", c) >= 0
}

func (m *magic) word(w, arg string, it *item) error {
	switch w {
	case "":
	case "top":
		m.top = true
	case "literal":
		m.literal = true
	case "glob":
		m.glob = true
	case "icase":
		it.foldCase = true
	case "exclude":
		it.exclude = true
	default:
		if spec, ok := strings.CutPrefix(w, "attr:"); ok {
			if m.plain {
				return &Error{arg + ": pathspec magic not supported by this command: 'attr'"}
			}
			return it.wantAttrs(spec)
		}
		return &Error{fmt.Sprintf("Invalid pathspec magic '%s' in '%s'", w, arg)}
	}
	return nil
}

func (it *item) wantAttrs(spec string) error {
	if len(it.attrs) > 0 {
		return &Error{"Only one 'attr:' specification is allowed."}
	}
	if spec == "" {
		return &Error{"attr spec must not be empty"}
	}
	for _, word := range strings.Fields(spec) {
		w := want{name: word, value: attr.Value{State: attr.Set}}
		name, text, valued := strings.Cut(word, "=")
		switch {
		case word[0] == '-':
			w.name, w.value.State = word[1:], attr.Unset
		case word[0] == '!':
			w.name, w.value.State = word[1:], attr.Unspecified
		case valued:
			text, err := unescaped(text)
			if err != nil {
				return err
			}
			w.name, w.value = name, attr.Value{State: attr.Valued, Text: text}
		}
		if !attr.ValidName(w.name) {
			return &Error{fmt.Sprintf("invalid attribute name %s", w.name)}
		}
		it.attrs = append(it.attrs, w)
	}
	return nil
}

// splitMagic splits words at commas that no backslash escapes.
func splitMagic(words string) []string {
	var list []string
	start := 0
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case '\\':
			i++
		case ',':
			list = append(list, words[start:i])
			start = i + 1
		}
	}
	return append(list, words[start:])
}

// unescaped takes the backslashes out of the value of an attribute, which has letters,
// digits, and "-", "_" or ",".
func unescaped(text string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			if i++; i == len(text) {
				return "", &Error{`Escape character '\' not allowed as last character in attr value`}
			}
		}
		c := text[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == ',') {
			return "", &Error{fmt.Sprintf("cannot use '%c' for value matching", c)}
		}
		b.WriteByte(c)
	}
	return b.String(), nil
}
