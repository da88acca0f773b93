package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff/lines"
	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"

	godiff "cairn/internal/git/diff"
)

const defaultLog = 20 // entries of --log

// branchOptions puts what branch.NAME.mergeOptions says before the command line.
func (m *merging) branchOptions() (int, bool) {
	branch, _, err := m.repo.Refs().Head()
	if err != nil || branch == "" {
		return 0, true
	}
	line, ok := m.repo.Config().Get("branch." + strings.TrimPrefix(branch, refs.Heads) + ".mergeOptions")
	if !ok {
		return 0, true
	}
	words, err := splitWords(line)
	if err != nil {
		return m.die("Bad branch.%s.mergeoptions string: %s", strings.TrimPrefix(branch, refs.Heads), err), false
	}
	sub := &call{ctx: m.ctx, env: m.env, cmd: m.cmd, out: m.out, dash: -1}
	if perr := sub.parse(words); perr != nil {
		return m.parseFailed(perr), false
	}
	m.opts = append(sub.opts, m.opts...)
	return 0, true
}

// options reads configuration and options.
func (m *merging) options() (int, bool) {
	if code, ok := m.branchOptions(); !ok {
		return code, false
	}
	cfg := m.repo.Config()
	if v, ok := cfg.Get("merge.ff"); ok {
		if strings.EqualFold(v, "only") {
			m.ff = ffOnly
		} else if on, err := cfg.Bool("merge.ff", true); err == nil && !on {
			m.ff = ffNever
		}
	}
	if v, ok := cfg.Get("merge.log"); ok {
		if n, err := strconv.Atoi(v); err == nil {
			m.log = n
		} else if on, err := cfg.Bool("merge.log", false); err == nil && on {
			m.log = defaultLog
		}
	}
	var err error
	if m.aside, err = cfg.Bool("merge.autoStash", false); err != nil {
		return m.fail(err), false
	}
	commitGiven := false
	for _, g := range m.opts {
		switch g.opt.key() {
		case "ff":
			m.ff = ffAllow
			if g.off {
				m.ff = ffNever
			}
		case "ff-only":
			m.ff = ffOnly
		case "squash":
			m.squash = !g.off
		case "commit":
			m.noCommit = g.off
			commitGiven = !g.off
		case "quiet":
			m.quiet = !g.off
		case "autostash":
			m.aside = !g.off
		case "strategy":
			if !g.off {
				m.strategies = append(m.strategies, g.value)
			}
		case "strategy-option":
			m.extra = append(m.extra, g.value)
		case "log":
			if code, ok := m.logOption(&g); !ok {
				return code, false
			}
		}
	}
	if code, ok := m.messageOptions(); !ok {
		return code, false
	}
	if m.squash {
		if m.ff == ffNever {
			return m.die("options '%s' and '%s' cannot be used together", "--squash", "--no-ff."), false
		}
		if commitGiven {
			return m.die("options '%s' and '%s' cannot be used together", "--squash", "--commit."), false
		}
		m.noCommit = true
	}
	if _, ok := m.cleanup(); !ok {
		return m.badCleanup(), false
	}
	return m.checkStrategies()
}

func (m *merging) logOption(g *given) (int, bool) {
	switch {
	case g.off:
		m.log = 0
	case !g.has:
		m.log = defaultLog
	default:
		n, err := strconv.Atoi(g.value)
		if err != nil {
			return m.misuse("option `log' expects a numerical value"), false
		}
		m.log = n
	}
	return 0, true
}

func (m *merging) messageOptions() (int, bool) {
	for _, g := range m.opts {
		switch g.opt.key() {
		case "message":
			if m.given && m.message != "" {
				m.message += "\n\n"
			}
			m.message += g.value
			m.given = true
		case "file":
			data, err := m.readArgFile(g.value)
			if err != nil {
				return m.misuse("could not read file '%s'", g.value), false
			}
			m.message += data
			m.given = true
		}
	}
	m.edit = m.env.Terminal && m.env.Edit != nil && !m.given && m.repo.Env()["GIT_MERGE_AUTOEDIT"] != "no"
	if m.flag("edit") {
		m.edit = true
	}
	if m.off("edit") {
		m.edit = false
	}
	return 0, true
}

func (m *merging) checkStrategies() (int, bool) {
	for _, name := range m.strategies {
		switch name {
		case "ort", "recursive", "ours", "octopus", "resolve", "subtree":
		default:
			m.say("Could not find merge strategy '%s'.\nAvailable strategies are: octopus ours recursive resolve subtree.", name)
			return exitFail, false
		}
	}
	return 0, true
}

// defaultStrategies are pull.twohead or pull.octopus, else what Git takes.
func (m *merging) defaultStrategies() (int, bool) {
	if len(m.strategies) == 0 {
		key, usual := "pull.twohead", "ort"
		if len(m.heads) > 1 {
			key, usual = "pull.octopus", "octopus"
		}
		m.strategies = strings.Fields(m.repo.Config().String(key, usual))
	}
	if slices.Contains(m.strategies, "ours") || slices.Contains(m.strategies, "subtree") {
		m.ff = ffNever // to move along would take their tree
	}
	return m.checkStrategies()
}

