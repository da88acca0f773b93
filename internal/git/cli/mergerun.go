package cli

import (
	"slices"
	"strings"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
)

// ort merges one head with renames and recursive bases.
func (m *merging) ort(s *porcelain.MergeState, a *attempt) error {
	o, err := porcelain.MergeSettings(m.repo, "HEAD", m.heads[0].Name)
	if err != nil {
		return err
	}
	subtree := a.strategy == "subtree"
	if subtree {
		// Git still merges by its older program then, which compares lines without histograms.
		o.Subtree.On, o.Lines.Algorithm, o.TypesInPlace = true, lines.Myers, true
	}
	if err := m.strategyOptions(&o); err != nil {
		return err
	}
	if len(m.heads) > 1 {
		m.errorf("Not handling anything other than two heads merge.")
		return nil
	}
	if err := s.CheckIndex(); err != nil {
		return m.refusedByIndex(err, func(e *porcelain.StagedError) { m.errorf("%s", e) })
	}
	r, err := merge.OverBases(m.head, m.heads[0].Commit, m.bases, o)
	if err != nil {
		return err
	}
	if err := m.fits(s, a, r); err != nil {
		refused, err := overwritten(err)
		if refused != nil {
			_, _ = m.stderr().Write([]byte(refused.Text("merge")))
		}
		return err
	}
	if subtree {
		if err := m.olderWords(s, r); err != nil {
			return err
		}
	}
	a.result = r
	a.tell = func() error {
		m.mergeMessages(r)
		if r.NeededLimit > 0 {
			m.warn("inexact rename detection was skipped due to too many files.")
			m.warn("you may want to set your merge.renamelimit variable to at least %d and retry the command.", r.NeededLimit)
		}
		if subtree {
			return nil
		}
		return s.Remember(r.Tree)
	}
	return a.tell()
}

// olderWords makes the messages those of Git's older program: from the last path to the first, with what is removed.
func (m *merging) olderWords(s *porcelain.MergeState, r *merge.Result) error {
	if r.Clean && r.Tree == s.Head.TreeHash {
		m.println("Already up to date.")
		return nil
	}
	pairs, err := diff.Trees(m.repo.Objects(), s.Head.TreeHash, r.Tree, diff.TreeOptions{})
	if err != nil {
		return err
	}
	for i := range pairs {
		if pairs[i].Status == diff.Deleted {
			path := pairs[i].Path()
			r.Messages = append(r.Messages, merge.Message{Paths: []string{path}, Text: "Removing " + path})
		}
	}
	slices.SortStableFunc(r.Messages, func(a, b merge.Message) int { return strings.Compare(b.Paths[0], a.Paths[0]) })
	return nil
}

// mergeMessages prints what a merge has to tell.
func (c *call) mergeMessages(r *merge.Result) {
	for i := range r.Messages {
		c.println(r.Messages[i].Text)
	}
	if len(r.Submodules) > 0 {
		c.printf(submoduleAdvice, strings.Join(r.Submodules, " "))
	}
}

const submoduleAdvice = `Recursive merging with submodules currently only supports trivial cases.
Please manually handle the merging of each conflicted submodule.
This can be accomplished with the following steps:
 - come back to superproject and run:

      git add %s

   to record the above merge or update
 - resolve any other conflicts in the superproject
 - commit the resulting index in the superproject
`

// conflicted leaves the merge to the user.
func (m *merging) conflicted(s *porcelain.MergeState) int {
	hint := m.conflictHint(s.Index.Unmerged())
	if m.squash {
		if err := m.squashMessage(); err != nil {
			return m.fail(err)
		}
		if err := porcelain.WriteState(m.repo, "MERGE_MSG", hint); err != nil {
			return m.fail(err)
		}
	} else {
		m.text += "\n" + strings.TrimSuffix(hint, "\n")
		if err := m.writeState(); err != nil {
			return m.fail(err)
		}
	}
	m.println("Automatic merge failed; fix conflicts and then commit the result.")
	m.rememberAside()
	return exitFail
}

// ours keeps our tree and only records the merge.
func (m *merging) ours(s *porcelain.MergeState, a *attempt) error {
	if err := s.CheckIndex(); err != nil {
		return m.refusedByIndex(err, func(*porcelain.StagedError) {})
	}
	a.result, a.applied = &merge.Result{Tree: s.Head.TreeHash, Clean: true}, true
	return nil
}
