package worktree

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/repo"
)

// fresh is an empty repository with its working tree.
func fresh(t *testing.T) (*Worktree, string) {
	t.Helper()
	dir := t.TempDir()
	_, _, err := repo.Init(repo.InitParams{Params: repo.Params{Dir: dir, Env: repo.Env{"HOME": dir}}, Path: "."})
	if err != nil {
		t.Fatal(err)
	}
	w, err := Open(open(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	return w, dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func blob(t *testing.T, w *Worktree, text string) plumbing.Hash {
	t.Helper()
	h, err := w.repo.Objects().Put(plumbing.BlobObject, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// tree stores a tree of path parts given as "name" or "name/": name → entry.
func tree(t *testing.T, w *Worktree, entries ...object.TreeEntry) plumbing.Hash {
	t.Helper()
	h, err := w.repo.Objects().PutTree(entries)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestUnpack_refusesPathsThatReachIntoGit(t *testing.T) {
	w, dir := fresh(t)
	hook := object.TreeEntry{Name: "post-checkout", Mode: filemode.Executable, Hash: blob(t, w, "evil")}
	hooks := tree(t, w, hook)
	for _, name := range []string{".git", ".GIT", "git~1", ".git ", ".git\u200c", "..", "a\\..\\b", ".git::$INDEX_ALLOCATION", "nul"} {
		top := tree(t, w, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: hooks})
		x := index.New()
		err := w.Unpack(UnpackParams{Index: x, To: top, Reset: true})
		var unsafe *object.UnsafePathError
		if !errors.As(err, &unsafe) {
			t.Errorf("%q was written: %v", name, err)
		}
		if x.Len() != 0 {
			t.Errorf("%q is in the index", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, ".git", "post-checkout")); err == nil {
		t.Error("a hook was planted")
	}
}

func TestRemoveFile_leavesWhatIsInGit(t *testing.T) {
	w, dir := fresh(t)
	for _, path := range []string{".git/config", "x/../.git/config", "../" + filepath.Base(dir) + "/.git/config", ".GIT/config"} {
		if err := w.RemoveFile(path); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, ".git", "config")); err != nil {
		t.Fatal(err)
	}
}

func TestWalk_neverEntersGitWhateverTheIndexSays(t *testing.T) {
	w, _ := fresh(t)
	x := index.New()
	x.Add(&index.Entry{Path: ".git/config", Mode: filemode.Regular})
	found, err := w.Walk(x, WalkParams{Collapse: true, KeepEmpty: true})
	if err != nil || len(found.Paths) > 0 {
		t.Errorf("found %v, %v", found.Paths, err)
	}
}

func TestCheckout_neverWritesThroughALink(t *testing.T) {
	w, dir := fresh(t)
	outside := t.TempDir()
	write(t, filepath.Join(outside, "f"), "theirs")
	if err := os.Symlink(outside, filepath.Join(dir, "d")); err != nil {
		t.Skip("no links here")
	}
	e := &index.Entry{Path: "d/f", Mode: filemode.Regular, Hash: blob(t, w, "ours")}
	if err := w.Checkout(index.New(), []*index.Entry{e}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(outside, "f")); string(got) != "theirs" {
		t.Errorf("the file behind the link is now %q", got)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "d", "f")); string(got) != "ours" {
		t.Errorf("the file in the tree is %q", got)
	}
}

func TestCheckout_writesLinksAfterAllFiles(t *testing.T) {
	w, dir := fresh(t)
	outside := t.TempDir()
	// On a disk that ignores case "A" and "a" are one: the link must not be there yet when A/f is written.
	entries := []*index.Entry{
		{Path: "a", Mode: filemode.Symlink, Hash: blob(t, w, outside)},
		{Path: "A/f", Mode: filemode.Regular, Hash: blob(t, w, "x")},
	}
	_ = w.Checkout(index.New(), entries)
	if left, _ := os.ReadDir(outside); len(left) != 0 {
		t.Errorf("%s was written outside", left[0].Name())
	}
	_ = dir
}

func TestRemoveFile_leavesWhatLiesBehindALink(t *testing.T) {
	w, dir := fresh(t)
	outside := t.TempDir()
	write(t, filepath.Join(outside, "f"), "theirs")
	if err := os.Symlink(outside, filepath.Join(dir, "d")); err != nil {
		t.Skip("no links here")
	}
	if err := w.RemoveFile("d/f"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(outside, "f")); err != nil {
		t.Error("a file behind a link was removed")
	}
}

func TestUnpack_namesEveryPathAndChangesNothing(t *testing.T) {
	w, dir := fresh(t)
	one := tree(t, w, object.TreeEntry{Name: "a", Mode: filemode.Regular, Hash: blob(t, w, "1")},
		object.TreeEntry{Name: "b", Mode: filemode.Regular, Hash: blob(t, w, "1")})
	two := tree(t, w, object.TreeEntry{Name: "a", Mode: filemode.Regular, Hash: blob(t, w, "2")},
		object.TreeEntry{Name: "b", Mode: filemode.Regular, Hash: blob(t, w, "2")},
		object.TreeEntry{Name: "n", Mode: filemode.Regular, Hash: blob(t, w, "2")})
	x := index.New()
	if err := w.Unpack(UnpackParams{Index: x, To: one, Reset: true}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "a"), "local")
	write(t, filepath.Join(dir, "b"), "local")
	write(t, filepath.Join(dir, "n"), "untracked")
	before := string(x.Encode())
	err := w.Unpack(UnpackParams{Index: x, From: &one, To: two})
	var refused *OverwriteError
	if !errors.As(err, &refused) {
		t.Fatalf("it was not refused: %v", err)
	}
	if strings.Join(refused.Changed, " ") != "a b" || strings.Join(refused.Untracked, " ") != "n" {
		t.Errorf("refused %+v", refused)
	}
	if string(x.Encode()) != before {
		t.Error("the index has changed")
	}
	for name, want := range map[string]string{"a": "local", "b": "local", "n": "untracked"} {
		if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// Where the disk ignores case, what is only in the index lies under names in other cases, too.
func TestUnpack_losesNothingStagedWhereTheDiskIgnoresCase(t *testing.T) {
	for _, tt := range []struct{ staged, onDisk, wanted string }{
		{staged: "e", onDisk: "e", wanted: "e/x"},
		{staged: "E", onDisk: "e", wanted: "e/x"},
		{staged: "e/x", onDisk: "e/x", wanted: "e"},
		{staged: "E/x", onDisk: "e/x", wanted: "e"},
	} {
		t.Run(tt.staged+" "+tt.wanted, func(t *testing.T) {
			w, dir := fresh(t)
			w.foldCase = true
			from, to := tree(t, w), object.TreeEntry{Name: "e", Mode: filemode.Regular, Hash: blob(t, w, "theirs")}
			if name, inside, ok := strings.Cut(tt.wanted, "/"); ok {
				to.Name = inside
				to = object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: tree(t, w, to)}
			}
			write(t, filepath.Join(dir, tt.onDisk), "staged")
			x := index.New()
			e := w.Stage(x, []string{tt.onDisk}, StageParams{})[0].Entry
			e.Path = tt.staged
			x.Add(e)
			before := string(x.Encode())

			var refused *OverwriteError
			if err := w.Unpack(UnpackParams{Index: x, From: &from, To: tree(t, w, to)}); !errors.As(err, &refused) {
				t.Errorf("it was not refused: %v", err)
			}
			if got, _ := os.ReadFile(filepath.Join(dir, tt.onDisk)); string(got) != "staged" || string(x.Encode()) != before {
				t.Errorf("the file is %q, the index changed: %t", got, string(x.Encode()) != before)
			}
		})
	}
}

func TestSave_marksRacyEntries(t *testing.T) {
	w, dir := fresh(t)
	path := filepath.Join(dir, "f")
	write(t, path, "one")
	x := index.New()
	x.Add(w.Stage(x, []string{"f"}, StageParams{})[0].Entry)
	saveIndex(t, w, x)
	// The same size at the same instant: only the content tells.
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.ReadIndex()
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, "two")
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	e := again.Get("f")
	s, _ := lstat(path)
	e.Stat = s.Stat // as if the first look had been at this very moment
	again.Timestamp = e.Stat.Mtime
	if w.IsClean(again, e, false) {
		t.Error("a racily clean entry was trusted")
	}
}

// Git may have been built to compare whole seconds only (Debian's is): a file changed in the second in which its
// entry was read is told from it by no stat data, so a later index must not call it clean.
func TestSave_marksEntriesChangedWithinTheSecond(t *testing.T) {
	w, dir := fresh(t)
	path := filepath.Join(dir, "f")
	write(t, path, "one")
	x := index.New()
	x.Add(w.Stage(x, []string{"f"}, StageParams{})[0].Entry)
	saveIndex(t, w, x)
	write(t, path, "two")

	again, err := w.ReadIndex()
	if err != nil {
		t.Fatal(err)
	}
	e := again.Get("f")
	s, _ := lstat(path)
	e.Stat = s.Stat
	again.Timestamp = s.Mtime
	const tick = 4_000_000
	e.Stat.Mtime.Nsec, e.Stat.Ctime.Nsec, again.Timestamp.Nsec = 1, 1, 1+tick // the index came a tick after the first look
	if e.Stat.Mtime.Nsec == s.Mtime.Nsec {
		t.Skip("the file was written at that very moment")
	}
	again.MarkChanged()
	saveIndex(t, w, again)
	if again, err = w.ReadIndex(); err != nil {
		t.Fatal(err)
	}
	if got := again.Get("f").Stat.Size; got != 0 {
		t.Errorf("the changed file's entry was saved with the size %d", got)
	}
}

func saveIndex(t *testing.T, w *Worktree, x *index.Index) {
	t.Helper()
	lock, err := w.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Save(lock, x); err != nil {
		t.Fatal(err)
	}
}
