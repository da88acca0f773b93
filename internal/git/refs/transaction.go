package refs

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/lockfile"
)

// Update is one change of a transaction.
type Update struct {
	Name string
	// New is the new hash; zero deletes the ref.
	New plumbing.Hash
	// Old, if set, must be what the ref holds now; zero: it must not exist.
	Old *plumbing.Hash
	// Symbolic makes the ref point at another one, in place of New.
	Symbolic string
	// Message is the reflog's.
	Message string
	// NoDeref changes a symbolic ref itself rather than the ref it leads to.
	NoDeref bool
	// CreateLog writes a reflog even where none would be begun.
	CreateLog bool
	// NoLog changes the ref and writes no reflog.
	NoLog bool
	// Verify checks Old and changes nothing.
	Verify bool
	logOld *plumbing.Hash // what the reflog gives as the old value, for a rename
}

// Transaction is a set of changes of which all are made or none.
type Transaction struct{ Updates []Update }

// LockError says why a ref cannot be changed, in Git's words.
type LockError struct {
	Name  string
	Why   string
	Cause error
}

func (e *LockError) Error() string {
	return "cannot lock ref '" + e.Name + "': " + e.Why
}
func (e *LockError) Unwrap() error { return e.Cause }

// SymbolicLockError says that a symbolic ref cannot be pointed elsewhere.
type SymbolicLockError struct {
	Name  string
	Cause error
}

func (e *SymbolicLockError) Error() string { return "unable to update " + e.Name }
func (e *SymbolicLockError) Unwrap() error { return e.Cause }

// Advice is what Git prints before the error: the reason.
func (e *SymbolicLockError) Advice() string { return "error: " + e.Cause.Error() }

// NameError says that a ref may not have this name.
type NameError struct{ Name string }

func (e *NameError) Error() string {
	return "refusing to update ref with bad name '" + e.Name + "'"
}

// NotCommitError says that a branch cannot point at an object of another kind.
type NotCommitError struct {
	Name string
	Hash plumbing.Hash
}

func (e *NotCommitError) Error() string {
	return "cannot update ref '" + e.Name + "': trying to write non-commit object " + e.Hash.String() + " to branch '" + e.Name + "'"
}

// MissingObjectError says that a ref cannot point at an object that is not there.
type MissingObjectError struct {
	Name string
	Hash plumbing.Hash
}

func (e *MissingObjectError) Error() string {
	return "cannot update ref '" + e.Name + "': trying to write ref '" + e.Name + "' with nonexistent object " + e.Hash.String()
}

// DuplicateError says that a transaction changes one ref twice.
type DuplicateError struct {
	Name   string
	Detail string // how it comes twice, when that is not plain to see
}

func (e *DuplicateError) Error() string {
	if e.Detail == "" {
		return "multiple updates for ref '" + e.Name + "' not allowed"
	}
	return "multiple updates for '" + e.Name + "' (including one via " + e.Detail + ") are not allowed"
}

// change is an update after symbolic refs were followed.
type change struct {
	Update
	via     []string // symbolic refs on the way, whose reflogs record the change too
	old     Ref      // what is there now
	exists  bool
	oldHash plumbing.Hash
	lock    *lockfile.Lock
}

// Set changes one ref.
func (s *Store) Set(u Update) error { return s.Update(Transaction{[]Update{u}}) }

func (c *change) deletes() bool { return c.New.IsZero() && c.Symbolic == "" && !c.Verify }

// plan checks names and follows symbolic refs.
func (s *Store) plan(tx Transaction) ([]*change, error) {
	given := map[string]bool{}
	for _, u := range tx.Updates {
		// A ref whose name is not allowed can be deleted, and nothing else.
		deletes := (&change{Update: u}).deletes()
		if !safe(u.Name) || !deletes && !ValidName(u.Name, true) {
			return nil, &NameError{u.Name}
		}
		if given[u.Name] {
			return nil, &DuplicateError{Name: u.Name}
		}
		given[u.Name] = true
	}
	head, err := s.Read(HEAD)
	if err != nil && !IsNotFound(err) {
		return nil, err
	}
	changes := make([]*change, 0, len(tx.Updates))
	for _, u := range tx.Updates {
		c := &change{Update: u}
		if !u.NoDeref && u.Symbolic == "" {
			if err := s.deref(c); err != nil {
				return nil, err
			}
		}
		if n := len(c.via); n > 0 && given[c.Name] {
			return nil, &DuplicateError{c.Name, "symref '" + c.via[n-1] + "'"}
		}
		if given[HEAD] && c.Name == head.Target && u.Name != HEAD {
			return nil, &DuplicateError{HEAD, "its referent '" + c.Name + "'"}
		}
		given[c.Name] = true
		changes = append(changes, c)
	}
	return changes, nil
}

func (s *Store) deref(c *change) error {
	for range maxSymbolic {
		r, err := s.Read(c.Name)
		if IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if !r.Symbolic() {
			return nil
		}
		if !safe(r.Target) || !c.deletes() && !ValidName(r.Target, true) {
			return &LockError{Name: c.Name, Why: "unable to resolve reference '" + c.Name + "'"}
		}
		c.via = append(c.via, c.Name)
		c.Name = r.Target
	}
	return &LoopError{c.Update.Name}
}
