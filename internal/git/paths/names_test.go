package paths

import "testing"

func TestKeptByWindows_refusesNamesThatMeanAnotherFile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"a": true, ".a": true, "a.b": true, "a b/c": true, "../a": true, "./a": true, "é/日本": true, "a'b&c;d%e#f": true,
		"a.": false, "a ": false, "a./b": false, "a /b": false, "...": false, "a:b": false, "a::$DATA": false,
		"a?": false, "a*b": false, `a"b`: false, "a<b": false, "a>b": false, "a|b": false, "a\tb": false, "a\x01": false,
	} {
		if got := keptByWindows(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestFold_knowsTheCaseOfASCIIOnly(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "", "abc/d": "abc/d", "aBC/D[Z@": "abc/d[z@", "ÄÖ.TXT": "ÄÖ.txt"} {
		if got := Fold(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
