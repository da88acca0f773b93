package shell

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"

	"cairn/internal/git/cli"
)

// own is a command that takes the place of one of the runner's builtins. An
// error changes the runner's flow, as exit does; others use the code.
type own func(c *call) (int, error)

// ownBuiltins are the builtins that would reach past our handlers, say too
// little, or are refused.
func ownBuiltins() map[string]own {
	table := map[string]own{
		"cd": (*call).cd, "pwd": simple((*call).pwd), "echo": simple((*call).echo),
		"printf": simple((*call).printfCommand), "type": simple((*call).typeCommand),
		"command": (*call).commandBuiltin, "builtin": (*call).commandBuiltin,
		"exec": (*call).exec, "eval": (*call).eval, "source": (*call).source, ".": (*call).source,
		"set": (*call).set, "help": simple((*call).help), "history": simple((*call).history),
		"hash": simple(func(*call) int { return 0 }),
	}
	for name, why := range refused() {
		table[name] = simple(func(c *call) int {
			c.complain("not available in this console%s", why)
			return 2
		})
	}
	return table
}

// refused are builtins that make no sense without processes, or that would
// let a line outlive itself.
func refused() map[string]string {
	jobs := ": nothing runs in the background here"
	return map[string]string{
		"trap": "", "ulimit": ": the console's limits are fixed", "umask": "", "times": "",
		"mapfile": ": use `while read -r line; do …; done`", "readarray": ": use `while read -r line; do …; done`",
		"jobs": jobs, "bg": jobs, "fg": jobs, "wait": jobs, "kill": jobs, "disown": jobs, "suspend": jobs,
		"bind": "", "caller": "", "compgen": "", "complete": "", "compopt": "", "enable": "", "fc": "",
		"logout": "", "newgrp": "",
	}
}

func simple(run command) own {
	return func(c *call) (int, error) { return run(c), nil }
}

// cd changes the folder. The runner's own cd does it; what it would say is
// said here first, in bash's words.
func (c *call) cd() (int, error) {
	args := c.args
	if len(args) > 0 && (args[0] == "--" || args[0] == "-P" || args[0] == "-L") {
		args = args[1:]
	}
	if len(args) > 1 {
		c.complainAsBash("too many arguments")
		return 1, nil
	}
	target, show := c.hc.Env.Get("HOME").String(), false
	if len(args) == 0 {
		// The console's home holds only Git's configuration; the learner's
		// place is the work folder.
		if target == c.s.params.Home {
			target = c.s.params.Work
		}
	} else if target = args[0]; target == "-" {
		if target = c.hc.Env.Get("OLDPWD").String(); target == "" {
			c.complainAsBash("OLDPWD not set")
			return 1, nil
		}
		show = true
	} else if target == "" {
		return 0, nil
	}
	full := c.abs(target)
	info, err := c.s.files.Stat(full)
	if err == nil && !info.IsDir() {
		err = errNotDir
	}
	if err != nil {
		c.complainAsBash("%s: %s", target, errText(err))
		return 1, nil
	}
	if show {
		c.printf("%s\n", displayPath(full))
	}
	return 0, c.hc.Builtin(c.ctx, []string{"cd", full})
}

func (c *call) complainAsBash(format string, args ...any) {
	c.print(c.err, "bash: %s: %s\n", c.name, fmt.Sprintf(format, args...))
}

func (c *call) pwd() int {
	for _, arg := range c.args {
		if arg != "-L" && arg != "-P" {
			c.complain("option %s is not supported in this console", arg)
			return 2
		}
	}
	c.printf("%s\n", displayPath(c.hc.Dir))
	return 0
}

func (c *call) echo() int {
	args, newline, escapes := c.args, true, false
	for len(args) > 0 && len(args[0]) > 1 && strings.Trim(args[0], "neE") == "-" && args[0][0] == '-' {
		for _, letter := range args[0][1:] {
			switch letter {
			case 'n':
				newline = false
			case 'e':
				escapes = true
			case 'E':
				escapes = false
			}
		}
		args = args[1:]
	}
	text := strings.Join(args, " ")
	if escapes {
		f := &formatter{call: c}
		for i := 0; i < len(text) && !f.stop; {
			if text[i] == '\\' {
				i += f.escape(text[i:], &f.out, true)
				continue
			}
			f.out.WriteByte(text[i])
			i++
		}
		text, newline = f.out.String(), newline && !f.stop
	}
	if newline {
		text += "\n"
	}
	c.printf("%s", text)
	return 0
}

// hugeWidth reports whether a format asks for more than 9999 columns.
func hugeWidth(format string) bool {
	for part := range strings.SplitSeq(format, "%") {
		digits := strings.TrimLeft(part, "-+ #0")
		for part := range strings.SplitSeq(digits, ".") {
			if len(part) >= 5 && strings.Trim(part[:5], "0123456789") == "" {
				return true
			}
		}
	}
	return false
}

// kind says what a name is to the console, as type -t does.
func kind(name string) string {
	_, isCommand := commands()[name]
	switch {
	case syntax.IsKeyword(name):
		return "keyword"
	case interp.IsBuiltin(name):
		return "builtin"
	case isCommand:
		return "file"
	}
	return ""
}

