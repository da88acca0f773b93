//go:build unix

package disk

import (
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
