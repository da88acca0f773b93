package refs

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// Rename moves a ref with its reflog to another name, over a ref that is
// there already. HEAD is not moved; see PointHead.
func (s *Store) Rename(from, to, message string) error { return s.move(from, to, message, false) }

// Copy is Rename that leaves the first ref and its reflog.
func (s *Store) Copy(from, to, message string) error { return s.move(from, to, message, true) }

// RenameError says that a symbolic ref cannot be renamed.
type RenameError struct{ Name string }

func (e *RenameError) Error() string {
	return "refname " + e.Name + " is a symbolic ref, renaming it is not supported"
}

func (s *Store) move(from, to, message string, copying bool) error {
	old, err := s.Read(from)
	if err != nil {
		return fmt.Errorf("refname %s not found: %w", from, err)
	}
	if old.Symbolic() {
		return &RenameError{from}
	}
	if from == to {
		if head, err := s.Read(HEAD); err == nil && head.Target == from {
			to := plumbing.ZeroHash // a rename takes the branch away under HEAD before it points HEAD anew
			if copying {
				to = old.Hash
			}
			if err := s.appendLog(HEAD, old.Hash, to, message, false); err != nil {
				return err
			}
		}
		return s.appendLog(to, old.Hash, old.Hash, message, false)
	}
	except := []string{to}
	if !copying {
		except = append(except, from)
	}
	if err := s.Conflict(to, except...); err != nil {
		return err
	}
	log, err := s.rawLog(from)
	if err != nil {
		return err
	}
	if !copying {
		if err := s.Set(Update{Name: from, Old: &old.Hash, NoDeref: true, Message: message}); err != nil {
			return err
		}
	}
	if s.Exists(to) {
		if err := s.Set(Update{Name: to, NoDeref: true}); err != nil {
			return err
		}
	}
	if log != nil {
		if err := s.writeRawLog(to, log); err != nil {
			return err
		}
	}
	zero := plumbing.ZeroHash
	return s.Set(Update{Name: to, New: old.Hash, Old: &zero, logOld: &old.Hash, Message: message})
}

// PointHead makes HEAD point at a branch (full name) and records it.
func (s *Store) PointHead(branch, message string) error {
	return s.Set(Update{Name: HEAD, Symbolic: branch, Message: message})
}
