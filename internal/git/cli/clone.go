package cli

import (
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

func cloneCommand() Command {
	return Command{
		Name: "clone", Summary: "Copy a repository with all its history", Group: "start",
		Usage: []string{"git clone [<options>] [--] <repo> [<dir>]"},
		Options: []Option{
			{Short: 'v', Long: "verbose", Help: "be more verbose"},
			{Short: 'q', Long: "quiet", Help: "be more quiet"},
			{Long: "progress", Help: "force progress reporting"},
			{Short: 'n', Long: "no-checkout", Help: "don't create a checkout"},
			{Long: "bare", Help: "create a bare repository"},
			{Long: "mirror", Help: "create a mirror repository (implies bare)"},
			{Short: 'l', Long: "local", Help: "to clone from a local repository"},
			{Long: "no-hardlinks", Help: "don't use local hardlinks, always copy"},
			{Short: 'o', Long: "origin", Arg: "name", Help: "use <name> instead of 'origin' to track upstream"},
			{Short: 'b', Long: "branch", Arg: "branch", Help: "checkout <branch> instead of the remote's HEAD"},
			{Long: "no-tags", Help: "don't clone any tags, and make later fetches not to follow them"},
			{Short: 'c', Long: "config", Arg: "key=value", Help: "set config inside the new repository"},
		},
		Absent: []Absent{
			{"--depth", ""}, {"--single-branch", "--branch"}, {"--shared", "--local"}, {"-s", "--local"}, {"--reference", "--local"},
			{"--recurse-submodules", ""}, {"--recursive", ""}, {"--template", ""}, {"--separate-git-dir", ""}, {"--filter", ""},
			{"--shallow-since", ""}, {"--shallow-exclude", ""}, {"--sparse", ""}, {"--jobs", ""}, {"-j", ""}, {"--upload-pack", ""}, {"-u", ""},
		},
		Example: "git clone ../origin.git my-copy\ncd my-copy\ngit log --oneline",
		Run:     runClone,
	}
}

func runClone(c *call) int {
	switch {
	case len(c.args) > 2:
		return c.misusage("Too many arguments.")
	case len(c.args) == 0:
		return c.misusage("You must specify a repository to clone.")
	}
	p := porcelain.CloneParams{
		Params: c.params(), Source: c.args[0], Bare: c.flag("bare") || c.flag("mirror"), Mirror: c.flag("mirror"),
		NoCheckout: c.flag("no-checkout"), NoTags: c.flag("no-tags"), Copy: c.flag("no-hardlinks"), Settings: c.values("config"),
	}
	p.Branch, _ = c.value("branch")
	name, given := c.value("origin")
	if p.Origin = name; !given {
		p.Origin = "origin"
	}
	if given && !refs.ValidName(refs.Remotes+name+"/x", false) {
		return c.die("'%s' is not a valid remote name", name)
	}
	src, url, sourceErr := porcelain.CloneSource(p)
	if sourceErr != nil && !strings.HasPrefix(p.Source, "file://") {
		return c.fail(sourceErr)
	}
	dir := ""
	if len(c.args) == 2 {
		dir = c.args[1]
	} else if dir = cloneName(c.args[0], p.Bare); dir == "" {
		return c.die("No directory name could be guessed.\nPlease specify a directory on the command line")
	}
	path, err := c.userPath(dir)
	if err != nil {
		return c.fail(err)
	}
	p.Path = path
	if code, ok := c.cloneTarget(p.Path, dir); !ok {
		return code
	}
	quiet := c.flag("quiet")
	if !quiet {
		what := ""
		if p.Bare {
			what = "bare repository "
		}
		c.say("Cloning into %s'%s'...", what, strings.TrimRight(dir, "/"))
	}
	if sourceErr != nil { // of an address, Git tells it only now
		return c.fail(sourceErr)
	}
	defer src.Close()
	res, err := porcelain.Clone(src, url, p)
	if err != nil {
		return c.fail(err)
	}
	c.repo = res.Repo
	if res.Empty {
		c.warn("You appear to have cloned an empty repository.")
	}
	if !quiet && !strings.HasPrefix(p.Source, "file://") {
		c.say("done.")
	}
	if res.NoBranch && !p.NoCheckout && !p.Bare {
		c.warn("remote HEAD refers to nonexistent ref, unable to checkout")
	}
	if !res.Detached.IsZero() && !p.Bare && !p.NoCheckout && !quiet && c.advises("detachedHead") {
		c.say(detachedAdvice, res.Detached)
	}
	return exitOK
}

// cloneName guesses the new folder's name from the address.
func cloneName(address string, bare bool) string {
	name := strings.TrimRight(filepath.ToSlash(address), "/ ")
	name = strings.TrimRight(strings.TrimSuffix(name, "/.git"), "/")
	if at := strings.LastIndexAny(name, "/:"); at >= 0 {
		name = name[at+1:]
	}
	name = strings.TrimSuffix(name, ".git")
	if name != "" && bare {
		name += ".git"
	}
	return name
}

// cloneTarget makes sure that the new folder is missing or empty.
func (c *call) cloneTarget(path, shown string) (int, bool) {
	entries, err := os.ReadDir(path)
	switch {
	case err == nil && len(entries) == 0, os.IsNotExist(err):
		return 0, true
	case err != nil && !os.IsNotExist(err):
		if _, e := os.Stat(path); e != nil {
			return c.die("could not create work tree dir '%s': %s", shown, lockfile.Reason(err)), false
		}
	}
	return c.die("destination path '%s' already exists and is not an empty directory.", shown), false
}
