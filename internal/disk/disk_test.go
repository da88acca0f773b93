package disk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestDo_waitsForAFileThatIsLetGo(t *testing.T) {
	t.Parallel()
	busy := errors.New("busy")
	held := func(err error) bool { return errors.Is(err, busy) }
	for after, wantTries := range map[int]int{0: 1, 3: 4, 100: 1 + len(pauses)} {
		tries := 0
		err := do(func() error {
			if tries++; tries <= after {
				return busy
			}
			return nil
		}, held)
		if tries != wantTries || (err != nil) != (after > len(pauses)) {
			t.Errorf("busy %d times: %d tries, %v", after, tries, err)
		}
	}
	tries := 0
	err := do(func() error { tries++; return os.ErrNotExist }, held)
	if tries != 1 || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("another error: %d tries, %v", tries, err)
	}
}

func TestRename_replacesAReadOnlyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "new"), filepath.Join(dir, "old")
	if err := errors.Join(os.WriteFile(from, []byte("new"), 0o600), os.WriteFile(to, []byte("old"), 0o400)); err != nil {
		t.Fatal(err)
	}
	if err := Rename(from, to); err != nil {
		t.Fatal(err)
	}
	if data, err := ReadFile(to); err != nil || string(data) != "new" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestRename_overAFolderIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from := filepath.Join(dir, "file")
	if err := os.WriteFile(from, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Rename(from, filepath.Join(dir, "folder")); err == nil {
		t.Error("a file took the place of a folder")
	}
}

func TestReadFile_saysWhatIsMissing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := ReadFile(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := ReadFile(dir); err == nil {
		t.Error("a folder was read")
	}
	if err := WriteFile(filepath.Join(dir, "a"), []byte("x"), 0o600); err != nil {
		t.Error(err)
	}
	if err := Remove(filepath.Join(dir, "a")); err != nil {
		t.Error(err)
	}
}
