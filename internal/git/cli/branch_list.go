package cli

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/color"
	"cairn/internal/git/columns"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/reflist"
	"cairn/internal/git/refs"
)

// reachFilter reads --contains, --merged, --points-at and their kin.
func (c *call) reachFilter() (reflist.Filter, error) {
	f := reflist.Filter{IgnoreCase: c.flag("ignore-case")}
	v := c.resolver()
	commit := func(name, spec string, history bool) (plumbing.Hash, error) {
		h, err := v.Resolve(spec)
		if err != nil {
			if !isUnknown(err) {
				return h, err
			}
			if history {
				return h, c.quietDie("malformed object name %s", spec)
			}
			return h, c.quietMisuse("malformed object name %s", spec)
		}
		at, err := c.repo.Objects().Peel(h, plumbing.CommitObject)
		if err == nil {
			return at, nil
		}
		var kind *object.KindError
		if errors.As(err, &kind) {
			first, _ := c.repo.Objects().Kind(h)
			c.errorf("object %s is a %s, not a commit", h, first)
		}
		if history {
			return h, c.quietDie("option `%s' must point to a commit", name)
		}
		return h, c.quietMisuse("no such commit %s", spec)
	}
	for _, o := range []struct {
		name    string
		list    *[]plumbing.Hash
		history bool
	}{
		{"contains", &f.Contains, false}, {"with", &f.Contains, false},
		{"no-contains", &f.NoContains, false}, {"without", &f.NoContains, false},
		{"merged", &f.Merged, true}, {"no-merged", &f.NoMerged, true},
	} {
		for _, spec := range c.values(o.name) {
			h, err := commit(o.name, spec, o.history)
			if err != nil {
				return f, err
			}
			*o.list = append(*o.list, h)
		}
	}
	for _, spec := range c.values("points-at") {
		h, err := v.Resolve(spec)
		if isUnknown(err) {
			return f, c.quietMisuse("malformed object name '%s'", spec)
		}
		if err != nil {
			return f, err
		}
		f.PointsAt = append(f.PointsAt, h)
	}
	return f, nil
}

func (c *call) quietDie(format string, args ...any) error {
	return &silentError{c.die(format, args...)}
}

func (c *call) quietMisuse(format string, args ...any) error {
	return &silentError{c.misuse(format, args...)}
}

