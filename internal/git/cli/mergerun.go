package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
)

// ort merges one head with renames and recursive bases.
func (m *merging) ort(committer object.Signature) int {
	name := m.strategy
	if name == "" {
		name = "ort"
	}
	o, err := porcelain.MergeSettings(m.repo, "HEAD", m.heads[0].Name)
	if err != nil {
		return m.fail(err)
	}
	if code, ok := m.strategyOptions(&o); !ok {
		return code
	}
	s, err := porcelain.OpenMerge(m.repo, m.head)
	if err != nil {
		return m.fail(err)
	}
	defer s.Close()
	if len(m.heads) > 1 {
		m.errorf("Not handling anything other than two heads merge.")
		return m.keptFiles(s, name)
	}
	if err := s.CheckIndex(); err != nil {
		return m.staged(s, err, name)
	}
	r, err := merge.OverBases(m.head, m.heads[0].Commit, m.bases, o)
	if err != nil {
		return m.fail(err)
	}
	if err := s.Apply(r); err != nil {
		code := m.refused(err, exitTrouble)
		if code == exitTrouble {
			return m.keptFiles(s, name)
		}
		return code
	}
	m.mergeMessages(r)
	if r.NeededLimit > 0 {
		m.warn("inexact rename detection was skipped due to too many files.")
		m.warn("you may want to set your merge.renamelimit variable to at least %d and retry the command.", r.NeededLimit)
	}
	if r.Clean {
		return m.conclude(r.Tree, committer, name)
	}
	return m.conflicted(s)
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

// staged: a merge does not begin while the index differs from HEAD. Git keeps the
// changes by a stash of its own and a reset, which shows in the reflog and ends what else was going on.
func (m *merging) staged(s *porcelain.MergeState, err error, strategy string) int {
	var changes *porcelain.StagedError
	if !errors.As(err, &changes) {
		return m.fail(err)
	}
	if strategy != "ours" {
		m.errorf("%s", err)
	}
	return m.keptStaged(s, strategy)
}

// keptStaged writes down what Git's stash and reset do to a merge that did not begin.
func (m *merging) keptStaged(s *porcelain.MergeState, strategy string) int {
	if err := m.repo.Refs().Set(refs.Update{Name: refs.HEAD, New: m.head, Message: m.reflogAction() + ": updating HEAD"}); err != nil {
		return m.fail(err)
	}
	porcelain.RemoveState(m.repo)
	return m.keptFiles(s, strategy)
}

// keptFiles ends a merge that local changes kept from beginning.
func (m *merging) keptFiles(s *porcelain.MergeState, strategy string) int {
	same, err := s.RememberFiles()
	if err != nil {
		return m.fail(err)
	}
	if same {
		m.println("Already up to date.")
	}
	m.say("Merge with strategy %s failed.", strategy)
	return exitTrouble
}

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
	return exitFail
}

// ours keeps our tree and only records the merge.
func (m *merging) ours(committer object.Signature) int {
	s, err := porcelain.OpenMerge(m.repo, m.head)
	if err != nil {
		return m.fail(err)
	}
	defer s.Close()
	if err := s.CheckIndex(); err != nil {
		return m.staged(s, err, "ours")
	}
	return m.conclude(s.Head.TreeHash, committer, "ours")
}
