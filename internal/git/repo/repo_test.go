package repo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/refs"
)

// world is the environment of a test: a home of its own and a clock that stands.
func world(t *testing.T, dir string) Params {
	t.Helper()
	return Params{
		Dir: dir, Env: Env{"HOME": t.TempDir(), "TZ": "UTC"},
		Now: func() time.Time { return time.Unix(1_700_000_000, 0) },
	}
}

func initAt(t *testing.T, p InitParams) *Repo {
	t.Helper()
	r, _, err := Init(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func discover(t *testing.T, p Params) *Repo {
	t.Helper()
	r, err := Discover(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestDiscover_findsTheRepositoryAboveTheCurrentFolder(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	initAt(t, InitParams{Params: p, Path: top})
	p.Dir = filepath.Join(top, "a", "b")
	if err := os.MkdirAll(p.Dir, 0o777); err != nil {
		t.Fatal(err)
	}
	r := discover(t, p)
	if r.WorkTree() != top || r.Prefix() != "a/b/" || r.GitDir() != filepath.Join(top, ".git") || r.Bare() {
		t.Errorf("found %s with prefix %q, folder %s", r.WorkTree(), r.Prefix(), r.GitDir())
	}
	if got := r.Shown(filepath.Join(r.GitDir(), "config")); got != ".git/config" {
		t.Errorf("its configuration is shown as %s", got)
	}
}

func TestDiscover_doesNotLookAboveItsRoot(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	initAt(t, InitParams{Params: p, Path: top})
	p.Dir = filepath.Join(top, "inside")
	if err := os.Mkdir(p.Dir, 0o777); err != nil {
		t.Fatal(err)
	}
	p.Root = p.Dir
	_, err := Discover(p)
	var none *NotARepositoryError
	if !errors.As(err, &none) {
		t.Errorf("the repository above the root was found: %v", err)
	}
}

func TestDiscover_followsAFileThatNamesTheFolder(t *testing.T) {
	top, away := t.TempDir(), filepath.Join(t.TempDir(), "away")
	p := world(t, top)
	initAt(t, InitParams{Params: p, Path: top, Separate: away})
	r := discover(t, p)
	if r.GitDir() != away || r.WorkTree() != top {
		t.Errorf("folder %s, files %s", r.GitDir(), r.WorkTree())
	}
	write(t, filepath.Join(top, ".git"), "gitdir: nowhere\n")
	if _, err := Discover(p); err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("a file that names no repository gives %v", err)
	}
}

func TestDiscover_opensALinkedWorkingTree(t *testing.T) {
	top, linked := t.TempDir(), t.TempDir()
	p := world(t, top)
	first := initAt(t, InitParams{Params: p, Path: top, Branch: "main"})
	own := filepath.Join(first.GitDir(), "worktrees", "w")
	write(t, filepath.Join(own, "HEAD"), "ref: refs/heads/topic\n")
	write(t, filepath.Join(own, "commondir"), "../..\n")
	write(t, filepath.Join(own, "gitdir"), filepath.Join(linked, ".git")+"\n")
	write(t, filepath.Join(linked, ".git"), "gitdir: "+own+"\n")
	p.Dir = linked
	r := discover(t, p)
	if r.GitDir() != own || r.CommonDir() != first.GitDir() || r.WorkTree() != linked {
		t.Errorf("folder %s, shared %s, files %s", r.GitDir(), r.CommonDir(), r.WorkTree())
	}
	if branch, _, err := r.Refs().Head(); err != nil || branch != "refs/heads/topic" {
		t.Errorf("its HEAD is on %s, %v", branch, err)
	}
}

func TestDiscover_refusesFormatsThatItCannotKeep(t *testing.T) {
	for text, want := range map[string]string{
		"[core]\n\trepositoryformatversion = 2\n":                                        "Expected git repo version <= 1, found 2",
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tfoo = 1\n":               "unknown repository extension found:\n\tfoo",
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n": "only sha1",
	} {
		top := t.TempDir()
		p := world(t, top)
		initAt(t, InitParams{Params: p, Path: top})
		write(t, filepath.Join(top, ".git", "config"), text)
		_, err := Discover(p)
		var format *FormatError
		if !errors.As(err, &format) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", text, err, want)
		}
	}
}

func TestInit_makesNothingWhenTheBranchNameIsBad(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	_, _, err := Init(InitParams{Params: p, Path: filepath.Join(top, "new"), Branch: "bad name"})
	var name *BranchNameError
	if !errors.As(err, &name) {
		t.Errorf("the error is %v", err)
	}
	if left, err := os.ReadDir(top); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestInit_leavesWhatIsThereWhenDoneAgain(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	initAt(t, InitParams{Params: p, Path: top, Branch: "main"})
	file := filepath.Join(top, ".git", "config")
	mine := "[core]\n\tbare = false\n[user]\n\tname = Ada\n"
	write(t, file, mine)
	_, res, err := Init(InitParams{Params: p, Path: top, Branch: "other"})
	if err != nil || !res.Reinit || !res.BranchIgnored {
		t.Errorf("%+v, %v", res, err)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != mine {
		t.Errorf("the configuration became %q, %v", text, err)
	}
}

func TestInit_takesTheFirstBranchFromTheConfiguration(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	p.Config = []config.Override{{Key: "init.defaultBranch", Value: "trunk"}}
	r, res, err := Init(InitParams{Params: p, Path: top})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if branch, _, err := r.Refs().Head(); err != nil || branch != "refs/heads/trunk" || res.DefaultUsed {
		t.Errorf("HEAD is on %s, %v, by default: %v", branch, err, res.DefaultUsed)
	}
}

func TestAuthor_takesTheEnvironmentBeforeTheConfiguration(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	p.Config = []config.Override{{Key: "user.name", Value: "Config"}, {Key: "user.email", Value: "config@x"}}
	r := initAt(t, InitParams{Params: p, Path: top})
	who, err := r.Author()
	if err != nil || who.String() != "Config <config@x> 1700000000 +0000" {
		t.Errorf("by configuration: %s, %v", who, err)
	}
	p.Env["GIT_AUTHOR_NAME"], p.Env["GIT_AUTHOR_DATE"] = "Env", "@5 +0100"
	who, err = r.Author()
	if err != nil || who.String() != "Env <config@x> 5 +0100" {
		t.Errorf("by environment: %s, %v", who, err)
	}
	p.Env["GIT_AUTHOR_DATE"] = "someday"
	var date *DateError
	if _, err := r.Author(); !errors.As(err, &date) {
		t.Errorf("a date that is none gives %v", err)
	}
}

func TestCommitter_tellsHowToIntroduceOneself(t *testing.T) {
	top := t.TempDir()
	r := initAt(t, InitParams{Params: world(t, top), Path: top})
	_, err := r.Committer()
	var nobody *IdentityError
	if !errors.As(err, &nobody) || !strings.Contains(nobody.Advice(), "git config --global user.email") {
		t.Errorf("without a name: %v", err)
	}
}

func TestRefs_keepAReflogUnlessTheRepositoryIsBare(t *testing.T) {
	for bare, want := range map[bool]bool{false: true, true: false} {
		top := t.TempDir()
		p := world(t, top)
		p.Config = []config.Override{{Key: "user.name", Value: "A"}, {Key: "user.email", Value: "a@x"}}
		r := initAt(t, InitParams{Params: p, Path: top, Branch: "main", Bare: bare})
		tree, err := r.Objects().Put(plumbing.TreeObject, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := "tree " + tree.String() + "\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nm\n"
		commit, err := r.Objects().Put(plumbing.CommitObject, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Refs().Set(refs.Update{Name: refs.HEAD, New: commit, Message: "m"}); err != nil {
			t.Fatal(err)
		}
		if got := r.Refs().HasReflog("refs/heads/main"); got != want {
			t.Errorf("bare %v: a reflog is there: %v", bare, got)
		}
		blob, err := r.Objects().Put(plumbing.BlobObject, []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		var kind *refs.NotCommitError
		if err := r.Refs().Set(refs.Update{Name: "refs/heads/b", New: blob}); !errors.As(err, &kind) {
			t.Errorf("a branch on a blob: %v", err)
		}
	}
}

func TestReload_readsAnEditedConfiguration(t *testing.T) {
	top := t.TempDir()
	r := initAt(t, InitParams{Params: world(t, top), Path: top})
	write(t, filepath.Join(top, ".git", "config"), "[a]\n\tb = 1\n")
	if _, ok := r.Config().Get("a.b"); ok {
		t.Error("the configuration changed by itself")
	}
	if err := r.Reload(); err != nil {
		t.Fatal(err)
	}
	if v := r.Config().String("a.b", ""); v != "1" {
		t.Errorf("a.b is %q", v)
	}
}

func TestConfine_refusesWhatLeavesTheRoot(t *testing.T) {
	top := t.TempDir()
	p := world(t, top)
	p.Root, p.Env["HOME"] = top, top
	r := initAt(t, InitParams{Params: p, Path: top})
	if err := r.Confine("file"); err != nil {
		t.Errorf("a file inside: %v", err)
	}
	if err := r.Confine(filepath.Join("..", "file")); err == nil {
		t.Error("a file outside is allowed")
	}
}
