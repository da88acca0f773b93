package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/porcelain"
)

func rmCommand() Command {
	return Command{
		Name: "rm", Summary: "Remove files from the working tree and from the index", Group: "work",
		Usage: []string{"git rm [-f | --force] [-n] [-r] [--cached] [--ignore-unmatch]\n" +
			"[--quiet] [--pathspec-from-file=<file> [--pathspec-file-nul]]\n" +
			"[--] [<pathspec>...]"},
		Options: []Option{
			{Short: 'n', Long: "dry-run", Help: "dry run"},
			{Short: 'q', Long: "quiet", Help: "do not list removed files"},
			{Long: "cached", Help: "only remove from the index"},
			{Short: 'f', Long: "force", Help: "override the up-to-date check"},
			{Short: 'r', Help: "allow recursive removal"},
			{Long: "ignore-unmatch", Help: "exit with a zero status even if nothing matched"},
			{Long: "pathspec-from-file", Arg: "file", Help: "read pathspec from file"},
			{Long: "pathspec-file-nul", Help: "with --pathspec-from-file, pathspec elements are separated with NUL character"},
		},
		Absent:  []Absent{{"--sparse", ""}},
		Example: "git rm old.txt\ngit rm --cached secret.env",
		Setup:   NeedWorkTree, Run: runRm,
	}
}

func runRm(c *call) int {
	args, code, ok := c.pathArgs()
	if !ok {
		return code
	}
	if len(args) == 0 {
		return c.die("No pathspec was given. Which files should I remove?")
	}
	paths, err := porcelain.Rm(c.repo, porcelain.RmParams{
		Args: args, Cached: c.flag("cached"), Force: c.flag("force"), Recursive: c.flag("r"),
		DryRun: c.flag("dry-run"), IgnoreUnmatch: c.flag("ignore-unmatch"),
	})
	if !c.flag("quiet") {
		for _, p := range paths {
			c.printf("rm '%s'\n", p)
		}
	}
	var refused *porcelain.RmRefusedError
	switch {
	case errors.As(err, &refused):
		c.rmRefused(refused)
		return exitFail
	case err != nil:
		return c.fail(err)
	}
	return exitOK
}

func (c *call) rmRefused(e *porcelain.RmRefusedError) {
	for _, k := range []struct {
		paths     []string
		one, many string
		hint      string
	}{
		{
			e.Both, "the following file has staged content different from both the\nfile and the HEAD:",
			"the following files have staged content different from both the\nfile and the HEAD:", "\n(use -f to force removal)",
		},
		{
			e.Staged, "the following file has changes staged in the index:", "the following files have changes staged in the index:",
			"\n(use --cached to keep the file, or -f to force removal)",
		},
		{
			e.Local, "the following file has local modifications:", "the following files have local modifications:",
			"\n(use --cached to keep the file, or -f to force removal)",
		},
	} {
		if len(k.paths) == 0 {
			continue
		}
		text := k.many
		if len(k.paths) == 1 {
			text = k.one
		}
		text += "\n    " + strings.Join(k.paths, "\n    ")
		if c.advises("rmHints") {
			text += k.hint
		}
		c.errorf("%s", text)
	}
}
