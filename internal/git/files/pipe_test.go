//go:build unix

package files

import (
	"path/filepath"
	"syscall"
	"testing"
)

func TestRead_doesNotWaitForAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := Read(path); err != nil || len(data) > 0 {
		t.Errorf("%q, %v", data, err)
	}
}
