package cli

import (
	"errors"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/worktree"
)

func restoreCommand() Command {
	return Command{
		Name: "restore", Summary: "Take files back from the index or from a commit", Group: "work",
		Usage: []string{"git restore [<options>] [--source=<branch>] <file>..."},
		Options: []Option{
			{Short: 's', Long: "source", Arg: "tree-ish", Help: "which tree-ish to checkout from"},
			{Short: 'S', Long: "staged", Help: "restore the index"},
			{Short: 'W', Long: "worktree", Help: "restore the working tree (default)"},
			{Long: "ignore-unmerged", Help: "ignore unmerged entries"},
			{Long: "overlay", Help: "use overlay mode"},
			{Long: "ignore-skip-worktree-bits", Help: "do not limit pathspecs to sparse entries only"},
			{Short: 'q', Long: "quiet", Help: "suppress progress reporting"},
			{Long: "progress", Help: "force progress reporting"},
			{Short: 'm', Long: "merge", Help: "perform a 3-way merge with the new branch"},
			{Long: "conflict", Arg: "style", Help: "conflict style (merge, diff3, or zdiff3)"},
			{Short: '2', Long: "ours", NoNeg: true, Help: "checkout our version for unmerged files"},
			{Short: '3', Long: "theirs", NoNeg: true, Help: "checkout their version for unmerged files"},
			{Short: 'p', Long: "patch", Help: "select hunks interactively"},
			{Long: "pathspec-from-file", Arg: "file", Help: "read pathspec from file"},
			{Long: "pathspec-file-nul", Help: "with --pathspec-from-file, pathspec elements are separated with NUL character"},
		},
		Absent:  []Absent{{"--recurse-submodules", ""}},
		Example: "git restore notes.txt\ngit restore --staged notes.txt\ngit restore --source HEAD~2 notes.txt",
		Setup:   NeedWorkTree, Run: runRestore,
	}
}

func runRestore(c *call) int {
	args, code, ok := c.pathArgs()
	if !ok {
		return code
	}
	staged, work := c.flag("staged"), c.flag("worktree")
	if !staged && !work && c.last("worktree") == nil {
		work = true
	}
	if !staged && !work {
		return c.die("neither '%s' or '%s' is specified", "--staged", "--worktree")
	}
	source, hasSource := c.value("source")
	if c.flag("patch") {
		return c.patch(patchParams{mode: patchRestore, source: source, staged: staged && !work, both: staged && work, paths: args})
	}
	if len(args) == 0 {
		return c.die("you must specify path(s) to restore")
	}
	p := porcelain.RestoreParams{
		Args: args, Staged: staged, Worktree: work, Overlay: c.flag("overlay"), IgnoreUnmerged: c.flag("ignore-unmerged"),
		Skipped: c.flag("ignore-skip-worktree-bits"),
	}
	if staged && !hasSource {
		source, hasSource = "HEAD", true
	}
	if hasSource {
		tree, code, ok := c.restoreTree(source)
		if !ok {
			return code
		}
		p.Source = &tree
	}
	if code, ok := c.conflictOptions(&p); !ok {
		return code
	}
	if p.Source != nil && staged && (p.Stage != index.Merged || p.Merge || p.IgnoreUnmerged) {
		return c.stagedSideRefused(p)
	}
	return c.restorePaths(p)
}

func (c *call) stagedSideRefused(p porcelain.RestoreParams) int {
	switch {
	case p.Stage != index.Merged:
		return c.die("'%s' or '%s' cannot be used with %s", "--ours", "--theirs", "--staged")
	case p.Merge:
		return c.die("'%s' or '%s' cannot be used with %s", "--merge", "--conflict", "--staged")
	}
	return c.die("'%s' cannot be used with '%s'", "--ignore-unmerged", "--staged")
}

const incompatibleSides = "git checkout: --ours/--theirs, --force and --merge are incompatible when\nchecking out of the index."

// restoreTree resolves what files are taken from; HEAD before the first commit is refused.
func (c *call) restoreTree(source string) (plumbing.Hash, int, bool) {
	v := c.resolver()
	tree, err := v.Tree(v.OrMergeBase(source))
	if err != nil {
		return tree, c.die("could not resolve %s", source), false
	}
	return tree, 0, true
}

// conflictOptions reads --ours, --theirs, --merge and --conflict.
func (c *call) conflictOptions(p *porcelain.RestoreParams) (int, bool) {
	for i := range c.opts {
		switch c.opts[i].opt.key() {
		case "ours":
			p.Stage = index.Ours
		case "theirs":
			p.Stage = index.Theirs
		}
	}
	p.Merge = c.flag("merge")
	p.Style = c.repo.Config().String("merge.conflictStyle", "")
	if style, ok := c.value("conflict"); ok {
		p.Merge, p.Style = true, style
		if _, err := porcelain.ConflictStyle(style); err != nil || style == "" {
			return c.fail(&porcelain.StyleError{Style: style}), false
		}
	}
	if p.Merge && p.Stage != index.Merged {
		return c.die("%s", incompatibleSides), false
	}
	return 0, true
}

// restorePaths carries a restore of paths out and tells what cannot be.
func (c *call) restorePaths(p porcelain.RestoreParams) int {
	res, err := porcelain.Restore(c.repo, p)
	if res != nil && !c.flag("quiet") {
		for _, path := range res.Unmerged {
			c.warn("path '%s' is unmerged", path)
		}
	}
	var unmerged *porcelain.UnmergedPathsError
	if errors.As(err, &unmerged) {
		for i, path := range unmerged.Paths {
			c.errorf(unmerged.What[i], path)
		}
		return exitFail
	}
	var create *worktree.CreateError
	if errors.As(err, &create) {
		c.errorf("%s", strings.ReplaceAll(err.Error(), "\n", "\nerror: ")) // a line for each

	} else if err != nil {
		return c.fail(err)
	}
	if c.cmd.Name == "checkout" && !c.flag("quiet") && c.dash < 0 && len(c.args) > 0 {
		c.tellPaths(p, res)
	}
	if err != nil {
		return exitUnmade
	}
	return exitOK
}

const exitUnmade = 255 // a file could not be made

// tellPaths is what `git checkout` says after it wrote files.
func (c *call) tellPaths(p porcelain.RestoreParams, res *porcelain.RestoreResult) {
	if res.Recreated > 0 {
		c.say("Recreated %s", plural(res.Recreated, "merge conflict"))
	}
	switch {
	case p.Source != nil:
		c.say("Updated %s from %s", plural(res.Written, "path"), c.repo.Objects().Abbrev(*p.Source, 0))
	case res.Recreated == 0 || res.Written > 0:
		c.say("Updated %s from the index", plural(res.Written, "path"))
	}
}
