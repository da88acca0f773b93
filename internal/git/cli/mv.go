package cli

import (
	"errors"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/porcelain"
)

func mvCommand() Command {
	return Command{
		Name: "mv", Summary: "Move or rename a file, a folder or a link", Group: "work",
		Usage: []string{"git mv [<options>] <source>... <destination>"},
		Options: []Option{
			{Short: 'v', Long: "verbose", Help: "be verbose"},
			{Short: 'n', Long: "dry-run", Help: "dry run"},
			{Short: 'f', Long: "force", Help: "force move/rename even if target exists"},
			{Short: 'k', Help: "skip move/rename errors"},
		},
		Absent:  []Absent{{"--sparse", ""}},
		Example: "git mv old.txt new.txt\ngit mv src/a.py lib/",
		Setup:   NeedWorkTree, Run: runMv,
	}
}

func runMv(c *call) int {
	if len(c.args) < 2 {
		return c.usage()
	}
	last := len(c.args) - 1
	p := porcelain.MvParams{
		Sources: c.args[:last], Dest: c.args[last], Force: c.flag("force"), Skip: c.flag("k"), DryRun: c.flag("dry-run"),
	}
	res, err := porcelain.Mv(c.repo, p)
	if res != nil {
		c.tellMoves(res, p.DryRun, err)
	}
	var failed *porcelain.MvRenameError
	switch {
	case errors.As(err, &failed):
		return c.die("%s: %s", failed, lockfile.Reason(failed.Err))
	case err != nil:
		return c.fail(err)
	}
	return exitOK
}

func (c *call) tellMoves(res *porcelain.MvResult, dryRun bool, err error) {
	if dryRun {
		for _, m := range res.Checked {
			c.printf("Checking rename of '%s' to '%s'\n", m.From, m.To)
		}
	}
	if c.flag("verbose") {
		for _, path := range res.Overwritten {
			c.warn("overwriting '%s'", path)
		}
	}
	if err != nil {
		return
	}
	if dryRun || c.flag("verbose") {
		for _, m := range res.Moves {
			c.printf("Renaming %s to %s\n", m.From, m.To)
		}
	}
}
