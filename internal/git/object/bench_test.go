package object

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// history makes a packed history of n commits with git, newest commit first as git repack
// has it, and returns its .git folder.
func history(tb testing.TB, n int) string {
	tb.Helper()
	dir := imported(tb, n)
	run(tb, dir, "", "repack", "-adq")
	return dir
}

// imported is a history with the oldest commit first, as git fast-import has it.
func imported(tb testing.TB, n int) string {
	tb.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		tb.Skip("git is not installed")
	}
	var in strings.Builder
	for i := range n {
		num := strconv.Itoa(i)
		msg := "commit number " + num + "\n\nsome body text here\n"
		data := strings.Repeat("line "+num+"\n", 20)
		in.WriteString("commit refs/heads/main\ncommitter A <a@x> " + strconv.Itoa(1600000000+i*60) + " +0000\n")
		in.WriteString("data " + strconv.Itoa(len(msg)) + "\n" + msg)
		in.WriteString("M 100644 inline dir" + strconv.Itoa(i%50) + "/file" + strconv.Itoa(i%500) + ".txt\n")
		in.WriteString("data " + strconv.Itoa(len(data)) + "\n" + data)
	}
	dir := tb.TempDir()
	run(tb, dir, "", "init", "-q")
	run(tb, dir, in.String(), "fast-import", "--quiet")
	return filepath.Join(dir, ".git")
}

// run runs git and returns what it prints, without the last newline.
func run(tb testing.TB, dir, stdin string, args ...string) string {
	tb.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "HOME="+dir, "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@x",
		"GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@x", "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("git %v: %v", args, err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// BenchmarkPack reads all commits of a packed history, as git log does.
func BenchmarkPack(b *testing.B) {
	dir, other := history(b, 10_000), imported(b, 10_000)
	head := plumbing.NewHash(run(b, dir, "", "rev-parse", "main"))
	b.Run("ours", func(b *testing.B) { walkAll(b, dir, head) })
	b.Run("ours/oldest-first", func(b *testing.B) { walkAll(b, other, head) })
	b.Run("go-git", func(b *testing.B) {
		for range b.N {
			s := filesystem.NewStorage(osfs.New(dir), cache.NewObjectLRUDefault())
			for h := head; ; {
				c, err := object.GetCommit(s, h)
				if err != nil {
					b.Fatal(err)
				}
				if len(c.ParentHashes) == 0 {
					break
				}
				h = c.ParentHashes[0]
			}
		}
	})
}

func walkAll(b *testing.B, dir string, head plumbing.Hash) {
	b.Helper()
	for range b.N {
		s, err := Open(Params{Dir: filepath.Join(dir, "objects")})
		if err != nil {
			b.Fatal(err)
		}
		for h, more := head, true; more; {
			c, err := s.Commit(h)
			if err != nil {
				b.Fatal(err)
			}
			h, more = c.FirstParent()
		}
		s.Close()
	}
}

// BenchmarkTree looks one name up in the trees of a packed history, as log PATH does.
func BenchmarkTree(b *testing.B) {
	dir := history(b, 1000)
	s, err := Open(Params{Dir: filepath.Join(dir, "objects")})
	if err != nil {
		b.Fatal(err)
	}
	trees := strings.Fields(run(b, dir, "", "log", "--format=%T", "main"))
	each := func(b *testing.B, find func(plumbing.Hash) error) {
		b.Helper()
		for range b.N {
			for _, t := range trees {
				if err := find(plumbing.NewHash(t)); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("raw", func(b *testing.B) {
		each(b, func(h plumbing.Hash) error {
			t, err := s.RawTree(h)
			if err == nil {
				_, _, err = t.Find("dir30")
			}
			return err
		})
	})
	b.Run("decoded", func(b *testing.B) {
		each(b, func(h plumbing.Hash) error {
			data, err := s.RawTree(h)
			if err == nil {
				_, err = DecodeTree(data)
			}
			return err
		})
	})
}

// BenchmarkLoose reads one loose object of 100 kB.
func BenchmarkLoose(b *testing.B) {
	dir := b.TempDir()
	s, err := Open(Params{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	h, err := s.Put(plumbing.BlobObject, []byte(strings.Repeat("some text ", 10_000)))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("ours", func(b *testing.B) {
		for range b.N {
			if _, err := s.Blob(h); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-git", func(b *testing.B) {
		st := filesystem.NewStorage(osfs.New(filepath.Dir(dir)), cache.NewObjectLRU(0))
		_ = os.Rename(dir, filepath.Join(filepath.Dir(dir), "objects"))
		for range b.N {
			o, err := st.EncodedObject(plumbing.BlobObject, h)
			if err != nil {
				b.Fatal(err)
			}
			r, err := o.Reader()
			if err != nil {
				b.Fatal(err)
			}
			if err := r.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPut stores a new object of 4 kB in a store of its own, as one command does.
func BenchmarkPut(b *testing.B) {
	dir := b.TempDir()
	text := strings.Repeat("some text ", 400)
	b.ReportAllocs()
	for i := range b.N {
		s, err := Open(Params{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Put(plumbing.BlobObject, []byte(text+strconv.Itoa(i))); err != nil {
			b.Fatal(err)
		}
	}
}
