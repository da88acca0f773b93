package shell_test

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/shell"
)

func TestComplete_offersWhatCanStandAtTheCursor(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	for _, name := range []string{"README.md", "src/app.py", "src/sp ace.txt", ".hidden", "data/x.csv"} {
		c.file(name, "x\n")
	}
	st := shell.State{
		Dir: c.work, Branches: []string{"main", "feature/orders", "feature/coupons"}, Tags: []string{"v1.0"},
		Tracking: []string{"origin/main"}, Remotes: []string{"origin"}, Changed: map[string]string{"README.md": "modified", "gone.txt": "deleted"},
	}
	for _, test := range []struct {
		line string // | is the cursor
		want string // candidates, each with a blank before; a leading ~ means: among others
	}{
		{"ec|", " echo"},
		{"mkd|", " mkdir"},
		{"cat R|", " README.md"},
		{"cat |", " README.md data/ src/"},
		{"cat src/|", " src/app.py 'src/sp ace.txt'"},
		{"cat 'src/sp|", " 'src/sp ace.txt'"},
		{`cat src/sp\ |`, " 'src/sp ace.txt'"},
		{"cat .h|", " .hidden"},
		{"cd |", " data/ src/"},
		{"cd s|", " src/"},
		{"echo x > s|", " src/"},
		{"ls; cat R|", " README.md"},
		{"cat README.md | gr|", " grep"},
		{"X=1 ec|", " echo"},
		{"if true; then ec|", " echo"},
		{"git in|", " init"},
		{"git -C src conf|", " config"},
		{"git add |", "~README.md"},
		{"git add g|", " gone.txt"},
		{"git init --b|", "~--bare"},
		{"git config --glo|", " --global"},
		{"git switch f|", " feature/orders feature/coupons"},
		{"git push o|", " origin"},
		{"git log v|", " v1.0"},
		{"git log -- R|", " README.md"},
		{"cat ../|", ""},
		{"cat /etc/pass|", ""},
		{"help ba|", " basename bash"},
	} {
		at := strings.LastIndex(test.line, "|")
		got := shell.Complete(c.s.Files(), test.line[:at]+test.line[at+1:], len([]rune(test.line[:at])), st)
		if want, ok := strings.CutPrefix(test.want, "~"); ok {
			if !slices.Contains(got.Candidates, want) {
				t.Errorf("%s: %q, want %s among them", test.line, got.Candidates, want)
			}
			continue
		}
		if all := " " + strings.Join(got.Candidates, " "); strings.TrimSpace(all) != strings.TrimSpace(test.want) {
			t.Errorf("%s: %q, want %q", test.line, all, test.want)
		}
	}
}

func TestComplete_countsLetters(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.file("größe.txt", "x\n")
	got := shell.Complete(c.s.Files(), "cat äö grö tail", 10, shell.State{Dir: c.work})
	if got.From != 7 || len(got.Candidates) != 1 || got.Candidates[0] != "größe.txt" {
		t.Errorf("%+v", got)
	}
}
