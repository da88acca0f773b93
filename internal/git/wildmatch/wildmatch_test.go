package wildmatch

import (
	"strings"
	"testing"
	"time"
)

func TestMatch_agreesWithTheManual(t *testing.T) {
	cases := []struct {
		pattern, name string
		pathname, any bool
	}{
		{"foo", "foo", true, true},
		{"foo", "bar", false, false},
		{"*.c", "a.c", true, true},
		{"*.c", "d/a.c", false, true},
		{"d/*.c", "d/e/a.c", false, true},
		{"**/a", "a", true, false},
		{"**/a", "x/a", true, true},
		{"**/a", "xa", false, false},
		{"a/**/b", "a/b", true, false},
		{"a/**/b", "a/x/y/b", true, true},
		{"a/**/b", "a/xb", false, false},
		{"a/**", "a/b/c", true, true},
		{"a/**", "a", false, false},
		{"a**b", "axb", true, true},
		{"a**b", "ax/b", false, true},
		{"**", "a/b", true, true},
		{"?", "/", false, true},
		{"[a-c]x", "bx", true, true},
		{"[!a-c]x", "bx", false, false},
		{"[]]", "]", true, true},
		{"[]-a]", "^", true, true},
		{"[a", "a", false, false},
		{"[[:digit:]]*", "1a", true, true},
		{"[[:nope:]]", "a", false, false},
		{`\*`, "*", true, true},
		{`\*`, "a", false, false},
		{"*a*b", "xaxxb", true, true},
		{"**/*/x", "a/x", true, false},
		{"**/*/x", "x", false, false},
		{"**/a/*/b/**/c", "q/a/r/b/s/t/c", true, true},
		{"", "", true, true},
		{"*", "", true, true},
	}
	for _, c := range cases {
		if got := Match(c.pattern, c.name, Pathname); got != c.pathname {
			t.Errorf("Match(%q, %q, Pathname) = %v", c.pattern, c.name, got)
		}
		if got := Match(c.pattern, c.name, 0); got != c.any {
			t.Errorf("Match(%q, %q, 0) = %v", c.pattern, c.name, got)
		}
	}
}

func TestMatch_foldsCaseOnRequest(t *testing.T) {
	if !Match("READ*[a-c]", "readmeB", CaseFold) || Match("READ*", "readme", 0) {
		t.Error("case is not folded as asked")
	}
}

func TestMatch_isNotExponential(t *testing.T) {
	start := time.Now()
	Match(strings.Repeat("*a", 50)+"b", strings.Repeat("a", 5000), Pathname)
	Match(strings.Repeat("**/a/", 50)+"b", strings.Repeat("a/", 5000), Pathname)
	if time.Since(start) > 5*time.Second {
		t.Error("a pattern of many stars takes too long")
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("a/**/[b-d]*", "a/x/c")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if len(pattern) > 200 || len(name) > 200 {
			t.Skip()
		}
		Match(pattern, name, Pathname)
		Match(pattern, name, CaseFold)
		if !HasMeta(pattern) && Match(pattern, name, Pathname) != (pattern == name) {
			t.Errorf("a pattern without special characters must match itself only: %q %q", pattern, name)
		}
	})
}
