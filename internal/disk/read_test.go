package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func TestReadFile_returnsWhatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(0, 64), rapid.SampledFrom([]int{4095, 4096, 4097, 8192, 65535, 65536, 65537, 300_000})).Draw(t, "size")
		want := bytes.Repeat([]byte("abcdefg"), size/7+1)[:size]
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("read %d of %d bytes: %v", len(got), size, err)
		}
		limit := rapid.SampledFrom([]int{0, 1, 41, 4096, 5000, 65536}).Draw(t, "limit")
		if got, err := ReadStart(path, limit); err != nil || !bytes.Equal(got, want[:min(size, limit)]) {
			t.Fatalf("read %d of %d bytes, at most %d: %v", len(got), size, limit, err)
		}
	})
}

func TestReadFile_failsAsPackageOSDoes(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{filepath.Join(dir, "none"), filepath.Join(dir, "none", "deeper"), dir} {
		_, want := os.ReadFile(path)
		if _, err := ReadFile(path); err == nil || err.Error() != want.Error() {
			t.Errorf("%s: %v; package os says %v", path, err, want)
		}
	}
	if _, err := ReadPlain(dir, 10); err == nil {
		t.Error("a folder was read")
	}
}

func TestReadPlain_followsNoLink(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("f", filepath.Join(dir, "link")); err != nil {
		t.Skip("no links here:", err)
	}
	if data, err := ReadPlain(filepath.Join(dir, "link"), 10); err == nil {
		t.Errorf("read %q", data)
	}
}

func TestRemoveFile_removesFilesOnly(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := RemoveFile(file); err != nil {
		t.Error(err)
	}
	if err := RemoveFile(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.Mkdir(file, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := RemoveFile(file); err == nil {
		t.Error("removed a folder")
	}
}
