// Package cli turns an argument vector into a call of package porcelain and
// its result into the words and the exit code of Git. It owns the table of
// commands and options. It starts no process; what a command needs from
// outside comes in Env.
package cli

import (
	"context"
	"io"
	"time"
)

// Env is the world that one command runs in.
type Env struct {
	Dir    string            // current folder, absolute
	Vars   map[string]string // the environment; nothing is read from the process's own
	Root   string            // if set, nothing outside this folder is read or written
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Now    func() time.Time
	// Edit opens an editor on a file and waits for it. Without it a command
	// that needs one fails as Git does on a dumb terminal.
	Edit func(ctx context.Context, path string) error
	// Terminal says that Stdout is a person's console: colour is on by
	// default, and dialogues are possible.
	Terminal bool
	Columns  int // width of the console; 0 is 80
	// Shell runs a line of a hook or of "exec" in the console's own language,
	// with env ("NAME=value") added. Without it no such line is ever run.
	Shell func(ctx context.Context, line string, env ...string) (exit int, err error)
}

// autoColor reports whether what is in colour "automatically" is so now: on a terminal, unless TERM calls it dumb or is
// not there at all.
func (e *Env) autoColor() bool {
	term, set := e.Vars["TERM"]
	return e.Terminal && set && term != "dumb"
}

// Exit codes of Git.
const (
	exitOK    = 0
	exitFail  = 1   // the answer is no, or part of the work failed
	exitFatal = 128 // "fatal: …"
	exitUsage = 129 // the command line is wrong
)
