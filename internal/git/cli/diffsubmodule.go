package cli

import (
	"bufio"
	"bytes"
	"maps"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/object"
	"cairn/internal/git/worktree"
)

// submodules sets how submodules are shown: short, log or diff.
func (r *diffReader) submodules(format string) bool {
	o := r.o
	switch {
	case format != "short" && format != "log" && format != "diff":
		return false
	case r.c.repo == nil:
		return true
	}
	o.Submodules, o.SubmodulePatch = nil, nil
	if format != "short" {
		o.Submodules = r.c.submoduleLog
	}
	if format == "diff" {
		o.SubmodulePatch = r.c.submodulePatch
	}
	return true
}

// ignoredSubmodules tells how much of what happens in a submodule does not count: as --ignore-submodules says, else
// the configuration, else what is not tracked.
func (c *call) ignoredSubmodules() func(path string) worktree.SubmoduleIgnore {
	if g := c.last("ignore-submodules"); g != nil {
		level, _ := worktree.ParseSubmoduleIgnore(g.value)
		return func(string) worktree.SubmoduleIgnore { return level }
	}
	var known func(string) worktree.SubmoduleIgnore
	return func(path string) worktree.SubmoduleIgnore {
		if known == nil {
			known = func(string) worktree.SubmoduleIgnore { return worktree.IgnoreUntracked }
			if w, err := worktree.Open(c.repo); err == nil {
				known = w.SubmoduleIgnores(worktree.IgnoreUntracked)
			}
		}
		return known(path)
	}
}

func (c *call) ignoresSubmodule() func(path string) bool {
	level := c.ignoredSubmodules()
	return func(path string) bool { return level(path) == worktree.IgnoreAll }
}

// submodulePatch compares a submodule as Git does: by a run of diff in it, whose own configuration rules.
func (c *call) submodulePatch(ch diff.SubmoduleChange) []byte {
	w, err := worktree.Open(c.repo)
	if err != nil {
		return nil
	}
	env := *c.env
	env.Dir, env.Vars = w.Path(ch.Path), maps.Clone(c.env.Vars)
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX"} {
		delete(env.Vars, name)
	}
	args := []string{
		"--submodule=diff", "--color=never", "--src-prefix=" + ch.SrcPrefix, "--dst-prefix=" + ch.DstPrefix, treeOrNone(ch.From),
	}
	if ch.Color {
		args[1] = "--color=always"
	}
	if !ch.ToFiles {
		args = append(args, treeOrNone(ch.To))
	}
	var out bytes.Buffer
	sub := &call{ctx: c.ctx, env: &env, out: bufio.NewWriter(&out), dash: -1, global: globals{config: c.global.config}}
	code := sub.command("diff", args)
	if sub.repo != nil {
		sub.repo.Close()
	}
	if err := sub.out.Flush(); err != nil || code != exitOK {
		out.WriteString("(diff failed)\n")
	}
	return out.Bytes()
}

// treeOrNone names a commit, or the empty tree.
func treeOrNone(h plumbing.Hash) string {
	if h.IsZero() {
		return object.EmptyTree.String()
	}
	return h.String()
}
