package cli

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// parseOpt is `git rev-parse --parseopt`: it reads a description of options
// and says how a shell sets its arguments to the same in their plainest form.
// See git-rev-parse(1), PARSEOPT.
func (c *call) parseOpt(words []string) int {
	c.cmd = &Command{
		Name:  "rev-parse",
		Usage: []string{"git rev-parse --parseopt [<options>] -- [<args>...]"},
		Options: []Option{
			{Long: "keep-dashdash", Help: "keep the `--` passed as an arg"},
			{Long: "stop-at-non-option", Help: "stop parsing after the first non-option argument"},
			{Long: "stuck-long", Help: "output in stuck long form"},
		},
		Parse: StopAtArg | KeepDash,
	}
	if err := c.parse(words); err != nil {
		return c.parseFailed(err)
	}
	if len(c.args) == 0 || c.args[0] != "--" {
		return c.usage()
	}
	script := &Command{Name: "rev-parse"}
	if c.flag("stop-at-non-option") {
		script.Parse |= StopAtArg
	}
	if c.flag("keep-dashdash") {
		script.Parse |= KeepDash
	}
	if err := readOptSpec(c.env.Stdin, script); err != nil {
		return c.fail(err)
	}
	stuck, rest := c.flag("stuck-long"), c.args[1:]
	c.cmd, c.args, c.opts = script, nil, nil
	if asksHelp(rest) { // before an option of that name
		c.wantsHelp = true
		return c.parseOptFailed(nil, rest)
	}
	if err := c.parse(rest); err != nil {
		return c.parseOptFailed(err, rest)
	}
	c.printf("set --")
	for _, g := range c.opts {
		c.printf(" %s", g.shell(stuck))
	}
	c.printf(" --")
	for _, a := range c.args {
		c.printf(" %s", shellQuote(a, "'!"))
	}
	c.println("")
	return exitOK
}

func asksHelp(words []string) bool {
	if len(words) == 1 && words[0] == "-h" {
		return true
	}
	for _, w := range words {
		switch w {
		case "--":
			return false
		case "--help", "--help-all":
			return true
		}
	}
	return false
}

// parseOptFailed shows the usage text, in a form that a shell prints when the
// script was asked for it.
func (c *call) parseOptFailed(err *parseError, words []string) int {
	switch {
	case c.wantsHelp:
	case strings.HasPrefix(err.text, "ambiguous option"): // what there is follows, for the shell to print
		c.errorf("%s", err.text)
	default:
		return c.parseFailed(err)
	}
	for _, w := range words {
		if w == "--help-all" {
			for i := range c.cmd.Options {
				c.cmd.Options[i].Hidden = false
			}
		}
	}
	c.printf("cat <<\\EOF\n%sEOF\n", c.cmd.usageText())
	return exitUsage
}

// shell is an option as a shell's argument.
func (g *given) shell(stuck bool) string {
	o := g.opt
	long := o.Long != "" && (o.Short == 0 || stuck)
	switch {
	case g.off:
		return "--no-" + o.Long
	case long && !g.has:
		return "--" + o.Long
	case !g.has:
		return "-" + string(o.Short)
	}
	name, join := "-"+string(o.Short), ""
	if long {
		name, join = "--"+o.Long, "="
	}
	if !stuck {
		join = " "
	}
	return name + join + shellQuote(g.value, "'!")
}

// shellQuote puts text in the single quotes of a shell; each of the special
// bytes stands outside of them behind a backslash.
func shellQuote(text, special string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := range len(text) {
		if strings.IndexByte(special, text[i]) >= 0 {
			b.WriteString("'\\" + text[i:i+1] + "'")
		} else {
			b.WriteByte(text[i])
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// readOptSpec reads the usage lines and the options of a script.
func readOptSpec(in io.Reader, cmd *Command) error {
	lines := bufio.NewScanner(in)
	for ended := false; !ended; {
		if !lines.Scan() {
			return &formatError{"premature end of input"}
		}
		if ended = lines.Text() == "--"; !ended {
			cmd.Usage = append(cmd.Usage, lines.Text())
		}
	}
	if len(cmd.Usage) == 0 {
		return &formatError{"no usage string given before the `--' separator"}
	}
	for lines.Scan() {
		if line := lines.Text(); line != "" {
			o, err := parseOptSpec(line)
			if err != nil {
				return err
			}
			cmd.Options = append(cmd.Options, o)
		}
	}
	return lines.Err()
}

// parseOptSpec reads one line: an option, or a heading.
func parseOptSpec(line string) (Option, error) {
	const blanks, flags = " \t", "*=?!"
	end := strings.IndexAny(line, blanks)
	if end <= 0 {
		return Option{Group: strings.TrimLeft(line, blanks)}, nil
	}
	o := Option{Help: strings.TrimLeft(line[end:], blanks)}
	name := line[:end]
	if at := strings.IndexAny(name, flags); at >= 0 {
		hint := strings.TrimLeft(name[at:], flags)
		marks := strings.TrimSuffix(name[at:], hint)
		name = name[:at]
		o.OptArg = strings.Contains(marks, "?")
		o.Hidden, o.NoNeg = strings.Contains(marks, "*"), strings.Contains(marks, "!")
		if o.OptArg || strings.Contains(marks, "=") {
			if o.Arg = hint; hint == "" {
				o.Arg = "..."
			}
		}
	}
	switch {
	case name == "":
		return o, errors.New("missing opt-spec before option flags")
	case len(name) == 1:
		o.Short = name[0]
	case name[1] == ',':
		o.Short, o.Long = name[0], name[2:]
	default:
		o.Long = name
	}
	return o, nil
}
