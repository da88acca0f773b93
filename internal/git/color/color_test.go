package color

import "testing"

// The right side was printed by `git config --get-color x.y VALUE` of Git 2.39.5.
func TestParse_writesWhatGitWrites(t *testing.T) {
	for in, want := range map[string]string{
		"bold red": "\x1b[1;31m", "red blue": "\x1b[31;44m", "ul bold red": "\x1b[1;4;31m",
		"brightred": "\x1b[91m", "214 17": "\x1b[38;5;214;48;5;17m", "#ff0000 blue": "\x1b[38;2;255;0;0;44m",
		"normal red": "\x1b[41m", "default": "\x1b[39m", "reset": "\x1b[m", "reset bold red": "\x1b[;1;31m",
		"no-bold red": "\x1b[22;31m", "italic strike dim reverse blink ul bold green": "\x1b[1;2;3;4;5;7;9;32m",
		"brightgreen": "\x1b[92m", "bold red blue": "\x1b[1;31;44m", "": "", "8": "\x1b[90m", "-1": "", "brightblue brightgreen": "\x1b[94;102m", "default default": "\x1b[39;49m",
		"noul noblink noreverse noitalic nostrike nodim nobold": "\x1b[22;23;24;25;27;29m",
	} {
		if got, err := Parse(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"red red red", "mauve-ish", "purple", "#f00", "256", "#gggggg"} {
		if got, err := Parse(in); err == nil {
			t.Errorf("%q: got %q, want an error", in, got)
		}
	}
}

func FuzzParse_neverPanics(f *testing.F) {
	f.Add("bold #12345")
	f.Fuzz(func(_ *testing.T, s string) { _, _ = Parse(s) })
}
