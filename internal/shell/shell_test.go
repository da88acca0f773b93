package shell_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/shell"
)

// console is a session on temporary folders, with all that a test looks at.
type console struct {
	t          *testing.T
	s          *shell.Session
	base, work string
	home       string
}

func newConsole(t *testing.T, limits shell.Limits) *console {
	t.Helper()
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t: t, base: base, work: filepath.Join(base, "work"), home: filepath.Join(base, "home")}
	for _, dir := range []string{c.work, c.home} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	clock := time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)
	c.s, err = shell.New(shell.Params{
		Work: c.work, Home: c.home, Now: func() time.Time { return clock }, Limits: limits,
		Env: func() map[string]string {
			return map[string]string{
				"GIT_AUTHOR_NAME": "Ada Student", "GIT_AUTHOR_EMAIL": "ada@example.com",
				"GIT_COMMITTER_NAME": "Ada Student", "GIT_COMMITTER_EMAIL": "ada@example.com", "TZ": "UTC",
			}
		},
		History: func() []string { return []string{"git init", "ls"} },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.s.Close)
	return c
}

// run runs lines and gives stdout, stderr and the exit code of the last.
func (c *console) run(text string) (out, errOut string, code int) {
	c.t.Helper()
	return c.runContext(context.Background(), text, "")
}

func (c *console) runContext(ctx context.Context, text, typed string) (out, errOut string, code int) {
	c.t.Helper()
	var o, e bytes.Buffer
	line := shell.Line{Text: text, Stdout: &o, Stderr: &e}
	if typed != "" {
		line.Stdin = strings.NewReader(typed)
	}
	res, err := c.s.Run(ctx, line)
	if err != nil {
		c.t.Fatalf("run %q: %v", text, err)
	}
	return o.String(), e.String(), res.Exit
}

func (c *console) file(name, content string) {
	c.t.Helper()
	full := filepath.Join(c.work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		c.t.Fatal(err)
	}
}
