package main

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"cairn/internal/git/lockfile"
)

// editing is true while an editor has the console: a Ctrl-C is for it then, not for us.
type editing struct{ atomic.Bool }

// breakLocks removes the locks that this process holds when it is told to end, as Git does,
// and then ends by the same signal.
func breakLocks(busy *editing) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		for sig := range told {
			if sig == os.Interrupt && busy.Load() {
				continue
			}
			lockfile.RemoveHeld()
			signal.Reset(sig)
			if self, err := os.FindProcess(os.Getpid()); err != nil || self.Signal(sig) != nil {
				os.Exit(exitSignalled)
			}
			return
		}
	}()
}

// exitSignalled is what a shell says of a process that Ctrl-C ended, where signals cannot be sent.
const exitSignalled = 130
