package diff

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// noStore has no objects: these tests hand the contents in.
type noStore struct{}

func (noStore) Blob(h plumbing.Hash) ([]byte, error) { return nil, &object.MissingError{Hash: h} }

func file(path, text string) *File {
	f := &File{Path: path, Mode: filemode.Regular, Hash: object.HashOf(plumbing.BlobObject, []byte(text))}
	f.SetContent([]byte(text))
	return f
}

func options() *Options { return DefaultOptions(Env{Blobs: noStore{}}) }

func format(t *testing.T, o *Options, pairs ...Pair) string {
	t.Helper()
	refined, err := o.Refine(pairs)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := Format(&out, refined, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func numbered(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	return b.String()
}

func TestFormat_aChangedFileIsAPatch(t *testing.T) {
	o := options()
	o.Formats = Patch
	got := format(t, o, NewPair(file("a b", "1\n2\n3\n"), file("a b", "1\ntwo\n3")))
	want := "diff --git a/a b b/a b\nindex 01e79c3..1c4ea36 100644\n--- a/a b\t\n+++ b/a b\t\n" +
		"@@ -1,3 +1,3 @@\n 1\n-2\n-3\n+two\n+3\n\\ No newline at end of file\n"
	// The hashes are checked by the twin runs; here it is the shape that counts.
	strip := func(s string) string { return strings.SplitN(s, "index ", 2)[0] + s[strings.Index(s, "\n---"):] }
	if strip(got) != strip(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFormat_aMovedFileIsARename(t *testing.T) {
	o := options()
	o.Formats = NameStatus
	text := numbered(1, 40)
	got := format(t, o,
		NewPair(Absent("new"), file("new", text+"more\n")),
		NewPair(file("old", text), Absent("old")))
	if got != "R098\told\tnew\n" {
		t.Errorf("got %q", got)
	}
}

func TestRefine_theLastOfSeveralIsTheRename(t *testing.T) {
	o := options()
	o.Detect = Copies
	text := numbered(1, 40)
	pairs, err := o.Refine([]Pair{
		NewPair(Absent("a"), file("a", text)), NewPair(Absent("b"), file("b", text)),
		NewPair(file("old", text), Absent("old")),
	})
	if err != nil || len(pairs) != 2 || pairs[0].Status != Copied || pairs[1].Status != Renamed {
		t.Errorf("%+v, %v", pairs, err)
	}
}

func TestRefine_filters(t *testing.T) {
	o := options()
	o.Filter = Filter{Want: "D"}
	o.Detect = NoRenames
	pairs, err := o.Refine([]Pair{
		NewPair(Absent("a"), file("a", "1\n")), NewPair(file("b", "2\n"), Absent("b")),
	})
	if err != nil || len(pairs) != 1 || pairs[0].Status != Deleted {
		t.Errorf("%+v, %v", pairs, err)
	}
}

func TestRenameName_joinsWhatIsCommon(t *testing.T) {
	for _, c := range [][3]string{
		{"a", "b", "a => b"},
		{"d/a", "d/b", "d/{a => b}"},
		{"x/f", "y/f", "{x => y}/f"},
		{"a/x/f", "a/f", "a/{x => }/f"},
		{"f", "a/f", "f => a/f"},
		{"a/b/c", "a/c/c", "a/{b => c}/c"},
		{"t\tb", "c", "\"t\\tb\" => c"},
	} {
		if got := renameName(c[0], c[1], true); got != c[2] {
			t.Errorf("renameName(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestTotalLine_namesWhatThereIs(t *testing.T) {
	for want, n := range map[string][3]int{
		" 0 files changed\n":                                 {0, 0, 0},
		" 1 file changed, 1 insertion(+)\n":                  {1, 1, 0},
		" 2 files changed, 3 deletions(-)\n":                 {2, 0, 3},
		" 1 file changed, 0 insertions(+), 0 deletions(-)\n": {1, 0, 0},
		" 3 files changed, 2 insertions(+), 1 deletion(-)\n": {3, 2, 1},
	} {
		if got := TotalLine(n[0], n[1], n[2]); got != want {
			t.Errorf("%v: %q, want %q", n, got, want)
		}
	}
}

func TestFormat_wordsInEachStyle(t *testing.T) {
	for want, mode := range map[string]WordMode{
		"the [-quick-]{+slow+} fox\n":      PlainWords,
		" the \n-quick\n+slow\n  fox\n~\n": PorcelainWords,
	} {
		o := options()
		o.Formats, o.Words = Patch, mode
		got := format(t, o, NewPair(file("f", "the quick fox\n"), file("f", "the slow fox\n")))
		if !strings.HasSuffix(got, "@@\n"+want) {
			t.Errorf("got %q, want it to end in %q", got, want)
		}
	}
}

func TestRules_findWhiteSpaceErrors(t *testing.T) {
	all, err := ParseRules("indent-with-non-tab")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"a ":        "trailing whitespace",
		" \ta":      "space before tab in indent",
		"        a": "indent with spaces",
		"a":         "",
	} {
		if got := strings.Join(all.inspect(text).names, ", "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFormatCombined_showsLinesThatDifferFromAllParents(t *testing.T) {
	o := options()
	o.Formats = Patch
	c := Combined{
		Path: "f", Result: file("f", "1\nboth\n3\n"),
		Parents: []File{*file("f", "1\nours\n3\n"), *file("f", "1\ntheirs\n3\n")},
	}
	var out bytes.Buffer
	if _, err := FormatCombined(&out, []Combined{c}, o); err != nil {
		t.Fatal(err)
	}
	want := "@@@ -1,3 -1,3 +1,3 @@@\n  1\n- ours\n -theirs\n++both\n  3\n"
	if got := out.String(); !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
}

func TestBuiltinDriver_knowsHeadings(t *testing.T) {
	for name, line := range map[string]string{
		"python": "    def foo(self):\n", "golang": "func main() {\n", "markdown": "## Part\n", "rust": "pub fn x() {\n",
	} {
		d := BuiltinDriver(name)
		if d.Heading == nil {
			t.Errorf("%s has no headings", name)
			continue
		}
		if _, ok := d.Heading(line); !ok {
			t.Errorf("%s: %q is no heading", name, line)
		}
	}
	if BuiltinDriver("nosuch").Heading != nil {
		t.Error("an unknown driver has headings")
	}
}

func FuzzFormat(f *testing.F) {
	f.Add("a\nb\n", "a\nc\n", uint16(0x3ff))
	f.Add("", "\x00", uint16(1))
	f.Fuzz(func(t *testing.T, a, b string, formats uint16) {
		o := options()
		o.Formats = Formats(formats) &^ NoOutput
		o.Words = WordMode(formats >> 8 % 4)
		o.Break = formats&0x8000 != 0
		pairs, err := o.Refine([]Pair{NewPair(file("x", a), file("x", b))})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := Format(&out, pairs, o); err != nil {
			t.Fatal(err)
		}
	})
}