// sortKeys reads --sort, or the setting when it was not given.
func (c *call) sortKeys(setting string) ([]reflist.Key, error) {
	words := c.values("sort")
	if len(words) == 0 && setting != "" {
		words = c.repo.Config().All(setting)
	}
	var keys []reflist.Key
	for _, w := range words {
		k, err := reflist.ParseKey(w)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func (c *call) listBranches() int {
	f, err := c.reachFilter()
	if err != nil {
		return c.fail(err)
	}
	keys, err := c.sortKeys("branch.sort")
	if err != nil {
		return c.fail(err)
	}
	colored, err := c.colorWanted("branch")
	if err != nil {
		return c.fail(err)
	}
	f.Strip, f.Patterns, f.Readable = true, c.args, c.count("verbose") > 0
	switch {
	case c.flag("all"):
		f.Prefixes = []string{refs.Heads, refs.Remotes}
	case c.flag("remotes"):
		f.Prefixes = []string{refs.Remotes}
	default:
		f.Prefixes = []string{refs.Heads}
	}
	items, err := reflist.List(c.repo, f, func(line string) { c.say("%s", line) })
	if err != nil {
		return c.fail(err)
	}
	if !c.flag("remotes") || c.flag("all") {
		if items, err = c.addDetached(items, f); err != nil {
			return c.fail(err)
		}
	}
	rc := &reflist.Context{Repo: c.repo, Worktrees: porcelain.CheckedOut(c.repo), Warn: func(line string) { c.say("%s", line) }, Color: colored}
	if err := reflist.Sort(rc, items, keys, f.IgnoreCase); err != nil {
		return c.fail(err)
	}
	format, given := c.value("format")
	if !given {
		if format, err = c.branchFormats(items, colored); err != nil {
			return c.fail(err)
		}
	}
	compiled, err := reflist.Parse(format)
	if err != nil {
		return c.badFormat(err)
	}
	lines := make([]string, len(items))
	for i, it := range items {
		if lines[i], err = compiled.Expand(rc, it); err != nil {
			return c.fail(err)
		}
	}
	return c.printColumns(lines, "branch", c.count("verbose") == 0 && !given)
}

// badFormat words a mistake in --format.
func (c *call) badFormat(err error) int {
	var m *reflist.MalformedError
	if errors.As(err, &m) {
		c.errorf("%s", m)
		return c.usage()
	}
	return c.fail(err)
}

// addDetached puts a HEAD that is on no branch into the list.
func (c *call) addDetached(items []reflist.Item, f reflist.Filter) ([]reflist.Item, error) {
	branch, at, err := c.repo.Refs().Head()
	if err != nil || branch != "" || at.IsZero() {
		return items, err
	}
	if len(f.Patterns) > 0 {
		return items, nil
	}
	ok, err := f.PassesReach(c.repo, at)
	if err != nil || !ok {
		return items, err
	}
	return append(items, reflist.Item{Name: refs.HEAD, Hash: at, Detached: c.detachedText()}), nil
}

func (c *call) detachedText() string {
	op := porcelain.ReadOperation(c.repo)
	switch {
	case (op.Interactive || op.Rebasing) && op.Branch != "" && op.Branch != "detached HEAD":
		return "(no branch, rebasing " + op.Branch + ")"
	case op.Interactive || op.Rebasing:
		name, _, _ := porcelain.DetachedFrom(c.repo)
		return "(no branch, rebasing detached HEAD " + name + ")"
	case op.Bisecting:
		return "(no branch, bisect started on " + op.BisectFrom + ")"
	}
	name, at, ok := porcelain.DetachedFrom(c.repo)
	switch {
	case !ok:
		return "(no branch)"
	case at:
		return "(HEAD detached at " + name + ")"
	}
	return "(HEAD detached from " + name + ")"
}

// branchFormats builds the format of a plain or verbose list, as a format of
// for-each-ref.
func (c *call) branchFormats(items []reflist.Item, colored bool) (string, error) {
	slots, err := c.branchColors(colored)
	if err != nil {
		return "", err
	}
	reset := slots["reset"]
	prefix := ""
	if c.flag("all") {
		prefix = "remotes/"
	}
	local := "%(if)%(HEAD)%(then)* " + slots["current"] +
		"%(else)%(if)%(worktreepath)%(then)+ " + slots["worktree"] + "%(else)  " + slots["local"] + "%(end)%(end)"
	remote := "  " + slots["remote"]
	arrow := "%(if)%(symref)%(then) -> %(symref:short)"
	if verbose := c.count("verbose"); verbose > 0 {
		name := "%(objectname:short)"
		if n, ok := c.value("abbrev"); ok {
			if name = "%(objectname:short=" + n + ")"; n == "0" {
				name = "%(objectname)"
			}
		} else if c.off("abbrev") {
			name = "%(objectname)"
		}
		width := strconv.Itoa(branchWidth(items, prefix))
		local += "%(align:" + width + ",left)%(refname:lstrip=2)%(end)" + reset + " " + name + " "
		if verbose > 1 {
			local += "%(if:notequals=*)%(HEAD)%(then)%(if)%(worktreepath)%(then)(" + slots["worktree"] + "%(worktreepath)" + reset + ") %(end)%(end)" +
				"%(if)%(upstream)%(then)[" + slots["upstream"] + "%(upstream:short)" + reset +
				"%(if)%(upstream:track)%(then): %(upstream:track,nobracket)%(end)] %(end)%(contents:subject)"
		} else {
			local += "%(if)%(upstream:track)%(then)%(upstream:track) %(end)%(contents:subject)"
		}
		remote += "%(align:" + width + ",left)" + prefix + "%(refname:lstrip=2)%(end)" + reset +
			arrow + "%(else) " + name + " %(contents:subject)%(end)"
	} else {
		local += "%(refname:lstrip=2)" + reset + arrow + "%(end)"
		remote += prefix + "%(refname:lstrip=2)" + reset + arrow + "%(end)"
	}
	return "%(if:notequals=refs/remotes)%(refname:rstrip=-2)%(then)" + local + "%(else)" + remote + "%(end)", nil
}

func branchWidth(items []reflist.Item, prefix string) int {
	width := 0
	for _, it := range items {
		name := it.Detached
		if name == "" {
			name = refs.Short(it.Name)
			if strings.HasPrefix(it.Name, refs.Remotes) {
				name = prefix + name
			}
		}
		width = max(width, columns.Of(name))
	}
	return width
}

// branchColors are color.branch.SLOT, as escape sequences in a format.
func (c *call) branchColors(colored bool) (map[string]string, error) {
	slots := map[string]string{
		"current": "\x1b[32m", "local": "", "remote": "\x1b[31m", "upstream": "\x1b[34m",
		"worktree": "\x1b[36m", "plain": "", "reset": color.Reset,
	}
	for slot := range slots {
		if v, ok := c.repo.Config().Get("color.branch." + slot); ok {
			code, err := color.Parse(v)
			if err != nil {
				return nil, c.repo.Config().Bad("color.branch."+slot, err)
			}
			slots[slot] = code
		}
		if !colored {
			slots[slot] = ""
		}
	}
	return slots, nil
}
