package shell_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/shell"
)

func TestRun_capsWhatItShowsAndSaysSo(t *testing.T) {
	c := newConsole(t, shell.Limits{Output: 1 << 10})
	out, _, code := c.run("seq 3000; echo later > later.txt")
	if code != 0 || !strings.HasSuffix(out, "\n… output stopped after 1 KiB\n") || len(out) > 1100 {
		t.Errorf("code %d, %d bytes, end %q", code, len(out), out[max(0, len(out)-60):])
	}
	if out, _, _ := c.run("cat later.txt"); out != "later\n" {
		t.Errorf("the rest of the line did not run: %q", out)
	}
}

func TestRun_stopsWhatNeverStopsPrinting(t *testing.T) {
	c := newConsole(t, shell.Limits{Output: 1 << 10})
	_, errOut, code := c.run("while true; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done")
	if code != 137 || !strings.Contains(errOut, "wrote more than 32 KiB") {
		t.Errorf("code %d: %q", code, errOut)
	}
}

func TestRun_stopsAtTheEndOfItsTime(t *testing.T) {
	c := newConsole(t, shell.Limits{Time: 100 * time.Millisecond})
	_, errOut, code := c.run("while true; do :; done")
	if code != 124 || !strings.Contains(errOut, "ran longer than 100ms") {
		t.Errorf("code %d: %q", code, errOut)
	}
}

// Each line would use all memory, processes, stack or disk of a machine.
func TestRun_survivesWhatGrowsWithoutEnd(t *testing.T) {
	for _, line := range []string{
		`x=a; while true; do x=$x$x; done`,
		`x=a; for ((;;)); do x=$x$x; done`,
		`x=a; while [[ a == a ]]; do x="${x}${x}"; done`,
		`a=(x); while true; do a=("${a[@]}" "${a[@]}"); done`,
		`export x=a; while true; do export x=$x$x; done`,
		`x=$(while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done)`,
		`f() { f; }; f`,
		`f() { f | f; }; f`,
		`f() { $(f); }; f`,
		`f() { (f); }; f`,
		`x='eval "$x"'; eval "$x"`,
		`echo 'source s' > s; source s`,
		`echo './s' > s; chmod +x s; ./s`,
		`echo 'sh s' > s; sh s`,
		`while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done > big`,
		`while true; do cat big big >> big2; cat big2 >> big; echo aaaaaaaa >> big; done`,
		`echo {1..1000}{1..1000}{1..1000}`,
		`echo {1..100000000}`,
		`printf '%1000000000d' 1`,
		`mkdir -p a/a/a/a b c d e f; echo */../*/../*/../*/../*/../*/../*/../*/../*/..`,
		`sed ':a;s/a/aa/g;ta' <<< a`,
		`yes() { while true; do echo y; done; }; yes | sort`,
		`sqlite3 :memory: "WITH RECURSIVE c(n, t) AS (SELECT 1, 'a' UNION ALL SELECT n+1, t||t FROM c) SELECT sum(length(t)) FROM c"`,
		`sqlite3 :memory: "CREATE TABLE t(a); INSERT INTO t WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c) SELECT zeroblob(100000) FROM c"`,
		`sqlite3 :memory: "SELECT zeroblob(2000000000)"`,
		`while true; do mkdir d; cd d; done`,
		`x=aaaaaaaaaa; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x`,
	} {
		t.Run(line, func(t *testing.T) {
			c := newConsole(t, shell.Limits{Time: 800 * time.Millisecond, Disk: 8 << 20})
			begun := time.Now()
			_, errOut, code := c.run(line)
			if took := time.Since(begun); took > 4*time.Second {
				t.Errorf("took %v", took)
			}
			if errOut == "" || code == 0 && !strings.Contains(line, "{1..") {
				t.Errorf("code %d, said %q", code, errOut)
			}
			if out, _, _ := c.run("echo fine"); out != "fine\n" {
				t.Errorf("the console is broken afterwards: %q", out)
			}
		})
	}
}

func TestRun_keepsVariablesFunctionsAndFolderBetweenLines(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.run("x=5; f() { echo \"f $1\"; }; mkdir d; cd d; alias ll='ls -a'")
	if out, errOut, _ := c.run(`f $x; pwd | sed 's/.*\///'; ll`); out != "f 5\nd\n.\n..\n" {
		t.Errorf("%q %q", out, errOut)
	}
}

