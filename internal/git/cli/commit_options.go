package cli

import (
	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
)

// checkOptions refuses what does not go together.
func (m *committer) checkOptions(paths []string) (int, bool) {
	op := m.page.op
	head, err := porcelain.HeadHash(m.repo)
	if err != nil {
		return m.fail(err), false
	}
	switch {
	case m.value2("author") && m.flag("reset-author"):
		return m.die("options '%s' and '%s' cannot be used together", "--reset-author", "--author"), false
	case m.amend && head.IsZero():
		return m.die("You have nothing to amend."), false
	case m.amend && op.Merging:
		return m.die("You are in the middle of a merge -- cannot amend."), false
	case m.amend && op.Picking && !op.CherryPick.IsZero():
		return m.die("You are in the middle of a cherry-pick -- cannot amend."), false
	case m.value2("fixup") && m.value2("squash"):
		return m.die("options '%s' and '%s' cannot be used together", "--squash", "--fixup"), false
	}
	if code, ok := m.onlyOne("reuse-message", "-C", "reedit-message", "-c", "file", "-F", "fixup", "--fixup"); !ok {
		return code, false
	}
	if code, ok := m.onlyOne("message", "-m", "reedit-message", "-c", "reuse-message", "-C", "file", "-F"); !ok {
		return code, false
	}
	if m.rewording() && len(paths) == 0 && (m.flag("include") || m.flag("only") || m.flag("all") || m.flag("patch") || m.flag("interactive")) {
		return m.die("reword option of '%s' and '%s' cannot be used together", "--fixup", "--patch/--interactive/--all/--include/--only"), false
	}
	picking := "patch"
	if !m.value2(picking) {
		picking = "interactive"
	}
	if code, ok := m.onlyOne("include", "-i/--include", "only", "-o/--only", "all", "-a/--all", picking, "--interactive/-p/--patch"); !ok {
		return code, false
	}
	if m.flag("reset-author") && !m.amend && !m.value2("reuse-message") && !m.value2("reedit-message") && !m.page.op.Picking {
		return m.die("--reset-author can be used only with -C, -c or --amend."), false
	}
	if m.flag("all") && m.value2("pathspec-from-file") {
		return m.die("options '%s' and '%s' cannot be used together", "--pathspec-from-file", "-a"), false
	}
	if m.flag("all") && len(paths) > 0 {
		return m.die("paths '%s ...' with -a does not make sense", paths[0]), false
	}
	if len(paths) == 0 && (m.flag("include") || (m.flag("only") && !m.amend && !m.flag("allow-empty") && !m.isAmendFixup())) {
		return m.die("No paths with --include/--only does not make sense."), false
	}
	return 0, true
}

func (m *committer) rewording() bool {
	kind, _ := m.fixupKind()
	return kind == "reword"
}

// value2 reports whether an option with an argument was given and not taken back.
func (c *call) value2(name string) bool {
	g := c.last(name)
	return g != nil && !g.off
}

// onlyOne takes pairs of option key and shown name.
func (m *committer) onlyOne(pairs ...string) (int, bool) {
	var given []string
	for i := 0; i < len(pairs); i += 2 {
		if m.value2(pairs[i]) {
			given = append(given, pairs[i+1])
		}
	}
	switch len(given) {
	case 0, 1:
		return 0, true
	case 2:
		return m.die("options '%s' and '%s' cannot be used together", given[0], given[1]), false
	case 3:
		return m.die("options '%s', '%s', and '%s' cannot be used together", given[0], given[1], given[2]), false
	}
	return m.die("options '%s', '%s', '%s', and '%s' cannot be used together", given[0], given[1], given[2], given[3]), false
}

// verboseByConfig reads commit.verbose, a number or a boolean, where no -v is given.
func (m *committer) verboseByConfig() (int, bool) {
	if m.last("verbose") != nil {
		return 0, true
	}
	const key = "commit.verbose"
	cfg := m.repo.Config()
	v, ok := cfg.Get(key)
	if !ok {
		return 0, true
	}
	if on, isWord := config.ParseBool(v); isWord && (v == "" || v[0] > '9') {
		if on {
			m.page.verbose = 1
		}
		return 0, true
	}
	n, err := cfg.Int(key, 0)
	if err != nil {
		return m.fail(err), false
	}
	m.page.verbose = max(n, 0)
	return 0, true
}