// collect resolves the commits to merge.
func (m *merging) collect() (int, bool) {
	args := m.args
	if len(args) == 0 {
		upstream, code, ok := m.defaultUpstream()
		if !ok {
			return code, false
		}
		args = []string{upstream}
	}
	if len(args) == 1 && args[0] == "FETCH_HEAD" {
		return m.fetchedHeads()
	}
	for _, name := range args {
		if name == "-" {
			name = "@{-1}"
		}
		h, err := m.mergeHead(name)
		if err != nil {
			return m.cannotMerge(name), false
		}
		m.heads = append(m.heads, h)
	}
	return 0, true
}

// mergeHead finds the commit that a name stands for, and the tag on the way to it.
func (m *merging) mergeHead(name string) (porcelain.MergeHead, error) {
	h := porcelain.MergeHead{Name: name}
	c, err := m.resolver().Commit(name)
	if err != nil {
		return h, err
	}
	h.Commit = c.Hash
	full, err := rev.Resolve(m.repo, name)
	if err != nil || full == c.Hash {
		return h, err
	}
	if kind, err := m.repo.Objects().Kind(full); err == nil && kind == plumbing.TagObject {
		if h.Tag, err = m.repo.Objects().Tag(full); err != nil {
			return h, err
		}
	}
	return h, nil
}

// cannotMerge refuses a name, and shows remote-tracking branches of that name.
func (m *merging) cannotMerge(name string) int {
	m.say("merge: %s - not something we can merge", name)
	var near []string
	list, err := m.repo.Refs().List(refs.Remotes)
	if err != nil {
		return m.fail(err)
	}
	for _, ref := range list {
		if _, branch, ok := strings.Cut(strings.TrimPrefix(ref.Name, refs.Remotes), "/"); ok && branch == name {
			near = append(near, m.repo.Refs().Shorten(ref.Name, true))
		}
	}
	switch len(near) {
	case 0:
		return exitFail
	case 1:
		m.say("\nDid you mean this?")
	default:
		m.say("\nDid you mean one of these?")
	}
	for _, n := range near {
		m.say("\t%s", n)
	}
	return exitFail
}

func (m *merging) defaultUpstream() (string, int, bool) {
	branch := strings.TrimPrefix(m.branch, refs.Heads)
	cfg := m.repo.Config()
	if m.branch == "" || cfg.String("branch."+branch+".remote", "") == "" {
		return "", m.die("No remote for the current branch."), false
	}
	if cfg.String("branch."+branch+".merge", "") == "" {
		return "", m.die("No default upstream defined for the current branch."), false
	}
	full, err := rev.Upstream(m.repo, branch)
	if err != nil {
		return "", m.fail(err), false
	}
	return full, 0, true
}

// strategyOptions applies -X (git-merge(1), "ort").
func (m *merging) strategyOptions(o *merge.Options) error {
	normalize := porcelain.Renormalizes(m.repo)
	for _, text := range m.extra {
		name, value, has := strings.Cut(text, "=")
		known := true
		switch name {
		case "ours":
			o.Favor = merge.FavorOurs
		case "theirs":
			o.Favor = merge.FavorTheirs
		case "patience":
			o.Lines.Algorithm = lines.Patience
		case "histogram":
			o.Lines.Algorithm = lines.Histogram
		case "diff-algorithm":
			known = algorithm(value, &o.Lines.Algorithm)
		case "ignore-space-change":
			o.Lines.Whitespace |= lines.IgnoreSpaceChange
		case "ignore-all-space":
			o.Lines.Whitespace |= lines.IgnoreAllSpace
		case "ignore-space-at-eol":
			o.Lines.Whitespace |= lines.IgnoreSpaceAtEOL
		case "ignore-cr-at-eol":
			o.Lines.Whitespace |= lines.IgnoreCRAtEOL
		case "renormalize":
			normalize = true
		case "no-renormalize":
			normalize = false
		case "subtree":
			o.Subtree = merge.Subtree{On: true, Folder: value}
		case "no-renames": // ort of Git 2.39 knows and ignores it
		case "find-renames", "rename-threshold":
			o.RenameScore = godiff.DefaultScore
			known = !has || score(value, &o.RenameScore)
		default:
			known = false
		}
		if !known {
			return fmt.Errorf("unknown strategy option: -X%s", text)
		}
	}
	if !normalize {
		return nil
	}
	var trees []plumbing.Hash
	for _, h := range []plumbing.Hash{m.heads[0].Commit, m.head} {
		c, err := m.repo.Objects().Commit(h)
		if err != nil {
			return err
		}
		trees = append(trees, c.TreeHash)
	}
	var err error
	o.Normalize, err = porcelain.Normalizer(m.repo, trees...)
	return err
}
