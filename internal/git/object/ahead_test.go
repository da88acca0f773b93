package object

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// Whichever way a pack lies, a long walk gives what git log gives, while others read from
// the same store.
func TestCommit_isTheSameWhenDecodedAhead(t *testing.T) {
	const count = 3000
	for name, dir := range map[string]string{"newest first": history(t, count), "oldest first": imported(t, count)} {
		t.Run(name, func(t *testing.T) {
			lines := strings.Split(run(t, dir, "", "log", "--format=%H %T %s", "main"), "\n")
			if len(lines) != count {
				t.Fatalf("git gives %d commits", len(lines))
			}
			s, err := Open(Params{Dir: filepath.Join(dir, "objects")})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			var readers sync.WaitGroup
			for range 3 {
				readers.Go(func() { compareWalk(t, s, lines) })
			}
			readers.Wait()
		})
	}
}

func compareWalk(t *testing.T, s *Store, lines []string) {
	t.Helper()
	for _, line := range lines {
		fields := strings.SplitN(line, " ", 3)
		c, err := s.Commit(plumbing.NewHash(fields[0]))
		if err != nil {
			t.Error(err)
			return
		}
		if c.TreeHash.String() != fields[1] || c.Subject() != fields[2] {
			t.Errorf("%s has tree %s and subject %q", line, c.TreeHash, c.Subject())
			return
		}
		if _, _, err := s.Lookup(c.TreeHash, "dir3/file3.txt"); err != nil {
			t.Error(err)
			return
		}
	}
}
