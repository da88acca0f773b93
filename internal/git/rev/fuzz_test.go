package rev_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/git/cli"
	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
)

// Whatever a learner types for a revision, it is found or refused, at once.
func FuzzResolve(f *testing.F) {
	dir, vars := f.TempDir(), map[string]string{
		"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), []byte("text\n"), 0o600); err != nil {
		f.Fatal(err)
	}
	for _, line := range []string{"init -q -b main", "add file", "commit -q -m one", "commit -q --allow-empty -m two"} {
		var said strings.Builder
		env := cli.Env{Dir: dir, Vars: vars, Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Now: time.Now}
		if code := cli.Run(context.Background(), env, strings.Fields(line)); code != 0 {
			f.Fatalf("git %s: %s", line, said.String())
		}
	}
	for _, spec := range []string{
		"HEAD", "main~1^0", "HEAD^{tree}", "HEAD:file", ":0:file", ":/one", "HEAD^{/two}", "@{1}", "@{-1}", "main@{yesterday}",
		"HEAD^^^^", "HEAD~99999999999999999999", "^{}", "@{u}", ":", ":3:", "0000000", "main..", "HEAD^@", "HEAD^-1", "@{", "a:b:c", "^-",
		"v1-2-gdeadbee", ":/!-one", ":/(", "HEAD^{/[}", "@@{0}", "\x00",
	} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		r, err := repo.Discover(repo.Params{Dir: dir, Env: vars, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		hash, err := rev.Resolve(r, spec)
		if err == nil && hash.IsZero() && strings.Trim(spec, "0") != "" {
			t.Errorf("%q is found and is nothing", spec)
		}
	})
}
