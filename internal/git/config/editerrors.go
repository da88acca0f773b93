package config

import (
	"errors"

	"cairn/internal/git/lockfile"
)

// MultipleError says that a key has several values and one was to be set or removed.
type MultipleError struct{ Key string }

func (e *MultipleError) Error() string { return e.Key + " has multiple values" }

// AbsentError says that there is nothing to remove.
type AbsentError struct{ Key string }

func (e *AbsentError) Error() string { return "no such key: " + e.Key }

// SectionError says that a section does not exist.
type SectionError struct{ Name string }

func (e *SectionError) Error() string { return "no such section: " + e.Name }

// NameError says that a section cannot have this name.
type NameError struct{ Name string }

func (e *NameError) Error() string { return "invalid section name: " + e.Name }

// LockError says that a file is being edited by somebody else.
type LockError struct {
	Path  string
	Cause error
}

func (e *LockError) Error() string {
	reason := "File exists"
	var c *lockfile.CreateError
	if errors.As(e.Cause, &c) {
		reason = lockfile.Reason(c.Cause)
	}
	return e.Short() + ": " + reason
}

// Short is the error without its reason, as Git words it when a whole section
// was to be changed.
func (e *LockError) Short() string { return "could not lock config file " + e.Path }

func (e *LockError) Unwrap() error { return e.Cause }
