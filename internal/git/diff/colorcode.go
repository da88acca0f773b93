package diff

import (
	"fmt"
	"strconv"
	"strings"
)

// ColorCode is the escape sequence of a colour setting (git-config(1), "color"):
// up to two colours, foreground first, and attributes.
func ColorCode(value string) (string, error) {
	var codes []string
	background := false
	for _, word := range strings.Fields(strings.ToLower(value)) {
		code, isColor, ok := colorWord(word, background)
		if !ok {
			return "", fmt.Errorf("invalid color value: %s", value)
		}
		background = background || isColor
		if code != "" {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return "", nil
	}
	return "\x1b[" + strings.Join(codes, ";") + "m", nil
}

func colorWord(word string, background bool) (code string, isColor, ok bool) {
	attributes := map[string]string{
		"bold": "1", "dim": "2", "italic": "3", "ul": "4", "blink": "5", "reverse": "7", "strike": "9",
		"nobold": "22", "no-bold": "22", "nodim": "22", "no-dim": "22", "noul": "24", "no-ul": "24",
		"noreverse": "27", "no-reverse": "27", "reset": "",
	}
	if a, found := attributes[word]; found {
		return a, false, true
	}
	base := 30
	if background {
		base = 40
	}
	name, bright := strings.CutPrefix(word, "bright")
	for i, known := range []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"} {
		if name == known {
			if bright {
				base += 60
			}
			return strconv.Itoa(base + i), true, true
		}
	}
	switch word {
	case "normal", "-1":
		return "", true, true
	case "default":
		return strconv.Itoa(base + 9), true, true
	}
	if len(word) == 7 && word[0] == '#' {
		rgb, err := strconv.ParseUint(word[1:], 16, 32)
		return fmt.Sprintf("%d;2;%d;%d;%d", base+8, rgb>>16, rgb>>8&255, rgb&255), true, err == nil
	}
	n, err := strconv.Atoi(word)
	switch {
	case err != nil || n < 0 || n > 255:
		return "", false, false
	case n < 8:
		return strconv.Itoa(base + n), true, true
	case n < 16:
		return strconv.Itoa(base + 60 + n - 8), true, true
	}
	return fmt.Sprintf("%d;5;%d", base+8, n), true, true
}
