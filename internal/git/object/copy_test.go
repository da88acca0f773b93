package object_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/sharing"
)

func TestCopyTo_sharesWhatItCopiesAndLeavesNothingElse(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	s, err := object.Open(object.Params{Dir: from})
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Put(plumbing.BlobObject, []byte("text\n"))
	if err != nil {
		t.Fatal(err)
	}
	everyone := func() (sharing.Mode, error) {
		m, _, err := sharing.Parse("everybody")
		return m, err
	}
	for range 2 { // what is there stays
		if err := s.CopyTo(to, false, false, everyone); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(to, h.String()[:2])
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || files[0].Name() != h.String()[2:] {
		t.Fatalf("%s holds %v, %v", dir, files, err)
	}
	info, err := files[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); runtime.GOOS != "windows" && got != 0o664 {
		t.Errorf("the copy has the permissions %o", got)
	}
}
