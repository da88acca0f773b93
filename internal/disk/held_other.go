//go:build !windows

package disk

import (
	"os"
	"syscall"
)

const errNotEmpty = syscall.ENOTEMPTY

func held(error) bool { return false }

func emptying(error) bool { return false }

// Lacking reports that the system has not the call by which an os.Root removes.
func Lacking(error) bool { return false }

func replace(from, to string) error { return os.Rename(from, to) }

func open(path string) (*os.File, error) { return os.Open(path) }

func removeAll(path string) error { return os.RemoveAll(path) }

func readFile(path string) ([]byte, error) { return os.ReadFile(path) }
