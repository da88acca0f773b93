package shell

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"cairn/internal/disk"
)

// errText says what went wrong in the words that the C library uses, because
// these are what a learner meets in any other terminal.
func errText(err error) string {
	var outside *OutsideError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &outside):
		return "outside the practice folder"
	case errors.Is(err, syscall.ENOTDIR):
		return "Not a directory"
	case errors.Is(err, fs.ErrNotExist):
		return "No such file or directory"
	case disk.NotEmpty(err):
		return "Directory not empty"
	case errors.Is(err, fs.ErrExist):
		return "File exists"
	case errors.Is(err, fs.ErrPermission):
		return "Permission denied"
	case errors.Is(err, syscall.EISDIR):
		return "Is a directory"
	case errors.Is(err, syscall.ELOOP):
		return "Too many levels of symbolic links"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "File name too long"
	case errors.Is(err, syscall.EROFS):
		return "Read-only file system"
	case errors.Is(err, syscall.ENOSPC):
		return "No space left on device"
	}
	return innermost(err)
}

// innermost leaves out the operation and path that the caller prints itself.
func innermost(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		return linkErr.Err.Error()
	}
	return err.Error()
}
