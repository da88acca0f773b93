package pretty

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"

	"cairn/internal/git/date"
	"cairn/internal/git/object"
)

func example() *Item {
	when := time.Unix(1736157600, 0).In(time.FixedZone("", 3600))
	return &Item{Commit: &object.Commit{
		Hash:         plumbing.NewHash("1234567890123456789012345678901234567890"),
		TreeHash:     plumbing.NewHash("abcdefabcdefabcdefabcdefabcdefabcdefabcd"),
		ParentHashes: []plumbing.Hash{plumbing.NewHash("1111111111111111111111111111111111111111")},
		Author:       object.Signature{Name: "Ada", Email: "ada@example.com", When: when},
		Committer:    object.Signature{Name: "Grace", Email: "grace@example.com", When: when},
		Message:      "First line\nof the subject\n\nBody\twith tab\n\nSigned-off-by: Ada <ada@example.com>\n",
	}}
}

func printer() *Printer {
	return &Printer{Clock: date.Clock{Now: time.Unix(1736157700, 0), Zone: time.UTC}, TabWidth: -1}
}

func TestExpand_replacesPlaceholders(t *testing.T) {
	for format, want := range map[string]string{
		"%h %s": "1234567 First line of the subject", "%an <%ae> %al": "Ada <ada@example.com> ada",
		"%cn %cd": "Grace Mon Jan 6 11:00:00 2025 +0100", "%ad|%ar": "Mon Jan 6 11:00:00 2025 +0100|2 minutes ago",
		"%t %p": "abcdefa 1111111", "%f": "First-line-of-the-subject", "%%%n%x41": "%\nA",
		"%<(8,trunc)%s|": "First ..|", "%>(6)%an|": "   Ada|", "%><(7)%an|": "  Ada  |",
		"%(trailers:key=Signed-off-by,valueonly)": "Ada <ada@example.com>\n",
		"[%+d][%-d][% d]":                         "[][][]", "%m": ">", "%zz": "%zz", "%": "%", "%Cred%h": "1234567",
		"%w(12,1,2)%s": " First line\n  of the\n  subject",
	} {
		if diff := cmp.Diff(want, printer().Expand(format, example())); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

func TestMessage_writesNamedFormats(t *testing.T) {
	for name, want := range map[string]string{
		"oneline": "First line of the subject",
		"short":   "Author: Ada <ada@example.com>\n\n    First line\n    of the subject\n",
		"medium": "Author: Ada <ada@example.com>\nDate:   Mon Jan 6 11:00:00 2025 +0100\n\n" +
			"    First line\n    of the subject\n    \n    Body    with tab\n    \n    Signed-off-by: Ada <ada@example.com>\n",
		"reference": "1234567 (First line of the subject, 2025-01-06)",
	} {
		f, err := ParseFormat(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, printer().Message(f, example())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := ParseFormat("nope", nil); err == nil {
		t.Error("an unknown format is taken")
	}
}

func TestDecorations_putHeadFirst(t *testing.T) {
	h := example().Hash
	d := NewDecorations(false, "refs/heads/main")
	for _, name := range []string{"refs/heads/main", "refs/heads/topic", "refs/remotes/origin/main", "refs/tags/v1"} {
		d.Add(h, name)
	}
	d.Add(h, "HEAD")
	want := " (HEAD -> main, tag: v1, origin/main, topic)"
	if got := d.Write(h, Colors{}, " (", ", ", ")"); got != want {
		t.Errorf("got %q", got)
	}
}

func TestMailmap_prefersTheEntryWithTheName(t *testing.T) {
	m := ParseMailmap("# comment\nAda Lovelace <ada@example.com>\nOther <o@x> Ann <ada@example.com>\n<new@x> <old@x>\n")
	for in, want := range map[[2]string][2]string{
		{"a", "ADA@example.com"}:   {"Ada Lovelace", "ADA@example.com"},
		{"ann", "ada@example.com"}: {"Other", "o@x"}, {"n", "old@x"}: {"n", "new@x"}, {"n", "none"}: {"n", "none"},
	} {
		if n, e := m.Map(in[0], in[1]); n != want[0] || e != want[1] {
			t.Errorf("%v: got %s %s", in, n, e)
		}
	}
}

func FuzzExpand_neverPanics(f *testing.F) {
	for _, s := range []string{"%w(0,1", "%<(3,mtrunc)%s", "%>>|(10)%an", "%C(red", "%(trailers:key=x", "%+%-% ", "%x4", "%<(1,trunc)%<(2)%h", "%w(3,9,9)%B"} {
		f.Add(s, "subject\n\nbody\n")
	}
	f.Fuzz(func(t *testing.T, format, message string) {
		it := example()
		it.Message = message
		out := printer().Expand(format, it)
		if !strings.Contains(format, "%") && !utf8.ValidString(out) && utf8.ValidString(format) {
			t.Errorf("%q became %q", format, out)
		}
	})
}
