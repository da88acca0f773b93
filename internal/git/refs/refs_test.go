package refs

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/lockfile"
)

var (
	one = plumbing.NewHash("1111111111111111111111111111111111111111")
	two = plumbing.NewHash("2222222222222222222222222222222222222222")
)

func newStore(t testing.TB) (*Store, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"HEAD": "ref: refs/heads/main\n", "refs/heads/.keep": "",
		"packed-refs": "# pack-refs with: peeled fully-peeled sorted \n" + two.String() + " refs/heads/packed\n" + one.String() + " refs/tags/v1\n^" + two.String() + "\n"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return Open(Params{
		GitDir: dir, CommonDir: dir, Log: LogBranches,
		Identity: func() (string, error) { return "Ada <ada@example.com> 1700000000 +0000", nil },
	}), dir
}

func TestUpdate_changesAllOrNothing(t *testing.T) {
	s, _ := newStore(t)
	err := s.Update(Transaction{[]Update{
		{Name: "refs/heads/a", New: one},
		{Name: "refs/heads/packed", New: one, Old: &one}, // it is at two
	}})
	var lock *LockError
	if !errors.As(err, &lock) || lock.Error() != "cannot lock ref 'refs/heads/packed': is at "+two.String()+" but expected "+one.String() {
		t.Fatalf("the error is %v", err)
	}
	if s.Exists("refs/heads/a") {
		t.Error("the first change was made all the same")
	}
	list, err := s.List("")
	if err != nil || len(list) != 2 {
		t.Errorf("refs are %v, %v", list, err)
	}
}

func TestUpdate_replacesALinkAndWritesNothingBehindIt(t *testing.T) {
	s, dir := newStore(t)
	outside := filepath.Join(t.TempDir(), "theirs")
	if err := os.WriteFile(outside, []byte(two.String()+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if os.Symlink(outside, filepath.Join(dir, "refs/heads/link")) != nil {
		t.Skip("no links here")
	}
	if err := s.Update(Transaction{[]Update{{Name: "refs/heads/link", New: one}}}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != two.String()+"\n" {
		t.Errorf("the file behind the link holds %q, %v", text, err)
	}
	if h, err := s.Resolve("refs/heads/link"); err != nil || h != one {
		t.Errorf("the ref is at %s, %v", h, err)
	}
}

func TestRead_doesNotWaitForAPipeOrTheEndOfADevice(t *testing.T) {
	s, dir := newStore(t)
	if os.Symlink("/dev/zero", filepath.Join(dir, "refs/heads/zero")) != nil {
		t.Skip("no links here")
	}
	if r, err := s.Read("refs/heads/zero"); err == nil && !r.Broken {
		t.Errorf("it is %v", r)
	}
}

func TestUpdate_recordsHeadWithItsBranch(t *testing.T) {
	s, _ := newStore(t)
	if err := s.Set(Update{Name: HEAD, New: one, Message: "commit (initial):  two\nlines "}); err != nil {
		t.Fatal(err)
	}
	if err := s.Set(Update{Name: "refs/heads/main", New: two, Message: "direct"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{HEAD, "refs/heads/main"} {
		log, err := s.Reflog(name)
		if err != nil || len(log) != 2 || log[1].Message != "commit (initial): two lines" || log[0].Old != one || log[0].New != two {
			t.Errorf("%s has the log %+v, %v", name, log, err)
		}
	}
}

func TestUpdate_namesTheRefInTheWay(t *testing.T) {
	s, _ := newStore(t)
	for name, want := range map[string]string{
		"refs/heads/packed/x": "cannot lock ref 'refs/heads/packed/x': 'refs/heads/packed' exists; cannot create 'refs/heads/packed/x'",
		"refs/tags":           "cannot lock ref 'refs/tags': 'refs/tags/v1' exists; cannot create 'refs/tags'",
		"refs/heads/a..b":     "refusing to update ref with bad name 'refs/heads/a..b'",
		"refs/../x":           "refusing to update ref with bad name 'refs/../x'",
	} {
		if err := s.Set(Update{Name: name, New: one}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUpdate_deletesPackedAndLoose(t *testing.T) {
	s, dir := newStore(t)
	if err := s.Set(Update{Name: "refs/heads/packed", New: one}); err != nil {
		t.Fatal(err)
	}
	if err := s.Set(Update{Name: "refs/heads/packed", Old: &one}); err != nil {
		t.Fatal(err)
	}
	if s.Exists("refs/heads/packed") || s.HasReflog("refs/heads/packed") {
		t.Error("the ref or its reflog is still there")
	}
	text, err := os.ReadFile(filepath.Join(dir, "packed-refs"))
	if err != nil || strings.Contains(string(text), "heads/packed") || !strings.Contains(string(text), "^"+two.String()) {
		t.Errorf("packed-refs is %q, %v", text, err)
	}
}

func TestUpdate_respectsALockOfSomebodyElse(t *testing.T) {
	s, dir := newStore(t)
	path := filepath.Join(dir, "refs", "heads", "main.lock")
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	err := s.Set(Update{Name: "refs/heads/main", New: one})
	var held *lockfile.HeldError
	if !errors.As(err, &held) || !strings.Contains(err.Error(), "Another git process seems to be running") {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the lock is gone: %v", err)
	}
}

func TestRename_movesTheReflog(t *testing.T) {
	s, _ := newStore(t)
	for _, h := range []plumbing.Hash{one, two} {
		if err := s.Set(Update{Name: "refs/heads/main", New: h, Message: "step"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Rename("refs/heads/main", "refs/heads/main/deep", "renamed"); err != nil {
		t.Fatal(err)
	}
	log, err := s.Reflog("refs/heads/main/deep")
	if err != nil || len(log) != 3 || log[0].Message != "renamed" || log[0].Old != two || log[0].New != two {
		t.Errorf("the log is %+v, %v", log, err)
	}
	if s.Exists("refs/heads/main") {
		t.Error("the old name is still there")
	}
}

func TestValidName_followsCheckRefFormat(t *testing.T) {
	for _, n := range []string{"", "@", "a", "a/.b", "a/b.lock", "a/b.lock/c", "a/b..c", "a/b c", "a/b~", "a/b^",
		"a/b:", "a/b?", "a/b*", "a/b[", "a/b\\", "/a/b", "a//b", "a/b/", "a/b.", "a/@{", "a/\x7f", "a/\x01"} {
		if ValidName(n, false) {
			t.Errorf("%q is accepted", n)
		}
	}
	for _, n := range []string{"a/b", "a/@", "refs/heads/ä", "a/b.c", "a/-b", "a/{b}", "a/b@c"} {
		if !ValidName(n, false) {
			t.Errorf("%q is refused", n)
		}
	}
}
