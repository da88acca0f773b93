package attr

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAll_agreesWithCheckAttr(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	write(t, filepath.Join(dir, ".gitattributes"), strings.Join([]string{
		"[attr]mine text eol=lf -diff", "*.txt mine", "*.bin binary", "*.crlf text eol=crlf", "docs/** export-ignore",
		"!no text", "\"with space\" -text", "d/*.txt !eol text=auto", "*.gen -diff merge=union linguist-generated", "dir/ text", "binary.txt -binary",
	}, "\n"))
	write(t, filepath.Join(dir, "d/.gitattributes"), "*.bin diff\n/top.txt -mine\n[attr]late x\n*.late late\n")
	write(t, filepath.Join(dir, ".git/info/attributes"), "special.txt -text whitespace=trailing-space\n")
	m := New(Params{Root: dir, InfoFile: filepath.Join(dir, ".git/info/attributes")})
	for _, p := range []string{"a.txt", "d/a.txt", "a.bin", "d/a.bin", "x.crlf", "docs/a", "docs/x/b", "no", "with space",
		"d/top.txt", "d/e/top.txt", "y.gen", "dir/f", "special.txt", "d/special.txt", "q.late", "d/q.late", "binary.txt"} {
		cmd := exec.Command("git", "check-attr", "-a", "--", p)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{}
		for _, l := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			if l != "" {
				want[l] = true
			}
		}
		for _, n := range m.All(p) {
			line := p + ": " + n.Name + ": " + n.Value.String()
			if !want[line] {
				t.Errorf("Git does not say %q", line)
			}
			delete(want, line)
		}
		for l := range want {
			t.Errorf("missing %q", l)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[attr]a b -c\n\"x y\" d=e !f\n")
	f.Fuzz(func(_ *testing.T, text string) {
		got := parse(text, "", true)
		for i := range got.rules {
			if len(got.rules[i].glob) < 200 {
				got.rules[i].matches("a/b/c.txt", 4, false)
			}
		}
	})
}
