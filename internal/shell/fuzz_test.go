package shell_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"cairn/internal/shell"
)

// FuzzRun types anything at all: the console must not panic, hang, or touch
// what lies outside.
func FuzzRun(f *testing.F) {
	for _, e := range escapes() {
		f.Add(e.line)
	}
	for _, line := range []string{
		"echo hi", "ls -la | sort -k2 | head -n 3", "for i in 1 2; do echo $i; done", "f() { echo $1; }; f x",
		"x=${y:-z}; echo ${x//a/b} ${#x} $((x+1)) {a,b}", "cat <<EOF\n$x\nEOF", "[[ a =~ (b)* ]] && echo", "case a in *) ;; esac",
		"sed -n 's/a/b/p;2,3d' f", "find . -name '*' -not -path x", "grep -E '(a|b)+' -r .", "printf '%s\\n' a b", "a=(1 2); echo ${a[@]}",
		"sqlite3 a.db 'select 1'", "git init && git config a.b c", "declare -A m; m[x]=1; echo ${!m[@]}", "let 1+1", "((x<<65))", "echo $((1<<-1))",
		"echo ${!x}", "echo ${x:1:2} ${x^^}", "getopts ab x", "shopt -s extglob globstar; echo **/*", "tr a-z A-Z <<< x", "diff <(ls) x", "test -N /dev/null -a -O x",
		"sort -t: -k1,2n x", "cut -f1-3 x", "read -a x <<< 'a b'", "echo {1..5..2}{a..c}", "unset x; unset 'a[1]'", "time ls", "set -- a b; shift; echo $1",
	} {
		f.Add(line)
	}
	base, err := filepath.EvalSymlinks(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	canary := filepath.Join(base, "canary.txt")
	if err := os.WriteFile(canary, []byte("canary"), 0o644); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) {
			return
		}
		dir, err := os.MkdirTemp(base, "f") //nolint:usetesting // the folder around it is what is guarded
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		work, home := filepath.Join(dir, "work"), filepath.Join(dir, "home")
		for _, d := range []string{work, home} {
			if err := os.Mkdir(d, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(work, "f"), []byte("a\nb\nc\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := shell.New(shell.Params{
			Work: work, Home: home, Now: func() time.Time { return time.Unix(1736150400, 0) },
			Limits: shell.Limits{Time: 500 * time.Millisecond, Disk: 1 << 20},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var out bytes.Buffer
		begun := time.Now()
		if _, err := s.Run(context.Background(), shell.Line{Text: line, Stdout: &out, Stderr: &out}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%q took %v", line, took)
		}
		data, err := os.ReadFile(canary)
		if err != nil || string(data) != "canary" {
			t.Errorf("%q changed what lies outside: %q %v", line, data, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 2 {
			t.Errorf("%q left %v beside work and home", line, entries)
		}
	})
}
