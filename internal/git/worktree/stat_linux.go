package worktree

import (
	"syscall"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
)

const (
	hasExecBit = true
	hasInode   = true
)

// lstat is os.Lstat without its garbage: status asks for thousands of files.
func lstat(path string) (fileStat, bool) {
	var st syscall.Stat_t
	if err := syscall.Lstat(path, &st); err != nil {
		return fileStat{}, false
	}
	s := fileStat{Mode: modeOf(st.Mode)}
	s.Stat = index.Stat{
		Ctime: index.Time{Sec: uint32(st.Ctim.Sec), Nsec: uint32(st.Ctim.Nsec)},
		Mtime: index.Time{Sec: uint32(st.Mtim.Sec), Nsec: uint32(st.Mtim.Nsec)},
		Dev:   uint32(st.Dev), Ino: uint32(st.Ino), UID: st.Uid, GID: st.Gid, Size: uint32(st.Size),
	}
	return s, true
}

func modeOf(m uint32) filemode.FileMode {
	switch m & syscall.S_IFMT {
	case syscall.S_IFREG:
		if m&0o100 != 0 {
			return filemode.Executable
		}
		return filemode.Regular
	case syscall.S_IFLNK:
		return filemode.Symlink
	case syscall.S_IFDIR:
		return filemode.Dir
	}
	return 0
}
