package difftest

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Params rules a comparison.
type Params struct {
	Tools     *Tools // required; see [Build]
	StateOnly bool   // compare state and exit codes, no text
	Foreign   bool   // the engine was built for Windows: its stat data and what it says of the disk are its own; see doc.go
	GitLoses  bool   // a line after which git lacks untracked files that the engine keeps ends the script; see loss.go
	Golden    string // file of the texts of Git 2.39; "" if there is none
	Update    bool   // write Golden from the machine's git, if it is 2.39
}

// Run runs a script on both sides and fails the test with every difference it finds, at the line where it arose.
func Run(t testing.TB, p Params, script Script) {
	t.Helper()
	report, err := Compare(p, t.TempDir(), script)
	var unixOnly *UnixOnlyError
	if errors.As(err, &unixOnly) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if report != "" {
		t.Errorf("%s: %s\n%s", script.Name, script.Point, report)
	}
}

// Compare runs a script on both sides in base, an empty folder, and says in words all that differs, or nothing. The
// twins stay in base/real and base/ours. A script that a foreign engine cannot be asked is a [UnixOnlyError].
func Compare(p Params, base string, script Script) (string, error) {
	base, err := filepath.EvalSymlinks(base)
	if err != nil {
		return "", fmt.Errorf("compare: %w", err)
	}
	w := &twins{tools: p.Tools, base: base, steps: script.Steps, foreign: p.Foreign}
	real, realEnd, err := w.run("real")
	if err != nil {
		return "", fmt.Errorf("%s: git: %w", script.Name, err)
	}
	for i, r := range real {
		if r.err != nil {
			step := script.Steps[i]
			return "", fmt.Errorf("%s:%d: with git itself: %w\n  %s\n%s", script.Name, step.Line, r.err, step.Text, r.stderr)
		}
	}
	if p.Foreign {
		if err := onWindows(script, real); err != nil {
			return "", err
		}
	}
	c := comparison{script: script, text: !p.StateOnly, foreign: p.Foreign, twin: filepath.Join(base, "twin"), losses: p.GitLoses}
	if c.text {
		if real, c.text, err = words(p, c.twin, script, real); err != nil {
			return "", err
		}
	}
	ours, oursEnd, err := w.run("ours")
	if err != nil {
		return "", fmt.Errorf("%s: engine: %w", script.Name, err)
	}
	return c.compare(real, ours, realEnd, oursEnd), nil
}

// words puts the words of 2.39 into the records; it says false where there are none to compare with.
func words(p Params, twin string, script Script, real []record) ([]record, bool, error) {
	version, err := gitVersion()
	if err != nil {
		return nil, false, err
	}
	g := golden{path: p.Golden, twin: twin}
	if strings.HasPrefix(version, oracle) {
		return real, true, g.keep(script, real, p.Update)
	}
	if !g.exists() {
		return real, false, nil
	}
	real, err = g.apply(script, real)
	return real, true, err
}
