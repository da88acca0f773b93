// Package files owns reading, making, moving and removing the many small files that Git keeps (refs, loose objects, locks,
// state), with no more system calls than that takes: os.ReadFile makes eleven for a file that four read, since it first
// tries to have the file polled, and os.Remove asks twice about a file that is not there. It refuses to wait: a named pipe
// in a file's place is empty, not a standstill.
package files

import "os"

// Read returns the whole content of a file. Its errors are those of os.ReadFile.
func Read(path string) ([]byte, error) { return read(path, true, -1) }

// ReadStart returns at most the first limit bytes of a file.
func ReadStart(path string, limit int) ([]byte, error) { return read(path, true, limit) }

// ReadPlain is ReadStart that does not follow a symbolic link: one is an error, as is a folder.
func ReadPlain(path string, limit int) ([]byte, error) { return read(path, false, limit) }

// Open opens a file or folder for reading. Its errors are those of os.Open.
func Open(path string) (*os.File, error) { return open(path) }

// Create makes a file that is not there yet, for reading and writing. Its errors are those of os.OpenFile.
func Create(path string, perm os.FileMode) (*os.File, error) { return create(path, perm) }

// Rename moves a file, over another one if there is one, never over a folder. Its errors are those of os.Rename.
func Rename(from, to string) error {
	if err := rename(from, to); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// Remove removes a file, never a folder. Its errors are those of os.Remove.
func Remove(path string) error { return remove(path) }

// pathError is what package os returns.
func pathError(op, path string, err error) error {
	if err == nil {
		return nil
	}
	return &os.PathError{Op: op, Path: path, Err: err}
}
