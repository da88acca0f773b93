//go:build !linux && !windows

package worktree

import (
	"os"
	"time"
)

const hasExecBit = true

// changeTime is the time of the last change, which package os does not tell of attributes.
func changeTime(info os.FileInfo) time.Time { return info.ModTime() }
