package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/paths"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

// noSystem is what --system is answered without GIT_CONFIG_SYSTEM.
const noSystem = "there is no configuration for the whole machine here; use --global, or name a file in GIT_CONFIG_SYSTEM"

// chooseFile decides on the one file that is read or written.
func (c *configCall) chooseFile() (int, bool) {
	given := 0
	path, isFile := c.value("file")
	blob, isBlob := c.value("blob")
	for _, on := range []bool{c.flag("global"), c.flag("system"), c.flag("local"), c.flag("worktree"), isFile, isBlob} {
		if on {
			given++
		}
	}
	if given > 1 {
		return c.wrong("only one config file at a time")
	}
	if f := c.env.Vars["GIT_CONFIG"]; f != "" && given == 0 {
		path, isFile = f, true // what --file was before there was --file
	}
	c.file.Root = repo.Root(c.env.Root)
	switch {
	case c.repo == nil && c.flag("local"):
		return c.die("--local can only be used inside a git repository"), false
	case c.repo == nil && c.flag("worktree"):
		return c.die("--worktree can only be used inside a git repository"), false
	case c.repo == nil && isBlob:
		return c.die("--blob can only be used inside a git repository"), false
	case c.flag("global"):
		path = porcelain.GlobalConfigFile(c.env.Vars)
		if path == "" {
			return c.die("$HOME not set"), false
		}
		c.nameFile(path, config.Global)
	case c.flag("system"):
		path = config.SystemFile(c.env.Vars)
		if path == "" {
			return c.die(noSystem), false
		}
		c.nameFile(path, config.System)
	case isFile && path == "-":
		text, err := io.ReadAll(c.env.Stdin)
		if err != nil {
			return c.fail(err), false
		}
		c.file.Text, c.file.Source, c.file.Scope = text, config.FromStdin, config.Command
	case isFile:
		c.nameFile(path, config.Command)
	case isBlob:
		return c.chooseBlob(blob)
	case c.flag("local"), c.flag("worktree"):
		c.nameLocal()
	}
	return 0, true
}

// nameFile takes a file as it was named.
func (c *configCall) nameFile(path string, scope config.Scope) {
	c.file.Path, c.file.Shown, c.file.Scope = path, path, scope
	if path != "" && !paths.IsNull(path) {
		c.file.Path = paths.Abs(c.env.Dir, path)
	}
}

// nameLocal takes the repository's own file.
func (c *configCall) nameLocal() {
	f := &c.file
	f.Path, f.Scope = filepath.Join(c.repo.CommonDir(), "config"), config.Local
	if on, err := c.repo.Config().Bool("extensions.worktreeConfig", false); c.flag("worktree") && err == nil && on {
		f.Path, f.Scope = c.repo.StateFile("config.worktree"), config.Worktree
	}
	f.Shown = c.repo.Shown(f.Path)
}

func (c *configCall) chooseBlob(spec string) (int, bool) {
	c.file.Source, c.file.Shown, c.file.Scope = config.FromBlob, spec, config.Command
	failed := func(format string) (int, bool) {
		return c.badBlob(fmt.Sprintf(format, spec)), false
	}
	h, err := c.resolver().Resolve(spec)
	if err != nil {
		return failed("unable to resolve config blob '%s'")
	}
	kind, err := c.repo.Objects().Kind(h)
	if err != nil {
		return failed("unable to load config blob object '%s'")
	}
	if kind != plumbing.BlobObject {
		return failed("reference '%s' does not point to a blob")
	}
	if c.file.Text, err = c.repo.Objects().Blob(h); err != nil {
		return c.fail(err), false
	}
	return 0, true
}

// badBlob tells what is wrong with a blob; only a list makes much of it.
func (c *configCall) badBlob(text string) int {
	c.errorf("%s", text)
	if c.flag("list") {
		return c.die("error processing config file(s)")
	}
	return exitFail
}

// source reads what the call is about: one file, or everything in force.
func (c *configCall) source() (*config.Config, error) {
	p := config.Params{Env: c.env.Vars, Root: c.file.Root, Overrides: c.global.config, Dir: c.env.Dir}
	if c.repo != nil {
		p.GitDir, p.CommonDir = c.repo.GitDir(), c.repo.CommonDir()
		p.Branch = func() string {
			head, _, err := c.repo.Refs().Head()
			if err != nil {
				return ""
			}
			return strings.TrimPrefix(head, refs.Heads)
		}
	}
	switch {
	case c.file.Given():
		// A named file is read as it is; what comes from elsewhere is followed.
		follow := c.flag("includes") || c.file.Source != config.FromFile && !c.off("includes")
		return c.file.Load(p, follow)
	case c.off("includes"):
		return config.LoadFlat(p)
	}
	return c.config()
}
