package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gitStep is one line for cairngit.exe and what it must say, where that is asked.
type gitStep struct {
	args string // parted by spaces
	says string // "" asks nothing
	exit int
}

// git runs cairngit.exe in a folder of the Windows disk.
func (b bottle) git(t *testing.T, dir string, s gitStep) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out")) // see practise
	if err != nil {
		t.Fatal(err)
	}
	c := b.command(t.Context(), "cairngit.exe", strings.Fields(s.args)...)
	c.Dir, c.Stdout, c.Stderr = dir, out, out
	c.Env = append(c.Env, "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_COMMITTER_NAME=Ada",
		"GIT_COMMITTER_EMAIL=ada@example.org", "TERM=dumb")
	_ = c.Run() // the exit code tells
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	if got := c.ProcessState.ExitCode(); got != s.exit || s.says != "" && !strings.Contains(string(text), s.says) {
		t.Errorf("git %s: exit code %d, want %d, and %q\n%s", s.args, got, s.exit, s.says, text)
	}
}

// The names of files have no case on Windows, parts of paths are joined by backslashes, and some names are no files.
func TestWindows_takesNamesInTheTerminalAsTheDiskDoes(t *testing.T) {
	b := openBottle(t)
	dir := filepath.Join(b.person, "José Ruiz's repository")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"readme": "one\n", "Src/a.txt": "a\n"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(steps ...gitStep) {
		t.Helper()
		for _, s := range steps {
			b.git(t, dir, s)
		}
	}
	run(gitStep{args: "init -q -b main"}, gitStep{args: `add .\readme .\Src\a.txt`},
		gitStep{args: "commit -q -m one"}, gitStep{args: "config core.ignorecase", says: "true"})
	if err := os.Rename(filepath.Join(dir, "readme"), filepath.Join(dir, "ReadMe")); err != nil {
		t.Fatal(err)
	}
	run(gitStep{args: "status", says: "nothing to commit, working tree clean"},
		gitStep{args: "switch -q -c up"}, gitStep{args: "mv readme README"}, gitStep{args: "status -s", says: "R  readme -> README"},
		gitStep{args: "commit -q -m up"}, gitStep{args: "switch main"}, gitStep{args: "switch up"}, gitStep{args: "status -s"},
		gitStep{args: "branch Main", says: "already exists", exit: 128}, gitStep{args: "rev-parse -q --verify main...", exit: 1},
		gitStep{args: "branch -M up Up"}, gitStep{args: "branch --show-current", says: "Up"},
		gitStep{args: `log --oneline -- src\..\README`, says: "up"})
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 3 || names[1].Name() != "README" {
		t.Errorf("the disk has %v, %v", names, err)
	}
	const hash = "78981922613b2afb6025042ff6bd878ac1994e85"
	run(gitStep{args: `hash-object -w Src\a.txt`, says: hash})
	for _, name := range []string{"a.", "c:d", "nul", "e?", "COM1.txt"} {
		run(gitStep{args: "update-index --add --cacheinfo 100644," + hash + "," + name, exit: 128})
	}
}

// Of two names that the disk has one file for, the last gets it, and the person is told.
func TestWindows_saysInTheTerminalThatNamesCollide(t *testing.T) {
	b := openBottle(t)
	dir := filepath.Join(b.person, "collisions")
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o750)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "one.txt"), []byte("one\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const one, empty = "5626abf0f72e58d7a153368ba57db4c673c0e171", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
	b.git(t, dir, gitStep{args: "init -q -b main source"})
	source := filepath.Join(dir, "source")
	for _, args := range []string{`hash-object -w --stdin`, `hash-object -w ..\one.txt`, "update-index --add --cacheinfo 100644," + one + ",Src/A",
		"update-index --add --cacheinfo 100644," + empty + ",src/a", "update-index --add --cacheinfo 100644," + one + ",other",
		"commit -q -m one"} {
		b.git(t, source, gitStep{args: args})
	}
	b.git(t, dir, gitStep{args: "clone source copy", says: "colliding group is in the working tree:\n\n  'Src/A'\n  'src/a'\n"})
	b.git(t, filepath.Join(dir, "copy"), gitStep{args: "status -s", says: " M Src/A\n"})
	files, err := filepath.Glob(filepath.Join(dir, "copy", "Src", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the disk has %v, %v", files, err)
	}
	if text, err := os.ReadFile(files[0]); err != nil || len(text) > 0 {
		t.Errorf("%s holds %q, %v", files[0], text, err)
	}
}
