package cli

import (
	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
)

// octopus merges several heads, one after the other.
func (m *merging) octopus(s *porcelain.MergeState, a *attempt) error {
	if len(m.heads) == 1 {
		return nil // it takes two or more
	}
	if err := s.CheckIndex(); err != nil {
		return m.refusedByIndex(err, m.filesInWay)
	}
	r, err := porcelain.Octopus(m.repo.Objects(), m.head, m.heads, m.conflictStyle())
	if err != nil {
		return err
	}
	if r.GaveUp {
		if err := s.Fits(r.Tree); err != nil {
			return m.stepRefused(s, a, r, err)
		}
		m.tellOctopus(r)
		m.println("Automated merge did not work.")
		m.println("Should not be doing an octopus.")
		return m.backFrom(s, r)
	}
	return m.simple(s, a, r, func() { m.tellOctopus(r) })
}

// simple ends an attempt that went path by path.
func (m *merging) simple(s *porcelain.MergeState, a *attempt, r *porcelain.OctopusResult, tell func()) error {
	result := &merge.Result{Tree: r.Tree, Clean: len(r.Conflicts) == 0, Conflicts: r.Conflicts}
	if err := m.fits(s, a, result); err != nil {
		return m.stepRefused(s, a, r, err)
	}
	a.result, a.tell = result, func() error { tell(); return nil }
	return a.tell()
}

// stepRefused tells of the steps up to the one that something local is in the way of.
func (m *merging) stepRefused(s *porcelain.MergeState, a *attempt, r *porcelain.OctopusResult, err error) error {
	refused, err := overwritten(err)
	if refused == nil {
		return err
	}
	if err := r.StopAt(m.repo.Objects(), s.Head, refused.Paths()); err != nil {
		return err
	}
	if a.strategy == "octopus" {
		m.tellOctopus(r)
	}
	m.errorf("%s", refused)
	return m.backFrom(s, r)
}

// backFrom leaves what going back from unfinished steps leaves.
func (m *merging) backFrom(s *porcelain.MergeState, r *porcelain.OctopusResult) error {
	paths, err := r.Added(m.repo.Objects(), s.Head)
	if err != nil {
		return err
	}
	return s.DropFolders(paths)
}

func (m *merging) filesInWay(changes *porcelain.StagedError) {
	m.println("Error: Your local changes to the following files would be overwritten by merge")
	for _, path := range changes.Paths {
		m.println("    " + path)
	}
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
func (m *merging) resolve(s *porcelain.MergeState, a *attempt) error {
	if len(m.heads) > 1 {
		return nil // it gives up without a word
	}
	if len(m.extra) > 0 {
		m.errorf("unknown option `%s'", m.extra[0])
		return nil
	}
	if err := s.CheckIndex(); err != nil {
		return m.refusedByIndex(err, m.filesInWay)
	}
	r, err := porcelain.Resolve(m.repo.Objects(), m.head, m.heads[0], m.conflictStyle())
	if err != nil {
		return err
	}
	return m.simple(s, a, r, func() { m.tellResolve(r) })
}

func (m *merging) tellResolve(r *porcelain.OctopusResult) {
	m.println("Trying simple merge.")
	for _, step := range r.Steps {
		if !step.Simple {
			m.println("Simple merge failed, trying Automatic merge.")
		}
		for _, text := range step.Messages {
			m.println(text)
		}
	}
	m.tellErrors(r)
}

// inIndex tries whether every path was changed by one side at most: then there is no need for a strategy, where none but
// resolve and octopus is asked for. done is false where one must go on.
func (m *merging) inIndex() (code int, done bool) {
	if m.noCommit || len(m.bases) != 1 || len(m.heads) != 1 {
		return 0, false
	}
	for _, name := range m.strategies {
		if name != "resolve" && name != "octopus" {
			return 0, false
		}
	}
	s, err := porcelain.OpenMerge(m.repo, m.head)
	if err != nil {
		return m.fail(err), true
	}
	defer s.Close()
	if err := s.CheckIndex(); err != nil {
		if err := m.refusedByIndex(err, func(e *porcelain.StagedError) { m.errorf("%s", e) }); err != nil {
			return m.fail(err), true
		}
		return exitTrouble, true
	}
	m.println("Trying really trivial in-index merge...")
	tree, ok, err := porcelain.InIndexMerge(m.repo.Objects(), m.bases[0], m.head, m.heads[0].Commit)
	if err != nil {
		return m.fail(err), true
	}
	if !ok {
		m.errorf("Merge requires file-level merging")
	} else if err := s.Apply(&merge.Result{Tree: tree, Clean: true}); err == nil {
		m.println("Wonderful.")
		return m.concludeAs(tree, "In-index merge"), true
	} else if refused, _ := overwritten(err); refused != nil {
		m.errorf("%s", refused)
	}
	m.println("Nope.")
	return 0, false
}
