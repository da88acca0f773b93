// Package color turns the words of git-config(1), "color", into the escape
// sequences of a terminal: "bold red", "#ff8800 ul", "brightblue 17". It refuses
// words that Git refuses, and never decides whether colour is wanted.
package color

import (
	"fmt"
	"strconv"
	"strings"
)

// Reset ends whatever was begun.
const Reset = "\x1b[m"

// InvalidError says that a word is no colour.
type InvalidError struct{ Value string }

func (e *InvalidError) Error() string { return "invalid color value: " + e.Value }

var names = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}

// attributes come out in this order, whatever the order of the words.
var attributes = []struct {
	name string
	code int
}{
	{"bold", 1}, {"dim", 2}, {"italic", 3}, {"ul", 4}, {"blink", 5}, {"reverse", 7}, {"strike", 9},
}

// negated gives the code that ends an attribute; bold and dim share one.
func negated(code int) int {
	if code == 1 {
		return 22
	}
	return 20 + code
}

// Parse gives the escape sequence for a value, "" for an empty one.
func Parse(value string) (string, error) {
	var grounds []string // foreground, background
	var set [30]bool
	reset := false
	for word := range strings.FieldsSeq(value) {
		lower := strings.ToLower(word)
		if lower == "reset" {
			reset = true
			continue
		}
		if code, ok := attribute(lower); ok {
			set[code] = true
			continue
		}
		g, ok := ground(lower, len(grounds) > 0)
		if !ok || len(grounds) == 2 {
			return "", &InvalidError{Value: value}
		}
		grounds = append(grounds, g)
	}
	var codes []string
	if reset {
		codes = append(codes, "")
	}
	for code, on := range set {
		if on {
			codes = append(codes, strconv.Itoa(code))
		}
	}
	for _, g := range grounds {
		if g != "" {
			codes = append(codes, g)
		}
	}
	if len(codes) == 0 {
		return "", nil
	}
	return "\x1b[" + strings.Join(codes, ";") + "m", nil
}

func attribute(word string) (int, bool) {
	rest, no := strings.CutPrefix(word, "no")
	rest = strings.TrimPrefix(rest, "-")
	for _, a := range attributes {
		switch {
		case word == a.name:
			return a.code, true
		case no && rest == a.name:
			return negated(a.code), true
		}
	}
	return 0, false
}

// ground reads one colour; the second of a value is the background.
func ground(word string, back bool) (string, bool) {
	shift := 0
	if back {
		shift = 10
	}
	switch word {
	case "normal", "-1":
		return "", true
	case "default":
		return strconv.Itoa(39 + shift), true
	}
	plain, bright := strings.CutPrefix(word, "bright")
	for i, n := range names {
		if n == plain {
			if bright {
				shift += 60
			}
			return strconv.Itoa(30 + i + shift), true
		}
	}
	if hex, ok := strings.CutPrefix(word, "#"); ok && len(hex) == 6 {
		v, err := strconv.ParseUint(hex, 16, 32)
		return fmt.Sprintf("%d;2;%d;%d;%d", 38+shift, v>>16, v>>8&255, v&255), err == nil
	}
	n, err := strconv.Atoi(word)
	switch {
	case err != nil || n < 0 || n > 255:
		return "", false
	case n < 8:
		return strconv.Itoa(30 + n + shift), true
	case n < 16:
		return strconv.Itoa(90 + n - 8 + shift), true
	}
	return fmt.Sprintf("%d;5;%d", 38+shift, n), true
}
