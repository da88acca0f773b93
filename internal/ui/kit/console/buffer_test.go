package console

import (
	"strings"
	"testing"
)

func FuzzBuffer(f *testing.F) {
	f.Add("\x1b[1;31mx\x1b[38;5;300m\x1b[48;2;1;2m\t\r\x00\n", "\x1b[")
	f.Fuzz(func(t *testing.T, first, second string) {
		b := buffer{limit: 10}
		b.write(first)
		b.write(second)
		if len(b.rows) > 10 {
			t.Errorf("%d rows kept", len(b.rows))
		}
		for _, r := range b.rows {
			if strings.ContainsAny(r.text(), "\x00\x1b\n\t") {
				t.Errorf("a control character is left in %q", r.text())
			}
		}
	})
}

func TestCommandsOf_joinsWhatBelongsTogether(t *testing.T) {
	got := commandsOf("a\n\nb 'c\nd'\ne \\\nf", openQuote)
	if want := "a|b 'c\nd'|e \\\nf"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}
