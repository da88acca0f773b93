package cli

import (
	"errors"
	"fmt"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

func branchCommand() Command {
	return Command{
		Name: "branch", Summary: "List, make, rename and delete branches", Group: "history",
		Usage: []string{
			"git branch [<options>] [-r | -a] [--merged] [--no-merged]",
			"git branch [<options>] [-f] [--recurse-submodules] <branch-name> [<start-point>]",
			"git branch [<options>] [-l] [<pattern>...]",
			"git branch [<options>] [-r] (-d | -D) <branch-name>...",
			"git branch [<options>] (-m | -M) [<old-branch>] <new-branch>",
			"git branch [<options>] (-c | -C) [<old-branch>] <new-branch>",
			"git branch [<options>] [-r | -a] [--points-at]",
			"git branch [<options>] [-r | -a] [--format]",
		},
		Options: []Option{
			{Group: "Generic options"},
			{Short: 'v', Long: "verbose", Help: "show hash and subject, give twice for upstream branch"},
			{Short: 'q', Long: "quiet", Help: "suppress informational messages"},
			{Short: 't', Long: "track", Arg: "(direct|inherit)", OptArg: true, Help: "set branch tracking configuration"},
			{Short: 'u', Long: "set-upstream-to", Arg: "upstream", Help: "change the upstream info"},
			{Long: "unset-upstream", Help: "unset the upstream info"},
			{Long: "color", Arg: "when", OptArg: true, Help: "use colored output"},
			{Short: 'r', Long: "remotes", Help: "act on remote-tracking branches"},
			{Long: "contains", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only branches that contain the commit"},
			{Long: "with", Arg: "commit", Default: refs.HEAD, NoNeg: true, Hidden: true},
			{Long: "without", Arg: "commit", Default: refs.HEAD, NoNeg: true, Hidden: true},
			{Long: "no-contains", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only branches that don't contain the commit"},
			{Long: "abbrev", Arg: "n", OptArg: true, Number: true, Help: "use <n> digits to display object names"},
			{Group: "Specific git-branch actions:"},
			{Short: 'a', Long: "all", Help: "list both remote-tracking and local branches"},
			{Short: 'd', Long: "delete", Help: "delete fully merged branch"},
			{Short: 'D', Help: "delete branch (even if not merged)"},
			{Short: 'm', Long: "move", Help: "move/rename a branch and its reflog"},
			{Short: 'M', Help: "move/rename a branch, even if target exists"},
			{Short: 'c', Long: "copy", Help: "copy a branch and its reflog"},
			{Short: 'C', Help: "copy a branch, even if target exists"},
			{Short: 'l', Long: "list", Help: "list branch names"},
			{Long: "show-current", Help: "show current branch name"},
			{Long: "create-reflog", Help: "create the branch's reflog"},
			{Long: "edit-description", Help: "edit the description for the branch"},
			{Short: 'f', Long: "force", Help: "force creation, move/rename, deletion"},
			{Long: "merged", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only branches that are merged"},
			{Long: "no-merged", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only branches that are not merged"},
			{Long: "column", Arg: "style", OptArg: true, Help: "list branches in columns"},
			{Long: "sort", Arg: "key", Help: "field name to sort on"},
			{Long: "points-at", Arg: "object", Default: refs.HEAD, Help: "print only branches of the object"},
			{Short: 'i', Long: "ignore-case", Help: "sorting and filtering are case insensitive"},
			{Long: "format", Arg: "format", Help: "format to use for the output"},
		},
		Absent: []Absent{{"--recurse-submodules", ""}, {"--set-upstream", "--set-upstream-to"}},
		Example: "git branch                     # which branches are there?\n" +
			"git branch topic               # make one where you are\n" +
			"git branch -m topic better     # give it another name\n" +
			"git branch -d better           # delete it once it is merged",
		Setup: NeedRepo,
		Run:   runBranch,
	}
}

func runBranch(c *call) int {
	remove, move, duplicate := c.flag("delete") || c.flag("D"), c.flag("move") || c.flag("M"), c.flag("copy") || c.flag("C")
	upstream := c.flag("set-upstream-to")
	unset, current, describe := c.flag("unset-upstream"), c.flag("show-current"), c.flag("edit-description")
	list := c.flag("list") || !remove && !move && !duplicate && !upstream && !unset && !current && !describe && len(c.args) == 0
	for _, o := range []string{"contains", "with", "no-contains", "without", "merged", "no-merged", "points-at"} {
		list = list || c.flag(o)
	}
	n := 0
	for _, on := range []bool{remove, move, duplicate, upstream, current, list, unset, describe} {
		if on {
			n++
		}
	}
	if n > 1 {
		return c.usage()
	}
	if err := porcelain.CheckBranchSettings(c.repo); err != nil {
		return c.fail(err)
	}
	switch {
	case remove && len(c.args) == 0:
		return c.die("branch name required")
	case remove:
		return c.deleteBranches()
	case current:
		return c.showCurrent()
	case list && c.flag("column") && c.count("verbose") > 0:
		return c.die("options '%s' and '%s' cannot be used together", "--column", "--verbose")
	case list:
		return c.listBranches()
	case describe:
		return c.describeBranch()
	case move || duplicate:
		return c.moveBranch(duplicate)
	case upstream:
		return c.setUpstream()
	case unset:
		return c.unsetUpstream()
	}
	return c.createBranch()
}

// failBranch prints what the functions on branches return.
func (c *call) failBranch(err error) int {
	var rename *porcelain.RenameError
	if errors.As(err, &rename) {
		steps := []string{rename.Cause.Error()}
		var moved *refs.MoveError
		if errors.As(rename.Cause, &moved) {
			steps = moved.Steps
		}
		for _, text := range steps {
			c.errorf("%s", text)
		}
		return c.die("%s", rename)
	}
	var b *porcelain.BranchError
	if !errors.As(err, &b) {
		return c.fail(err)
	}
	if b.Before != "" {
		c.say("%s", b.Before)
	}
	code := c.die("%s", b.Text)
	if b.Advice != "" && c.advises(b.Name) {
		c.hint(b.Advice)
	}
	return code
}

func (c *call) showCurrent() int {
	head, _, err := c.repo.Refs().Head()
	if err != nil {
		return c.fail(err)
	}
	if name, ok := strings.CutPrefix(head, refs.Heads); ok {
		c.println(name)
	}
	return exitOK
}

// branchArg expands "@{-1}" and its like in a branch's name.
func (c *call) branchArg(name string) (string, error) { return c.resolver().BranchName(name) }

func (c *call) createBranch() int {
	if c.flag("all") || c.flag("remotes") {
		return c.die("The -a, and -r, options to 'git branch' do not take a branch name.\n" +
			"Did you mean to use: -a|-r --list <pattern>?")
	}
	if len(c.args) > 2 {
		return c.usage()
	}
	name, err := c.branchArg(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	track, err := c.trackFlag()
	if err != nil {
		return c.fail(err)
	}
	p := porcelain.BranchParams{
		Name: name, Force: c.flag("force"), CreateLog: c.flag("create-reflog"), Track: track, Resolver: c.resolver(),
	}
	if len(c.args) == 2 {
		p.Start = c.args[1]
	} else if head, _, err := c.repo.Refs().Head(); err == nil {
		p.Start = strings.TrimPrefix(head, refs.Heads)
	}
	up, err := porcelain.CreateBranch(c.repo, p)
	if err != nil {
		return c.failBranch(err)
	}
	c.sayUpstream(up, c.flag("quiet"))
	return exitOK
}

// trackFlag reads --track and --no-track.
func (c *call) trackFlag() (porcelain.Track, error) {
	g := c.last("track")
	switch {
	case g == nil:
		return porcelain.TrackDefault, nil
	case g.off:
		return porcelain.TrackNever, nil
	case !g.has, g.value == "direct":
		return porcelain.TrackExplicit, nil
	case g.value == "inherit":
		return porcelain.TrackInherit, nil
	}
	c.errorf("option `--track' expects \"direct\" or \"inherit\"")
	return 0, &silentError{exitUsage}
}

// sayUpstream tells what a branch follows now.
func (c *call) sayUpstream(up *porcelain.UpstreamSet, quiet bool) {
	switch {
	case up == nil:
	case up.Self:
		c.warn("not setting branch '%s' as its own upstream", up.Branch)
	case quiet:
	case up.Rebase:
		c.printf("branch '%s' set up to track '%s' by rebasing.\n", up.Branch, up.Upstream)
	default:
		c.printf("branch '%s' set up to track '%s'.\n", up.Branch, up.Upstream)
	}
}

// unsetHead is what --unset-upstream could not do on a detached HEAD.
const unsetHead = "unset upstream of HEAD"

// upstreamBranch is the branch that --set-upstream-to and --unset-upstream are about.
func (c *call) upstreamBranch(what string) (string, int, bool) {
	if len(c.args) > 1 {
		verb := "set new"
		if what == unsetHead {
			verb = "unset"
		}
		return "", c.die("too many arguments to %s upstream", verb), false
	}
	if len(c.args) == 1 && c.args[0] != refs.HEAD {
		name, err := c.branchArg(c.args[0])
		if err != nil {
			return "", c.fail(err), false
		}
		return name, 0, true
	}
	head, _, err := c.repo.Refs().Head()
	if err != nil {
		return "", c.fail(err), false
	}
	name, ok := strings.CutPrefix(head, refs.Heads)
	if !ok {
		return "", c.die("could not %s when it does not point to any branch.", what), false
	}
	return name, 0, true
}

func (c *call) setUpstream() int {
	target, _ := c.value("set-upstream-to")
	name, code, ok := c.upstreamBranch("set upstream of HEAD to " + target)
	if !ok {
		return code
	}
	if !c.repo.Refs().Exists(refs.Heads + name) {
		if len(c.args) == 0 || porcelain.CheckedOutAt(c.repo, refs.Heads+name) != "" {
			return c.die("No commit on branch '%s' yet.", name)
		}
		return c.die("branch '%s' does not exist", name)
	}
	up, err := porcelain.SetUpstream(c.repo, c.resolver(), name, target)
	if err != nil {
		return c.failBranch(err)
	}
	c.sayUpstream(up, c.flag("quiet"))
	return exitOK
}

func (c *call) unsetUpstream() int {
	name, code, ok := c.upstreamBranch(unsetHead)
	if !ok {
		return code
	}
	if err := porcelain.UnsetUpstream(c.repo, name); err != nil {
		return c.failBranch(err)
	}
	return exitOK
}

func (c *call) moveBranch(copying bool) int {
	force := c.flag("M") || c.flag("C") || c.flag("force")
	head, _, err := c.repo.Refs().Head()
	if err != nil {
		return c.fail(err)
	}
	from, onBranch := strings.CutPrefix(head, refs.Heads)
	var to string
	switch len(c.args) {
	case 0:
		return c.die("branch name required")
	case 1:
		to = c.args[0]
		if !onBranch {
			verb := "rename"
			if copying {
				verb = "copy"
			}
			return c.die("cannot %s the current branch while not on any.", verb)
		}
	case 2:
		from, to = c.args[0], c.args[1]
	default:
		if copying {
			return c.die("too many branches for a copy operation")
		}
		return c.die("too many arguments for a rename operation")
	}
	if from, err = c.branchArg(from); err != nil {
		return c.fail(err)
	}
	if to, err = c.branchArg(to); err != nil {
		return c.fail(err)
	}
	if err := porcelain.MoveBranch(c.repo, from, to, copying, force); err != nil {
		return c.failBranch(err)
	}
	return exitOK
}

// colorWanted decides on colour: --color[=when], then color.SECTION, then color.ui.
func (c *call) colorWanted(section string) (bool, error) {
	cfg, err := c.config()
	if err != nil {
		return false, err
	}
	key := "color." + section
	v, ok := cfg.Get(key)
	if !ok {
		key = "color.ui"
		v = cfg.String(key, "auto")
	}
	if g := c.last("color"); g != nil {
		v = "always"
		if g.off {
			v = "never"
		} else if g.has {
			v = g.value
		}
		switch v {
		case "always", "never", "auto":
		default:
			c.errorf("option `color' expects \"always\", \"auto\", or \"never\"")
			return false, &silentError{exitUsage}
		}
	}
	switch strings.ToLower(v) {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		return c.env.autoColor(), nil
	}
	on, valid := config.ParseBool(v)
	if !valid {
		return false, &config.ValueError{Text: fmt.Sprintf("bad boolean config value '%s' for '%s'", v, key)}
	}
	return on && c.env.autoColor(), nil
}
