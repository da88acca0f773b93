package worktree

import (
	"os"
	"syscall"
	"time"
)

const hasExecBit = false

// changeTime is when the file was made: Git for Windows keeps that where others keep the last change of attributes, and
// each of the two would read all files again after the other if they did not agree.
func changeTime(info os.FileInfo) time.Time {
	if data, ok := info.Sys().(*syscall.Win32FileAttributeData); ok {
		return time.Unix(0, data.CreationTime.Nanoseconds())
	}
	return info.ModTime()
}
