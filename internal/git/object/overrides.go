package object

import (
	"fmt"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxReplaced is how many replacements of replacements are followed, as in Git.
const maxReplaced = 5

// overrides are what a repository says of objects beside their content. Both maps are nil in
// nearly every repository and are made when the first object is read.
type overrides struct {
	insteadOnce sync.Once
	instead     map[plumbing.Hash]plumbing.Hash
	insteadErr  error

	parentsOnce sync.Once
	parents     map[plumbing.Hash][]plumbing.Hash
	parentsErr  error
}

// ReplaceError says that the replacement of an object cannot be followed.
type ReplaceError struct {
	Hash    plumbing.Hash
	Missing plumbing.Hash // the replacement that is not there; zero: there are too many in a row
}

func (e *ReplaceError) Error() string {
	if e.Missing.IsZero() {
		return fmt.Sprintf("replace depth too high for object %s", e.Hash)
	}
	return fmt.Sprintf("replacement %s not found for %s", e.Missing, e.Hash)
}

// IgnoreReplacements makes the store read every object as it is stored. It must be called
// before anything is read.
func (s *Store) IgnoreReplacements() { s.params.Replacements = nil }

// replacements reads the table once.
func (s *Store) replacements() (map[plumbing.Hash]plumbing.Hash, error) {
	o := &s.overrides
	o.insteadOnce.Do(func() {
		if s.params.Replacements != nil {
			o.instead, o.insteadErr = s.params.Replacements()
		}
	})
	return o.instead, o.insteadErr
}

// Replacement is the object whose content is read in place of h's, mostly h itself.
func (s *Store) Replacement(h plumbing.Hash) (plumbing.Hash, error) {
	table, err := s.replacements()
	if len(table) == 0 || err != nil {
		return h, err
	}
	at := h
	for range maxReplaced {
		next, ok := table[at]
		if !ok {
			return at, nil
		}
		at = next
	}
	return h, &ReplaceError{Hash: h}
}

// notReplaced tells, of an object that is missing, that it was to stand for another one.
func notReplaced(err error, h, instead plumbing.Hash) error {
	if h != instead && isMissing(err) {
		return &ReplaceError{Hash: h, Missing: instead}
	}
	return err
}

// Grafts are the commits whose parents are not those that they name, with these parents.
func (s *Store) Grafts() (map[plumbing.Hash][]plumbing.Hash, error) {
	o := &s.overrides
	o.parentsOnce.Do(func() {
		if s.params.Parents != nil {
			o.parents, o.parentsErr = s.params.Parents()
		}
	})
	return o.parents, o.parentsErr
}

// graft gives a commit the parents that the repository says it has.
func (s *Store) graft(c *Commit) error {
	grafts, err := s.Grafts()
	if list, ok := grafts[c.Hash]; ok {
		c.stored, c.grafted = c.ParentHashes, true
		c.ParentHashes = list
	}
	return err
}

// StoredParents are the parents that the commit itself names; ParentHashes are those that
// count, which differ where the repository has grafts.
func (c *Commit) StoredParents() []plumbing.Hash {
	if c.grafted {
		return c.stored
	}
	return c.ParentHashes
}
