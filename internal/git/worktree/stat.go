package worktree

import (
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
)

// fileStat is what lstat tells of a path.
type fileStat struct {
	index.Stat
	Mode filemode.FileMode // Dir for a directory; 0 for what Git cannot hold (sockets and the like)
}

func isRegular(m filemode.FileMode) bool {
	return m == filemode.Regular || m == filemode.Executable
}

// statDiffers compares what the index remembers with what the file has now. Nanoseconds
// count only where both sides know them.
func statDiffers(a, b *index.Stat) bool {
	return timeDiffers(a.Mtime, b.Mtime) || timeDiffers(a.Ctime, b.Ctime) ||
		a.Size != b.Size || (hasInode && (a.Ino != b.Ino || a.UID != b.UID || a.GID != b.GID))
}

// secondsDiffer is statDiffers for a Git that knows no nanoseconds.
func secondsDiffer(a, b *index.Stat) bool {
	whole := *a
	whole.Mtime.Nsec, whole.Ctime.Nsec = 0, 0
	return statDiffers(&whole, b)
}

// Touched reports whether the stat data of a file were not those that the index remembered, by whole seconds as Git
// compares them. before is what the index had, after what Compare has put there.
func Touched(before, after *index.Stat) bool { return secondsDiffer(before, after) }

func timeDiffers(a, b index.Time) bool {
	return a.Sec != b.Sec || (a.Nsec != 0 && b.Nsec != 0 && a.Nsec != b.Nsec)
}

// racy reports whether the file may have been changed after the index was written, in the
// same instant: then its stat data proves nothing.
func racy(x *index.Index, e *index.Entry) bool {
	return !x.Timestamp.IsZero() && !e.Stat.Mtime.Before(x.Timestamp)
}

// racySecond is racy for a Git that knows no nanoseconds.
func racySecond(x *index.Index, e *index.Entry) bool {
	return !x.Timestamp.IsZero() && e.Stat.Mtime.Sec >= x.Timestamp.Sec
}
