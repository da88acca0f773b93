package refs

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// MoveError says, step by step, what failed when a ref was to be moved.
type MoveError struct{ Steps []string }

func (e *MoveError) Error() string { return strings.Join(e.Steps, "; ") }

// mayMove tries every lock that a rename or copy needs, in the order in which
// Git takes them, so that one that is held stops it before anything is moved.
// HEAD's reflog has afterwards what Git's undoing leaves there.
func (s *Store) mayMove(m *move) error {
	if m.copying {
		if err := s.tryLock(m.to); err != nil {
			_ = s.DeleteReflog(m.to) // Git leaves none either
			return &MoveError{[]string{m.cannot("copy", err)}}
		}
		return nil
	}
	if err := s.mayDelete(m); err != nil {
		return err
	}
	if !apart(m.from, m.to) {
		return nil // the old one makes room for the new one first
	}
	err := s.tryLock(m.to)
	if err == nil {
		return nil
	}
	if m.head {
		if err := s.appendLog(HEAD, m.hash, plumbing.ZeroHash, m.message, false); err != nil {
			return err
		}
	}
	if s.Exists(m.to) {
		return &MoveError{[]string{err.Error(), "unable to delete existing " + m.to}}
	}
	return &MoveError{[]string{m.cannot("rename", err)}}
}

// mayDelete tries the locks that take the old ref away.
func (s *Store) mayDelete(m *move) error {
	if info, err := os.Lstat(s.logPath(m.from)); err == nil && info.Mode()&os.ModeSymlink != 0 {
		return &MoveError{[]string{"reflog for " + m.from + " is a symlink"}}
	}
	steps := []string{"", "unable to delete old " + m.from}
	if err := s.tryLock(m.from); err != nil {
		steps[0] = err.Error()
		return &MoveError{append(steps, "unable to lock "+m.from+" for rollback: "+why(err))}
	}
	var err error
	if m.head {
		err = s.tryLock(HEAD)
	}
	if err == nil {
		var packed *packedLock
		if packed, err = s.lockPacked(); err == nil {
			packed.rollback()
			return nil
		}
	}
	if m.head {
		if err := s.appendLog(HEAD, m.hash, m.hash, "", false); err != nil {
			return err
		}
	}
	steps[0] = err.Error()
	return &MoveError{steps}
}

// tryLock tells whether a ref can be locked, and leaves it unlocked.
func (s *Store) tryLock(name string) error {
	c := &change{Update: Update{Name: name}}
	if err := s.makeRoom(c, nil); err != nil {
		return err
	}
	lock, err := s.lock(name)
	if err != nil {
		s.prune(s.path(name), s.base(name), name)
		return &LockError{Name: name, Why: err.Error(), Cause: err}
	}
	lock.Rollback()
	return nil
}

func (m *move) cannot(verb string, err error) string {
	return fmt.Sprintf("unable to %s '%s' to '%s': %s", verb, m.from, m.to, why(err))
}

// why is a lock error's reason alone.
func why(err error) string {
	var lock *LockError
	if errors.As(err, &lock) {
		return lock.Why
	}
	return err.Error()
}
