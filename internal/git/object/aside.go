package object

import (
	"github.com/go-git/go-git/v5/plumbing"
)

// aside holds objects that are worked out for one answer and are not to be kept.
type aside map[plumbing.Hash]asideObject

type asideObject struct {
	kind plumbing.ObjectType
	data []byte
}

// Aside lets the store keep what is written from now on in memory, where it can be read like any other object; nothing
// reaches the disk. done forgets it again. One of them may be open at a time.
func (s *Store) Aside() (done func()) {
	s.setAside(aside{})
	return func() { s.setAside(nil) }
}

func (s *Store) setAside(a aside) {
	s.mu.Lock()
	s.aside = a
	s.mu.Unlock()
}

// keepAside puts an object aside, if that is what is done now.
func (s *Store) keepAside(h plumbing.Hash, word string, data []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind, err := plumbing.ParseObjectType(word)
	if s.aside == nil || err != nil {
		return false
	}
	s.aside[h] = asideObject{kind, append([]byte(nil), data...)}
	return true
}

// fromAside looks for an object that was put aside.
func (s *Store) fromAside(h plumbing.Hash) (asideObject, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.aside[h]
	return o, ok
}
