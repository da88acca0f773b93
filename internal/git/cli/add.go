package cli

import (
	"errors"
	"io/fs"

	"cairn/internal/git/convert"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/worktree"
)

func addCommand() Command {
	return Command{
		Name: "add", Summary: "Put changes into the index, for the next commit", Group: "work",
		Usage: []string{"git add [<options>] [--] <pathspec>..."},
		Options: []Option{
			{Short: 'n', Long: "dry-run", Help: "dry run"},
			{Short: 'v', Long: "verbose", Help: "be verbose"},
			{Short: 'i', Long: "interactive", Help: "interactive picking"},
			{Short: 'p', Long: "patch", Help: "select hunks interactively"},
			{Short: 'e', Long: "edit", Help: "edit current diff and apply"},
			{Short: 'f', Long: "force", Help: "allow adding otherwise ignored files"},
			{Short: 'u', Long: "update", Help: "update tracked files"},
			{Long: "renormalize", Help: "renormalize EOL of tracked files (implies -u)"},
			{Short: 'N', Long: "intent-to-add", Help: "record only the fact that the path will be added later"},
			{Short: 'A', Long: "all", Help: "add changes from all tracked and untracked files"},
			{Long: "ignore-removal", Help: "ignore paths removed in the working tree (same as --no-all)"},
			{Long: "refresh", Help: "don't add, only refresh the index"},
			{Long: "ignore-errors", Help: "just skip files which cannot be added because of errors"},
			{Long: "ignore-missing", Help: "check if - even missing - files are ignored in dry run"},
			{Long: "chmod", Arg: "(+|-)x", Help: "override the executable bit of the listed files"},
			{Long: "pathspec-from-file", Arg: "file", Help: "read pathspec from file"},
			{Long: "pathspec-file-nul", Help: "with --pathspec-from-file, pathspec elements are separated with NUL character"},
		},
		Absent: []Absent{
			{"--sparse", ""},
		},
		Example: "git add notes.txt\ngit add .\ngit add -p",
		Setup:   NeedWorkTree, Run: runAdd,
	}
}

func runAdd(c *call) int {
	args, code, ok := c.pathArgs()
	if !ok {
		return code
	}
	if c.flag("patch") || c.flag("interactive") {
		if c.flag("dry-run") {
			return c.die("options '%s' and '%s' cannot be used together", "--dry-run", "--interactive/--patch")
		}
		if !c.flag("patch") {
			return c.interactive(args)
		}
		return c.patch(patchParams{mode: patchAdd, paths: args})
	}
	if c.flag("edit") {
		return c.editPatch(args)
	}
	p := porcelain.AddParams{
		Args: args, Update: c.flag("update"), Force: c.flag("force"), Intent: c.flag("intent-to-add"),
		DryRun: c.flag("dry-run"), Renormalize: c.flag("renormalize"), IgnoreErrors: c.addIgnoresErrors(),
		IgnoreMissing: c.flag("ignore-missing"), RefreshOnly: c.flag("refresh"),
		NoRemoval: c.off("all") || c.flag("ignore-removal"),
	}
	if c.flag("all") && p.Update {
		return c.die("options '%s' and '%s' cannot be used together", "-A", "-u")
	}
	if p.IgnoreMissing && !p.DryRun {
		return c.die("the option '%s' requires '%s'", "--ignore-missing", "--dry-run")
	}
	if mode, given := c.value("chmod"); given {
		if mode != "+x" && mode != "-x" {
			return c.die("--chmod param '%s' must be either -x or +x", mode)
		}
		p.Chmod = mode[0]
	}
	if len(args) == 0 && !c.flag("all") && !p.Update && !p.Renormalize {
		c.say("Nothing specified, nothing added.")
		if c.advises("addEmptyPathspec") {
			c.hint("Maybe you wanted to say 'git add .'?\nTurn this message off by running\n\"git config advice.addEmptyPathspec false\"")
		}
		return exitOK
	}
	if len(args) == 0 && p.Chmod != 0 {
		p.Chmod = 0
	}
	return c.add(p)
}

func (c *call) addIgnoresErrors() bool {
	if c.last("ignore-errors") != nil {
		return c.flag("ignore-errors")
	}
	on, _ := c.repo.Config().Bool("add.ignoreErrors", false)
	return on
}

