package trailer

import (
	"testing"

	"cairn/internal/git/config"
)

func settings(t *testing.T, overrides ...string) *Settings {
	t.Helper()
	p := config.Params{Env: map[string]string{}}
	for i := 0; i < len(overrides); i += 2 {
		p.Overrides = append(p.Overrides, config.Override{Key: overrides[i], Value: overrides[i+1]})
	}
	cfg, err := config.Load(p)
	if err != nil {
		t.Fatal(err)
	}
	return Read(cfg)
}

func TestAdd_followsTheRules(t *testing.T) {
	const base = "subject\n\nA: 1\nB: 2\n"
	for name, c := range map[string]struct {
		config []string
		in     string
		args   []string
		want   string
	}{
		"end":              {nil, base, []string{"A=3"}, base + "A: 3\n"},
		"same neighbour":   {nil, base, []string{"b: 2"}, base},
		"same, not near":   {nil, base, []string{"A: 1"}, base + "A: 1\n"},
		"if different":     {[]string{"trailer.ifexists", "addIfDifferent"}, base, []string{"A: 1"}, base},
		"replace":          {[]string{"trailer.ifexists", "replace"}, base, []string{"A: 3"}, "subject\n\nB: 2\nA: 3\n"},
		"before":           {[]string{"trailer.where", "before"}, base, []string{"B: 3", "B: 4"}, "subject\n\nA: 1\nB: 4\nB: 3\nB: 2\n"},
		"after":            {[]string{"trailer.where", "after"}, base, []string{"A: 3"}, "subject\n\nA: 1\nA: 3\nB: 2\n"},
		"start":            {[]string{"trailer.where", "start"}, base, []string{"B: 3"}, "subject\n\nB: 3\nA: 1\nB: 2\n"},
		"missing, nothing": {[]string{"trailer.ifmissing", "doNothing"}, base, []string{"C: 3"}, base},
		"no block yet":     {nil, "subject\n", []string{"C: 3"}, "subject\n\nC: 3\n"},
		"key and sign":     {[]string{"trailer.separators", ":=#", "trailer.bug.key", "Bug #"}, "s\n", []string{"bug = 42"}, "s\n\nBug #42\n"},
		"short name":       {[]string{"trailer.ack.key", "Acked-by"}, "s\n", []string{"ack = Peff"}, "s\n\nAcked-by: Peff\n"},
		"before comments":  {nil, "s\n\nA: 1\n\n# c\n", []string{"B: 2"}, "s\n\nA: 1\nB: 2\n\n# c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := settings(t, c.config...).Add(c.in, c.args, '#'); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSign_joinsABlockThatTheConfigurationKnows(t *testing.T) {
	const text = "subject\n\nplain\nMyfooter: x\n"
	if got := settings(t).Sign(text, "me", '#'); got != text+"\nSigned-off-by: me\n" {
		t.Errorf("a paragraph of prose is no block: %q", got)
	}
	if got := settings(t, "trailer.Myfooter.ifexists", "add").Sign(text, "me", '#'); got != text+"Signed-off-by: me\n" {
		t.Errorf("one configured trailer makes it a block: %q", got)
	}
}
