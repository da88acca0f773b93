package cli

import (
	"fmt"
	"io"
	"maps"
	"strings"
)

func helpCommand() Command {
	return Command{
		Name: "help", Summary: "List the commands, or explain one", Group: "setup",
		Usage:   []string{"git help [-a | --all]", "git help <command>"},
		Options: []Option{{Short: 'a', Long: "all", Help: "print all available commands"}},
		Example: "git help\ngit help commit",
		Run:     runHelp,
	}
}

func runHelp(c *call) int {
	switch len(c.args) {
	case 0:
		c.overview(c.out, c.flag("all"))
		return exitOK
	case 1:
		return c.help(c.args[0])
	}
	return c.usage()
}

// helpGroups are the headings of the overview, in order, with the names that
// commands give them.
func helpGroups() []struct{ name, title string } {
	return []struct{ name, title string }{
		{"start", "begin"},
		{"setup", "settings and help"},
		{"work", "change files and prepare a commit"},
		{"history", "record history and look at it"},
		{"branch", "move between branches and join them"},
		{"remote", "work with other repositories"},
		{"ancillary", "look after a repository"},
		{"plumbing", "the machinery below (for scripts and the curious)"},
	}
}

// overview is what `git` and `git help` print.
func (c *call) overview(w io.Writer, all bool) {
	_, _ = fmt.Fprint(w, usageGit)
	commands := Commands()
	for _, g := range helpGroups() {
		if g.name == "plumbing" && !all {
			continue
		}
		var lines []string
		for _, cmd := range commands {
			if cmd.Group == g.name {
				lines = append(lines, fmt.Sprintf("   %-14s %s\n", cmd.Name, cmd.Summary))
			}
		}
		if len(lines) > 0 {
			_, _ = fmt.Fprintf(w, "\n%s\n%s", g.title, strings.Join(lines, ""))
		}
	}
	_, _ = fmt.Fprint(w, "\n'git help <command>' explains one of them. 'git help -a' lists the rest, too.\n")
}

// help explains one command: what it is for, its forms and options, and an
// example to try.
func (c *call) help(name string) int {
	cmd := lookup(name)
	if cmd == nil {
		return c.unknown(name)
	}
	c.printf("git %s - %s\n\n%s", cmd.Name, cmd.Summary, cmd.usageText())
	if cmd.Example != "" {
		c.println("For example:\n")
		for line := range strings.SplitSeq(cmd.Example, "\n") {
			c.println("    " + line)
		}
	}
	return exitOK
}

// unknown says that there is no such command, and which ones it may be.
func (c *call) unknown(name string) int {
	names := []string{}
	for _, m := range makers() {
		names = append(names, m.name)
	}
	near := similarCommands(name, names)
	if nearest, absent := absentCommands()[name]; absent {
		text := fmt.Sprintf("Cairn's git does not have the command '%s'.", name)
		if nearest != "" {
			text += " The nearest that it has is '" + nearest + "'."
		}
		c.say("%s", text)
		return exitUsage
	}
	c.say("git: '%s' is not a git command. See 'git --help'.", name)
	if len(near) > 0 {
		head := "The most similar commands are"
		if len(near) == 1 {
			head = "The most similar command is"
		}
		c.say("\n%s", head)
		for _, n := range near {
			c.say("\t%s", n)
		}
	}
	return exitFail
}

// absentCommands are Git's commands that are not here, with the nearest in purpose that is: to whom one of them is told of
// in a book, "not a git command" would be a lie.
func absentCommands() map[string]string {
	absent := map[string]string{
		"apply": "restore", "archive": "ls-tree", "bisect": "log", "check-ref-format": "branch", "checkout-index": "restore",
		"cherry": "log", "cherry-pick": "merge", "count-objects": "rev-list", "diff-files": "diff", "diff-index": "diff",
		"diff-tree": "diff", "fetch": "clone", "format-patch": "diff", "fsck": "cat-file", "notes": "tag", "pull": "merge",
		"range-diff": "diff", "read-tree": "reset", "rebase": "merge", "remote": "clone", "revert": "restore",
		"show-branch": "log", "stash": "commit", "whatchanged": "log", "worktree": "clone", "verify-commit": "cat-file",
		"verify-tag": "cat-file",
	}
	for _, name := range strings.Fields("am annotate bundle citool column credential difftool fast-export fast-import " +
		"fetch-pack filter-branch gc get-tar-commit-id gui index-pack instaweb interpret-trailers ls-remote maintenance " +
		"mailinfo mergetool mktag mktree pack-objects pack-refs patch-id prune push quiltimport receive-pack repack replace " +
		"request-pull rerere send-email send-pack shell show-index sparse-checkout stripspace submodule svn " +
		"unpack-objects update-server-info upload-pack verify-pack") {
		absent[name] = ""
	}
	maps.DeleteFunc(absent, func(name, _ string) bool { return lookup(name) != nil })
	return absent
}

func versionCommand() Command {
	return Command{
		Name: "version", Summary: "Show which Git this is", Group: "setup",
		Usage:   []string{"git version [<options>]"},
		Options: []Option{{Long: "build-options", Help: "also print build options"}},
		Example: "git version",
		Run: func(c *call) int {
			c.println("git version " + Version)
			if c.flag("build-options") {
				c.println("engine: Cairn, in Go, without a process of its own")
			}
			return exitOK
		},
	}
}
