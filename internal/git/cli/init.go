package cli

import (
	"maps"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/repo"
)

func initCommand() Command {
	return Command{
		Name: "init", Summary: "Make a new, empty repository", Group: "start",
		Usage: []string{"git init [-q | --quiet] [--bare] [--template=<template-directory>]\n" +
			"[--separate-git-dir <git-dir>] [--object-format=<format>]\n" +
			"[-b <branch-name> | --initial-branch=<branch-name>]\n" +
			"[--shared[=<permissions>]] [<directory>]"},
		Options: []Option{
			{Long: "template", Arg: "template-directory", Help: "directory from which templates will be used"},
			{Long: "bare", Help: "create a bare repository"},
			{Short: 'q', Long: "quiet", Help: "be quiet"},
			{Long: "separate-git-dir", Arg: "gitdir", Help: "separate git dir from working tree"},
			{Short: 'b', Long: "initial-branch", Arg: "name", Help: "override the name of the initial branch"},
			{Long: "shared", Arg: "permissions", OptArg: true, NoNeg: true, Help: "specify that the git repository is to be shared amongst several users"},
			{Long: "object-format", Arg: "hash", Help: "specify the hash algorithm to use"},
		},
		Example: "git init my-project\n" +
			"cd my-project",
		Run: runInit,
	}
}

const defaultBranchHint = `Using 'master' as the name for the initial branch. This default branch name
is subject to change. To configure the initial branch name to use in all
of your new repositories, which will suppress this warning, call:

	git config --global init.defaultBranch <name>

Names commonly chosen instead of 'master' are 'main', 'trunk' and
'development'. The just-created branch can be renamed via this command:

	git branch -m <name>`

func runInit(c *call) int {
	if len(c.args) > 1 {
		c.say("usage: %s", strings.ReplaceAll(c.cmd.Usage[0], "\n", "\n         "))
		return exitUsage
	}
	format, ok := c.value("object-format")
	if !ok {
		format, ok = c.env.Vars["GIT_DEFAULT_HASH"]
	}
	if ok && format != "sha1" {
		if format == "sha256" {
			return c.die("repositories with object format sha256 cannot be made here, only sha1 ones")
		}
		if len(c.args) == 1 { // Git makes the folder before it looks at the format
			dir := filepath.Join(c.env.Dir, filepath.FromSlash(c.args[0]))
			if repo.Root(c.env.Root).Check(dir) == nil {
				_ = os.MkdirAll(dir, 0o777)
			}
		}
		return c.die("unknown hash algorithm '%s'", format)
	}
	p := repo.InitParams{Params: c.params(), Path: ".", Bare: c.flag("bare") || c.global.bare}
	if len(c.args) == 1 {
		if p.Path = c.args[0]; p.Path == "" {
			return c.die("cannot mkdir : No such file or directory")
		}
	}
	branch, given := c.value("initial-branch")
	if given && branch == "" {
		return c.fail(&repo.BranchNameError{})
	}
	p.Branch = branch
	p.Separate, _ = c.value("separate-git-dir")
	if p.Separate != "" && p.Bare {
		return c.die("options '%s' and '%s' cannot be used together", "--separate-git-dir", "--bare")
	}
	p.Template, p.HasTemplate = c.value("template")
	p.Shared = c.sharedMode()
	if c.global.bare && len(c.args) == 1 { // the folder named counts, not the one that --bare stands for
		p.GitDir, p.Env = "", maps.Clone(p.Env)
		delete(p.Env, "GIT_DIR")
	}
	_, res, err := repo.Init(p)
	if err != nil {
		return c.fail(err)
	}
	if res.NoTemplate != "" {
		c.warn("templates not found in %s", res.NoTemplate)
	}
	if res.BranchIgnored {
		c.warn("re-init: ignored --initial-branch=%s", branch)
	}
	if c.flag("quiet") {
		return exitOK
	}
	if res.DefaultUsed {
		c.hint(defaultBranchHint)
	}
	word := "Initialized empty"
	if res.Reinit {
		word = "Reinitialized existing"
	}
	if !res.Shared.Unset() {
		word += " shared"
	}
	c.printf("%s Git repository in %s/\n", word, filepath.ToSlash(res.GitDir))
	return exitOK
}

// sharedMode is the value of --shared, for the group when it has none; nil leaves it to the configuration.
func (c *call) sharedMode() *string {
	g := c.last("shared")
	if g == nil {
		return nil
	}
	value := "group"
	if g.has {
		value = g.value
	}
	return &value
}
