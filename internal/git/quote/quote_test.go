package quote

import "testing"

func TestPath_quotesWhatGitQuotes(t *testing.T) {
	cases := []struct {
		path string
		high bool
		want string
	}{
		{"x y", true, "x y"},
		{"t\tb", true, `"t\tb"`},
		{`x"y z`, true, `"x\"y z"`},
		{"ä", true, `"\303\244"`},
		{"ä", false, "ä"},
		{"\x01", false, `"\001"`},
		{"\x7f", false, `"\177"`},
		{`a\b`, true, `"a\\b"`},
	}
	for _, c := range cases {
		if got := Path(c.path, c.high); got != c.want {
			t.Errorf("Path(%q, %v) = %s, want %s", c.path, c.high, got, c.want)
		}
	}
}

func FuzzUnquote(f *testing.F) {
	f.Add("a\tb")
	f.Add(`"\303`)
	f.Fuzz(func(t *testing.T, s string) {
		_, _, _ = Unquote(s)
		if !Needed(s, true) {
			return
		}
		got, rest, err := Unquote(Path(s, true) + " x")
		if err != nil || got != s || rest != " x" {
			t.Fatalf("%q comes back as %q, %q, %v", s, got, rest, err)
		}
	})
}

func TestUnquote_readsEveryOctalDigit(t *testing.T) {
	for text, want := range map[string]string{`"\150ead"`: "head", `"\377\001\170"`: "\xff\x01x"} {
		if got, _, err := Unquote(text); err != nil || got != want {
			t.Errorf("Unquote(%s) = %q, %v, want %q", text, got, err, want)
		}
	}
}
