package cli

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

// finish moves HEAD, or writes the message of a squash, and shows what changed.
func (m *merging) finish(to, tree plumbing.Hash, note string) int {
	if !m.quiet && note != "" {
		m.println(note)
	}
	if m.squash {
		if err := m.squashMessage(); err != nil {
			return m.fail(err)
		}
	} else {
		head := m.head
		u := refs.Update{Name: refs.HEAD, New: to, Old: &head, Message: m.reflogAction() + ": " + note}
		if err := porcelain.MoveRef(m.repo, u); err != nil {
			return m.fail(err)
		}
	}
	if err := m.showStat(tree); err != nil {
		return m.fail(err)
	}
	code := m.bringBack(exitOK)
	porcelain.RemoveMerge(m.repo) // the message of a squash before it stays
	return code
}

// showStat prints the statistics after a merge.
func (m *merging) showStat(tree plumbing.Hash) error {
	if !m.wantsStat() || m.quiet {
		return nil
	}
	head, err := m.repo.Objects().Commit(m.head)
	if err != nil {
		return err
	}
	env, err := m.diffEnv(attrsFromIndex)
	if err != nil {
		return err
	}
	o := diff.DefaultOptions(env)
	o.Formats = diff.Stat | diff.Summary
	o.Stat.Width = m.columns()
	if m.diffColorDefault() {
		o.Colors = m.diffPalette()
	}
	if o.Stat.GraphWidth, err = m.repo.Config().Int("diff.statGraphWidth", 0); err != nil {
		return err
	}
	pairs, err := porcelain.DiffTrees(m.repo.Objects(), o, head.TreeHash, tree)
	if err != nil {
		return err
	}
	_, err = diff.Format(m.out, pairs, o)
	return err
}

func (m *merging) wantsStat() bool {
	on, err := m.repo.Config().Bool("merge.stat", true)
	if err != nil {
		on = true
	}
	if v, ok := m.repo.Config().Get("merge.diffstat"); ok && m.repo.Config().String("merge.stat", "") == "" {
		on = v != "false"
	}
	for _, g := range m.opts {
		switch g.opt.key() {
		case "n":
			on = false
		case "stat", "summary":
			on = !g.off
		}
	}
	return on
}

// parents of the merge commit: HEAD first, unless a merged head contains it.
func (m *merging) parents() []plumbing.Hash {
	var out []plumbing.Hash
	if !m.subsumed || m.ff == ffNever {
		out = append(out, m.head)
	}
	for _, h := range m.heads {
		out = append(out, h.Commit)
	}
	return out
}

// conclude commits a merge without conflicts, or stops before that.
func (m *merging) conclude(tree plumbing.Hash, strategy string) int {
	return m.concludeAs(tree, fmt.Sprintf("Merge made by the '%s' strategy.", strategy))
}

// concludeAs is conclude with a sentence of its own.
func (m *merging) concludeAs(tree plumbing.Hash, note string) int {
	if m.squash || m.noCommit {
		return m.stop()
	}
	if err := m.writeState(); err != nil {
		return m.fail(err)
	}
	text, code, ok := m.finalMessage()
	if !ok {
		return code
	}
	author, err := m.repo.Author()
	if err != nil {
		return m.fail(err)
	}
	c := &object.Commit{TreeHash: tree, ParentHashes: m.parents(), Author: author, Committer: m.committer, Message: text}
	if code, ok := m.sealed(c); !ok {
		return code
	}
	h, err := m.repo.Objects().PutCommit(c)
	if err != nil {
		return m.fail(err)
	}
	return m.finish(h, tree, note)
}

// stop leaves a merge without conflicts uncommitted.
func (m *merging) stop() int {
	if m.squash {
		return m.stopSquash()
	}
	if err := m.writeState(); err != nil {
		return m.fail(err)
	}
	m.tellStopped()
	m.rememberAside()
	return exitOK
}

func (m *merging) tellStopped() {
	m.say("Automatic merge went well; stopped before committing as requested")
}

func (m *merging) stopSquash() int {
	m.tellStopped()
	if err := m.squashMessage(); err != nil {
		return m.fail(err)
	}
	m.rememberAside()
	return exitOK
}

// writeState writes what git commit needs to conclude the merge.
func (m *merging) writeState() error {
	var heads strings.Builder
	for _, h := range m.heads {
		heads.WriteString(h.Commit.String() + "\n")
	}
	mode := ""
	if m.ff == ffNever {
		mode = "no-ff"
	}
	for _, f := range [][2]string{{"MERGE_HEAD", heads.String()}, {"MERGE_MSG", m.text + "\n"}, {"MERGE_MODE", mode}} {
		if err := porcelain.WriteState(m.repo, f[0], f[1]); err != nil {
			return err
		}
	}
	return nil
}
