package confine

import (
	"fmt"
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

func TestCheckLinks_findsThemWhereFilesAreWrittenByName(t *testing.T) {
	for place, ok := range map[string]bool{
		"refs/heads/x": false, "link": false, "logs": false, "objects/ab": false, "objects/info/alternates": false,
		"objects": false, "objects/ab/cdef": true, "hooks/deep/er/x": false,
	} {
		base := t.TempDir()
		dir := filepath.Join(base, "root", ".git")
		at := filepath.Join(dir, filepath.FromSlash(place))
		for _, d := range []string{filepath.Join(base, "out"), filepath.Join(dir, "refs"), filepath.Dir(at)} {
			if err := os.MkdirAll(d, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		root := Root(filepath.Join(base, "root"))
		if err := root.CheckLinks(dir); err != nil {
			t.Errorf("without links: %v", err)
		}
		if err := os.Symlink(filepath.Join(dir, "refs"), at+"-in"); err != nil {
			t.Skip("no symbolic links here")
		}
		if err := root.CheckLinks(dir); err != nil {
			t.Errorf("a link that stays inside at %s: %v", place, err)
		}
		if err := os.Symlink(filepath.Join(base, "out"), at); err != nil {
			t.Fatal(err)
		}
		if err := root.CheckLinks(dir); (err == nil) != ok {
			t.Errorf("a link that leads out at %s: %v", place, err)
		}
	}
}

// A repository's folder is checked before each command of a learner.
func BenchmarkCheckLinks(b *testing.B) {
	root := b.TempDir()
	var folders []string
	for i := range 200 {
		folders = append(folders, fmt.Sprintf("objects/%02x", i))
	}
	folders = append(folders, "objects/info", "objects/pack", "refs/heads", "refs/tags", "logs/refs/heads", "info", "hooks")
	for _, d := range folders {
		if err := os.MkdirAll(filepath.Join(root, ".git", d), 0o777); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 14 {
		if err := os.WriteFile(filepath.Join(root, ".git", "hooks", fmt.Sprint(i)), nil, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Root(root).CheckLinks(filepath.Join(root, ".git")); err != nil {
			b.Fatal(err)
		}
	}
}
