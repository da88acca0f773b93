package cli

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/walk"
)

func mergeBaseCommand() Command {
	return Command{
		Name: "merge-base", Summary: "Find the best common ancestors of commits", Group: "plumbing",
		Usage: []string{
			"git merge-base [-a | --all] <commit> <commit>...",
			"git merge-base [-a | --all] --octopus <commit>...",
			"git merge-base --is-ancestor <commit> <commit>",
			"git merge-base --independent <commit>...",
			"git merge-base --fork-point <ref> [<commit>]",
		},
		Options: []Option{
			{Short: 'a', Long: "all", Help: "output all common ancestors"},
			{Long: "octopus", NoNeg: true, Help: "find ancestors for a single n-way merge"},
			{Long: "independent", NoNeg: true, Help: "list revs not reachable from others"},
			{Long: "is-ancestor", NoNeg: true, Help: "is the first one ancestor of the other?"},
			{Long: "fork-point", NoNeg: true, Help: "find where <commit> forked from reflog of <ref>"},
		},
		Example: "git merge-base main topic\ngit merge-base --is-ancestor v1.0 HEAD && echo yes",
		Setup:   NeedRepo,
		Run:     runMergeBase,
	}
}

func runMergeBase(c *call) int {
	mode := ""
	for _, m := range []string{"octopus", "independent", "is-ancestor", "fork-point"} {
		if !c.flag(m) {
			continue
		}
		if mode != "" {
			return c.misuse("option `%s' is incompatible with --%s", m, mode)
		}
		mode = m
	}
	switch mode {
	case "fork-point":
		return c.forkPoint()
	case "is-ancestor":
		if c.flag("all") {
			return c.die("options '--is-ancestor' and '--all' cannot be used together")
		}
		if len(c.args) != 2 {
			return c.usage()
		}
	case "":
		if len(c.args) < 2 {
			return c.usage()
		}
	}
	commits, code, ok := c.commitArguments(c.args)
	if !ok {
		return code
	}
	store := c.repo.Objects()
	var found []plumbing.Hash
	var err error
	switch mode {
	case "is-ancestor":
		is, err := walk.IsAncestor(store, commits[0], commits[1])
		switch {
		case err != nil:
			return c.fail(err)
		case is:
			return exitOK
		}
		return exitFail
	case "octopus":
		found, err = walk.Octopus(store, commits...)
	case "independent":
		found, err = walk.Independent(store, commits)
		return c.hashes(found, err, true)
	default:
		found, err = walk.MergeBases(store, commits[0], commits[1:]...)
	}
	return c.hashes(found, err, c.flag("all"))
}

// commitArguments resolves each argument to a commit.
func (c *call) commitArguments(args []string) ([]plumbing.Hash, int, bool) {
	var out []plumbing.Hash
	for _, a := range args {
		h, code, ok := c.commitArgument(a)
		if !ok {
			return nil, code, false
		}
		out = append(out, h)
	}
	return out, 0, true
}

func (c *call) commitArgument(arg string) (plumbing.Hash, int, bool) {
	v := c.resolver()
	h, err := v.Resolve(arg)
	if isUnknown(err) {
		return h, c.die("Not a valid object name %s", arg), false
	}
	if err == nil {
		h, err = v.CommitOf(h)
	}
	if isUnknown(err) {
		return h, c.die("Not a valid commit name %s", arg), false
	}
	if err != nil {
		return h, c.fail(err), false
	}
	return h, 0, true
}

// hashes prints hashes, the first one or all; none at all is exit code 1.
func (c *call) hashes(found []plumbing.Hash, err error, all bool) int {
	if err != nil {
		return c.fail(err)
	}
	if len(found) == 0 {
		return exitFail
	}
	for i, h := range found {
		if i == 0 || all {
			c.println(h.String())
		}
	}
	return exitOK
}

func (c *call) forkPoint() int {
	if len(c.args) < 1 || len(c.args) > 2 {
		return c.usage()
	}
	name, err := c.resolver().FullName(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	if name == "" {
		return c.die("No such ref: '%s'", c.args[0])
	}
	spec := "HEAD"
	if len(c.args) == 2 {
		spec = c.args[1]
	}
	commit, err := c.resolver().Commit(spec)
	if err != nil {
		return c.die("Not a valid object name: '%s'", spec)
	}
	h, ok, err := porcelain.ForkPoint(c.repo, name, commit.Hash)
	if err != nil {
		return c.fail(err)
	}
	if !ok {
		return exitFail
	}
	c.println(h.String())
	return exitOK
}
