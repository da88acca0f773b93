package difftest

import (
	"path/filepath"
	"strings"
	"testing"
)

// Params rules a comparison.
type Params struct {
	Tools     *Tools // required; see [Build]
	StateOnly bool   // compare state and exit codes, no text
	Golden    string // file of the texts of Git 2.39; "" if there is none
	Update    bool   // write Golden from the machine's git, if it is 2.39
}

// Run runs a script on both sides and fails the test with every difference it finds, at the line where it arose.
func Run(t testing.TB, p Params, script Script) {
	t.Helper()
	version, err := gitVersion()
	if err != nil {
		t.Fatal(err)
	}
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &twins{tools: p.Tools, base: base, steps: script.Steps}
	real, realEnd, err := w.run("real")
	if err != nil {
		t.Fatalf("%s: git: %v", script.Name, err)
	}
	for i, r := range real {
		if r.err != nil {
			t.Fatalf("%s:%d: with git itself: %v\n  %s\n%s", script.Name, script.Steps[i].Line, r.err, script.Steps[i].Text, r.stderr)
		}
	}
	g := golden{path: p.Golden, twin: filepath.Join(base, "twin")}
	text := !p.StateOnly
	switch {
	case strings.HasPrefix(version, oracle):
		if err := g.keep(script, real, p.Update); err != nil {
			t.Error(err)
		}
	case !g.exists():
		t.Logf("%s: no golden of 2.39's words; only state and exit codes are compared with %s", script.Name, version)
		text = false
	default:
		if real, err = g.apply(script, real); err != nil {
			t.Fatal(err)
		}
	}
	ours, oursEnd, err := w.run("ours")
	if err != nil {
		t.Fatalf("%s: engine: %v", script.Name, err)
	}
	c := comparison{script: script, text: text, twin: filepath.Join(base, "twin")}
	if report := c.compare(real, ours, realEnd, oursEnd); report != "" {
		t.Errorf("%s\n%s: %s\n%s", script.Name, script.Name, script.Point, report)
	}
}
