package shell

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"sort"
	"strings"
	"syscall"

	"mvdan.cc/sh/v3/interp"

	"cairn/internal/git/cli"
	"cairn/internal/nearest"
)

var errNotDir = &fs.PathError{Op: "open", Path: "", Err: syscall.ENOTDIR}

// call is one command that runs.
type call struct {
	ctx    context.Context
	hc     interp.HandlerContext
	s      *Session
	st     *lineState
	name   string
	args   []string
	in     io.Reader
	out    *sink
	err    io.Writer
	onTerm bool // stdout is the console
}

// command runs and returns its exit code; its output's errors are kept by the sink.
type command func(c *call) int

// sink remembers the first error, so that commands need not look at each write.
type sink struct {
	w   io.Writer
	ctx context.Context
	err error
}

func (s *sink) Write(b []byte) (int, error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(b)
	s.err = err
	return n, err
}

// captured counts output that a $(…) keeps in memory.
type captured struct {
	io.Writer
	st *lineState
}

func (c captured) Write(b []byte) (int, error) {
	if c.st.captured.take(len(b)) != nil {
		c.st.cancel(errMemory)
		return 0, errMemory
	}
	return c.Writer.Write(b)
}

// exec runs every command that is not a function or a harmless builtin.
func (s *Session) exec(ctx context.Context, args []string) error {
	st := s.line.Load()
	if st == nil {
		return errors.New("no line is under way")
	}
	hc := interp.HandlerCtx(ctx)
	c := &call{ctx: ctx, hc: hc, s: s, st: st, name: strings.TrimPrefix(args[0], ownPrefix), args: args[1:]}
	c.connect()
	code, err := c.dispatch(args[0])
	if err != nil {
		return err
	}
	if c.out.err != nil && brokenPipe(c.out.err) {
		// As SIGPIPE does: the whole left side of the pipe ends.
		return hc.Builtin(ctx, []string{"exit", "141"})
	}
	if c.out.err != nil && ctx.Err() == nil && code == 0 {
		c.complain("write error: %s", errText(c.out.err))
		code = 1
	}
	if code != 0 {
		return interp.ExitStatus(code)
	}
	return nil
}

// connect finds out where the command's streams lead.
func (c *call) connect() {
	switch {
	case c.hc.Stdin == nil:
		c.in = strings.NewReader("")
	case c.st.stdin != nil && c.hc.Stdin == io.Reader(c.st.stdin):
		c.in = c.st.typed
	default:
		c.in = c.hc.Stdin
	}
	wrap := func(w io.Writer) io.Writer {
		switch w.(type) {
		case *port, *metered, *os.File, nothing:
			return w
		}
		return captured{w, c.st}
	}
	p, ok := c.hc.Stdout.(*port)
	c.onTerm = ok && p == c.st.stdout && c.st.line.Columns > 0
	c.out = &sink{w: wrap(c.hc.Stdout), ctx: c.ctx}
	c.err = wrap(c.hc.Stderr)
}

// dispatch finds the command and guards the console against its faults.
func (c *call) dispatch(name string) (code int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			c.complain("this command failed inside Cairn (%v); nothing else was touched", fault)
			code, err = 1, nil
		}
	}()
	if own, ok := strings.CutPrefix(name, ownPrefix); ok {
		return c.s.own[own](c)
	}
	if run, ok := c.s.commands[name]; ok {
		return run(c), nil
	}
	if strings.Contains(name, "/") {
		return c.runFile(name, c.args), nil
	}
	c.notFound(name)
	return 127, nil
}

// notFound says which command may have been meant.
func (c *call) notFound(name string) {
	c.print(c.err, "%s: command not found\n", name)
	if reason, ok := absent()[name]; ok {
		c.print(c.err, "%s\n", reason)
		return
	}
	var words, meant []string
	for _, own := range CommandNames() {
		words, meant = append(words, own), append(meant, own)
	}
	for _, sub := range cli.Commands() {
		words, meant = append(words, sub.Name), append(meant, "git "+sub.Name)
	}
	if near, ok := nearest.Of(name, words); ok {
		c.print(c.err, "Did you mean `%s`?\n", meant[slices.Index(words, near)])
	}
}

