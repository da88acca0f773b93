package cli

import (
	"strings"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

func reflogOptions() []Option {
	return []Option{
		{Long: "dry-run", Help: "do not actually prune any entries"},
		{Long: "rewrite", Help: "rewrite the old SHA1 with the new SHA1 of the entry that now precedes it"},
		{Long: "updateref", Help: "update the reference to the value of the top reflog entry"},
		{Long: "verbose", Help: "print extra information on screen"},
	}
}

func expireOptions() []Option {
	return append(reflogOptions(),
		Option{Long: "expire", Arg: "timestamp", Help: "prune entries older than the specified time"},
		Option{Long: "expire-unreachable", Arg: "timestamp",
			Help: "prune entries older than <time> that are not reachable from the current tip of the branch"},
		Option{Long: "stale-fix", Help: "prune any reflog entries that point to broken commits"},
		Option{Long: "all", Help: "process the reflogs of all references"},
		Option{Long: "single-worktree", Help: "limits processing to reflogs from the current worktree only"},
	)
}

const (
	reflogDeleteUsage = "git reflog delete [--rewrite] [--updateref]\n[--dry-run | -n] [--verbose] <ref>@{<specifier>}..."
	reflogExpireUsage = "git reflog expire [--expire=<time>] [--expire-unreachable=<time>]\n" +
		"[--rewrite] [--updateref] [--stale-fix]\n[--dry-run | -n] [--verbose] [--all [--single-worktree] | <refs>...]"
)

func reflogCommand() Command {
	options := expireOptions()
	for i := range options {
		options[i].Hidden = true // they belong to the words expire and delete
	}
	return Command{
		Name: "reflog", Summary: "Show where HEAD and branches have been", Group: "history",
		Usage:   []string{"git reflog [show] [<log-options>] [<ref>]", reflogExpireUsage, reflogDeleteUsage, "git reflog exists <ref>"},
		Options: options,
		Example: "git reflog                  # where HEAD has been\n" +
			"git reflog show topic       # where a branch has been\n" +
			"git reset --hard HEAD@{1}   # go back to where you were one step ago",
		Setup: NeedRepo, Parse: RawWords,
		Run: runReflog,
	}
}

func runReflog(c *call) int {
	words := c.args
	first := ""
	if len(words) > 0 {
		first = words[0]
	}
	sub := Command{Name: "reflog " + first}
	var run func(*call) int
	switch first {
	case "expire":
		sub.Usage, sub.Options, run = []string{reflogExpireUsage}, expireOptions(), runReflogExpire
	case "delete":
		sub.Usage, sub.Options, run = []string{reflogDeleteUsage}, reflogOptions(), runReflogDelete
	case "exists":
		sub.Usage, run = []string{"git reflog exists <ref>"}, runReflogExists
	case "show":
		words = words[1:]
		fallthrough
	default:
		c.args = nil
		if len(words) == 1 && words[0] == "-h" {
			sub.Usage = []string{"git reflog [show] [<log-options>] [<ref>]"}
			c.printf("%s", sub.usageText())
			return exitUsage
		}
		return c.command("log", append([]string{"-g", "--abbrev-commit", "--pretty=oneline"}, words...))
	}
	c.cmd, c.args = &sub, nil
	if err := c.parse(words[1:]); err != nil {
		return c.parseFailed(err)
	}
	return run(c)
}

func runReflogExists(c *call) int {
	if len(c.args) != 1 {
		return c.usage()
	}
	if !refs.ValidName(c.args[0], true) {
		return c.die("invalid ref format: %s", c.args[0])
	}
	if !c.repo.Refs().HasReflog(c.args[0]) {
		return exitFail
	}
	return exitOK
}

func (c *call) reflogParams() porcelain.ReflogParams {
	p := porcelain.ReflogParams{Rewrite: c.flag("rewrite"), UpdateRef: c.flag("updateref"), DryRun: c.flag("dry-run")}
	if c.flag("verbose") {
		p.Tell = func(e refs.Entry, gone bool) {
			word := "keep"
			switch {
			case gone && p.DryRun && (c.flag("all") || strings.HasSuffix(c.cmd.Name, "delete")):
				word = "would prune" // for named refs git reflog expire says "prune" all the same
			case gone:
				word = "prune"
			}
			c.printf("%s %s\n", word, e.Message)
		}
	}
	return p
}

// logName is the ref with a reflog that a name means.
func (c *call) logName(name string) string {
	full, err := c.resolver().FullName(name)
	if err != nil || full == "" || !c.repo.Refs().HasReflog(full) {
		return ""
	}
	return full
}

func runReflogDelete(c *call) int {
	if len(c.args) == 0 {
		c.errorf("no reflog specified to delete")
		return 255
	}
	code := exitOK
	for _, spec := range c.args {
		name, place, ok := porcelain.SplitReflogSpec(spec)
		if !ok {
			c.errorf("not a reflog: %s", spec)
			code = 255
			continue
		}
		full := c.logName(name)
		if full == "" {
			c.errorf("no reflog for '%s'", spec)
			code = 255
			continue
		}
		if err := porcelain.DeleteReflogEntry(c.repo, full, place, c.reflogParams()); err != nil {
			c.errorf("%s", err)
			code = 255
		}
	}
	return code
}