func TestRun_leavesAFolderThatIsGone(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.run("mkdir -p a/b; cd a/b")
	if err := os.RemoveAll(filepath.Join(c.work, "a")); err != nil {
		t.Fatal(err)
	}
	if out, errOut, code := c.run("echo x > y; ls"); code != 0 || out != "y\n" {
		t.Errorf("%d %q %q", code, out, errOut)
	}
}

func TestRun_readsWhatIsTyped(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	out, _, _ := c.runContext(context.Background(), `read a; read b; echo "$b $a"; head -n 1`, "one\ntwo\nthree\nfour\n")
	if out != "two one\nthree\n" {
		t.Errorf("%q", out)
	}
}

func TestRun_namesTheNearestCommand(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	for typed, want := range map[string]string{
		"gti status": "Did you mean `git`?", "mkdri x": "Did you mean `mkdir`?", "sudo ls": "run the command without sudo", "xyzzyx": "",
	} {
		_, errOut, code := c.run(typed)
		name := strings.Fields(typed)[0]
		if code != 127 || !strings.HasPrefix(errOut, name+": command not found\n") || !strings.Contains(errOut, want) {
			t.Errorf("%s: %d %q", typed, code, errOut)
		}
	}
}

func TestRun_refusesPlainlyWhatItHasNot(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	for line, want := range map[string]string{
		"ls -Z":                "ls: option -Z is not supported in this console",
		"ls --sort=size":       "ls: option --sort is not supported in this console",
		"find . -exec ls {} +": "find: '-exec' is not supported in this console",
		"sleep 1 &":            "bash: background jobs",
		"trap x EXIT":          "trap: not available in this console",
		"mapfile a":            "mapfile: not available in this console",
		"set -n":               "set: option -n is not available in this console",
		"cd() { :; }":          "bash: cd: this command cannot be redefined",
		"echo 'open":           "bash: syntax error: ",
		"if true; then":        "bash: syntax error: ",
		"sed 'r x' y":          "sed: -e expression #1, char 1: command `r' is not supported in this console",
		"python3 x.py":         "python3: command not found",
		"date -s now":          "date: option -s is not supported",
	} {
		_, errOut, code := c.run(line)
		if code == 0 || !strings.HasPrefix(errOut, want) {
			t.Errorf("%s: code %d, %q, want %q", line, code, errOut, want)
		}
	}
}

func TestIncomplete_waitsForTheRest(t *testing.T) {
	for text, want := range map[string]bool{
		"echo 'a": true, "cat <<EOF\nx": true, "cat > x <<'EOF'": true, "cat <<EOF": true, "if true; then": true, "ls |": true, "ls &&": true, "f() {": true,
		"ls": false, "": false, "echo )": false, "cat <<EOF\nx\nEOF\n": false,
	} {
		if got := shell.Incomplete(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestRun_keepsItsConfinementAfterItForgotVariables(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.run("x=a; for ((;;)); do x=$x$x; done")
	target := filepath.Join(os.TempDir(), "sh-interp-canary-after")
	if _, errOut, code := c.run("echo x > " + filepath.ToSlash(target)); code == 0 || !strings.Contains(errOut, "outside the practice folder") {
		t.Errorf("code %d, %q", code, errOut)
	}
	if _, err := os.Lstat(target); err == nil {
		t.Error("a file was written outside")
		_ = os.Remove(target)
	}
}

func TestRun_leavesWhatIsTypedAheadForTheNextLine(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	typed := strings.NewReader("one\ntwo\nthree\n")
	var out strings.Builder
	for _, text := range []string{`read x; echo "1 $x"`, `head -n 0; read y; echo "2 $y"`} {
		if _, err := c.s.Run(t.Context(), shell.Line{Text: text, Stdin: typed, Stdout: &out}); err != nil {
			t.Fatal(err)
		}
	}
	if out.String() != "1 one\n2 two\n" {
		t.Errorf("%q", out.String())
	}
}

func TestRun_stopsWaitingForTyping(t *testing.T) {
	for _, text := range []string{"cat", "read x", "sort", "while read x; do :; done"} {
		c := newConsole(t, shell.Limits{})
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		begun := time.Now()
		res, err := c.s.Run(ctx, shell.Line{Text: text, Stdin: r})
		if err != nil || res.Exit != 130 || time.Since(begun) > 300*time.Millisecond {
			t.Errorf("%s: exit %d after %v, %v", text, res.Exit, time.Since(begun), err)
		}
		_ = w.Close()
		_ = r.Close()
	}
}
