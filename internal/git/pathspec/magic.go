package pathspec

import (
	"fmt"
	"strings"

	"cairn/internal/git/attr"
)

// magic is what an argument says before its path.
type magic struct{ top, literal, glob bool }

// read takes the magic off an argument: `:(words)path` or `:signs:path`.
func (m *magic) read(arg string, it *item) (rest string, err error) {
	if strings.HasPrefix(arg, ":(") {
		words, rest, ok := strings.Cut(arg[2:], ")")
		if !ok {
			return "", &Error{fmt.Sprintf("Missing ')' at the end of pathspec magic in '%s'", arg)}
		}
		for _, w := range strings.Split(words, ",") {
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
			w.name, w.value = name, attr.Value{State: attr.Valued, Text: text}
		}
		if w.name == "" {
			return &Error{fmt.Sprintf("invalid attribute name %s", w.name)}
		}
		it.attrs = append(it.attrs, w)
	}
	return nil
}
