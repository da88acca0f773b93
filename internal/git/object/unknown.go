package object

import (
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// UnknownKindError says that a stored object is none of Git's four kinds.
// `git hash-object --literally` writes such objects, to try what reads them.
type UnknownKindError struct {
	Hash plumbing.Hash
	Word string // what it calls itself
}

func (*UnknownKindError) Error() string { return "invalid object type" }

// LongHeaderError says that a stored object begins with more letters than any
// of Git's kinds needs.
type LongHeaderError struct{ Hash plumbing.Hash }

func (e *LongHeaderError) Error() string {
	return fmt.Sprintf("header for %s too long, exceeds %d bytes", e.Hash, usualHeader+1)
}

// Described is what an object says of itself, whatever kind it claims to be.
func (s *Store) Described(h plumbing.Hash) (word string, size int64, err error) {
	kind, size, err := s.Info(h)
	var unknown *UnknownKindError
	var long *LongHeaderError
	if !errors.As(err, &unknown) && !errors.As(err, &long) {
		return kind.String(), size, err
	}
	for _, d := range s.dirs {
		head, headErr := d.looseHead(h, anyHeader)
		if err = headErr; !isMissing(err) {
			return head.word, head.size, err
		}
	}
	return "", 0, err
}

// PutLiterally stores an object that claims to be of the kind word.
func (s *Store) PutLiterally(word string, data []byte) (plumbing.Hash, error) {
	h := HashLiterally(word, data)
	return h, s.put(h, word, data)
}
