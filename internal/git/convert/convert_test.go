package convert

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"cairn/internal/git/attr"
	"cairn/internal/git/config"
)

var contents = []string{
	"a\nb\n", "a\r\nb\r\n", "a\nb\r\n", "a\rb\n", "a\x00\r\n", "", "none", "\x01\x02\r\n\n", "$Id$\n", "$Id: abc $\n", "$Id: a b $\n", "$Id\n$", "x\r\n\x1a",
}

func git(t *testing.T, dir, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C")
	cmd.Stdin = bytes.NewReader([]byte(stdin))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return string(out)
}

// TestConvert_agreesWithGit tries every mix of attributes and configuration, both ways.
func TestConvert_agreesWithGit(t *testing.T) {
	if testing.Short() {
		t.Skip("starts git often")
	}
	dir := t.TempDir()
	git(t, dir, "", "init", "-q")
	attrs := []string{"", "f text", "f -text", "f text=auto", "f text=auto eol=crlf", "f eol=crlf", "f eol=lf", "f crlf=input", "f text ident"}
	for _, line := range attrs {
		if err := os.WriteFile(filepath.Join(dir, ".gitattributes"), []byte(line+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, cfg := range []string{"autocrlf=false", "autocrlf=true", "autocrlf=input", "eol=crlf"} {
			v := New(load(t, cfg), attr.New(attr.Params{Root: dir}))
			for _, c := range contents {
				name := fmt.Sprintf("%q %s %q", line, cfg, c)
				got, _, err := v.ToGit(Params{Path: "f"}, []byte(c))
				if err != nil {
					t.Fatal(err)
				}
				hash := git(t, dir, c, "-c", "core."+cfg, "hash-object", "-w", "--stdin", "--path=f")
				want := git(t, dir, "", "cat-file", "blob", hash[:40])
				if string(got) != want {
					t.Errorf("%s: to git %q, want %q", name, got, want)
				}
				raw := git(t, dir, c, "hash-object", "-w", "--stdin", "--no-filters")
				out, err := v.ToWorktree("f", []byte(c))
				if err != nil {
					t.Fatal(err)
				}
				want = git(t, dir, "", "-c", "core."+cfg, "cat-file", "--filters", "--path=f", raw[:40])
				if string(out) != want {
					t.Errorf("%s: to worktree %q, want %q", name, out, want)
				}
			}
		}
	}
}

func load(t *testing.T, setting string) *config.Config {
	t.Helper()
	var o config.Override
	for i := range setting {
		if setting[i] == '=' {
			o = config.Override{Key: "core." + setting[:i], Value: setting[i+1:]}
		}
	}
	c, err := config.Load(config.Params{Env: map[string]string{}, Overrides: []config.Override{o}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestToGit_warnsWhenLineEndsWillChange(t *testing.T) {
	v := New(load(t, "autocrlf=true"), attr.New(attr.Params{}))
	_, warning, err := v.ToGit(Params{Path: "d/f", Check: true}, []byte("a\n"))
	want := "in the working copy of 'd/f', LF will be replaced by CRLF the next time Git touches it"
	if err != nil || warning != want {
		t.Errorf("%q, %v", warning, err)
	}
}
