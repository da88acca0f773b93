package cli

import (
	"errors"
	"fmt"

	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/worktree"
)

// attempt is what a strategy makes of a merge.
type attempt struct {
	strategy string
	result   *merge.Result // nil: the strategy does not handle the merge
	tell     func() error  // says its words and leaves what it leaves beside index and files
	applied  bool          // index and files hold the result
}

// tryAll tries the strategies in turn. The first without conflicts is taken, else the one that leaves the least to do, else
// nothing has changed. Several are only worked out, and just the one that is taken goes into the files.
func (m *merging) tryAll() int {
	s, err := porcelain.OpenMerge(m.repo, m.head)
	if err != nil {
		return m.fail(err)
	}
	defer s.Close()
	if err := s.Keep(); err != nil {
		m.tellNotKept(err)
		return m.die("stash failed")
	}
	var best, last *attempt
	least := 0
	for i, name := range m.strategies {
		if i > 0 {
			if err := m.rewind(s); err != nil {
				return m.fail(err)
			}
		}
		if m.several() {
			m.println("Trying merge strategy " + name + "...")
		}
		if last, err = m.try(s, name); err != nil {
			return m.fail(err)
		}
		if last.result == nil {
			continue
		}
		if last.result.Clean {
			return m.take(s, last)
		}
		left, err := s.LeftToDo(last.result)
		if err != nil {
			return m.fail(err)
		}
		if best == nil || left <= least {
			best, least = last, left
		}
	}
	switch {
	case best == nil:
		return m.unhandled(s)
	case best != last:
		if err := m.rewind(s); err != nil {
			return m.fail(err)
		}
		m.println("Using the " + best.strategy + " strategy to prepare resolving by hand.")
		if err := best.tell(); err != nil {
			return m.fail(err)
		}
	}
	return m.take(s, best)
}

func (m *merging) several() bool { return len(m.strategies) > 1 }

func (m *merging) try(s *porcelain.MergeState, name string) (*attempt, error) {
	a := &attempt{strategy: name, tell: func() error { return nil }}
	switch name {
	case "ours":
		return a, m.ours(s, a)
	case "octopus":
		return a, m.octopus(s, a)
	case "resolve":
		return a, m.resolve(s, a)
	}
	return a, m.ort(s, a)
}

// fits puts a result into index and files, or looks whether that would go where there are more strategies.
func (m *merging) fits(s *porcelain.MergeState, a *attempt, r *merge.Result) error {
	if m.several() {
		return s.Fits(r.Tree)
	}
	a.applied = true
	return s.Apply(r)
}

// take makes the merge what an attempt has made of it.
func (m *merging) take(s *porcelain.MergeState, a *attempt) int {
	if !a.applied {
		if err := s.Apply(a.result); err != nil {
			return m.fail(err)
		}
	}
	if a.result.Clean {
		s.Close()
		return m.conclude(a.result.Tree, a.strategy)
	}
	return m.conflicted(s)
}

// rewind tells of going back between two strategies, and leaves what that leaves in Git.
func (m *merging) rewind(s *porcelain.MergeState) error {
	m.println("Rewinding the tree to pristine...")
	return m.back(s)
}

// back leaves what Git's way back to the beginning leaves: it resets and applies a stash, with the index where that has
// changes, which shows in the reflog and ends what else was going on.
func (m *merging) back(s *porcelain.MergeState) error {
	changed, err := s.ForgetAnnounced()
	if err != nil {
		return err
	}
	if changed {
		if err := m.repo.Refs().Set(refs.Update{Name: refs.HEAD, New: m.head, Message: m.reflogAction() + ": updating HEAD"}); err != nil {
			return err
		}
		told := m.watchAside()
		porcelain.RemoveState(m.repo)
		told()
	}
	same, err := s.RememberFiles()
	if same {
		m.println("Already up to date.")
	}
	return err
}

// unhandled ends a merge that no strategy could begin.
func (m *merging) unhandled(s *porcelain.MergeState) int {
	if err := m.back(s); err != nil {
		return m.fail(err)
	}
	if m.several() {
		m.say("No merge strategy handled the merge.")
	} else {
		m.say("Merge with strategy %s failed.", m.strategies[0])
	}
	s.Close()
	return m.bringBack(exitTrouble)
}

// refusedByIndex deals with an index that differs from HEAD, in which case no merge begins. words tells of its paths.
func (m *merging) refusedByIndex(err error, words func(*porcelain.StagedError)) error {
	var changes *porcelain.StagedError
	if !errors.As(err, &changes) {
		return err
	}
	words(changes)
	return nil
}

// overwritten gives what is in the way of a result, or the error that is something else.
func overwritten(err error) (*worktree.OverwriteError, error) {
	var refused *worktree.OverwriteError
	if errors.As(err, &refused) {
		return refused, nil
	}
	return nil, fmt.Errorf("apply the merge: %w", err)
}
