//go:build unix

package disk

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"syscall"
)

// few bytes hold nearly all files that are read here.
const few = 4 << 10

// read reads up to limit bytes; a negative limit is none.
func read(path string, follow bool, limit int) ([]byte, error) {
	flags := syscall.O_RDONLY | syscall.O_NONBLOCK
	if !follow {
		flags |= syscall.O_NOFOLLOW
	}
	fd, err := openFD(path, flags, 0)
	if err != nil {
		return nil, pathError("open", path, err)
	}
	defer func() { _ = syscall.Close(fd) }()
	var first [few]byte // on the stack, so that a ref keeps no more memory than it takes
	n, err := fill(fd, first[:])
	data := bytes.Clone(first[:n])
	if n == few {
		data, err = rest(fd, data, limit)
	}
	if limit >= 0 && len(data) > limit {
		data = data[:limit]
	}
	if err != nil {
		return nil, pathError("read", path, err)
	}
	return data, nil
}

// rest reads on to the end of the file, or until there is more than limit.
func rest(fd int, data []byte, limit int) ([]byte, error) {
	room := few
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err == nil && st.Size > int64(len(data)) {
		room = int(st.Size) - len(data) + 1 // one more shows the end
	} else if err == nil && st.Mode&syscall.S_IFMT != syscall.S_IFREG && limit < 0 {
		data, err := rest(fd, data, endless)
		if err == nil && len(data) > endless {
			err = ErrEndless
		}
		return data, err
	}
	if limit >= 0 {
		room = min(room, limit+1)
	}
	for limit < 0 || len(data) <= limit {
		data = slices.Grow(data, room)
		n, err := fill(fd, data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err != nil || len(data) < cap(data) {
			return data, err
		}
		room = len(data)
	}
	return data, nil
}

// fill reads until the buffer is full or the file ends.
func fill(fd int, buf []byte) (int, error) {
	n := 0
	for n < len(buf) {
		m, err := syscall.Read(fd, buf[n:])
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return n, err
		case m == 0:
			return n, nil
		default:
			n += m
		}
	}
	return n, nil
}

func create(path string, perm os.FileMode) (*os.File, error) {
	return file(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_EXCL, perm)
}

func open(path string) (*os.File, error) { return file(path, syscall.O_RDONLY, 0) }

// file is os.OpenFile without the attempt to poll.
func file(path string, flags int, perm os.FileMode) (*os.File, error) {
	fd, err := openFD(path, flags, perm)
	if err != nil {
		return nil, pathError("open", path, err)
	}
	return os.NewFile(uintptr(fd), path), nil
}

func openFD(path string, flags int, perm os.FileMode) (int, error) {
	fd, err := syscall.Open(path, flags|syscall.O_CLOEXEC, uint32(perm))
	for errors.Is(err, syscall.EINTR) {
		fd, err = syscall.Open(path, flags|syscall.O_CLOEXEC, uint32(perm))
	}
	return fd, err
}

func replace(from, to string) error {
	err := syscall.Rename(from, to)
	for errors.Is(err, syscall.EINTR) {
		err = syscall.Rename(from, to)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

func removeAll(path string) error { return os.RemoveAll(path) }

const errNotEmpty = syscall.ENOTEMPTY

func held(error) bool { return false }

func emptying(error) bool { return false }

// Lacking reports that the system has not the call by which an os.Root removes.
func Lacking(error) bool { return false }

func removeFile(path string) error {
	err := syscall.Unlink(path)
	for errors.Is(err, syscall.EINTR) {
		err = syscall.Unlink(path)
	}
	return pathError("remove", path, err)
}

// PlainCloudFiles has nothing to do where a file that is stored elsewhere is a file.
func PlainCloudFiles() {}
