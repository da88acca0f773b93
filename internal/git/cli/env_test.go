package cli

import "testing"

// A terminal without TERM, or a dumb one, gets no colours: seen in 2.39.
func TestAutoColor_asksTheTerminal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  Env
		want bool
	}{
		{Env{Terminal: true, Vars: map[string]string{"TERM": "xterm"}}, true},
		{Env{Terminal: true, Vars: map[string]string{"TERM": ""}}, true},
		{Env{Terminal: true, Vars: map[string]string{"TERM": "dumb"}}, false},
		{Env{Terminal: true}, false},
		{Env{Vars: map[string]string{"TERM": "xterm"}}, false},
	} {
		if got := c.env.autoColor(); got != c.want {
			t.Errorf("%v %q: %v", c.env.Terminal, c.env.Vars, got)
		}
	}
}
