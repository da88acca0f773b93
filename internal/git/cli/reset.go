package cli

import (
	"errors"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/worktree"
)

func resetCommand() Command {
	return Command{
		Name: "reset", Summary: "Move the branch, and the index or the files with it", Group: "history",
		Usage: []string{
			"git reset [--mixed | --soft | --hard | --merge | --keep] [-q] [<commit>]",
			"git reset [-q] [<tree-ish>] [--] <pathspec>...",
			"git reset [-q] [--pathspec-from-file [--pathspec-file-nul]] [<tree-ish>]",
			"git reset --patch [<tree-ish>] [--] [<pathspec>...]",
		},
		Options: []Option{
			{Short: 'q', Long: "quiet", Help: "be quiet, only report errors"},
			{Long: "no-refresh", Help: "skip refreshing the index after reset"},
			{Long: "mixed", NoNeg: true, Help: "reset HEAD and index"},
			{Long: "soft", NoNeg: true, Help: "reset only HEAD"},
			{Long: "hard", NoNeg: true, Help: "reset HEAD, index and working tree"},
			{Long: "merge", NoNeg: true, Help: "reset HEAD, index and working tree"},
			{Long: "keep", NoNeg: true, Help: "reset HEAD but keep local changes"},
			{Short: 'p', Long: "patch", Help: "select hunks interactively"},
			{Short: 'N', Long: "intent-to-add", Help: "record only the fact that removed paths will be added later"},
			{Long: "pathspec-from-file", Arg: "file", Help: "read pathspec from file"},
			{Long: "pathspec-file-nul", Help: "with --pathspec-from-file, pathspec elements are separated with NUL character"},
		},
		Absent:  []Absent{{"--recurse-submodules", ""}},
		Example: "git reset --soft HEAD~1\ngit reset file.txt\ngit reset --hard origin/main",
		Setup:   NeedRepo, Run: runReset,
	}
}

// resetMode reads the last of the mode options.
func (c *call) resetMode() (mode porcelain.ResetMode, given bool) {
	for i := range c.opts {
		switch c.opts[i].opt.key() {
		case "mixed":
			mode, given = porcelain.ResetMixed, true
		case "soft":
			mode, given = porcelain.ResetSoft, true
		case "hard":
			mode, given = porcelain.ResetHard, true
		case "merge":
			mode, given = porcelain.ResetMerge, true
		case "keep":
			mode, given = porcelain.ResetKeep, true
		}
	}
	return mode, given
}

func runReset(c *call) int {
	spec, paths, code, ok := c.resetArgs()
	if !ok {
		return code
	}
	if paths, code, ok = c.pathArgsFrom(paths); !ok {
		return code
	}
	mode, given := c.resetMode()
	if c.flag("patch") {
		if given {
			return c.die("options '%s' and '%s' cannot be used together", "--patch", "--{hard,mixed,soft}")
		}
		return c.patch(patchParams{mode: patchReset, source: spec, paths: paths})
	}
	if len(paths) > 0 {
		switch {
		case mode != porcelain.ResetMixed:
			return c.die("Cannot do %s reset with paths.", mode)
		case given:
			c.warn("--mixed with paths is deprecated; use 'git reset -- <paths>' instead.")
		}
	}
	if c.flag("intent-to-add") && mode != porcelain.ResetMixed {
		return c.die("the option '%s' requires '%s'", "-N", "--mixed")
	}
	if len(paths) > 0 {
		return c.resetPaths(spec, paths)
	}
	return c.resetCommit(mode, spec)
}

// resetArgs finds out what is a revision and what a path.
func (c *call) resetArgs() (spec string, paths []string, code int, ok bool) {
	args := c.args
	spec = "HEAD"
	switch {
	case len(args) == 0:
		return spec, nil, 0, true
	case c.dash == 0:
		return spec, args, 0, true
	case c.dash == 1:
		return args[0], args[1:], 0, true
	}
	v := c.resolver()
	var err error
	if len(args) == 1 && c.dash < 0 {
		_, err = v.Commit(args[0])
	} else {
		_, err = v.Tree(args[0])
	}
	var kind *object.KindError
	otherKind := errors.As(err, &kind)
	if err != nil && !isUnknown(err) && !otherKind {
		return "", nil, c.fail(err), false
	}
	if err == nil || (otherKind && len(args) == 1) {
		if c.fileExists(args[0]) && !c.repo.InsideGitDir() {
			return "", nil, c.bothRevisionAndPath(args[0]), false
		}
		return args[0], args[1:], 0, true
	}
	if c.dash < 0 && !c.looksLikePath(args[0]) { // Git looks at the first only
		return "", nil, c.unknownRevision(args[0]), false
	}
	return spec, args, 0, true
}

