package cli

import (
	"errors"

	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/worktree"
)

// octopus merges several heads, one after the other.
func (m *merging) octopus(committer object.Signature) int {
	s, err := porcelain.OpenMerge(m.repo, m.head)
	if err != nil {
		return m.fail(err)
	}
	defer s.Close()
	if len(m.heads) == 1 {
		if code, done := m.inIndex(s, committer); done {
			return code
		}
		return m.keptFiles(s, "octopus") // it takes two or more
	}
	if err := s.CheckIndex(); err != nil {
		return m.filesInWay(s, err, "octopus")
	}
	r, err := porcelain.Octopus(m.repo.Objects(), m.head, m.heads, m.conflictStyle())
	if err != nil {
		return m.fail(err)
	}
	if r.GaveUp {
		m.tellOctopus(r)
		m.println("Automated merge did not work.")
		m.println("Should not be doing an octopus.")
		return m.backFrom(s, r, "octopus")
	}
	result := &merge.Result{Tree: r.Tree, Clean: len(r.Conflicts) == 0, Conflicts: r.Conflicts}
	if err := m.applyOctopus(s, result); err != nil {
		return m.stepRefused(s, r, err, "octopus")
	}
	m.tellOctopus(r)
	if result.Clean {
		return m.conclude(r.Tree, committer, "octopus")
	}
	return m.conflicted(s)
}

// stepRefused tells of the steps up to the one that something local is in the way of.
func (m *merging) stepRefused(s *porcelain.MergeState, r *porcelain.OctopusResult, err error, strategy string) int {
	var refused *worktree.OverwriteError
	if !errors.As(err, &refused) {
		return m.fail(err)
	}
	if err := r.StopAt(m.repo.Objects(), s.Head, refused.Paths()); err != nil {
		return m.fail(err)
	}
	m.tellOctopus(r)
	m.errorf("%s", refused)
	return m.backFrom(s, r, strategy)
}

// backFrom leaves what going back from unfinished steps leaves.
func (m *merging) backFrom(s *porcelain.MergeState, r *porcelain.OctopusResult, strategy string) int {
	paths, err := r.Added(m.repo.Objects(), s.Head)
	if err == nil {
		err = s.DropFolders(paths)
	}
	if err != nil {
		return m.fail(err)
	}
	return m.keptFiles(s, strategy)
}

// applyOctopus does not leave AUTO_MERGE behind: only ort writes it.
func (m *merging) applyOctopus(s *porcelain.MergeState, r *merge.Result) error {
	if err := s.Apply(r); err != nil {
		return err
	}
	return removeFile(m.repo.StateFile("AUTO_MERGE"))
}

func (m *merging) filesInWay(s *porcelain.MergeState, err error, strategy string) int {
	var changes *porcelain.StagedError
	if !errors.As(err, &changes) {
		return m.fail(err)
	}
	m.println("Error: Your local changes to the following files would be overwritten by merge")
	for _, path := range changes.Paths {
		m.println("    " + path)
	}
	return m.keptStaged(s, strategy)
}

func (m *merging) tellOctopus(r *porcelain.OctopusResult) {
	for i := range r.Steps {
		step := &r.Steps[i]
		switch {
		case step.UpToDate:
			m.println("Already up to date with " + step.Head.Name)
		case step.Forward:
			m.println("Fast-forwarding to: " + step.Head.Name)
		default:
			m.println("Trying simple merge with " + step.Head.Name)
			if step.Simple {
				continue
			}
			m.println("Simple merge did not work, trying automatic merge.")
			for _, text := range step.Messages {
				m.println(text)
			}
		}
	}
	m.tellErrors(r)
}

func (m *merging) tellErrors(r *porcelain.OctopusResult) {
	for _, text := range r.Errors {
		m.say("%s", text)
	}
	if len(r.Errors) > 0 {
		m.say("fatal: merge program failed")
	}
}

// resolve merges one head path by path, without renames (git-merge(1), "resolve").
func (m *merging) resolve(committer object.Signature) int {
	s, err := porcelain.OpenMerge(m.repo, m.head)
	if err != nil {
		return m.fail(err)
	}
	defer s.Close()
	if len(m.heads) > 1 {
		return m.keptFiles(s, "resolve") // it gives up without a word
	}
	if code, done := m.inIndex(s, committer); done {
		return code
	}
	if err := s.CheckIndex(); err != nil {
		return m.filesInWay(s, err, "resolve")
	}
	r, err := porcelain.Resolve(m.repo.Objects(), m.head, m.heads[0], m.conflictStyle())
	if err != nil {
		return m.fail(err)
	}
	m.println("Trying simple merge.")
	result := &merge.Result{Tree: r.Tree, Clean: len(r.Conflicts) == 0, Conflicts: r.Conflicts}
	if err := m.applyOctopus(s, result); err != nil {
		r.Steps = nil
		return m.stepRefused(s, r, err, "resolve")
	}
	for _, step := range r.Steps {
		if !step.Simple {
			m.println("Simple merge failed, trying Automatic merge.")
		}
		for _, text := range step.Messages {
			m.println(text)
		}
	}
	m.tellErrors(r)
	if result.Clean {
		return m.conclude(r.Tree, committer, "resolve")
	}
	return m.conflicted(s)
}

// inIndex tries whether every path was changed by one side at most: then there is no
// need for a strategy. done is false where one must go on.
func (m *merging) inIndex(s *porcelain.MergeState, committer object.Signature) (code int, done bool) {
	if m.noCommit || len(m.bases) != 1 {
		return 0, false
	}
	m.println("Trying really trivial in-index merge...")
	tree, ok, err := porcelain.InIndexMerge(m.repo.Objects(), m.bases[0], m.head, m.heads[0].Commit)
	if err != nil {
		return m.fail(err), true
	}
	if !ok {
		m.errorf("Merge requires file-level merging")
	} else if s.CheckIndex() == nil && m.applyOctopus(s, &merge.Result{Tree: tree, Clean: true}) == nil {
		m.println("Wonderful.")
		return m.concludeAs(tree, committer, "In-index merge"), true
	}
	m.println("Nope.")
	return 0, false
}
