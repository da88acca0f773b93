package pathspec

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/git/attr"
)

var files = []string{"a", "b.c", "d/a", "d/b.c", "d/e/a.c", "d/e/x[1]", "D/A", "star*", "q/z.txt", "d e/f"}

func TestMatch_selectsWhatLsFilesSelects(t *testing.T) {
	dir := t.TempDir()
	run := func(in string, args ...string) (string, error) {
		cmd := exec.Command("git", args...)
		cmd.Dir = filepath.Join(dir, in)
		cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C")
		out, err := cmd.Output()
		return string(out), err
	}
	if _, err := run("", "init", "-q"); err != nil {
		t.Fatal(err)
	}
	for _, f := range append([]string{".gitattributes"}, files...) {
		path := filepath.Join(dir, f)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("*.c mark kind=source\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := run("", "add", "."); err != nil {
		t.Fatal(err)
	}
	attrs := attr.New(attr.Params{Root: dir})
	all, _ := run("", "ls-files", "-z")
	cases := [][]string{
		{"a"}, {"d"}, {"d/"}, {"d/*"}, {"*.c"}, {":(glob)*.c"}, {":(glob)**/*.c"}, {":(icase)d/a"}, {":(literal)star*"}, {"star*"},
		{":/"}, {":/a"}, {":!d"}, {":^d", "*.c"}, {"d", ":(exclude)d/e"}, {":(attr:mark)"}, {":(attr:kind=source)d"}, {":(attr:!mark)d"},
		{"."}, {"./d/../a"}, {"d/e/x[1]"}, {":(top,glob)d/?"}, {"d e"}, {":(attr:-mark)"}, {":a"}, {"::a"}, {"a/"}, {":(top)", ":!*.c"}, {":"},
	}
	for _, prefix := range []string{"", "d/"} {
		for _, args := range cases {
			out, err := run(prefix, append([]string{"ls-files", "-z", "--full-name", "--"}, args...)...)
			if err != nil {
				t.Fatalf("%v: %v", args, err)
			}
			s, err := Parse(args, Params{Prefix: prefix, Root: dir, Attributes: attrs, PreferDir: true})
			if err != nil {
				t.Fatalf("%v: %v", args, err)
			}
			var got strings.Builder
			for _, f := range strings.Split(strings.TrimSuffix(all, "\x00"), "\x00") {
				if s.Match(f) {
					got.WriteString(f + "\x00")
				}
			}
			if got.String() != out {
				t.Errorf("%q %q: %q, Git has %q", prefix, args, got.String(), out)
			}
		}
	}
}

func TestParse_refusesAsGitDoes(t *testing.T) {
	for arg, want := range map[string]string{
		"":          "empty string is not a valid pathspec. please use . instead if you meant to match all paths",
		"../x":      "../x: '../x' is outside repository at '/r'",
		"/etc":      "/etc: '/etc' is outside repository at '/r'",
		":(nope)x":  "Invalid pathspec magic 'nope' in ':(nope)x'",
		":(top":     "Missing ')' at the end of pathspec magic in ':(top'",
		":#x":       "Unimplemented pathspec magic '#' in ':#x'",
		"a/../../b": "a/../../b: 'a/../../b' is outside repository at '/r'",
	} {
		_, err := Parse([]string{arg}, Params{Root: "/r"})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", arg, err, want)
		}
	}
}

func TestUnmatched_namesWhatSelectedNothing(t *testing.T) {
	s, err := Parse([]string{"a", "nope", ":!b"}, Params{})
	if err != nil {
		t.Fatal(err)
	}
	s.Match("a")
	if got := s.Unmatched(); len(got) != 1 || got[0] != "nope" {
		t.Errorf("unmatched: %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(":(top,glob)a/**", "a/b")
	f.Fuzz(func(t *testing.T, arg, path string) {
		if len(arg) > 200 || len(path) > 200 {
			t.Skip()
		}
		if s, err := Parse([]string{arg}, Params{Prefix: "d/", Root: "/r"}); err == nil {
			s.Match(path)
			s.Reaches(path + "/")
		}
	})
}
