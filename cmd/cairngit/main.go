// Command cairngit is the engine as a "git": it runs one command in the
// current folder and reads the environment that Git reads.
package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/term"

	"cairn/cmd/console"
	"cairn/internal/disk"
	"cairn/internal/git/cli"
	"cairn/internal/git/lockfile"
)

func main() {
	disk.PlainCloudFiles()
	collectLate()
	os.Exit(run())
}

// collectLate lets the heap grow to some 40 MB before garbage is collected for the first
// time: nearly every command is over by then. From then on it may be two and a half times what is
// in use.
func collectLate() {
	const first, later = 1000, 150
	debug.SetGCPercent(first)
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, later)
}

func run() int {
	dir, err := os.Getwd()
	if err != nil {
		_, _ = os.Stderr.WriteString("fatal: Unable to read current working directory: " + err.Error() + "\n")
		return 128
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // what the shell calls the folder may go through links; Git never does
	}
	terminal := term.IsTerminal(int(os.Stdout.Fd()))
	vars := environment()
	defer console.Prepare()()
	busy := &editing{}
	lockfile.Watch(func() { breakLocks(busy) })
	return cli.Run(context.Background(), cli.Env{
		Dir: dir, Vars: vars, Edit: chosenEditor(vars, busy), Root: os.Getenv("CAIRNGIT_ROOT"),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: now,
		Terminal: terminal, Columns: columns(terminal),
	}, os.Args[1:])
}

// columns is the console's width, or 0 when there is none.
func columns(terminal bool) int {
	if !terminal {
		return 0
	}
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// now is the present moment; GIT_TEST_DATE_NOW sets it, as it does for Git.
func now() time.Time {
	if sec, err := strconv.ParseInt(os.Getenv("GIT_TEST_DATE_NOW"), 10, 64); err == nil {
		return time.Unix(sec, 0)
	}
	return time.Now()
}
