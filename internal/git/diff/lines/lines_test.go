package lines

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// patched rebuilds the new text from the old one and the changes.
func patched(a, b []string, changes []Change) string {
	var out strings.Builder
	at := 0
	for _, c := range changes {
		out.WriteString(strings.Join(a[at:c.OldStart], ""))
		out.WriteString(strings.Join(b[c.NewStart:c.NewEnd()], ""))
		at = c.OldEnd()
	}
	out.WriteString(strings.Join(a[at:], ""))
	return out.String()
}

func drawText(t *rapid.T, name string) string {
	line := rapid.SampledFrom([]string{"a\n", "b\n", "\n", "  x\n", "}\n", "\ty\r\n", "end"})
	return strings.Join(rapid.SliceOfN(line, 0, 40).Draw(t, name), "")
}

func TestCompare_changesLeadFromOldToNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := SplitString(drawText(t, "a")), SplitString(drawText(t, "b"))
		opts := Options{
			Algorithm:       Algorithm(rapid.IntRange(int(Myers), int(Histogram)).Draw(t, "algorithm")),
			IndentHeuristic: rapid.Bool().Draw(t, "indent"),
			Anchors:         []string{"b"},
		}
		if got, want := patched(a, b, Compare(a, b, opts)), strings.Join(b, ""); got != want {
			t.Fatalf("the changes give %q, want %q", got, want)
		}
	})
}

func TestCompare_equalTextsHaveNoChange(t *testing.T) {
	text := SplitString("one\ntwo\nthree")
	for _, alg := range []Algorithm{Myers, Minimal, Patience, Histogram} {
		if got := Compare(text, text, Options{Algorithm: alg}); len(got) != 0 {
			t.Errorf("algorithm %d finds %v between equal texts", alg, got)
		}
	}
}

func TestCompare_slidesToTheFunctionBoundary(t *testing.T) {
	old := SplitString("def a():\n    x = 1\n\n\ndef c():\n    x = 1\n")
	after := SplitString("def a():\n    x = 1\n\n\ndef b():\n    x = 1\n\n\ndef c():\n    x = 1\n")
	got := Compare(old, after, Options{IndentHeuristic: true})
	want := Change{OldStart: 4, NewStart: 4, NewCount: 4}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %v, want the whole of b(): %v", got, want)
	}
}

func TestCompare_whitespaceFlags(t *testing.T) {
	cases := map[string]struct {
		ws   Whitespace
		a, b string
		same bool
	}{
		"all space":               {IgnoreAllSpace, "a b\n", "ab\n", true},
		"change needs some space": {IgnoreSpaceChange, "a b\n", "ab\n", false},
		"change":                  {IgnoreSpaceChange, "a \t b \n", "a b\n", true},
		"end of line":             {IgnoreSpaceAtEOL, "a \r\n", "a\n", true},
		"end of line, not middle": {IgnoreSpaceAtEOL, "a  b\n", "a b\n", false},
		"carriage return":         {IgnoreCRAtEOL, "a\r\n", "a\n", true},
		"form feed is no space":   {IgnoreAllSpace, "a\f\n", "a\n", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := Compare(SplitString(c.a), SplitString(c.b), Options{Whitespace: c.ws})
			if (len(got) == 0) != c.same {
				t.Errorf("%q against %q: %v", c.a, c.b, got)
			}
		})
	}
}

func TestHunks_ignorableChangesAloneMakeNoHunk(t *testing.T) {
	a, b := SplitString("a\nb\n"), SplitString("a\n\nb\n")
	got := Hunks(a, b, Compare(a, b, Options{}), Layout{Context: 3, Ignorable: Whitespace(0).IsBlank})
	if len(got) != 0 {
		t.Errorf("a blank line alone gives %v", got)
	}
}

func TestHunks_headingIsTheFunctionAbove(t *testing.T) {
	a := SplitString("func one() {\n1\n2\n3\n4\n5\n}\n")
	b := SplitString("func one() {\n1\n2\n3\n4\nfive\n}\n")
	got := Hunks(a, b, Compare(a, b, Options{}), Layout{Context: 2, Heading: DefaultHeading})
	if len(got) != 1 || got[0].Heading != "func one() {" {
		t.Errorf("got %+v", got)
	}
}

func FuzzHunks(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nc\n", 3, true)
	f.Add("", "x", 0, false)
	f.Fuzz(func(t *testing.T, x, y string, context int, function bool) {
		a, b := SplitString(x), SplitString(y)
		l := Layout{
			Context: context & 7, FunctionContext: function, Heading: DefaultHeading,
			Ignorable: IgnoreAllSpace.IsBlank,
		}
		changes := Compare(a, b, Options{Algorithm: Histogram})
		for _, h := range Hunks(a, b, changes, l) {
			if h.OldStart < 0 || h.NewStart < 0 || h.OldStart+h.OldCount > len(a) {
				t.Fatalf("hunk out of range: %+v", h)
			}
		}
	})
}
