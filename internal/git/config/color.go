package config

import (
	"fmt"
	"strconv"
	"strings"
)

// ColorError says that a word is no colour.
type ColorError struct{ Value string }

func (e *ColorError) Error() string { return "invalid color value: " + e.Value }

// colorNames are the eight colours of a terminal in their order.
func colorNames() []string {
	return []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
}

// attributes in the order in which Git writes them: switching on, switching off.
var attributes = []struct {
	name    string
	on, off int
}{
	{"bold", 1, 22}, {"dim", 2, 22}, {"italic", 3, 23}, {"ul", 4, 24},
	{"blink", 5, 25}, {"reverse", 7, 27}, {"strike", 9, 29},
}

// Color turns a colour such as "bold red", "#ff0080 ul" or "normal 7" into the
// terminal's escape sequence. "" and "normal" are the empty sequence.
func Color(value string) (string, error) {
	var colors []string
	codes := map[int]bool{}
	reset, plain := false, 0
	for _, word := range strings.Fields(value) {
		if strings.EqualFold(word, "reset") {
			reset = true
			continue
		}
		if code, ok := colorCode(word, len(colors)+plain > 0); ok && len(colors)+plain < 2 {
			if code == "" {
				plain++
			} else {
				colors = append(colors, code)
			}
			continue
		}
		code, ok := attribute(word)
		if !ok {
			return "", &ColorError{value}
		}
		codes[code] = true
	}
	var parts []string
	for _, off := range []bool{false, true} {
		for _, a := range attributes {
			n := a.on
			if off {
				n = a.off
			}
			if codes[n] {
				parts = append(parts, strconv.Itoa(n))
				delete(codes, n)
			}
		}
	}
	parts = append(parts, colors...)
	if len(parts) == 0 && !reset {
		return "", nil
	}
	if reset && len(parts) > 0 {
		parts = append([]string{""}, parts...)
	}
	return "\x1b[" + strings.Join(parts, ";") + "m", nil
}

// colorCode is the code of one colour word; the first is the foreground.
func colorCode(word string, background bool) (string, bool) {
	base := 30
	if background {
		base = 40
	}
	lower := strings.ToLower(word)
	if lower == "normal" {
		return "", true
	}
	if lower == "default" {
		return strconv.Itoa(base + 9), true
	}
	name, bright := strings.CutPrefix(lower, "bright")
	for i, c := range colorNames() {
		if c == name {
			if bright {
				i += 60
			}
			return strconv.Itoa(base + i), true
		}
	}
	if len(word) == 7 && word[0] == '#' {
		n, err := strconv.ParseUint(word[1:], 16, 32)
		if err != nil {
			return "", false
		}
		return fmt.Sprintf("%d;2;%d;%d;%d", base+8, n>>16, n>>8&0xff, n&0xff), true
	}
	n, err := strconv.Atoi(word)
	switch {
	case err != nil || n < -1 || n > 255:
		return "", false
	case n == -1:
		return "", true
	case n < 8:
		return strconv.Itoa(base + n), true
	case n < 16:
		return strconv.Itoa(base + 60 + n - 8), true
	}
	return fmt.Sprintf("%d;5;%d", base+8, n), true
}

func attribute(word string) (int, bool) {
	name, off := strings.CutPrefix(strings.ToLower(word), "no")
	name = strings.TrimPrefix(name, "-")
	if !off {
		name = strings.ToLower(word)
	}
	for _, a := range attributes {
		if a.name != name {
			continue
		}
		if off {
			return a.off, true
		}
		return a.on, true
	}
	return 0, false
}