// exitAddRest is what add ends with when it could not do something and did all else: change a bit, store a file anew.
const exitAddRest = 255

func (c *call) add(p porcelain.AddParams) int {
	res, err := porcelain.Add(c.repo, p)
	if res != nil {
		c.tellAdded(res, p)
	}
	if err != nil {
		return c.fail(err)
	}
	for _, f := range res.Failed {
		var unsafe *convert.UnsafeError
		if errors.As(f.Err, &unsafe) {
			return c.die("%s", unsafe)
		}
	}
	if len(res.Failed) > 0 {
		last := res.Failed[len(res.Failed)-1]
		if p.IgnoreErrors {
			return exitFail
		}
		if last.New {
			return c.die("adding files failed")
		}
		return c.die("updating files failed")
	}
	if len(res.NoChmod) > 0 || len(res.Skipped) > 0 {
		return exitAddRest
	}
	if len(res.Ignored) > 0 {
		return exitFail
	}
	return exitOK
}

func (c *call) tellAdded(res *porcelain.AddResult, p porcelain.AddParams) {
	for _, warning := range res.Warnings {
		c.warn("%s", warning)
	}
	if c.flag("verbose") || p.DryRun {
		for _, ch := range res.Changes {
			word := "add"
			if ch.Removed {
				word = "remove"
			}
			end := ""
			if ch.Repository {
				end = "/"
			}
			c.printf("%s '%s%s'\n", word, ch.Path, end)
		}
	}
	c.tellIgnored(res.Ignored)
	c.tellEmbedded(res.Embedded)
	for _, f := range res.Failed {
		c.tellAddError(f)
	}
	for _, f := range res.Skipped {
		c.tellAddError(f)
	}
	for _, path := range res.NoChmod {
		c.errorf("cannot chmod %cx '%s'", p.Chmod, path)
	}
}

func (c *call) tellIgnored(paths []string) {
	if len(paths) == 0 {
		return
	}
	c.say("The following paths are ignored by one of your .gitignore files:")
	for _, path := range paths {
		c.say("%s", path)
	}
	if c.advises("addIgnoredFile") {
		c.hint("Use -f if you really want to add them.\nTurn this message off by running\n\"git config advice.addIgnoredFile false\"")
	}
}

func (c *call) tellEmbedded(paths []string) {
	for i, path := range paths {
		c.warn("adding embedded git repository: %s", path)
		if i == 0 && c.advises("addEmbeddedRepo") {
			c.hint("You've added another git repository inside your current repository.\n" +
				"Clones of the outer repository will not contain the contents of\n" +
				"the embedded repository and will not know how to obtain it.\n" +
				"If you meant to add a submodule, use:\n\n\tgit submodule add <url> " + path + "\n\n" +
				"If you added this path by mistake, you can remove it from the\nindex with:\n\n\tgit rm --cached " + path +
				"\n\nSee \"git help submodule\" for more information.")
		}
	}
}

func (c *call) tellAddError(f *porcelain.AddError) {
	var unsafe *object.UnsafePathError
	var lossy *convert.UnsafeError
	switch {
	case errors.As(f.Err, &lossy):
		return
	case errors.Is(f.Err, worktree.ErrNoCommit) && !f.New:
		c.errorf("'%s' %s", f.Path, worktree.ErrNoCommit)
		return
	case errors.Is(f.Err, worktree.ErrNoCommit):
		c.errorf("'%s/' does not have a commit checked out", f.Path)
		return
	case errors.Is(f.Err, worktree.ErrFileType):
		c.errorf("%s: %s", f.Path, f.Err)
		return
	case errors.As(f.Err, &unsafe):
		c.errorf("%s", f.Err)
		return
	}
	var pe *fs.PathError
	var full *object.StoreError
	switch {
	case errors.As(f.Err, &full):
		c.errorf("%s", full)
		c.errorf("%s: failed to insert into database", f.Path)
	case errors.As(f.Err, &pe):
		c.errorf("open(\"%s\"): %s", f.Path, lockfile.Reason(f.Err))
	default:
		c.errorf("%s", f.Err)
	}
	c.errorf("unable to index file '%s'", f.Path)
}
