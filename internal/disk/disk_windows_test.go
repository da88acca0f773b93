package disk

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// hold opens a file as a program does that shares it with nobody, for a while.
func hold(t *testing.T, path string, access uint32, while time.Duration) {
	t.Helper()
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := syscall.CreateFile(name, access, 0, nil, syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(while, func() { _ = syscall.CloseHandle(h) })
}

func TestHeldFiles_areWaitedFor(t *testing.T) {
	for name, do := range map[string]func(path string) error{
		"remove": Remove,
		"read":   func(path string) error { _, err := ReadFile(path); return err },
		"write":  func(path string) error { return WriteFile(path, nil, 0o600) },
		"open":   func(path string) error { f, err := OpenFile(path, os.O_RDWR, 0); return errors.Join(err, f.Close()) },
		"from":   func(path string) error { return Rename(path, path+".moved") },
		"onto": func(path string) error {
			return errors.Join(os.WriteFile(path+".fresh", nil, 0o600), Rename(path+".fresh", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			hold(t, path, syscall.GENERIC_READ, 100*time.Millisecond)
			if err := do(path); err != nil {
				t.Error(err)
			}
		})
	}
}

// The window reads again and again what Git in another terminal replaces.
func TestRename_findsItsMomentWhereAFileIsReadOften(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		for {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if data, err := ReadFile(path); err != nil || len(data) != 1<<20 {
				done <- errors.Join(err, errors.New("not read whole"))
				return
			}
			time.Sleep(20 * time.Millisecond) // a busy machine, under wine, reads slowly
		}
	}()
	for range 50 {
		if err := os.WriteFile(path+".new", make([]byte, 1<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// The window reads a pack; the person's own Git, or Undo, takes it away meanwhile.
func TestOpen_letsTheFileBeRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pack")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := Remove(path); err != nil {
		t.Error(err)
	}
	var b [1]byte
	if _, err := f.ReadAt(b[:], 0); err != nil || b[0] != 'x' {
		t.Errorf("%q, %v", b, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
