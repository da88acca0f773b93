package index

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	gogit "github.com/go-git/go-git/v5/plumbing/format/index"
	"pgregory.net/rapid"

	"cairn/internal/git/object"
)

// git runs the real program in a fresh environment and returns what it printed.
func git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@b")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sample is a repository with directories, a commit, and an intent to add.
func sample(t testing.TB) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	git(t, dir, "init", "-q")
	for i := range 30 {
		write(t, filepath.Join(dir, fmt.Sprintf("d%d/e/f%d.txt", i%4, i)), fmt.Sprint(i))
	}
	write(t, filepath.Join(dir, "top"), "x")
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-qm", "one")
	return dir, filepath.Join(dir, ".git", "index")
}

func mustRead(t testing.TB, file string) *Index {
	t.Helper()
	x, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func save(t testing.TB, x *Index, file string) {
	t.Helper()
	l, err := NewLock(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Commit(x); err != nil {
		t.Fatal(err)
	}
}

func TestEncode_writesWhatGitWrote(t *testing.T) {
	_, file := sample(t)
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := mustRead(t, file).Encode(); !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want the %d of Git", len(got), len(want))
	}
}

func TestParse_readsAllVersions(t *testing.T) {
	dir, file := sample(t)
	want := git(t, dir, "ls-files", "-s")
	for _, v := range []string{"2", "3", "4"} {
		git(t, dir, "update-index", "--index-version", v)
		if got := list(mustRead(t, file)); got != want {
			t.Errorf("version %s:\n%s\nwant\n%s", v, got, want)
		}
	}
}

func list(x *Index) string {
	var b strings.Builder
	for _, e := range x.Entries() {
		fmt.Fprintf(&b, "%06o %s %d\t%s\n", uint32(e.Mode), e.Hash, e.Stage, e.Path)
	}
	return b.String()
}

// TestParse_keepsWhatGoGitLoses is the reason why go-git's package is not used.
func TestParse_keepsWhatGoGitLoses(t *testing.T) {
	dir, file := sample(t)
	git(t, dir, "update-index", "--assume-unchanged", "top")
	x := mustRead(t, file)
	if !x.Get("top").AssumeValid {
		t.Fatal("the assume-unchanged bit is lost")
	}
	save(t, x, file)
	if got := git(t, dir, "ls-files", "-v", "top"); got != "h top\n" {
		t.Errorf("after our writing: %q", got)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	theirs := &gogit.Index{}
	if err := gogit.NewDecoder(bytes.NewReader(data)).Decode(theirs); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := gogit.NewEncoder(&out).Encode(theirs); err != nil {
		t.Fatal(err)
	}
	again, err := Parse(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := again.CachedTree(""); ok && again.Get("top").AssumeValid {
		t.Error("go-git now keeps both: use it")
	}
}

func TestWriteTree_agreesWithGit(t *testing.T) {
	dir, file := sample(t)
	write(t, filepath.Join(dir, "d1/new.txt"), "n")
	write(t, filepath.Join(dir, "later"), "n")
	git(t, dir, "add", "d1/new.txt")
	git(t, dir, "add", "-N", "later")
	x := mustRead(t, file)
	stored := 0
	got, err := x.WriteTree(func(b []byte) (plumbing.Hash, error) {
		stored++
		return plumbing.ComputeHash(plumbing.TreeObject, b), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSpace(git(t, dir, "write-tree")); got.String() != want {
		t.Errorf("tree %s, want %s", got, want)
	}
	if stored != 2 {
		t.Errorf("%d trees were built, want the two that changed", stored)
	}
	save(t, x, file)
	git(t, dir, "fsck", "--strict")
	if h, _, ok := mustRead(t, file).CachedTree("d2/e"); !ok || h.IsZero() {
		t.Error("the cached tree of an untouched directory is gone")
	}
}

func TestWriteTree_refusesConflicts(t *testing.T) {
	x := New()
	x.Add(&Entry{Path: "a", Mode: filemode.Regular, Stage: Ours})
	if _, err := x.WriteTree(nil); err == nil {
		t.Error("a conflict was written as a tree")
	}
}

func TestAdd_keepsThePossible(t *testing.T) {
	x := New()
	for _, p := range []string{"a/b/c", "a/b/d", "a.c", "z"} {
		x.Add(&Entry{Path: p, Mode: filemode.Regular})
	}
	x.Add(&Entry{Path: "a/b", Mode: filemode.Regular})
	x.Add(&Entry{Path: "z/y", Mode: filemode.Regular})
	if got := paths(x); got != "a.c a/b z/y" {
		t.Errorf("entries: %s", got)
	}
}

func paths(x *Index) string {
	var p []string
	for _, e := range x.Entries() {
		p = append(p, e.Path)
	}
	return strings.Join(p, " ")
}

func TestAdd_recordsTheConflictItEnds(t *testing.T) {
	x := New()
	for s := Base; s <= Theirs; s++ {
		x.Add(&Entry{Path: "f", Mode: filemode.Regular, Stage: s, Hash: plumbing.ComputeHash(plumbing.BlobObject, []byte{byte(s)})})
	}
	before := list(x)
	x.Add(&Entry{Path: "f", Mode: filemode.Regular})
	again, err := Parse(x.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if !again.Unresolve("f") || list(again) != before {
		t.Errorf("the conflict did not come back:\n%s", list(again))
	}
}

func TestAddAll_isManyAdds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.StringMatching(`[ab](/[ab]){0,2}`), 0, 150)
		one, all := New(), New()
		for _, p := range gen.Draw(t, "old") {
			one.Add(&Entry{Path: p, Mode: filemode.Regular})
			all.Add(&Entry{Path: p, Mode: filemode.Regular})
		}
		var fresh []*Entry
		seen := map[string]bool{}
		for _, p := range gen.Draw(t, "new") {
			clash := false
			for q := range seen {
				clash = clash || p == q || strings.HasPrefix(p, q+"/") || strings.HasPrefix(q, p+"/")
			}
			if !clash {
				seen[p] = true
				fresh = append(fresh, &Entry{Path: p, Mode: filemode.Regular})
			}
		}
		for _, e := range fresh {
			one.Add(e)
		}
		all.AddAll(fresh)
		if paths(one) != paths(all) {
			t.Fatalf("one by one %s\nat once    %s", paths(one), paths(all))
		}
		if !sort.SliceIsSorted(all.Entries(), func(i, j int) bool { return entryLess(all.Entries()[i], all.Entries()[j]) }) {
			t.Fatal("out of order")
		}
	})
}

func TestNewLock_refusesASecondOne(t *testing.T) {
	_, file := sample(t)
	l, err := NewLock(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewLock(file, nil); err == nil {
		t.Error("two locks at once")
	}
	l.Release()
	l2, err := NewLock(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	l2.Release()
}

func TestParse_refusesPathsThatLeaveTheTree(t *testing.T) {
	for _, path := range []string{".git/config", ".GIT/x", "../x", "a/../../x", "/x", "a//b", "./a", "x/", "git~1/x", "a\\..\\..\\x"} {
		x := New()
		x.Add(&Entry{Path: path, Mode: filemode.Regular})
		var unsafe *object.UnsafePathError
		if _, err := Parse(x.Encode()); !errors.Is(err, ErrFormat) || !errors.As(err, &unsafe) {
			t.Errorf("%q gives %v", path, err)
		}
	}
}

func TestWriteTree_refusesAFileThatIsAFolder(t *testing.T) {
	x := New()
	for _, path := range []string{"c", "c.x", "c/d"} { // not by Add, which keeps the possible
		x.entries = append(x.entries, &Entry{Path: path, Mode: filemode.Regular})
	}
	_, err := x.WriteTree(func([]byte) (plumbing.Hash, error) { return plumbing.ZeroHash, nil })
	if err == nil || !strings.Contains(err.Error(), "You have both c and c/d") {
		t.Errorf("the error is %v", err)
	}
}

func TestWriteTree_doesNotBelieveACachedTreeThatCountsWrong(t *testing.T) {
	x := New()
	for _, path := range []string{"a/x", "b/y", "c"} {
		x.Add(&Entry{Path: path, Mode: filemode.Regular})
	}
	x.trees = &cacheTree{count: -1, subs: []*cacheTree{{name: "a", count: 3}, {name: "b", count: 1}}}
	_, err := x.WriteTree(func([]byte) (plumbing.Hash, error) { return plumbing.ZeroHash, nil })
	if err != nil {
		t.Fatal(err)
	}
	if _, n, _ := x.CachedTree("a"); n != 1 {
		t.Errorf("a holds %d entries", n)
	}
}

func FuzzParse(f *testing.F) {
	dir := f.TempDir()
	git(f, dir, "init", "-q")
	write(f, filepath.Join(dir, "a/b"), "x")
	write(f, filepath.Join(dir, "a/c"), "y")
	git(f, dir, "add", ".")
	git(f, dir, "commit", "-qm", "one")
	for _, version := range []string{"2", "4"} {
		git(f, dir, "update-index", "--index-version", version)
		data, err := os.ReadFile(filepath.Join(dir, ".git", "index"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	x := New()
	for s := Base; s <= Theirs; s++ {
		x.Add(&Entry{Path: "f", Mode: filemode.Regular, Stage: s})
	}
	x.Add(&Entry{Path: "f", Mode: filemode.Regular, IntentToAdd: true})
	f.Add(x.Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := Parse(data)
		if err != nil {
			return
		}
		y, err := Parse(x.Encode())
		if err != nil || list(y) != list(x) {
			t.Fatalf("what was read cannot be written: %v", err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	x := New()
	var all []*Entry
	for i := range 10000 {
		all = append(all, &Entry{Path: fmt.Sprintf("dir%02d/sub%02d/file%05d.txt", i%50, i%7, rand.Intn(1000000)), Mode: filemode.Regular})
	}
	x.AddAll(all)
	data := x.Encode()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}
