//go:build unix

package disk

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestReadFile_doesNotWaitForAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := ReadFile(path); err != nil || len(data) > 0 {
		t.Errorf("%q, %v", data, err)
	}
}

func TestReadFile_refusesWhatHasNoEnd(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	if data, err := ReadFile(link); !errors.Is(err, ErrEndless) {
		t.Errorf("it gives %d bytes, %v", len(data), err)
	}
	if data, err := ReadFile(os.DevNull); err != nil || len(data) > 0 {
		t.Errorf("the empty device gives %q, %v", data, err)
	}
}
