package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/refs"
)

func symbolicRefCommand() Command {
	return Command{
		Name: "symbolic-ref", Summary: "Read or change where HEAD (or another symbolic ref) points", Group: "plumbing",
		Usage: []string{
			"git symbolic-ref [-m <reason>] <name> <ref>",
			"git symbolic-ref [-q] [--short] [--no-recurse] <name>",
			"git symbolic-ref --delete [-q] <name>",
		},
		Options: []Option{
			{Short: 'q', Long: "quiet", Help: "suppress error message for non-symbolic (detached) refs"},
			{Short: 'd', Long: "delete", Help: "delete symbolic ref"},
			{Long: "short", Help: "shorten ref output"},
			{Long: "recurse", Help: "recursively dereference (default)"},
			{Short: 'm', Arg: "reason", Help: "reason of the update"},
		},
		Example: "git symbolic-ref HEAD\ngit symbolic-ref --short HEAD",
		Setup:   NeedRepo,
		Run:     runSymbolicRef,
	}
}

func runSymbolicRef(c *call) int {
	message, hasMessage := c.value("m")
	if hasMessage && message == "" {
		return c.die("Refusing to perform update with empty message")
	}
	switch {
	case c.flag("delete") && len(c.args) == 1:
		return c.deleteSymbolic(c.args[0])
	case c.flag("delete"):
		return c.usage()
	case len(c.args) == 1:
		return c.readSymbolic(c.args[0])
	case len(c.args) == 2:
		return c.setSymbolic(c.args[0], c.args[1], message)
	}
	return c.usage()
}

func (c *call) deleteSymbolic(name string) int {
	ref, err := c.repo.Refs().Read(name)
	if err != nil || !ref.Symbolic() {
		return c.die("Cannot delete %s, not a symbolic ref", name)
	}
	if name == refs.HEAD {
		return c.die("deleting '%s' is not allowed", name)
	}
	if err := c.repo.Refs().Set(refs.Update{Name: name, NoDeref: true}); err != nil {
		return c.fail(err)
	}
	return exitOK
}

func (c *call) readSymbolic(name string) int {
	ref, err := c.repo.Refs().Read(name)
	if err != nil || !ref.Symbolic() {
		if c.flag("quiet") {
			return exitFail
		}
		return c.die("ref %s is not a symbolic ref", name)
	}
	target := ref.Target
	if !c.off("recurse") {
		if last, err := c.repo.Refs().Follow(name); err == nil || refs.IsNotFound(err) {
			target = last.Name
		}
	}
	if c.flag("short") {
		target = c.repo.Refs().Shorten(target, false)
	}
	c.println(target)
	return exitOK
}

func (c *call) setSymbolic(name, target, message string) int {
	if name == refs.HEAD && !strings.HasPrefix(target, "refs/") {
		return c.die("Refusing to point HEAD outside of refs/")
	}
	if !refs.ValidName(target, true) {
		return c.die("Refusing to set '%s' to invalid ref '%s'", name, target)
	}
	if err := c.repo.Refs().Set(refs.Update{Name: name, Symbolic: target, Message: message}); err != nil {
		var lock *refs.SymbolicLockError
		if errors.As(err, &lock) {
			err = lock.Cause // the reason alone
		}
		var unlogged *refs.LogError
		if errors.As(err, &unlogged) && unlogged.Moved {
			c.errorf("%s", unlogged)
			return exitOK
		}
		c.errorf("%s", err)
		return exitFail
	}
	return exitOK
}
