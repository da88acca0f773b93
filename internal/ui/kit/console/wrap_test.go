package console

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func wrapped(text string, columns int, words bool) []string {
	letters := []rune(text)
	starts := append(wrap(letters, columns, words), len(letters))
	var rows []string
	for i := range len(starts) - 1 {
		rows = append(rows, string(letters[starts[i]:starts[i+1]]))
	}
	return rows
}

func TestWrap_keepsWordsWhole(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"ten letters", "ten |letters"},
		{"exactly te n", "exactly te |n"},
		{"a word-that-is-long", "a |word-that-|is-long"},
		{"    indented text", "    indent|ed text"},
		{"              far", "          |    far"},
	} {
		if got := strings.Join(wrapped(c.text, 10, true), "|"); got != c.want {
			t.Errorf("%q became %q, want %q", c.text, got, c.want)
		}
	}
	if got := strings.Join(wrapped("ten letters", 10, false), "|"); got != "ten letter|s" {
		t.Errorf("as it is: %q", got)
	}
}

func TestWrap_losesNothingAndFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab é "))).Draw(t, "text")
		columns := rapid.IntRange(1, 12).Draw(t, "columns")
		rows := wrapped(text, columns, rapid.Bool().Draw(t, "words"))
		if strings.Join(rows, "") != text {
			t.Fatalf("%q became %q", text, rows)
		}
		for _, r := range rows {
			if n := len([]rune(r)); n > columns+1 || n == columns+1 && !strings.HasSuffix(r, " ") {
				t.Fatalf("%q is wider than %d", r, columns)
			}
		}
	})
}
