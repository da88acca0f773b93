package refs

import (
	"slices"
	"strings"
)

// prefixOf finds an existing ref that is a folder on the way to name.
func (s *Store) prefixOf(name string, except []string) (string, bool) {
	for i := range len(name) {
		if name[i] == '/' && !slices.Contains(except, name[:i]) && name[:i] != "refs" && s.Exists(name[:i]) {
			return name[:i], true
		}
	}
	return "", false
}

// available makes sure that no ref is a folder of name nor name a folder of
// another ref, in the store or in the same transaction. A ref that goes in the
// same transaction is in the way all the same, as in Git: its file and the
// other's folder would have to change places in one step. The error is about
// the ref as the caller named it.
func (s *Store) available(name, called string, all []*change, except ...string) error {
	if owner, ok := s.prefixOf(name, except); ok {
		return &LockError{Name: called, Why: "'" + owner + "' exists; cannot create '" + name + "'"}
	}
	below, err := s.List(name + "/")
	if err != nil {
		return err
	}
	for _, r := range below {
		if !slices.Contains(except, r.Name) {
			return &LockError{Name: called, Why: "'" + r.Name + "' exists; cannot create '" + name + "'"}
		}
	}
	for _, c := range all {
		if c.Name != name && (strings.HasPrefix(c.Name, name+"/") || strings.HasPrefix(name, c.Name+"/")) {
			return &LockError{Name: called, Why: "cannot process '" + name + "' and '" + c.Name + "' at the same time"}
		}
	}
	return nil
}

// Conflict tells whether a ref of this name could not be created because of
// another one that is none of except; the error is the one that Update would give.
func (s *Store) Conflict(name string, except ...string) error {
	return s.available(name, name, nil, except...)
}
