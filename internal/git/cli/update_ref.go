package cli

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
)

func updateRefCommand() Command {
	return Command{
		Name: "update-ref", Summary: "Set or delete a ref, safely", Group: "plumbing",
		Usage: []string{
			"git update-ref [<options>] -d <refname> [<old-val>]",
			"git update-ref [<options>]    <refname> <new-val> [<old-val>]",
			"git update-ref [<options>] --stdin [-z]",
		},
		Options: []Option{
			{Short: 'm', Arg: "reason", Help: "reason of the update"},
			{Short: 'd', Help: "delete the reference"},
			{Long: "no-deref", Help: "update <refname> not the one it points to"},
			{Short: 'z', Help: "stdin has NUL-terminated arguments"},
			{Long: "stdin", Help: "read updates from stdin"},
			{Long: "create-reflog", Help: "create a reflog"},
		},
		Example: "git update-ref refs/heads/topic HEAD~2\ngit update-ref -d refs/heads/topic",
		Setup:   NeedRepo,
		Run:     runUpdateRef,
	}
}

func runUpdateRef(c *call) int {
	message, hasMessage := c.value("m")
	if hasMessage && message == "" {
		return c.die("Refusing to perform update with empty message.")
	}
	if c.flag("stdin") {
		if c.flag("d") || len(c.args) > 0 {
			return c.usage()
		}
		return c.updateFromStdin(message)
	}
	if c.flag("z") {
		return c.usage()
	}
	u := refs.Update{Message: message, NoDeref: c.flag("no-deref"), CreateLog: c.flag("create-reflog")}
	old, hasOld := "", false
	switch n := len(c.args); {
	case c.flag("d") && (n == 1 || n == 2):
		u.Name = c.args[0]
		if n == 2 {
			old, hasOld = c.args[1], true
		}
	case !c.flag("d") && (n == 2 || n == 3):
		u.Name = c.args[0]
		h, err := c.updateValue(c.args[1])
		if err != nil {
			return c.die("%s: not a valid SHA1", c.args[1])
		}
		u.New = h
		if n == 3 {
			old, hasOld = c.args[2], true
		}
	default:
		return c.usage()
	}
	if hasOld {
		h, err := c.updateValue(old)
		if err != nil {
			return c.die("%s: not a valid old SHA1", old)
		}
		if u.Old = &h; c.flag("d") && h.IsZero() && old != "" {
			u.Old = nil
		}
	}
	err := c.repo.Refs().Set(u)
	if err == nil {
		return exitOK
	}
	if c.flag("d") || u.New.IsZero() {
		c.errorf("%s", err)
		return exitFail
	}
	return c.die("update_ref failed for ref '%s': %s", u.Name, err)
}

// updateValue resolves a value; the empty one is the zero hash.
func (c *call) updateValue(spec string) (plumbing.Hash, error) {
	if spec == "" {
		return plumbing.ZeroHash, nil
	}
	return c.resolver().Resolve(spec)
}
