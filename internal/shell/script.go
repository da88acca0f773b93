package shell

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
)

// runFile runs ./name: a shell script, interpreted by us.
func (c *call) runFile(name string, args []string) int {
	info, err := c.s.files.Stat(c.abs(name))
	switch {
	case err != nil:
		c.print(c.err, "bash: %s: %s\n", name, errText(err))
		return 127
	case info.IsDir():
		c.print(c.err, "bash: %s: Is a directory\n", name)
		return 126
	case runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
		c.print(c.err, "bash: %s: Permission denied\n", name)
		return 126
	}
	text, err := c.read(name)
	if err != nil {
		c.print(c.err, "bash: %s: %s\n", name, errText(err))
		return 126
	}
	if other := interpreter(string(text)); other != "" {
		c.print(c.err, "bash: %s: needs %s, and this console starts no programs\n", name, other)
		return 126
	}
	return c.runScript(string(text), name, args)
}

// interpreter names the program that a script's first line asks for; empty if
// that is a shell.
func interpreter(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	rest, ok := strings.CutPrefix(first, "#!")
	if !ok {
		return ""
	}
	fields := strings.Fields(rest)
	if len(fields) > 1 && filepath.Base(fields[0]) == "env" {
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return ""
	}
	switch base := filepath.Base(fields[0]); base {
	case "sh", "bash", "dash":
		return ""
	default:
		return base
	}
}

// runScript runs text in a shell of its own.
func (c *call) runScript(text, name string, args []string) int {
	file, problem := c.s.prepare(text)
	if problem != "" {
		c.print(c.err, "%s: %s\n", name, problem)
		return 2
	}
	var in io.Reader
	if c.hc.Stdin != nil {
		in = c.hc.Stdin
	}
	env := expand.ListEnviron(pairs(exportedVars(c.hc.Env))...)
	r, err := c.s.newRunner(c.hc.Dir, env, in, c.hc.Stdout, c.hc.Stderr)
	if err != nil {
		c.complain("%s", errText(err))
		return 1
	}
	r.Params = args
	return exitCode(c.ctx, r.Run(c.ctx, file))
}

func pairs(vars map[string]string) []string {
	list := make([]string, 0, len(vars))
	for name, value := range vars {
		list = append(list, name+"="+value)
	}
	return list
}

func exitCode(ctx context.Context, err error) int {
	var status interp.ExitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil:
		return exitInterrupted
	}
	return 1
}

// sh runs a script file, or text with -c.
func sh(c *call) int {
	args := c.args
	for len(args) > 0 && (args[0] == "-e" || args[0] == "-x" || args[0] == "-eu") {
		c.complain("option %s is not supported in this console; use `set %s` within the script", args[0], args[0])
		return 2
	}
	if len(args) > 1 && args[0] == "-c" {
		name := "sh"
		params := args[2:]
		if len(params) > 0 {
			name, params = params[0], params[1:]
		}
		return c.runScript(args[1], name, params)
	}
	if len(args) > 0 && strings.HasPrefix(args[0], "-") && args[0] != "-" {
		c.complain("option %s is not supported in this console", args[0])
		return 2
	}
	if len(args) == 0 && c.onTerm && c.st.stdin != nil && c.in == io.Reader(c.st.typed) {
		// A shell within the console would take lines without a prompt and run them at its end only.
		c.printf("You are in a shell already. `%s FILE` runs the lines of a file.\n", c.name)
		return 0
	}
	file := "-"
	if len(args) > 0 {
		file, args = args[0], args[1:]
	}
	text, err := c.read(file)
	if errors.Is(err, fs.ErrNotExist) {
		c.complain("%s: %s", file, errText(err))
		return 127
	}
	if err != nil {
		c.complain("%s: %s", file, errText(err))
		return 126
	}
	return c.runScript(string(text), file, args)
}
