package grep

import "testing"

func TestCompile_bindsAndTighterThanOr(t *testing.T) {
	p := func(s string) Token { return Token{Text: s, From: "-e option"} }
	and, or, not := Token{Op: And}, Token{Op: Or}, Token{Op: Not}
	open, closing := Token{Op: Open}, Token{Op: Close}
	for _, c := range []struct {
		tokens []Token
		line   string
		want   bool
	}{
		{[]Token{p("a"), or, p("b"), and, p("c")}, "a", true},
		{[]Token{open, p("a"), or, p("b"), closing, and, p("c")}, "a", false},
		{[]Token{p("a"), p("b")}, "b", true},
		{[]Token{p("a"), and, not, p("b")}, "ab", false},
		{[]Token{not, p("a")}, "b", true},
		{[]Token{p("x\ny")}, "y", true},
	} {
		m, err := Compile(c.tokens, Params{})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Line(c.line); got != c.want {
			t.Errorf("%v on %q: %v", c.tokens, c.line, got)
		}
	}
	for _, tokens := range [][]Token{{and, p("a")}, {p("a"), and}, {open, p("a")}, {p("a"), closing}, {not}} {
		if _, err := Compile(tokens, Params{}); err == nil {
			t.Errorf("%v is taken", tokens)
		}
	}
}

func TestNext_findsWholeWords(t *testing.T) {
	m, err := Compile([]Token{{Text: "time"}}, Params{Words: true})
	if err != nil {
		t.Fatal(err)
	}
	start, end, ok := m.Next("timeout time_x (time)", 0)
	if !ok || start != 16 || end != 20 {
		t.Errorf("%d %d %v", start, end, ok)
	}
}
