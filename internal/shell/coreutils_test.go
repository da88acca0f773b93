package shell_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/internal/shell"
)

// twins makes the same files in two folders.
func twins(t *testing.T, dirs ...string) {
	t.Helper()
	files := map[string]string{
		"a.txt": "alpha\nbeta\ngamma\n", "b.txt": "beta\ndelta\n", "noeol.txt": "no\nend", "gaps.txt": "one\n\n\n\ntwo\n\nthree\n",
		"tabs.txt": "a\tb  \nc\td\n", "num.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n",
		"num2.txt":  "0\n1\n2\n4\n5\nfive\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n",
		"words.txt": "pear\napple\nbanana\nApple\napple\napple pie\nfig\n", "table.txt": "b two 10\na one 9\nc two 100\n",
		"colon.txt": "x:3:k\ny:1:l\nx:10:m\nnone\n", "special.txt": "a.b\naxb\nx+y\n2*3\n", "sp ace.txt": "space\n",
		"sub/deep.txt": "deep\n", "sub/other.txt": "other deep\n", "sub2/deep.txt": "changed\n", "sub2/new.txt": "new\n",
		".hidden": "h\n", "deep2/x/y.txt": "y\n", "empty/.keep": "",
	}
	for _, dir := range dirs {
		for name, text := range files {
			full := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRun_printsWhatBashAndCoreutilsPrint(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash to compare with")
	}
	// The lines are run by the console and by the system's own bash and coreutils,
	// in twin folders: output, messages and exit code must be equal. What differs
	// by nature, such as the paths that pwd prints, is not among them.
	lines, err := os.ReadFile(filepath.Join("testdata", "coreutils.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(lines)), "\n") {
		if strings.HasSuffix(line, "<<EOF") {
			line += "\ntext $((1+1))\nEOF\ncat doc"
		}
		t.Run(line, func(t *testing.T) {
			c := newConsole(t, shell.Limits{})
			twin := filepath.Join(c.base, "twin", "work")
			twins(t, c.work, twin)
			cmd := exec.Command(bash, "--norc", "--noprofile", "-c", line)
			cmd.Dir = twin
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + filepath.Join(c.base, "home"), "TZ=UTC"}
			var wantOut, wantErr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &wantOut, &wantErr
			want := 0
			if err := cmd.Run(); err != nil {
				var exit *exec.ExitError
				if !errors.As(err, &exit) {
					t.Fatal(err)
				}
				want = exit.ExitCode()
			}
			out, errOut, code := c.run(line)
			if strings.HasPrefix(line, "find") || strings.HasPrefix(line, "grep -r") {
				// Both give names in the order in which the folder has them.
				out = sorted(out)
				got := sorted(wantOut.String())
				wantOut.Reset()
				wantOut.WriteString(got)
			}
			if out != wantOut.String() {
				t.Errorf("%s\ngave  %q\nwant  %q", line, out, wantOut.String())
			}
			if words(errOut) != words(wantErr.String()) {
				t.Errorf("%s\nsaid  %q\nwant  %q", line, errOut, wantErr.String())
			}
			if code != want {
				t.Errorf("%s\nexit %d, want %d", line, code, want)
			}
		})
	}
}

func sorted(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// words leaves out what differs by nature: bash -c numbers its lines, and GNU
// programs point to --help.
func words(text string) string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "Try '") || strings.HasPrefix(line, "usage: ") {
			continue
		}
		line = strings.Replace(line, "bash: line 1: ", "bash: ", 1)
		line = strings.Replace(line, "bash: line 0: ", "bash: ", 1)
		line = strings.NewReplacer("‘", "'", "’", "'").Replace(line)
		if at := strings.Index(line, "/bash: "); at >= 0 {
			line = line[at+1:]
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}