// absent are programs that people try and that a console without processes
// cannot have.
func absent() map[string]string {
	return map[string]string{
		"sudo":    "Nothing here needs more rights; run the command without sudo.",
		"python":  "This console starts no programs; it has Git and file commands. Type `help`.",
		"python3": "This console starts no programs; it has Git and file commands. Type `help`.",
		"curl":    "This console has no network.",
		"wget":    "This console has no network.",
		"ssh":     "This console has no network.",
		"man":     "For Git's commands: `git help`. For the others: `help`.",
		"less":    "The console scrolls by itself: use `cat`.",
		"more":    "The console scrolls by itself: use `cat`.",
	}
}

func (c *call) print(w io.Writer, format string, args ...any) {
	// A message that cannot be shown has nowhere else to go.
	_, _ = fmt.Fprintf(w, format, args...)
}

// printf writes to stdout; the sink keeps the error.
func (c *call) printf(format string, args ...any) { c.print(c.out, format, args...) }

// complain writes a message as the command.
func (c *call) complain(format string, args ...any) {
	c.print(c.err, "%s: %s\n", c.name, fmt.Sprintf(format, args...))
}

// abs makes an argument absolute against the current folder.
func (c *call) abs(name string) string { return Abs(c.hc.Dir, name) }

// stopped reports whether to give up: cancelled, or nobody reads the output.
func (c *call) stopped() bool { return c.ctx.Err() != nil || c.out.err != nil }

// read reads an input as a whole, "-" being stdin.
func (c *call) read(name string) ([]byte, error) {
	in, err := c.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return c.readAll(in)
}

// readAll reads up to the limit of a file's size.
func (c *call) readAll(r io.Reader) ([]byte, error) {
	var buf bytes.Buffer
	chunk := make([]byte, 64<<10)
	for {
		n, err := r.Read(chunk)
		buf.Write(chunk[:n])
		if int64(buf.Len()) > c.s.limits.File {
			return nil, fmt.Errorf("the input is larger than %s", sizeWords(c.s.limits.File))
		}
		if errors.Is(err, io.EOF) {
			return buf.Bytes(), nil
		}
		if err == nil {
			err = c.ctx.Err()
		}
		if err != nil {
			return nil, err
		}
	}
}

// open opens an input, "-" being stdin and /dev/null nothing.
func (c *call) open(name string) (io.ReadCloser, error) {
	switch name {
	case "-":
		return io.NopCloser(c.in), nil
	case "/dev/null":
		return nothing{}, nil
	}
	return c.s.openPath(c.abs(name), name, os.O_RDONLY, 0)
}

// write replaces a file's contents.
func (c *call) write(name string, data []byte, perm fs.FileMode) error {
	if name == "/dev/null" {
		return nil
	}
	if err := c.st.disk.take(len(data)); err != nil {
		return err
	}
	f, err := c.s.openPath(c.abs(name), name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// brokenPipe reports whether nobody reads the other end any more. Windows has
// two errors for it: ERROR_BROKEN_PIPE and ERROR_NO_DATA.
func brokenPipe(err error) bool {
	if runtime.GOOS == "windows" && (errors.Is(err, syscall.Errno(109)) || errors.Is(err, syscall.Errno(232))) {
		return true
	}
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed)
}

// CommandNames are all commands that can be typed, sorted.
func CommandNames() []string {
	names := []string{}
	for name := range commands() {
		names = append(names, name)
	}
	for name := range ownBuiltins() {
		if _, hidden := refused()[name]; !hidden && name != "." && name != "[" {
			names = append(names, name)
		}
	}
	names = append(names, "test", "true", "false", "export", "alias", "unset", "read")
	sort.Strings(names)
	return names
}
