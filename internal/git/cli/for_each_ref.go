package cli

import (
	"cairn/internal/git/porcelain"
	"cairn/internal/git/reflist"
	"cairn/internal/git/refs"
)

func forEachRefCommand() Command {
	return Command{
		Name: "for-each-ref", Summary: "Show refs in a format of your own", Group: "plumbing",
		Usage: []string{
			"git for-each-ref [<options>] [<pattern>]",
			"git for-each-ref [--points-at <object>]",
			"git for-each-ref [--merged [<commit>]] [--no-merged [<commit>]]",
			"git for-each-ref [--contains [<commit>]] [--no-contains [<commit>]]",
		},
		Options: []Option{
			{Short: 's', Long: "shell", Help: "quote placeholders suitably for shells"},
			{Short: 'p', Long: "perl", Help: "quote placeholders suitably for perl"},
			{Long: "python", Help: "quote placeholders suitably for python"},
			{Long: "tcl", Help: "quote placeholders suitably for Tcl"},
			{Long: "count", Arg: "n", Number: true, Help: "show only <n> matched refs"},
			{Long: "format", Arg: "format", Help: "format to use for the output"},
			{Long: "color", Arg: "when", OptArg: true, Help: "respect format colors"},
			{Long: "sort", Arg: "key", Help: "field name to sort on"},
			{Long: "points-at", Arg: "object", Help: "print only refs which points at the given object"},
			{Long: "merged", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only refs that are merged"},
			{Long: "no-merged", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only refs that are not merged"},
			{Long: "contains", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only refs which contain the commit"},
			{Long: "no-contains", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only refs which don't contain the commit"},
			{Long: "ignore-case", Help: "sorting and filtering are case insensitive"},
		},
		Example: "git for-each-ref --sort=-committerdate --format='%(refname:short) %(committerdate:relative)' refs/heads",
		Setup:   NeedRepo,
		Run:     runForEachRef,
	}
}

func runForEachRef(c *call) int {
	format, given := c.value("format")
	if !given {
		format = "%(objectname) %(objecttype)\t%(refname)"
	}
	rc := &reflist.Context{Repo: c.repo, Worktrees: porcelain.CheckedOut(c.repo), Warn: func(line string) { c.say("%s", line) }}
	quotes := 0
	for name, q := range map[string]reflist.Quote{"shell": reflist.Shell, "perl": reflist.Perl, "python": reflist.Python, "tcl": reflist.Tcl} {
		if c.flag(name) {
			rc.Quote = q
			quotes++
		}
	}
	if quotes > 1 {
		c.errorf("more than one quoting style?")
		return c.usage()
	}
	count := c.number("count", 0)
	if count < 0 {
		c.errorf("invalid --count argument: `%d'", count)
		return c.usage()
	}
	compiled, err := reflist.Parse(format)
	if err != nil {
		return c.badFormat(err)
	}
	if compiled.Uses("raw") && quotes > 0 && rc.Quote != reflist.Perl {
		return c.die("--format=raw cannot be used with --python, --shell, --tcl")
	}
	keys, err := c.sortKeys("")
	if err != nil {
		return c.fail(err)
	}
	f, err := c.reachFilter()
	if err != nil {
		return c.fail(err)
	}
	rc.Color = c.env.autoColor() // color.ui is not asked
	if c.last("color") != nil {
		if rc.Color, err = c.colorWanted("ui"); err != nil {
			return c.fail(err)
		}
	}
	f.Patterns, f.Prefixes = c.args, []string{reflist.CommonPrefix(c.args)}
	items, err := reflist.List(c.repo, f, func(line string) { c.say("%s", line) })
	if err != nil {
		return c.fail(err)
	}
	if err := reflist.Sort(rc, items, keys, f.IgnoreCase); err != nil {
		return c.fail(err)
	}
	if count > 0 && count < len(items) {
		items = items[:count]
	}
	lines := make([]string, len(items)) // an error comes before all of them
	for i, it := range items {
		if lines[i], err = compiled.Expand(rc, it); err != nil {
			return c.fail(err)
		}
	}
	for _, line := range lines {
		c.println(line)
	}
	return exitOK
}
