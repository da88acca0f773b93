package cli

import (
	"fmt"
	"os"
	"strings"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

// descriptionFile is where the editor finds a branch's description.
const descriptionFile = "EDIT_DESCRIPTION"

// describeBranch opens the editor on branch.NAME.description.
func (c *call) describeBranch() int {
	name, code, ok := c.describedBranch()
	if !ok {
		return code
	}
	path := c.repo.StateFile(descriptionFile)
	comment := c.commentOf()
	text := c.repo.Config().String("branch."+name+".description", "")
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	text += fmt.Sprintf("%[1]c Please edit the description for the branch\n%[1]c   %[2]s\n%[1]c Lines starting with '%[1]c' will be stripped.\n",
		comment, name)
	if err := lockfile.Replace(path, []byte(text)); err != nil {
		return c.fail(fmt.Errorf("could not write branch description template: %w", err))
	}
	if c.edit(path) != nil {
		return exitFail
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return c.fail(err)
	}
	if err := porcelain.DescribeBranch(c.repo, name, porcelain.CleanMessage(string(data), porcelain.CleanStrip, false, comment)); err != nil {
		return c.fail(err)
	}
	return exitOK
}

// describedBranch is the branch that is meant, which must exist.
func (c *call) describedBranch() (name string, code int, ok bool) {
	if len(c.args) > 1 {
		return "", c.die("cannot edit description of more than one branch"), false
	}
	head, _, err := c.repo.Refs().Head()
	if err != nil {
		return "", c.fail(err), false
	}
	if len(c.args) == 1 {
		if name, err = c.branchArg(c.args[0]); err != nil {
			return "", c.fail(err), false
		}
	} else if name, ok = strings.CutPrefix(head, refs.Heads); !ok {
		return "", c.die("Cannot give description to detached HEAD"), false
	}
	if _, err := c.repo.Refs().Resolve(refs.Heads + name); err == nil {
		return name, 0, true
	}
	if head == refs.Heads+name {
		c.errorf("No commit on branch '%s' yet.", name)
	} else {
		c.errorf("No branch named '%s'.", name)
	}
	return "", exitFail, false
}
