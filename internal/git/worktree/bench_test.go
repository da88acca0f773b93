package worktree

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/git/repo"
)

// bigRepo is a repository of many clean files, made by Git.
func bigRepo(tb testing.TB, files int) *repo.Repo {
	tb.Helper()
	dir := tb.TempDir()
	for i := range files {
		d := filepath.Join(dir, fmt.Sprintf("d%02d", i%100), fmt.Sprintf("s%d", i/100%10))
		if err := os.MkdirAll(d, 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(d, fmt.Sprintf("file%05d.txt", i)), []byte(fmt.Sprint("content ", i)), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "gc.auto=0", "commit", "-qm", "one"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@b")
		if out, err := cmd.CombinedOutput(); err != nil {
			tb.Fatalf("git %v: %v %s", args, err, out)
		}
	}
	return open(tb, dir)
}

func open(tb testing.TB, dir string) *repo.Repo {
	tb.Helper()
	r, err := repo.Discover(repo.Params{Dir: dir, Env: repo.Env{"HOME": dir}, Now: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func BenchmarkStatus_clean10000(b *testing.B) {
	r := bigRepo(b, 10000)
	time.Sleep(1100 * time.Millisecond) // past the racy second
	for b.Loop() {
		w, err := Open(r)
		if err != nil {
			b.Fatal(err)
		}
		st, err := w.Status(StatusParams{})
		if err != nil {
			b.Fatal(err)
		}
		if len(st.Items)+len(st.Untracked) > 0 {
			b.Fatal("not clean")
		}
	}
}

// Of Compare's time nearly all is the system's, for 10,000 files.
func BenchmarkCompare_clean10000(b *testing.B) {
	w, err := Open(bigRepo(b, 10000))
	if err != nil {
		b.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // past the racy second
	x, err := w.ReadIndex()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if len(w.Compare(x, CompareParams{})) > 0 {
			b.Fatal("not clean")
		}
	}
}

// BenchmarkCompare_few is what a learner's repository costs.
func BenchmarkCompare_few(b *testing.B) {
	w, err := Open(bigRepo(b, 6))
	if err != nil {
		b.Fatal(err)
	}
	x, err := w.ReadIndex()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		w.Compare(x, CompareParams{})
	}
}

// BenchmarkWalk_clean10000 looks for untracked files among 10,000 tracked ones.
func BenchmarkWalk_clean10000(b *testing.B) {
	w, err := Open(bigRepo(b, 10000))
	if err != nil {
		b.Fatal(err)
	}
	x, err := w.ReadIndex()
	if err != nil {
		b.Fatal(err)
	}
	m, err := w.Ignore()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if found, err := w.Walk(x, WalkParams{Ignore: m}); err != nil || len(found.Paths) > 0 {
			b.Fatal(found, err)
		}
	}
}
