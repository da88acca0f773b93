package ignore

import (
	"fmt"
	"math/rand"
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

// checkIgnore asks real Git about paths; the answer is "SOURCE:LINE:PATTERN" by path.
func checkIgnore(t testing.TB, dir string, paths []string) map[string]string {
	t.Helper()
	cmd := exec.Command("git", "check-ignore", "--no-index", "-v", "-n", "--stdin", "-z")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C")
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\x00"))
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("check-ignore: %v", err)
	}
	fields := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	answers := map[string]string{}
	for i := 0; i+3 < len(fields); i += 4 {
		answers[fields[i+3]] = strings.Join(fields[i:i+3], ":")
	}
	return answers
}

func shown(p *Pattern) string {
	if p == nil {
		return "::"
	}
	return fmt.Sprintf("%s:%d:%s", p.Source, p.Line, p.Text)
}

func repository(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("git", "init", "-q", dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return dir
}

func compare(t *testing.T, dir string, paths []string) {
	t.Helper()
	m, err := New(Params{Root: dir, InfoFile: filepath.Join(dir, ".git/info/exclude"), InfoShown: ".git/info/exclude"})
	if err != nil {
		t.Fatal(err)
	}
	want := checkIgnore(t, dir, paths)
	for _, p := range paths {
		info, err := os.Stat(filepath.Join(dir, p))
		isDir := err == nil && info.IsDir()
		if got := shown(m.Decide(p, isDir)); got != want[p] {
			t.Errorf("%s: %q, Git says %q", p, got, want[p])
		}
	}
}

func TestDecide_namesTheLineThatGitNames(t *testing.T) {
	dir := repository(t)
	write(t, filepath.Join(dir, ".gitignore"), "# comment\n*.o\n!keep.o\n/build\ndocs/*.html\nlogs/\n\\#hash\ntrail \nkept\\ \n**/cache/x\na/**/z\r\n\\!bang\n/\n//\nfoo/bar/\n")
	write(t, filepath.Join(dir, "sub/.gitignore"), "!*.o\n/only\nnested/deep\n")
	write(t, filepath.Join(dir, ".git/info/exclude"), "*.tmp\n!x.o\n")
	write(t, filepath.Join(dir, "logs/a"), "")
	write(t, filepath.Join(dir, "sub/logs/a"), "")
	write(t, filepath.Join(dir, "foo/bar/q"), "")
	compare(t, dir, []string{
		"a.o", "keep.o", "x.o", "build", "sub/build", "docs/a.html", "docs/x/a.html", "logs", "logs/a", "logs/keep.o",
		"sub/logs/a", "#hash", "trail", "trail ", "kept ", "p/cache/x", "cache/x", "a/z", "a/b/c/z", "!bang", "sub/a.o",
		"sub/only", "sub/x/only", "sub/nested/deep", "a.tmp", "sub/a.tmp", "foo/bar", "foo/bar/q", "plain",
	})
}

func TestDecide_agreesWithGitOnRandomPatterns(t *testing.T) {
	dir := repository(t)
	names := []string{"a", "b", "ab", "c.o"}
	var paths []string
	for _, a := range names {
		for _, b := range names {
			for _, c := range names {
				p := a + "d/" + b + "d/" + c
				write(t, filepath.Join(dir, p), "")
				paths = append(paths, p, a+"d/"+b+"d", a+"d")
			}
		}
	}
	r := rand.New(rand.NewSource(1))
	parts := []string{"a", "b", "d", "*", "**", "/", "/", "?", "[ab]", ".o", "!", "\\", "ad", "bd"}
	for range 40 {
		var b strings.Builder
		for range 6 {
			for range 1 + r.Intn(5) {
				b.WriteString(parts[r.Intn(len(parts))])
			}
			b.WriteByte('\n')
		}
		write(t, filepath.Join(dir, ".gitignore"), b.String())
		compare(t, dir, paths)
		if t.Failed() {
			t.Fatalf("with\n%s", b.String())
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("*.o\n!a/**/b\n[x", "a/b/c")
	f.Fuzz(func(t *testing.T, text, path string) {
		if len(text) > 2000 || len(path) > 200 {
			t.Skip()
		}
		for _, p := range Parse(text, ".gitignore", "") {
			p.matches(path, strings.LastIndexByte(path, '/')+1, true, false)
		}
	})
}
