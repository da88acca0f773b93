package lineranges

import (
	"testing"

	"cairn/internal/git/diff/lines"
)

func file() Params {
	return Params{Name: "f", Heading: lines.DefaultHeading, Lines: lines.SplitString(
		"func a()\n\tone\n\ttwo\n\nfunc b()\n\tthree\n\tfour\n")}
}

func TestParse_readsEveryForm(t *testing.T) {
	for spec, want := range map[string]Range{
		"2,3": {1, 3}, "3,2": {1, 3}, "2,+2": {1, 3}, "3,-2": {1, 3}, "5": {4, 7}, ",2": {0, 2}, "2,99": {1, 7},
		"/one/,/two/": {1, 3}, "/three/,+1": {5, 6}, ":a": {0, 4}, ":b": {4, 7},
	} {
		got, err := Parse(spec, file(), 0)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", spec, got, err, want)
		}
	}
	for spec, want := range map[string]string{
		"9": "file f has only 7 lines", "0,1": "-L invalid line number: 0",
		"/none/": "-L parameter 'none' starting at line 1: No match", ":none": "-L parameter 'none' starting at line 1: no match",
		"1,+0": "-L invalid empty range",
	} {
		if _, err := Parse(spec, file(), 0); err == nil || err.Error() != want {
			t.Errorf("%s: %v", spec, err)
		}
	}
}

func FuzzParse_staysInTheFile(f *testing.F) {
	for _, s := range []string{"1,2", "/a/,+3", ":x", "^/b/", "-1", "1,-99", "/\\/", "5,x"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, spec string, after int) {
		if after < 0 || after > 7 {
			return
		}
		r, err := Parse(spec, file(), after)
		if err == nil && (r.Start < 0 || r.End > 7 || r.Start > r.End) {
			t.Errorf("%q: %v", spec, r)
		}
	})
}
