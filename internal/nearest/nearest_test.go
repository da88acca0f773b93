package nearest_test

import (
	"testing"

	"cairn/internal/nearest"
)

func TestOf_namesWhatWasProbablyMeant(t *testing.T) {
	words := []string{"branch", "commit", "file", "head", "tag"}
	cases := map[string]string{
		"brnach": "branch", "comit": "commit", "fle": "file", "heads": "head",
		"file": "file", "xyzzy": "", "": "", "remote": "",
	}
	for word, want := range cases {
		got, ok := nearest.Of(word, words)
		if got != want || ok != (want != "") {
			t.Errorf("Of(%q) = %q, %t; want %q", word, got, ok, want)
		}
	}
}
