package shell_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"cairn/internal/shell"
)

// onConsole runs a line whose output is shown on a console of some width.
func (c *console) onConsole(text string, columns int) string {
	c.t.Helper()
	var out bytes.Buffer
	if _, err := c.s.Run(c.t.Context(), shell.Line{Text: text, Stdout: &out, Stderr: &out, Columns: columns}); err != nil {
		c.t.Fatal(err)
	}
	return out.String()
}

func TestLs_fillsColumnsAsGNULsDoes(t *testing.T) {
	if out, err := exec.Command("ls", "--version").Output(); err != nil || !strings.Contains(string(out), "GNU") {
		t.Skip("no GNU ls to compare with")
	}
	colour := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, count := range []int{0, 1, 2, 5, 17, 60} {
		c := newConsole(t, shell.Limits{})
		for i := range count {
			c.file(strings.Repeat("x", 1+i*7%19)+fmt.Sprint(i), "")
		}
		for _, width := range []int{20, 40, 80, 200} {
			cmd := exec.Command("ls", "-C", "-w", fmt.Sprint(width), "-T", "0")
			cmd.Dir, cmd.Env = c.work, []string{"LC_ALL=C"}
			want, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			if got := colour.ReplaceAllString(c.onConsole("ls", width), ""); got != string(want) {
				t.Errorf("%d files, %d columns\ngave\n%swant\n%s", count, width, got, want)
			}
		}
	}
}

func TestLs_coloursAndQuotesOnAConsoleOnly(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.file("dir/f", "")
	c.file("sp ace", "")
	c.run("touch run; chmod +x run")
	want := "\x1b[01;34mdir\x1b[0m  \x1b[01;32mrun\x1b[0m  'sp ace'\n"
	if got := c.onConsole("ls", 80); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := c.onConsole("ls | cat", 80); got != "dir\nrun\nsp ace\n" {
		t.Errorf("in a pipe: %q", got)
	}
}

func TestLs_longListsModeSizeAndName(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.file("a.txt", strings.Repeat("x", 1234))
	c.run("mkdir d; touch -c a.txt")
	out, _, _ := c.run("ls -l")
	want := regexp.MustCompile(`^total 8\n-rw-r--r-- 1 learner learner 1234 [A-Z][a-z]{2} [ \d]\d \d\d:\d\d a\.txt\ndrwxr-xr-x 2 learner learner 4096 .* d\n$`)
	if !want.MatchString(out) {
		t.Errorf("%q", out)
	}
	if out, _, _ := c.run("ls -lh a.txt"); !strings.Contains(out, " 1.3K ") {
		t.Errorf("%q", out)
	}
}

func TestTree_drawsFoldersAndCounts(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	for _, name := range []string{"README.md", "src/app.py", "src/lib/util.py", "test/t.py", ".git/HEAD"} {
		c.file(name, "")
	}
	for line, want := range map[string]string{
		"tree":                   ".\n├── README.md\n├── src\n│\u00a0\u00a0 ├── app.py\n│\u00a0\u00a0 └── lib\n│\u00a0\u00a0     └── util.py\n└── test\n    └── t.py\n\n3 directories, 4 files\n",
		"tree -L 1":              ".\n├── README.md\n├── src\n└── test\n\n2 directories, 1 file\n",
		"tree -d":                ".\n├── src\n│\u00a0\u00a0 └── lib\n└── test\n\n3 directories\n",
		"tree -a -L 1":           ".\n├── .git\n├── README.md\n├── src\n└── test\n\n3 directories, 1 file\n",
		"tree -I 'test|lib' src": "src\n└── app.py\n\n0 directories, 1 file\n",
		"tree test":              "test\n└── t.py\n\n0 directories, 1 file\n",
		"tree nothing":           "nothing  [error opening dir]\n\n0 directories, 0 files\n",
	} {
		if out, _, _ := c.run(line); out != want {
			t.Errorf("%s\ngave\n%s\nwant\n%s", line, out, want)
		}
	}
}

func TestHelp_namesEveryCommand(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	out, _, _ := c.run("help")
	for _, name := range shell.CommandNames() {
		if !strings.Contains(out, "  "+name+" ") && !strings.Contains(out, "  "+name+"\n") {
			t.Errorf("help does not name %s", name)
		}
	}
	for _, name := range shell.CommandNames() {
		if out, _, _ := c.run("help " + name); strings.Count(out, "\n") < 2 || strings.HasSuffix(out, "\n\n") {
			t.Errorf("help %s says only %q", name, out)
		}
	}
	if out, _, _ := c.run("help ls"); !strings.HasPrefix(out, "ls [-1AaFdhlpRrSt]") {
		t.Errorf("%q", out)
	}
}

func TestShell_withinTheConsoleSaysThatThereIsOne(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	var out bytes.Buffer
	res, err := c.s.Run(t.Context(), shell.Line{Text: "bash", Stdin: strings.NewReader("ls\n"), Stdout: &out, Columns: 80})
	if err != nil || res.Exit != 0 || !strings.Contains(out.String(), "in a shell already") {
		t.Errorf("exit %d, %v, printed %q", res.Exit, err, out.String())
	}
	if out, _, _ := c.run("echo 'echo hi' | sh"); out != "hi\n" {
		t.Errorf("what is piped into sh gave %q", out)
	}
}
