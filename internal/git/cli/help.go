package cli

import (
	"fmt"
	"io"
)

// overview is what `git` alone prints.
func (c *call) overview(w io.Writer) {
	_, _ = fmt.Fprint(w, usageGit, "\nThe commands are:\n\n")
	for _, cmd := range Commands() {
		_, _ = fmt.Fprintf(w, "   %-12s %s\n", cmd.Name, cmd.Summary)
	}
}

// help is `git help NAME`.
func (c *call) help(name string) int {
	cmd := lookup(name)
	if cmd == nil {
		return c.unknown(name)
	}
	c.printf("%s", cmd.usageText())
	return exitOK
}

// unknown says that there is no such command.
func (c *call) unknown(name string) int {
	c.say("git: '%s' is not a git command. See 'git --help'.", name)
	return exitFail
}

func versionCommand() Command {
	return Command{
		Name: "version", Summary: "Show which Git this is", Group: "ancillary",
		Usage:   []string{"git version [<options>]"},
		Options: []Option{{Long: "build-options", Help: "also print build options"}},
		Run: func(c *call) int {
			c.println("git version " + Version)
			return exitOK
		},
	}
}
