package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/git/cli"
)

// The name of the empty file is one on every system, and it is nobody's folder
// that it lies in: a limited engine reads it too, and never puts a file there.
func TestRun_knowsDevNullOnEverySystemAndWithinARoot(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "f"), []byte("one\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args, out string
		code      int
	}{
		{"init -q -b main .", "", 0},
		{"hash-object /dev/null", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n", 0},
		{"diff --no-index --stat /dev/null f", " /dev/null => f | 1 +\n 1 file changed, 1 insertion(+)\n", 1},
		{"diff --no-index --name-status f /dev/null", "D\tf\n", 1},
		{"config -f /dev/null -l", "", 0},
		{"config -f /dev/null a.b c", "", 255},
		{"diff --no-index --output=/dev/null f /dev/null", "", 1},
		{"rev-parse --show-prefix", "\n", 0},
	} {
		var out, errOut bytes.Buffer
		code := cli.Run(context.Background(), cli.Env{
			Dir: root, Root: root, Vars: map[string]string{"HOME": root, "GIT_CONFIG_GLOBAL": "/dev/null"},
			Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errOut,
		}, strings.Fields(c.args))
		if code != c.code || out.String() != c.out {
			t.Errorf("git %s: code %d, %q %q", c.args, code, out.String(), errOut.String())
		}
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is %v, %v", os.DevNull, info.Mode(), err)
	}
}