func (c *call) bothRevisionAndPath(arg string) int {
	return c.die("ambiguous argument '%s': both revision and filename\n"+
		"Use '--' to separate paths from revisions, like this:\n'git <command> [<revision>...] -- [<file>...]'", arg)
}

// unbornHead reports whether the name is HEAD and there is no commit yet.
func (c *call) unbornHead(spec string) bool {
	if spec != "HEAD" && spec != "@" {
		return false
	}
	h, err := porcelain.HeadHash(c.repo)
	return err == nil && h.IsZero()
}

func (c *call) resetPaths(spec string, paths []string) int {
	if c.repo.Bare() {
		return c.die("this operation must be run in a work tree")
	}
	tree := plumbing.ZeroHash
	if !c.unbornHead(spec) {
		var err error
		if tree, err = c.resolver().Tree(spec); err != nil {
			return c.die("Failed to resolve '%s' as a valid tree.", spec)
		}
	}
	left, err := porcelain.ResetPaths(c.repo, tree, paths, porcelain.ResetParams{Intent: c.flag("intent-to-add"), NoRefresh: c.flag("no-refresh")})
	if err != nil {
		return c.fail(err)
	}
	c.tellUnstaged(left)
	return exitOK
}

// tellUnstaged lists what differs from the index. Quietly that is only what a refresh cannot do. reset.quiet says
// nothing here: seen in 2.39.
func (c *call) tellUnstaged(left porcelain.Letters) {
	if len(left) == 0 || c.flag("no-refresh") {
		return
	}
	if c.flag("quiet") {
		for _, l := range left {
			if l.Letter == 'U' {
				c.println(l.Path + ": needs merge")
			}
		}
		return
	}
	c.println("Unstaged changes after reset:")
	for _, l := range left {
		c.printf("%c\t%s\n", l.Letter, l.Path)
	}
}

func (c *call) resetCommit(mode porcelain.ResetMode, spec string) int {
	p := porcelain.ResetParams{Mode: mode, Name: spec, Intent: c.flag("intent-to-add"), NoRefresh: c.flag("no-refresh"), KeepAside: c.keepAside}
	if mode != porcelain.ResetSoft && mode != porcelain.ResetMixed && c.repo.InsideGitDir() && !c.repo.IsBare() {
		return c.die("this operation must be run in a work tree")
	}
	var commit *object.Commit
	if !c.unbornHead(spec) {
		var err error
		commit, err = c.resolver().Commit(spec)
		var kind *object.KindError
		if errors.As(err, &kind) {
			c.errorf("%s", err)
			return c.die("Could not parse object '%s'.", spec)
		}
		if err != nil {
			return c.die("Failed to resolve '%s' as a valid revision.", spec)
		}
		p.Commit = commit.Hash
	}
	told := c.watchAside()
	left, err := porcelain.Reset(c.repo, p)
	var refused *worktree.OverwriteError
	var unsafe *object.UnsafePathError
	switch {
	case errors.As(err, &refused), errors.As(err, &unsafe):
		c.errorf("%s", err)
		return c.die("Could not reset index file to revision '%s'.", spec)
	case err != nil:
		return c.fail(err)
	}
	c.tellUnstaged(left)
	if mode == porcelain.ResetHard && !c.flag("quiet") && commit != nil {
		c.printf("HEAD is now at %s\n", c.oneLine(commit))
	}
	told()
	return exitOK
}

// oneLine is a commit as "1234567 Subject".
func (c *call) oneLine(commit *object.Commit) string {
	text := c.repo.Objects().Abbrev(commit.Hash, 0)
	if s := object.Subject(commit.Recoded(porcelain.LogEncoding(c.repo)).Message); s != "" {
		text += " " + s
	}
	return text
}
