package cli

import (
	"strings"
	"time"

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
		Option{Long: "all", Help: "process the reflogs of all references"},
	)
}

const (
	reflogDeleteUsage = "git reflog delete [--rewrite] [--updateref]\n[--dry-run | -n] [--verbose] <ref>@{<specifier>}..."
	reflogExpireUsage = "git reflog expire [--expire=<time>] [--expire-unreachable=<time>]\n" +
		"[--rewrite] [--updateref]\n[--dry-run | -n] [--verbose] [--all | <refs>...]"
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
		sub.Absent = []Absent{{"--stale-fix", ""}, {"--single-worktree", "--all"}}
	case "delete":
		sub.Usage, sub.Options, run = []string{reflogDeleteUsage}, reflogOptions(), runReflogDelete
	case "exists":
		sub.Usage, run = []string{"git reflog exists <ref>"}, runReflogExists
	case "show":
		words = words[1:]
		fallthrough
	default:
		c.args = nil
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
			case gone && p.DryRun && strings.HasSuffix(c.cmd.Name, "delete"):
				word = "would prune" // git reflog expire says "prune" all the same
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

func runReflogExpire(c *call) int {
	now := c.repo.Now()
	p := porcelain.ExpireParams{ReflogParams: c.reflogParams()}
	var code int
	var ok bool
	if p.Total, p.Everything, code, ok = c.expiry("expire", "gc.reflogExpire", now.AddDate(0, 0, -90)); !ok {
		return code
	}
	if p.Unreachable, p.AllLost, code, ok = c.expiry("expire-unreachable", "gc.reflogExpireUnreachable", now.AddDate(0, 0, -30)); !ok {
		return code
	}
	names := []string{}
	if c.flag("all") {
		all, err := c.repo.Refs().Reflogs()
		if err != nil {
			return c.fail(err)
		}
		names = all
	}
	status := exitOK
	for _, arg := range c.args {
		full := c.logName(arg)
		if full == "" {
			c.errorf("%s points nowhere!", arg)
			status = 255
			continue
		}
		names = append(names, full)
	}
	for _, name := range names {
		if err := porcelain.ExpireReflog(c.repo, name, p); err != nil {
			c.errorf("%s", err)
			status = 255
		}
	}
	return status
}

// expiry reads a time limit; all tells that everything is older.
func (c *call) expiry(option, setting string, def time.Time) (limit time.Time, all bool, code int, ok bool) {
	text, given := c.value(option)
	if !given {
		if text, given = c.repo.Config().Get(setting); !given {
			return def, false, 0, true
		}
	}
	switch strings.ToLower(text) {
	case "never", "false":
		return time.Time{}, false, 0, true
	case "all", "now":
		return time.Time{}, true, 0, true
	}
	when, valid := c.repo.Clock().Approx(text)
	if !valid {
		return when, false, c.die("invalid timestamp '%s' given to '--%s'", text, option), false
	}
	return when, false, 0, true
}
