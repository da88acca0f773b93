package apply

import (
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/repo"
)

const sample = `# what stands before is passed over
diff --git a/one b/one
index 1234567..89abcde 100644
--- a/one
+++ b/one
@@ -1,9 +1,9 @@ counted wrong
 a

-b
+B
+C
 d
diff --git "a/t\tab" "b/t\tab"
old mode 100644
new mode 100755
diff --git a/with space b/with space
new file mode 100644
--- /dev/null
+++ b/with space
@@ -0,0 +1 @@
+new
\ No newline at end of file
`

func fixture(t testing.TB) (*repo.Repo, *index.Index) {
	t.Helper()
	r, _, err := repo.Init(repo.InitParams{Params: repo.Params{Dir: t.TempDir(), Env: map[string]string{}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	x := index.New()
	for path, text := range map[string]string{"one": "a\n\nb\nd\n", "t\tab": "x\n"} {
		h, err := r.Objects().Put(plumbing.BlobObject, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		x.Add(&index.Entry{Path: path, Mode: filemode.Regular, Hash: h})
	}
	return r, x
}

func TestToIndex_putsAllFilesOn(t *testing.T) {
	r, x := fixture(t)
	patches, warnings, err := Parse(sample)
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if errs := ToIndex(r.Objects(), x, patches); len(errs) > 0 {
		t.Fatal(errs)
	}
	for path, want := range map[string]string{"one": "a\n\nB\nC\nd\n", "t\tab": "x\n", "with space": "new"} {
		data, err := r.Objects().Blob(x.Get(path).Hash)
		if err != nil || string(data) != want {
			t.Errorf("%s is %q (%v), want %q", path, data, err, want)
		}
	}
	if x.Get("t\tab").Mode != filemode.Executable {
		t.Error("the mode did not change")
	}
}

func TestToIndex_changesNothingWhereOneFileDoesNotFit(t *testing.T) {
	r, x := fixture(t)
	patches, _, err := Parse(strings.Replace(sample, "new file mode 100644", "deleted file mode 100644", 1))
	if err != nil {
		t.Fatal(err)
	}
	before := string(x.Encode())
	errs := ToIndex(r.Objects(), x, patches)
	if len(errs) != 1 || errs[0].Error() != "with space: does not exist in index" {
		t.Errorf("errors %v", errs)
	}
	if string(x.Encode()) != before {
		t.Error("the index has changed")
	}
}

func TestToIndex_refusesNamesOfTheRepository(t *testing.T) {
	r, x := fixture(t)
	patches, _, err := Parse("diff --git a/.git/config b/.git/config\nnew file mode 100644\n--- /dev/null\n+++ b/.git/config\n@@ -0,0 +1 @@\n+x\n")
	if err != nil {
		t.Fatal(err)
	}
	if errs := ToIndex(r.Objects(), x, patches); len(errs) != 1 || x.Len() != 2 {
		t.Errorf("errors %v, %d entries", errs, x.Len())
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("diff --git a/x b/x\n@@ -1 +1 @@\ngarbage\n")
	f.Add("diff --git \"a/\\303\n--- \n+++ b/\n@@ -0,0 +0 @@\n\\")
	r, x := fixture(f)
	f.Fuzz(func(t *testing.T, text string) {
		patches, _, err := Parse(text)
		if err != nil {
			return
		}
		before, err := index.Parse(x.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if errs := ToIndex(r.Objects(), before, patches); len(errs) > 0 && string(before.Encode()) != string(x.Encode()) {
			t.Errorf("changed and refused: %v", errs)
		}
	})
}
