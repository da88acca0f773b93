package regex

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// Every pattern is asked of the C library too, through grep.
func TestCompile_matchesWhatGrepMatches(t *testing.T) {
	grep, err := exec.LookPath("grep")
	if err != nil {
		t.Skip("no grep to compare with")
	}
	texts := []string{"abc", "a+b", "aab", "a(b)", "foo_bar", "x{2}", "xx", "^a", "a$b", "*a", "[x]", `a\b`, "foo bar", "a|b", "ab12", "", "A-B", "a.b", "a]b", "aaa"}
	patterns := []string{"a+b", `a\+b`, "a*b", "*a", "^a", "a^", "a$", "$b", "(b)", `\(b\)`, "x{2}", `x\{2\}`, "a|b", `a\|b`,
		"[[:digit:]]", "[^a]", "[]x]", `[\]`, `\bfoo\b`, `\<bar\>`, `\w_\w`, "a.b", `a\.b`, "^$", "a?", `a\?b`, "(a|x)+", "[a-c]*$", "x{1,}", "^*a", `\(^a\)`, "a**"}
	for _, f := range []struct {
		flavor Flavor
		arg    string
	}{{Basic, "-G"}, {Extended, "-E"}, {Fixed, "-F"}} {
		for _, p := range patterns {
			if f.flavor == Extended && (p == "*a" || p == "^*a") {
				continue // grep takes them for themselves, Git refuses them
			}
			re, err := Compile(p, f.flavor, false)
			if err != nil {
				t.Errorf("%s %q: %v", f.arg, p, err)
				continue
			}
			for _, text := range texts {
				cmd := exec.Command("sh", "-c", `printf '%s\n' "$1" | "$2" -q "$3" -e "$4"`, "sh", text, grep, f.arg, p)
				want := cmd.Run() == nil
				if got := re.MatchString(text); got != want {
					t.Errorf("%s %q on %q: got %v, want %v", f.arg, p, text, got, want)
				}
			}
		}
	}
}

func TestCompile_saysWhatIsWrong(t *testing.T) {
	for pattern, want := range map[string]string{
		"[a": "Unmatched [, [^, [:, [., or [=", `\(a`: `Unmatched ( or \(`, `a\`: "Trailing backslash",
		`\(a\)\1`: "Back-references are not supported here",
	} {
		_, err := Compile(pattern, Basic, false)
		var e *Error
		if !errors.As(err, &e) || e.Text != want {
			t.Errorf("%q: %v, want %s", pattern, err, want)
		}
	}
}

func FuzzCompile_neverPanics(f *testing.F) {
	for _, s := range []string{"a**", "[[:x:]]", `\{`, "x{,3}", "(((", "[^]", `\`} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		for _, flavor := range []Flavor{Basic, Extended, Fixed} {
			if re, err := Compile(s, flavor, true); err == nil {
				re.MatchString(s)
			}
		}
	})
}

// Go's own limit is a thousand repetitions.
func TestCompile_repeatsMoreThanAThousandTimes(t *testing.T) {
	zeros := strings.Repeat("0", 4096)
	for _, c := range []struct {
		pattern string
		flavor  Flavor
		text    string
		want    bool
	}{
		{"^(0{64}){64}$", Extended, zeros, true},
		{"^(0{64}){64}$", Extended, zeros[1:], false},
		{"^0{4096}$", Extended, zeros, true},
		{`^\(0\{64\}\)\{63,64\}$`, Basic, zeros, true},
		{`^\(0\{64\}\)\{20,\}x\{0,2\}$`, Basic, zeros, true},
		{"^([0]{64}|a){62,63}$", Extended, zeros, false},
		{"^(((0{16}){16}){16}){1}b{0}$", Extended, zeros, true},
		{`^(\.{40}){40}$`, Extended, strings.Repeat(".", 1600), true},
	} {
		re, err := Compile(c.pattern, c.flavor, false)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		if got := re.MatchString(c.text); got != c.want {
			t.Errorf("%s: got %v", c.pattern, got)
		}
	}
	for _, pattern := range []string{"a{40000}", "((a{1000}){1000}){1000}", "(a{60}){70,20}", `\(a\{900\}\)\{9000\}`} {
		flavor := Extended
		if strings.HasPrefix(pattern, `\`) {
			flavor = Basic
		}
		if _, err := Compile(pattern, flavor, false); err == nil {
			t.Errorf("%s compiles", pattern)
		}
	}
}
