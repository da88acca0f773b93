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
			{Short: 's', Long: "shared", Help: "setup as shared repository"},
			{Long: "reference", Arg: "repo", Help: "reference repository"},
			{Long: "reference-if-able", Arg: "repo", Help: "reference repository"},
			{Long: "dissociate", Help: "use --reference only while cloning"},
			{Long: "template", Arg: "template-directory", Help: "directory from which templates will be used"},
			{Long: "separate-git-dir", Arg: "gitdir", Help: "separate git dir from working tree"},
			{Short: 'o', Long: "origin", Arg: "name", Help: "use <name> instead of 'origin' to track upstream"},
			{Short: 'b', Long: "branch", Arg: "branch", Help: "checkout <branch> instead of the remote's HEAD"},
			{Long: "single-branch", Help: "clone only one branch, HEAD or --branch"},
			{Long: "depth", Arg: "depth", Help: "create a shallow clone of that depth"},
			{Short: 'j', Long: "jobs", Arg: "n", Help: "number of submodules cloned in parallel"},
			{Long: "no-tags", Help: "don't clone any tags, and make later fetches not to follow them"},
			{Short: 'c', Long: "config", Arg: "key=value", Help: "set config inside the new repository"},
		},
		Absent: []Absent{
			{"--recurse-submodules", ""}, {"--recursive", ""}, {"--filter", ""},
			{"--shallow-since", ""}, {"--shallow-exclude", ""}, {"--sparse", ""}, {"--upload-pack", ""}, {"-u", ""},
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
	p := c.cloneParams()
	switch {
	case p.Separate != "" && p.Bare:
		return c.die("options '%s' and '%s' cannot be used together", "--bare", "--separate-git-dir")
	case p.IsURL() && c.flag("depth"):
		c.errorf("Cairn's 'git clone' makes no shallow clones; without --depth the clone has the whole history")
		return exitUsage
	}
	src, url, sourceErr := porcelain.CloneSource(p)
	if sourceErr != nil && !p.IsURL() {
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
	if code, ok := c.remoteName(&p); !ok {
		return code
	}
	if sourceErr != nil { // of an address, Git tells it only now
		return c.fail(sourceErr)
	}
	defer src.Close()
	c.ignored(p)
	res, err := porcelain.Clone(src, url, p)
	if res.NoTemplate != "" {
		c.warn("templates not found in %s", p.Template)
	}
	for _, text := range res.Unused {
		c.say("info: %s", text)
	}
	if err != nil {
		return c.fail(err)
	}
	c.repo = res.Repo
	return c.cloned(p, res)
}

// cloneParams are the options.
func (c *call) cloneParams() porcelain.CloneParams {
	p := porcelain.CloneParams{
		Params: c.params(), Source: c.args[0], Bare: c.flag("bare") || c.flag("mirror"), Mirror: c.flag("mirror"),
		NoCheckout: c.flag("no-checkout"), NoTags: c.flag("no-tags"), Copy: c.flag("no-hardlinks"), Settings: c.values("config"),
		NoLocal: c.off("local"), Shared: c.flag("shared"), References: c.references(), Dissociate: c.flag("dissociate"),
	}
	p.Template, p.HasTemplate = c.value("template")
	p.Separate, _ = c.value("separate-git-dir")
	p.Branch, _ = c.value("branch")
	if p.Single = c.flag("single-branch"); c.last("single-branch") == nil {
		p.Single = c.flag("depth")
	}
	return p
}

// cloned tells what came out.
func (c *call) cloned(p porcelain.CloneParams, res porcelain.CloneResult) int {
	quiet := c.flag("quiet")
	if res.Empty {
		c.warn("You appear to have cloned an empty repository.")
	}
	if !quiet && !p.NoLocal && !p.IsURL() {
		c.say("done.")
	}
	if res.NoBranch && !p.NoCheckout && !p.Bare {
		c.warn("remote HEAD refers to nonexistent ref, unable to checkout")
	}
	if !res.Detached.IsZero() && !p.Bare && !p.NoCheckout && !quiet && c.advises("detachedHead") {
		c.say(detachedAdvice, res.Detached)
	}
	if len(res.Collided) > 0 {
		c.warn(pathsCollided, "'"+strings.Join(res.Collided, "'\n  '")+"'")
	}
	if res.Checkout != nil {
		code := c.fail(res.Checkout)
		c.warn("Clone succeeded, but checkout failed.\n" + checkoutFailed)
		return code
	}
	return exitOK
}

const pathsCollided = `the following paths have collided (e.g. case-sensitive paths
on a case-insensitive filesystem) and only one from the same
colliding group is in the working tree:

  %s`

const checkoutFailed = `You can inspect what was checked out with 'git status'
and retry with 'git restore --source=HEAD :/'
`

// remoteName is what the clone calls its source.
func (c *call) remoteName(p *porcelain.CloneParams) (int, bool) {
	name, given := c.value("origin")
	if !given {
		cfg, err := c.config()
		if err != nil {
			return c.fail(err), false
		}
		name = cfg.String("clone.defaultRemoteName", "origin")
	}
	if !refs.ValidName(refs.Remotes+name+"/x", false) {
		return c.die("'%s' is not a valid remote name", name), false
	}
	p.Origin = name
	return 0, true
}

// ignored says which options mean nothing for this source.
func (c *call) ignored(p porcelain.CloneParams) {
	switch isURL := p.IsURL(); {
	case isURL && c.flag("local"):
		c.warn("--local is ignored")
	case !isURL && c.flag("depth"):
		c.warn("--depth is ignored in local clones; use file:// instead.")
	}
}

// references are the repositories to borrow objects from, in the order in which Git looks at them.
func (c *call) references() []porcelain.Reference {
	var list []porcelain.Reference
	for _, path := range c.values("reference") {
		list = append(list, porcelain.Reference{Path: path})
	}
	for _, path := range c.values("reference-if-able") {
		list = append(list, porcelain.Reference{Path: path, Optional: true})
	}
	return list
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
	if shown == "" {
		return c.die("could not create work tree dir '': No such file or directory"), false
	}
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
