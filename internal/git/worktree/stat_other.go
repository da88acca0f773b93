//go:build !linux

package worktree

import (
	"os"
	"path/filepath"
	"time"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
)

const hasInode = false

// lstat gives what every system can tell. The rest stays zero: Git then refreshes the
// entry once, and we do not compare it.
func lstat(path string) (fileStat, bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return fileStat{}, false
	}
	s := fileStat{Mode: modeOf(info.Mode())}
	s.Stat = index.Stat{Ctime: indexTime(changeTime(info)), Mtime: indexTime(info.ModTime())}
	s.Size = uint32(info.Size()) // the index keeps 32 bits
	return s, true
}

func indexTime(t time.Time) index.Time {
	return index.Time{Sec: uint32(t.Unix()), Nsec: uint32(t.Nanosecond())}
}

// looker is lstat for many paths below one folder.
type looker struct{ root string }

func newLooker(root string) *looker { return &looker{root} }

func (*looker) close() {}

// lstat looks at a slash-separated path.
func (l *looker) lstat(path string) (fileStat, bool) {
	return lstat(l.root + string(filepath.Separator) + filepath.FromSlash(path))
}

func modeOf(m os.FileMode) filemode.FileMode {
	switch {
	case m.IsDir():
		return filemode.Dir
	case m&os.ModeSymlink != 0:
		return filemode.Symlink
	case !m.IsRegular():
		return 0
	case hasExecBit && m&0o100 != 0:
		return filemode.Executable
	}
	return filemode.Regular
}
