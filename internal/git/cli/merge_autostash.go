package cli

import (
	"errors"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/stash"
	"cairn/internal/git/worktree"
)

const stashIsSafe = "Your changes are safe in the stash.\nYou can run \"git stash pop\" or \"git stash drop\" at any time."

// putAside takes local changes out of the way of a merge, if that is wished (git-merge(1), "--autostash").
func (m *merging) putAside() (int, bool) {
	if !m.aside {
		return 0, true
	}
	told := m.watchAside()
	kept, err := porcelain.PutAside(m.repo)
	if !kept.IsZero() {
		m.println("Created autostash: " + m.repo.Objects().Abbrev(kept, 0))
	}
	if err == nil || kept.IsZero() {
		told()
	}
	if err == nil {
		return 0, true
	}
	var refused *worktree.OverwriteError
	if errors.As(err, &refused) {
		_, _ = m.stderr().Write([]byte(refused.Text("reset")))
		if kept.IsZero() {
			return m.die("%s", err), false
		}
		return m.die("could not reset --hard"), false
	}
	m.tellNotKept(err)
	return m.fail(err), false
}

// tellNotKept says which path keeps local changes from being put into a stash.
func (m *merging) tellNotKept(err error) {
	var intent *stash.IntentError
	var path *stash.PathError
	switch {
	case errors.As(err, &intent):
		m.errorf("%s", intent)
	case errors.As(err, &path):
		m.errorf("%s", path)
		m.say("fatal: Unable to process path %s", path.Path)
	default:
		return
	}
	m.say("Cannot save the current worktree state")
}

// rememberAside tells what is to be done with changes that were put aside, when a merge stops on its way. Git says so
// even where there was nothing to put aside.
func (m *merging) rememberAside() {
	if m.aside {
		m.println("When finished, apply stashed changes with `git stash pop`")
	}
}

// bringBack applies what was put aside, at the end of a merge that ends with code.
func (c *call) bringBack(code int) int {
	what, err := porcelain.BringBack(c.repo)
	switch what {
	case porcelain.BroughtNothing:
	case porcelain.BroughtBack:
		c.say("Applied autostash.")
	case porcelain.BroughtToStash:
		if err == nil {
			c.say("Applying autostash resulted in conflicts.\n" + stashIsSafe)
		}
	}
	if err != nil {
		c.errorf("%s", err)
	}
	return code
}

// watchAside gives a function that tells if what was put aside has become a stash in the meantime.
func (c *call) watchAside() (told func()) {
	before := c.hasState(porcelain.AutostashFile)
	return func() {
		if before && !c.keepAside && !c.hasState(porcelain.AutostashFile) {
			c.say("Autostash exists; creating a new stash entry.\n" + stashIsSafe)
		}
	}
}
