package cli

import (
	"errors"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

// doomed is a ref that is to be deleted.
type doomed struct {
	name, full string
	was        string // what it pointed at, as it is told
}

func (c *call) deleteBranches() int {
	force := c.flag("D") || c.flag("force")
	remotes := c.flag("remotes")
	if c.flag("all") {
		return c.die("cannot use -a with -d")
	}
	var head plumbing.Hash
	if !force && !remotes {
		h, err := c.repo.Refs().Resolve(refs.HEAD)
		if err != nil && !refs.IsNotFound(err) { // on an unborn branch nothing is merged
			return c.die("Couldn't look up commit object for HEAD")
		}
		head = h
	}
	var list []doomed
	for _, arg := range c.args {
		if d, ok := c.doomBranch(arg, head, force || remotes, remotes); ok {
			list = append(list, d)
		}
	}
	code := exitOK
	if all := c.deleteRefs(list); !all || len(list) < len(c.args) {
		code = exitFail
	}
	what := "branch"
	if remotes {
		what = "remote-tracking branch"
	}
	for _, d := range list {
		if c.repo.Refs().Exists(d.full) {
			continue
		}
		if err := porcelain.ForgetBranch(c.repo, d.full); err != nil {
			c.keptSettings(err)
		}
		if !c.flag("quiet") {
			c.printf("Deleted %s %s (was %s).\n", what, d.name, d.was)
		}
	}
	return code
}

// doomBranch decides whether a branch may be deleted.
func (c *call) doomBranch(arg string, head plumbing.Hash, force, remote bool) (doomed, bool) {
	prefix, what := refs.Heads, "branch"
	if remote {
		prefix, what = refs.Remotes, "remote-tracking branch"
	}
	expand := c.resolver().BranchName
	if remote {
		expand = c.resolver().RemoteBranchName
	}
	name, err := expand(arg)
	if err != nil {
		c.fail(err)
		return doomed{}, false
	}
	d := doomed{name: name, full: prefix + name}
	if !remote {
		if at := porcelain.CheckedOutAt(c.repo, d.full); at != "" {
			c.errorf("Cannot delete branch '%s' checked out at '%s'", name, filepath.ToSlash(at))
			return d, false
		}
	}
	ref, err := c.repo.Refs().Read(d.full)
	if err != nil {
		c.errorf("%s '%s' not found.", what, name)
		return d, false
	}
	broken := ref.Broken || !refs.ValidName(d.full, false)
	if !force && !ref.Symbolic() && !broken {
		if ok := c.mayDelete(name, d.full, ref.Hash, head); !ok {
			return d, false
		}
	}
	switch {
	case ref.Symbolic():
		d.was = ref.Target
	case broken:
		d.was = "broken"
	default:
		d.was = c.repo.Objects().Abbrev(ref.Hash, 0)
	}
	return d, true
}

// keptSettings tells that a branch is gone and its settings are not.
func (c *call) keptSettings(err error) {
	var settings *porcelain.SettingsError
	if errors.As(err, &settings) {
		c.say("%s", settings.Advice())
	} else {
		c.errorf("%s", err)
	}
	c.warn("Update of config-file failed")
}

// deleteRefs deletes several refs and tells why some are still there: the lock
// of packed-refs stands in the way of all, that of a ref's own file of one.
func (c *call) deleteRefs(list []doomed) bool {
	names := make([]string, len(list))
	for i, d := range list {
		names[i] = d.full
	}
	kept, err := c.repo.Refs().Delete(names)
	switch {
	case err != nil && len(names) == 1:
		c.errorf("could not delete reference %s: %s", names[0], err)
	case err != nil:
		c.errorf("could not delete references: %s", err)
	}
	for _, k := range kept {
		c.errorf("%s", k.Cause)
		c.errorf("could not remove reference %s", k.Name)
	}
	return err == nil && len(kept) == 0
}

// mayDelete refuses to lose commits, and warns when they are merged in one
// place only.
func (c *call) mayDelete(name, full string, at, head plumbing.Hash) bool {
	if kind, err := c.repo.Objects().Kind(at); err != nil || kind != plumbing.CommitObject {
		c.errorf("Couldn't look up commit object for '%s'", full)
		return false
	}
	state, up, err := porcelain.CheckMerged(c.repo, full, at, head)
	if err != nil {
		c.fail(err)
		return false
	}
	switch state {
	case porcelain.MergedToUpstream:
		c.warn("deleting branch '%s' that has been merged to\n         '%s', but not yet merged to HEAD.", name, up)
	case porcelain.MergedToHead:
		c.warn("not deleting branch '%s' that is not yet merged to\n         '%s', even though it is merged to HEAD.", name, up)
	}
	if state == porcelain.NotMerged || state == porcelain.MergedToHead {
		c.errorf("The branch '%s' is not fully merged.\n"+
			"If you are sure you want to delete it, run 'git branch -D %s'.", name, name)
		return false
	}
	return true
}
