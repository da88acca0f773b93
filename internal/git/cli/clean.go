package cli

import (
	"strings"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
)

func cleanCommand() Command {
	return Command{
		Name: "clean", Summary: "Remove untracked files", Group: "work",
		Usage: []string{"git clean [-d] [-f] [-i] [-n] [-q] [-e <pattern>] [-x | -X] [--] [<pathspec>...]"},
		Options: []Option{
			{Short: 'q', Long: "quiet", Help: "do not print names of files removed"},
			{Short: 'n', Long: "dry-run", Help: "dry run"},
			{Short: 'f', Long: "force", Help: "force"},
			{Short: 'i', Long: "interactive", Help: "interactive cleaning"},
			{Short: 'd', Help: "remove whole directories"},
			{Short: 'e', Long: "exclude", Arg: "pattern", Help: "add <pattern> to ignore rules"},
			{Short: 'x', Help: "remove ignored files, too"},
			{Short: 'X', Help: "remove only ignored files"},
		},
		Example: "git clean -n\ngit clean -fd",
		Setup:   NeedWorkTree, Run: runClean,
	}
}

func runClean(c *call) int {
	p := porcelain.CleanParams{
		Args: c.args, Directories: c.flag("d"), All: c.flag("x"), OnlyIgnored: c.flag("X"),
		Repositories: c.count("force") > 1, DryRun: c.flag("dry-run"), Exclude: c.values("exclude"),
	}
	if !p.DryRun && !c.flag("force") && !c.flag("interactive") {
		required, err := c.repo.Config().Bool("clean.requireForce", true)
		if err != nil {
			return c.fail(err)
		}
		_, set := c.repo.Config().Get("clean.requireForce")
		switch {
		case required && set:
			return c.die("clean.requireForce set to true and neither -i, -n, nor -f given; refusing to clean")
		case required:
			return c.die("clean.requireForce defaults to true and neither -i, -n, nor -f given; refusing to clean")
		}
	}
	if p.All && p.OnlyIgnored {
		return c.die("-x and -X cannot be used together")
	}
	clean, paths, err := porcelain.StartClean(c.repo, p)
	switch {
	case err != nil:
		return c.fail(err)
	case c.flag("interactive"):
		return c.cleanInteractively(clean, paths)
	}
	return c.tellCleaned(clean.Remove(paths), p.DryRun)
}

func (c *call) tellCleaned(done []porcelain.Cleaned, dryRun bool) int {
	code := exitOK
	remove, skip, stay := "Removing", "Skipping repository", "Refusing"
	if dryRun {
		remove, skip, stay = "Would remove", "Would skip repository", "Would refuse"
	}
	high, err := c.repo.Config().Bool("core.quotePath", true)
	for _, d := range done {
		path := fromPrefix(d.Path, c.repo.Prefix())
		if strings.HasPrefix(d.Path, c.repo.Prefix()) && c.inWholeCurrent(done) {
			path = "./" + path
		}
		path = quote.Path(path, high || err != nil)
		switch {
		case d.Err != nil:
			c.warn("failed to remove %s: %s", path, lockfile.Reason(d.Err))
			code = exitFail
		case d.Current:
			c.printf("%s to remove current working directory\n", stay)
		case d.Skipped:
			c.printf("%s %s\n", skip, path)
		case !c.flag("quiet"):
			c.printf("%s %s\n", remove, path)
		}
	}
	return code
}

// inWholeCurrent: where the current directory itself is cleaned, Git names what is in it from "./" on.
func (c *call) inWholeCurrent(done []porcelain.Cleaned) bool {
	for _, d := range done {
		if d.Current && d.Path+"/" == c.repo.Prefix() {
			return true
		}
	}
	return false
}
