package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/config"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// call is one run of one command. A command reads its options with flag,
// value, values and count, its arguments from args, writes to out, and returns
// the exit code; fail, die and usage print an error and give the code for it.
type call struct {
	ctx       context.Context
	env       *Env
	global    globals
	cmd       *Command
	opts      []given
	args      []string
	dash      int // number of arguments before "--", or -1
	wantsHelp bool
	plain     bool // --end-of-options was there, before argument number plainFrom
	plainFrom int
	out       *bufio.Writer
	repo      *repo.Repo         // per Command.Setup
	files     *worktree.Worktree // whose index the command has read; nil: none
	aliases   []string           // already expanded, to notice a circle
	keepAside bool               // a reset for merge --abort, which brings back what the merge has put aside
}

// globals are the options before the command's name.
type globals struct {
	config   []config.Override
	gitDir   string
	workTree string
	bare     bool
	literal  bool // --literal-pathspecs
	noLocks  bool // --no-optional-locks
}

// printf writes to standard output. Errors of the pipe surface at its end.
func (c *call) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(c.out, format, args...)
}

// println writes one line to standard output.
func (c *call) println(text string) {
	_, _ = c.out.WriteString(text)
	_ = c.out.WriteByte('\n')
}

// stderr is standard error; what was printed before comes before.
func (c *call) stderr() io.Writer {
	_ = c.out.Flush()
	return c.env.Stderr
}

func (c *call) errorf(format string, args ...any) {
	_, _ = fmt.Fprintf(c.stderr(), "error: "+format+"\n", args...)
}

func (c *call) warn(format string, args ...any) {
	_, _ = fmt.Fprintf(c.stderr(), "warning: "+format+"\n", args...)
}

// say writes a plain line to standard error.
func (c *call) say(format string, args ...any) {
	_, _ = fmt.Fprintf(c.stderr(), format+"\n", args...)
}

// hint prints advice, each line with "hint: " before it.
func (c *call) hint(text string) {
	w := c.stderr()
	begin, end := c.hintColor()
	for line := range strings.SplitSeq(text, "\n") {
		_, _ = fmt.Fprintf(w, "%shint: %s%s\n", begin, line, end)
	}
}

// hintColor is what begins and ends the colour of a hint: by color.advice, and on a terminal unless color.ui forbids it.
// Where a setting is wrong there is none: the hint matters more.
func (c *call) hintColor() (begin, end string) {
	cfg, err := c.config()
	if err != nil {
		return "", ""
	}
	if _, ok := cfg.Get("color.advice"); !ok && !c.env.Terminal {
		return "", ""
	}
	wanted, err := colorSetting(cfg, "color.advice", c.env.Terminal)
	if err != nil || !wanted {
		return "", ""
	}
	if begin, err = color.Parse(cfg.String("color.advice.hint", "yellow")); err != nil || begin == "" {
		return "", ""
	}
	return begin, color.Reset
}

// die prints "fatal: …" and gives exit code 128.
func (c *call) die(format string, args ...any) int {
	_, _ = fmt.Fprintf(c.stderr(), "fatal: "+format+"\n", args...)
	return exitFatal
}

// usage prints the usage text to standard error and gives exit code 129.
func (c *call) usage() int {
	_, _ = io.WriteString(c.stderr(), c.cmd.usageText())
	return exitUsage
}

// misuse prints "error: …" and gives exit code 129 without the usage text.
func (c *call) misuse(format string, args ...any) int {
	c.errorf(format, args...)
	return exitUsage
}

// misusage prints "fatal: …", an empty line and the usage text.
func (c *call) misusage(format string, args ...any) int {
	_, _ = fmt.Fprintf(c.stderr(), "fatal: "+format+"\n\n", args...)
	return c.usage()
}

// params opens repositories with this call's world.
func (c *call) params() repo.Params {
	return repo.Params{
		Dir: c.env.Dir, Env: c.env.Vars, Root: c.env.Root, Now: c.env.Now,
		Config: c.global.config, GitDir: c.global.gitDir, WorkTree: c.global.workTree, Bare: c.global.bare,
		Warn: func(line string) { c.say("%s", line) },
	}
}

// config is the configuration in force, with or without a repository.
func (c *call) config() (*config.Config, error) {
	if c.repo != nil {
		return c.repo.Config(), nil
	}
	return config.Load(config.Params{
		Env: c.env.Vars, Root: repo.Root(c.env.Root), Overrides: c.global.config, Dir: c.env.Dir,
	})
}

// advises reports whether a hint is wanted: advice.NAME is on by default.
func (c *call) advises(name string) bool {
	cfg, err := c.config()
	if err != nil {
		return true
	}
	on, err := cfg.Bool("advice."+name, true)
	return on || err != nil
}

// columns is the width to lay output out for.
func (c *call) columns() int {
	if c.env.Columns > 0 {
		return c.env.Columns
	}
	n := 0
	for _, d := range c.env.Vars["COLUMNS"] {
		if d < '0' || d > '9' || n > 10_000 {
			return 80
		}
		n = n*10 + int(d-'0')
	}
	if n == 0 {
		return 80
	}
	return n
}
