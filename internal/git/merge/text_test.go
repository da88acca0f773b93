package merge

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawText(t *rapid.T, name string) string {
	line := rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "\n", "}\n", "x\r\n", "end"})
	return strings.Join(rapid.SliceOfN(line, 0, 12).Draw(t, name), "")
}

func labels() TextOptions { return TextOptions{Ours: "ours", Theirs: "theirs", Base: "base"} }

func TestText_anUnchangedSideGivesTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, other := drawText(t, "base"), drawText(t, "other")
		if got, n := Text([]byte(base), []byte(base), []byte(other), labels()); n != 0 || string(got) != other {
			t.Fatalf("only theirs changed: %q, %d conflicts, want %q", got, n, other)
		}
		if got, n := Text([]byte(base), []byte(other), []byte(base), labels()); n != 0 || string(got) != other {
			t.Fatalf("only ours changed: %q, %d conflicts, want %q", got, n, other)
		}
	})
}

func TestText_theSameChangeOnBothSidesIsNoConflict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, both := drawText(t, "base"), drawText(t, "both")
		got, n := Text([]byte(base), []byte(both), []byte(both), labels())
		if n != 0 || string(got) != both {
			t.Fatalf("%q, %d conflicts, want %q", got, n, both)
		}
	})
}

func TestText_favouringASideLeavesNoMarker(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := labels()
		o.Favor = rapid.SampledFrom([]Favor{FavorOurs, FavorTheirs, FavorUnion}).Draw(t, "favor")
		got, n := Text([]byte(drawText(t, "base")), []byte(drawText(t, "ours")), []byte(drawText(t, "theirs")), o)
		if n != 0 || strings.Contains(string(got), "<<<<<<<") {
			t.Fatalf("%d conflicts: %q", n, got)
		}
	})
}

func TestText_conflictsAreShownInEachStyle(t *testing.T) {
	base, ours, theirs := "1\n2\n3\n", "1\nsame\ntwo\n3\n", "1\nsame\nzwei\n3\n"
	cases := map[string]struct {
		style Style
		want  string
	}{
		"merge":  {StyleMerge, "1\nsame\n<<<<<<< ours\ntwo\n=======\nzwei\n>>>>>>> theirs\n3\n"},
		"diff3":  {StyleDiff3, "1\n<<<<<<< ours\nsame\ntwo\n||||||| base\n2\n=======\nsame\nzwei\n>>>>>>> theirs\n3\n"},
		"zdiff3": {StyleZDiff3, "1\nsame\n<<<<<<< ours\ntwo\n||||||| base\n2\n=======\nzwei\n>>>>>>> theirs\n3\n"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := labels()
			o.Style = c.style
			got, n := Text([]byte(base), []byte(ours), []byte(theirs), o)
			if n != 1 || string(got) != c.want {
				t.Errorf("%d conflicts\n%s\nwant\n%s", n, got, c.want)
			}
		})
	}
}

func TestText_conflictsThreeLinesApartAreJoined(t *testing.T) {
	for gap, want := range map[string]int{"x\ny\nz\n": 1, "x\ny\nz\nw\n": 2} {
		base := "1\n" + gap + "2\n"
		ours, theirs := "A\n"+gap+"B\n", "C\n"+gap+"D\n"
		if _, n := Text([]byte(base), []byte(ours), []byte(theirs), labels()); n != want {
			t.Errorf("gap %q: %d conflicts, want %d", gap, n, want)
		}
	}
}

func TestText_markersEndAsTheLinesAroundThem(t *testing.T) {
	got, _ := Text([]byte("a\r\nb\r\n"), []byte("a\r\nx\r\n"), []byte("a\r\ny\r\n"), labels())
	want := "a\r\n<<<<<<< ours\r\nx\r\n=======\r\ny\r\n>>>>>>> theirs\r\n"
	if string(got) != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\nb\n", "a\nc\n", "a\nd\n", uint8(0))
	f.Add("", "x", "y\r\n", uint8(2))
	f.Fuzz(func(t *testing.T, base, ours, theirs string, style uint8) {
		o := labels()
		o.Style = Style(style % 3)
		got, n := Text([]byte(base), []byte(ours), []byte(theirs), o)
		if marks := strings.Count(string(got), "<<<<<<< ours"); n > marks {
			t.Fatalf("%d conflicts, but %d markers in %q", n, marks, got)
		}
	})
}
