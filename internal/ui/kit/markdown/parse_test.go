package markdown

import (
	"reflect"
	"testing"

	"cairn/internal/ui/theme"
)

func TestParse_readsEachBlock(t *testing.T) {
	source := "# One `two` *three*\n\n> [!TIP]\n> Do it.\n\n> said\n\n```practice\ngit add .\n\ngit commit\n```\n\n" +
		"```quiz\nq-1\n```\n\n```graph\nrun: git commit\n```\n\n```graph\nx\n```\n\n![a](p.png \"c\")\n\n---\n\n    indented\n\n" +
		"| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n3. three\n4. four\n\n- [x] done\n"
	got := Parse(source).Blocks
	var kinds []string
	for _, b := range got {
		kinds = append(kinds, reflect.TypeOf(b).Name())
	}
	want := []string{"Heading", "Callout", "Quote", "Practice", "Quiz", "Graph", "Graph", "Picture", "Rule", "Code", "Table", "List", "List"}
	if !reflect.DeepEqual(kinds, want) {
		t.Fatalf("blocks %v\nwant   %v", kinds, want)
	}
	if c := got[1].(Callout); c.Kind != Tip || plain(c.Blocks[0].(Paragraph).Text) != "Do it." {
		t.Errorf("call-out %+v", c)
	}
	if p := got[3].(Practice); !reflect.DeepEqual(p.Commands, []string{"git add .", "git commit"}) {
		t.Errorf("commands %q", p.Commands)
	}
	if g := got[6].(Graph); g.Number != 1 || g.Source != "x" {
		t.Errorf("graph %+v", g)
	}
	if l := got[11].(List); !l.Ordered || l.Start != 3 {
		t.Errorf("list %+v", l)
	}
	if l := got[12].(List); !l.Items[0].Task || !l.Items[0].Done {
		t.Errorf("task %+v", l.Items[0])
	}
}

func TestParse_joinsWhatOneStyleHas(t *testing.T) {
	p := Parse("a [b] & c &amp; d\\* **e**").Blocks[0].(Paragraph)
	if len(p.Text) != 2 || p.Text[0].Text != "a [b] & c & d* " || !p.Text[1].Bold {
		t.Errorf("%+v", p.Text)
	}
}

func TestParse_anUnknownCalloutIsAQuote(t *testing.T) {
	if _, ok := Parse("> [!SHOUT]\n> x").Blocks[0].(Quote); !ok {
		t.Error("an unknown kind became a call-out")
	}
}

func TestHighlight_keepsEveryLetter(t *testing.T) {
	const code = "SELECT 1;\n\n-- done"
	lines := highlight("sql", code)
	if len(lines) != 3 || len(lines[1]) != 0 {
		t.Fatalf("lines %+v", lines)
	}
	if got := len(highlight("no such language", "a\nb")); got != 2 {
		t.Errorf("%d plain lines", got)
	}
}

func TestWrap_setsOffWhatGoesOn(t *testing.T) {
	parts := wrap([]token{{text: "0123456789abcdef"}}, 10)
	if len(parts) != 2 || parts[0][0].text != "0123456789" || parts[1][0].text != "abcdef" {
		t.Errorf("%+v", parts)
	}
	parts = wrap([]token{{text: "git commit --amend", role: theme.Text}}, 12)
	if len(parts) != 2 || parts[0][0].text != "git commit " {
		t.Errorf("not broken at the blank: %+v", parts)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("# a\n\n> [!NOTE]\n> b\n\n|a|\n|-|\n|b|\n\n- [ ] c\n```quiz\nd")
	f.Fuzz(func(_ *testing.T, source string) { Parse(source) })
}
