package hunks

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/git/diff"
)

// patchOf writes the patch between two texts.
func patchOf(t interface{ Fatal(...any) }, before, after string) string {
	old := &diff.File{Path: "f", Mode: 0o100644}
	old.SetContent([]byte(before))
	fresh := &diff.File{Path: "f", Mode: 0o100644}
	fresh.SetContent([]byte(after))
	o := diff.DefaultOptions(diff.Env{})
	o.Formats = diff.Patch
	var buf bytes.Buffer
	if _, err := diff.Format(&buf, []diff.Pair{diff.NewPair(old, fresh)}, o); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func texts(t *rapid.T) (before, after string) {
	line := rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "\n", "x y\n"})
	lines := rapid.SliceOfN(line, 0, 40).Draw(t, "lines")
	end := rapid.SampledFrom([]string{"", "", "tail"})
	before = strings.Join(lines, "") + end.Draw(t, "end")
	for i := range lines {
		switch rapid.IntRange(0, 9).Draw(t, "change") {
		case 0:
			lines[i] = "new\n"
		case 1:
			lines[i] = ""
		case 2:
			lines[i] += "more\n"
		}
	}
	return before, strings.Join(lines, "") + end.Draw(t, "other end")
}

func TestApply_takesAllHunksThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := texts(t)
		f, err := Parse(patchOf(t, before, after), "")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Apply(before, f.Hunks, false); err != nil || got != after {
			t.Fatalf("forward: %q, %v, want %q", got, err, after)
		}
		if got, err := Apply(after, f.Hunks, true); err != nil || got != before {
			t.Fatalf("back: %q, %v, want %q", got, err, before)
		}
	})
}

func TestSplit_partsMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := texts(t)
		f, err := Parse(patchOf(t, before, after), "")
		if err != nil {
			t.Fatal(err)
		}
		var parts []*Hunk
		for _, h := range f.Hunks {
			parts = append(parts, h.Split()...)
		}
		if got, err := Apply(before, parts, false); err != nil || got != after {
			t.Fatalf("%q, %v, want %q", got, err, after)
		}
		for _, p := range parts {
			if n := len(p.groups()); n != 1 {
				t.Fatalf("a part has %d runs of changes", n)
			}
			if again, err := Parse(p.Text(), ""); err != nil || again.Hunks[0].OldCount != p.OldCount {
				t.Fatalf("a part is no hunk: %v", err)
			}
		}
	})
}

func TestEdit_countsAnew(t *testing.T) {
	h := &Hunk{OldStart: 4, OldCount: 3, NewStart: 4, NewCount: 3, Heading: " f()"}
	got, err := h.Edit(" a\n-b\n+c\n+d\n\n")
	if err != nil || got.Header() != "@@ -4,3 +4,4 @@ f()\n" {
		t.Errorf("%v %v", got, err)
	}
	if _, err := h.Edit("?\n"); err == nil {
		t.Error("a line without a marker was taken")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@ x\n a\n-b\n+c\n", "a\nb\n")
	f.Fuzz(func(_ *testing.T, patch, text string) {
		file, err := Parse(patch, "")
		if err != nil {
			return
		}
		for _, h := range file.Hunks {
			h.Split()
			_ = h.Summary()
			_, _ = h.Edit(patch)
		}
		_, _ = Apply(text, file.Hunks, false)
		_, _ = Apply(text, file.Hunks, true)
	})
}
