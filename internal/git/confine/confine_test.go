package confine

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCheck_followsEveryLink(t *testing.T) {
	base := t.TempDir()
	root := filepath.Join(base, "root")
	for _, d := range []string{filepath.Join(root, "in"), filepath.Join(base, "rootless"), filepath.Join(base, "out")} {
		if err := os.MkdirAll(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	links := map[string]string{"good": "in", "bad": "../out", "chain": "bad", "nowhere": "../out/new", "abs": filepath.Join(base, "out")}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	for path, ok := range map[string]bool{
		"": true, "in": true, "in/new/deep": true, "good/x": true, "in/../in/x": true,
		"..": false, "../rootless": false, "../out/x": false, "bad": false, "bad/x": false, "chain/x": false,
		"nowhere": false, "abs/x": false, "in/../../out": false,
	} {
		err := Root(root).Check(filepath.Join(root, filepath.FromSlash(path)))
		if (err == nil) != ok {
			t.Errorf("%q: %v", path, err)
		}
	}
	if err := os.Symlink("root", filepath.Join(base, "alias")); err != nil {
		t.Fatal(err)
	}
	for path, ok := range map[string]bool{"in": true, "in/new": true, "good/x": true, "bad/x": false, "nowhere": false, "../out": false} {
		for _, named := range []string{"root", "alias"} { // the root may be named by a link, and the path by another name of it
			err := Root(filepath.Join(base, "alias")).Check(filepath.Join(base, named, filepath.FromSlash(path)))
			if (err == nil) != ok {
				t.Errorf("%q below %q: %v", path, named, err)
			}
		}
	}
	if err := Root("").Check("/anywhere"); err != nil {
		t.Errorf("without a root: %v", err)
	}
}

func BenchmarkCheck(b *testing.B) {
	root := b.TempDir()
	path := filepath.Join(root, "lesson", ".git", "config")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Root(root).Check(path); err != nil {
			b.Fatal(err)
		}
	}
}