func (c *call) typeCommand() int {
	short := len(c.args) > 0 && c.args[0] == "-t"
	names := c.args
	if short {
		names = names[1:]
	}
	code := 0
	for _, name := range names {
		switch k := kind(name); {
		case k == "":
			code = 1
			if !short {
				c.complainAsBash("%s: not found", name)
			}
		case short:
			c.printf("%s\n", k)
		case k == "file":
			c.printf("%s is a command of this console\n", name)
		default:
			c.printf("%s is a shell %s\n", name, k)
		}
	}
	return code
}

// commandBuiltin serves `command` and `builtin`, which skip functions.
func (c *call) commandBuiltin() (int, error) {
	if len(c.args) == 0 {
		return 0, nil
	}
	if c.args[0] == "-v" || c.args[0] == "-V" {
		code := 0
		for _, name := range c.args[1:] {
			if kind(name) == "" {
				code = 1
				continue
			}
			c.printf("%s\n", name)
		}
		return code, nil
	}
	args := c.args
	if args[0] == "--" || args[0] == "-p" {
		args = args[1:]
	}
	return c.runOther(args)
}

// runOther runs a command in this one's place.
func (c *call) runOther(args []string) (int, error) {
	if len(args) == 0 {
		return 0, nil
	}
	name := args[0]
	c.name, c.args = name, args[1:]
	switch {
	case isOurs(name):
		return c.dispatch(ownPrefix + name)
	case interp.IsBuiltin(name):
		return 0, c.hc.Builtin(c.ctx, args)
	}
	return c.dispatch(name)
}

// exec replaces the shell: the line ends with the command.
func (c *call) exec() (int, error) {
	if len(c.args) == 0 {
		c.complain("redirecting the whole console is not available; redirect the single command")
		return 2, nil
	}
	code, err := c.runOther(c.args)
	if err != nil {
		return code, err
	}
	return code, c.hc.Builtin(c.ctx, []string{"exit", fmt.Sprint(code)})
}

// eval checks the text as a typed line is checked, and lets the runner run it.
func (c *call) eval() (int, error) {
	text := strings.Join(c.args, " ")
	if _, problem := c.s.prepare(text); problem != "" {
		c.complainAsBash("%s", problem)
		return 2, nil
	}
	return 0, c.hc.Builtin(c.ctx, []string{"eval", text})
}

// source runs a file's lines in this shell. The runner would look for the file
// along PATH; we give it the text that we read.
func (c *call) source() (int, error) {
	if len(c.args) == 0 {
		c.complainAsBash("filename argument required")
		return 2, nil
	}
	text, err := c.read(c.args[0])
	if err != nil {
		c.print(c.err, "bash: %s: %s\n", c.args[0], errText(err))
		return 1, nil
	}
	if len(c.args) > 1 {
		c.complainAsBash("arguments after the file are not supported in this console")
		return 2, nil
	}
	if _, problem := c.s.prepare(string(text)); problem != "" {
		c.complainAsBash("%s: %s", c.args[0], problem)
		return 2, nil
	}
	return 0, c.hc.Builtin(c.ctx, []string{"eval", string(text)})
}

// set refuses the one option that would make the console deaf.
func (c *call) set() (int, error) {
	for i, arg := range c.args {
		if arg == "--" {
			break
		}
		noexec := arg == "-o" && i+1 < len(c.args) && c.args[i+1] == "noexec"
		if noexec || (strings.HasPrefix(arg, "-") && strings.Contains(arg, "n") && !strings.HasPrefix(arg, "-o")) {
			c.complain("option -n is not available in this console")
			return 2, nil
		}
	}
	if len(c.args) == 0 {
		vars := exportedVars(c.hc.Env)
		for _, name := range slices.Sorted(maps.Keys(vars)) {
			c.printf("%s=%s\n", name, vars[name])
		}
		return 0, nil
	}
	return 0, c.hc.Builtin(c.ctx, append([]string{"set"}, c.args...))
}

func (c *call) history() int {
	if len(c.args) > 0 {
		c.complain("options are not supported in this console")
		return 2
	}
	if c.s.params.History == nil {
		return 0
	}
	for i, line := range c.s.params.History() {
		c.printf("%5d  %s\n", i+1, line)
	}
	return 0
}

func (c *call) help() int {
	if len(c.args) > 0 {
		for _, name := range c.args {
			usage, says := usages()[name], explained()[name]
			isGit := slices.ContainsFunc(cli.Commands(), func(cmd cli.Command) bool { return cmd.Name == name })
			switch {
			case usage != "" || says != "":
				c.printf("%s\n%s\n", cmp.Or(usage, name), says)
			case isGit:
				c.printf("`git help %s` tells about that command.\n", name)
			default:
				c.complain("no help for `%s`; type `help` for the list", name)
				return 1
			}
		}
		return 0
	}
	c.printf("Commands of this console:\n\n")
	names := CommandNames()
	width := 0
	for _, name := range names {
		width = max(width, len(name)+2)
	}
	perLine := max(1, 72/width)
	for i, name := range names {
		end := ""
		if (i+1)%perLine == 0 || i == len(names)-1 {
			end = "\n"
		}
		c.printf("  %-*s%s", width-2, name, end)
	}
	c.printf("\n`help NAME` tells what a command does; `git help` lists Git's commands.\n"+
		"Ctrl+C stops a command. Everything happens in this folder only:\n  %s\n", displayPath(c.s.params.Work))
	return 0
}
