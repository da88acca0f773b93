package refs

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Rename moves a ref with its reflog to another name, over a ref that is there already. HEAD goes along when it is on the
// ref; then it names a commit at every moment, unless one name is a folder of the other, or is it in another case.
func (s *Store) Rename(from, to, message string) error { return s.move(from, to, message, false) }

// Copy is Rename that leaves the first ref, its reflog and HEAD.
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
	head, err := s.Read(HEAD)
	if err != nil && !IsNotFound(err) {
		return err
	}
	m := &move{from: from, to: to, message: message, hash: old.Hash, copying: copying, head: head.Target == from}
	if from == to {
		return s.onto(m)
	}
	except := []string{to}
	if !copying {
		except = append(except, from)
	}
	if err := s.Conflict(to, except...); err != nil {
		return &MoveError{[]string{why(err)}}
	}
	if err := s.mayMove(m); err != nil {
		return err
	}
	if m.log, err = s.rawLog(from); err != nil {
		return err
	}
	if info, err := os.Stat(s.logPath(from)); err == nil {
		m.logMode = info.Mode().Perm()
	}
	if copying || apart(from, to) {
		return s.createFirst(m)
	}
	return s.deleteFirst(m)
}

// move is one rename or copy.
type move struct {
	from, to, message string
	hash              plumbing.Hash // what both hold
	log               []byte        // the reflog that comes along
	logMode           fs.FileMode   // its permissions
	copying           bool
	head              bool // HEAD is on the ref
}

// apart reports whether two refs can be there at once, on every file system.
func apart(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a != b && !strings.HasPrefix(a, b+"/") && !strings.HasPrefix(b, a+"/")
}

// onto records a rename to the same name, as Git does.
func (s *Store) onto(m *move) error {
	if m.head {
		to := plumbing.ZeroHash // a rename takes the branch away under HEAD before it points HEAD anew
		if m.copying {
			to = m.hash
		}
		if err := s.appendLog(HEAD, m.hash, to, m.message, false); err != nil {
			return err
		}
	}
	if err := s.appendLog(m.to, m.hash, m.hash, m.message, false); err != nil {
		return err
	}
	return s.moveHead(m)
}

// createFirst makes the new ref, points HEAD at it and deletes the old one, so that whoever dies on the way loses no
// name of the commit. HEAD's reflog reads as if the old one had gone first: so Git does it.
func (s *Store) createFirst(m *move) error {
	if m.head && !m.copying {
		if err := s.appendLog(HEAD, m.hash, plumbing.ZeroHash, m.message, false); err != nil {
			return err
		}
	}
	if err := s.replaceLog(m); err != nil {
		return err
	}
	if err := s.Set(Update{Name: m.to, New: m.hash, NoDeref: true, logOld: &m.hash, Message: m.message}); err != nil {
		return err
	}
	if m.copying {
		return nil
	}
	if err := s.moveHead(m); err != nil {
		return err
	}
	return s.Set(Update{Name: m.from, Old: &m.hash, NoDeref: true, Message: m.message})
}

// deleteFirst is for names of which the old one stands in the new one's way.
func (s *Store) deleteFirst(m *move) error {
	if err := s.Set(Update{Name: m.from, Old: &m.hash, NoDeref: true, Message: m.message}); err != nil {
		return err
	}
	if s.Exists(m.to) {
		if err := s.Set(Update{Name: m.to, NoDeref: true}); err != nil {
			return err
		}
	}
	if err := s.replaceLog(m); err != nil {
		return err
	}
	if err := s.Set(Update{Name: m.to, New: m.hash, logOld: &m.hash, Message: m.message}); err != nil {
		return err
	}
	return s.moveHead(m)
}

// replaceLog puts the reflog that comes along in the place of the one that the new name may have.
func (s *Store) replaceLog(m *move) error {
	if m.log == nil {
		return s.DeleteReflog(m.to)
	}
	return s.writeRawLog(m.to, m.log, m.logMode)
}

// moveHead points HEAD at the new name when it was on the old one. For its reflog it comes from nowhere.
func (s *Store) moveHead(m *move) error {
	if !m.head || m.copying {
		return nil
	}
	u := Update{Name: HEAD, Symbolic: m.to, Message: m.message}
	if m.from != m.to {
		u.logOld = &plumbing.ZeroHash
	}
	return s.Set(u)
}

// PointHead makes HEAD point at a branch (full name) and records it, unless the branch is unborn.
func (s *Store) PointHead(branch, message string) error {
	return s.Set(Update{Name: HEAD, Symbolic: branch, Message: message})
}
