package merge

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// files maps paths to contents; a path that ends in "@" is a symbolic link.
type files map[string]string

func newStore(t *testing.T) *object.Store {
	t.Helper()
	store, err := object.Open(object.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func writeTree(t *testing.T, store *object.Store, list files) plumbing.Hash {
	t.Helper()
	root := &folder{}
	for path, text := range list {
		h, err := store.Put(plumbing.BlobObject, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		mode := filemode.Regular
		if name, link := strings.CutSuffix(path, "@"); link {
			path, mode = name, filemode.Symlink
		}
		root.put(path, Version{mode, h})
	}
	h, err := root.write(store)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func readTree(t *testing.T, store *object.Store, tree plumbing.Hash, dir string, out files) {
	t.Helper()
	entries, err := store.Tree(tree)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsTree() {
			readTree(t, store, e.Hash, dir+e.Name+"/", out)
			continue
		}
		data, err := store.Blob(e.Hash)
		if err != nil {
			t.Fatal(err)
		}
		out[dir+e.Name] = string(data)
	}
}

func body(tag string) string {
	var b strings.Builder
	for i := range 10 {
		fmt.Fprintf(&b, "%s line %d\n", tag, i)
	}
	return b.String()
}

// merged merges three lists of files and gives the result's files, conflicted
// paths and messages.
func merged(t *testing.T, base, ours, theirs files) (files, []string, *Result) {
	t.Helper()
	store := newStore(t)
	r, err := Trees(writeTree(t, store, base), writeTree(t, store, ours), writeTree(t, store, theirs),
		DefaultOptions(store, "ours", "theirs"))
	if err != nil {
		t.Fatal(err)
	}
	out := files{}
	readTree(t, store, r.Tree, "", out)
	var paths []string
	for _, c := range r.Conflicts {
		paths = append(paths, c.Path)
	}
	return out, paths, r
}

func names(list files) string {
	out := make([]string, 0, len(list))
	for name := range list {
		out = append(out, name)
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

func TestTrees_aRenameMeetsAChange(t *testing.T) {
	f := body("f")
	got, conflicts, _ := merged(t,
		files{"old": f},
		files{"new": f},
		files{"old": strings.Replace(f, "line 3", "changed", 1)})
	if len(conflicts) != 0 || names(got) != "new" || !strings.Contains(got["new"], "changed") {
		t.Errorf("%v, conflicts %v", got, conflicts)
	}
}

func TestTrees_keepsBothRenames(t *testing.T) {
	f := body("f")
	got, conflicts, r := merged(t, files{"old": f}, files{"one": f}, files{"two": f})
	if names(got) != "one two" || strings.Join(conflicts, " ") != "old one two" {
		t.Errorf("%v, conflicts %v", got, conflicts)
	}
	want := "CONFLICT (rename/rename): old renamed to one in ours and to two in theirs."
	if len(r.Messages) != 1 || r.Messages[0].Text != want {
		t.Errorf("messages %v", r.Messages)
	}
}

func TestTrees_aFileFollowsItsFolder(t *testing.T) {
	base := files{"d/a": body("a"), "d/b": body("b"), "d/c": body("c")}
	ours := files{"e/a": body("a"), "e/b": body("b"), "e/c": body("c")}
	theirs := files{"d/a": body("a"), "d/b": body("b"), "d/c": body("c"), "d/new": body("new")}
	got, conflicts, r := merged(t, base, ours, theirs)
	if names(got) != "e/a e/b e/c e/new" || strings.Join(conflicts, " ") != "e/new" || r.Clean {
		t.Errorf("%s, conflicts %v", names(got), conflicts)
	}
}

func TestTrees_aFileMakesWayForAFolder(t *testing.T) {
	got, conflicts, _ := merged(t,
		files{"keep": "k\n"},
		files{"keep": "k\n", "x": body("file")},
		files{"keep": "k\n", "x/y": body("folder")})
	if names(got) != "keep x/y x~ours" || strings.Join(conflicts, " ") != "x~ours" {
		t.Errorf("%s, conflicts %v", names(got), conflicts)
	}
}

func TestTrees_conflictKinds(t *testing.T) {
	f := body("f")
	mine, yours := strings.Replace(f, "line 3", "mine", 1), strings.Replace(f, "line 3", "yours", 1)
	cases := map[string]struct {
		base, ours, theirs files
		kind               Kind
	}{
		"content":         {files{"f": f}, files{"f": mine}, files{"f": yours}, ConflictContents},
		"both added":      {files{}, files{"f": mine}, files{"f": yours}, ConflictContents},
		"deleted by us":   {files{"f": f}, files{}, files{"f": yours}, ConflictModDelete},
		"deleted by them": {files{"f": f}, files{"f": mine}, files{}, ConflictModDelete},
		"rename, delete":  {files{"f": f}, files{"g": f}, files{}, ConflictRenDelete},
		"file and link":   {files{}, files{"f": f}, files{"f@": "target"}, ConflictTypes},
		"binary":          {files{"f": "\x00"}, files{"f": "\x00a"}, files{"f": "\x00b"}, ConflictBinary},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, conflicts, r := merged(t, c.base, c.ours, c.theirs)
			found := false
			for _, m := range r.Messages {
				found = found || m.Kind == c.kind
			}
			if r.Clean || len(conflicts) == 0 || !found {
				t.Errorf("clean %v, conflicts %v, messages %v", r.Clean, conflicts, r.Messages)
			}
		})
	}
}

func TestCommits_foldsSeveralBasesIntoOne(t *testing.T) {
	store := newStore(t)
	when := 0
	commit := func(list files, parents ...plumbing.Hash) plumbing.Hash {
		when++
		h, err := store.PutCommit(&object.Commit{TreeHash: writeTree(t, store, list), ParentHashes: parents,
			Author:    object.ParseSignature(fmt.Sprintf("A <a> %d +0000", when)),
			Committer: object.ParseSignature(fmt.Sprintf("A <a> %d +0000", when)), Message: "x\n"})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	f := body("f")
	one, nine := strings.Replace(f, "line 1", "one", 1), strings.Replace(f, "line 9", "nine", 1)
	both := strings.Replace(one, "line 9", "nine", 1)
	root := commit(files{"f": f})
	a, b := commit(files{"f": one}, root), commit(files{"f": nine}, root)
	left, right := commit(files{"f": both}, a, b), commit(files{"f": both}, b, a)
	r, err := Commits(left, right, DefaultOptions(store, "left", "right"))
	if err != nil || !r.Clean {
		t.Fatalf("%+v, %v", r, err)
	}
	out := files{}
	readTree(t, store, r.Tree, "", out)
	if out["f"] != both {
		t.Errorf("%q", out["f"])
	}
}
