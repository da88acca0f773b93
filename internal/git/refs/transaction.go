package refs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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

// Update makes all changes of tx, or none and an error. Every ref is locked
// first, then checked, then written.
func (s *Store) Update(tx Transaction) error {
	changes, err := s.plan(tx)
	if err != nil {
		return err
	}
	defer func() {
		for _, c := range changes {
			if c.lock != nil {
				c.lock.Rollback()
			}
		}
	}()
	going := map[string]bool{}
	for _, c := range changes {
		if c.deletes() {
			going[c.Name] = true
		}
	}
	for _, c := range changes {
		if err := s.prepare(c, changes, going); err != nil {
			return err
		}
	}
	return s.commit(changes)
}

func (c *change) deletes() bool { return c.New.IsZero() && c.Symbolic == "" && !c.Verify }

// plan checks names and follows symbolic refs.
func (s *Store) plan(tx Transaction) ([]*change, error) {
	seen := map[string]bool{}
	var changes []*change
	for _, u := range tx.Updates {
		if !ValidName(u.Name, true) || !safe(u.Name) {
			return nil, &NameError{u.Name}
		}
		c := &change{Update: u}
		if !u.NoDeref && u.Symbolic == "" {
			if err := s.deref(c); err != nil {
				return nil, err
			}
		}
		if seen[c.Name] {
			return nil, fmt.Errorf("multiple updates for ref '%s' not allowed", c.Name)
		}
		seen[c.Name] = true
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
		if !ValidName(r.Target, true) || !safe(r.Target) {
			return &LockError{Name: c.Name, Why: "unable to resolve reference '" + c.Name + "'"}
		}
		c.via = append(c.via, c.Name)
		c.Name = r.Target
	}
	return &LoopError{c.Update.Name}
}

// prepare locks a ref and makes sure that it may be changed.
func (s *Store) prepare(c *change, all []*change, going map[string]bool) error {
	path := s.path(c.Name)
	if err := s.makeFolder(c, path, going); err != nil {
		return err
	}
	lock, err := lockfile.Acquire(path)
	if err != nil {
		return &LockError{Name: c.Name, Why: err.Error(), Cause: err}
	}
	c.lock = lock
	c.old, err = s.Read(c.Name)
	c.exists = err == nil
	if err != nil && !IsNotFound(err) {
		return err
	}
	if c.oldHash = c.old.Hash; c.old.Symbolic() {
		c.oldHash, _ = s.Resolve(c.old.Target) // an unborn target is the zero hash
	}
	if err := c.checkOld(); err != nil {
		return err
	}
	if !c.exists && !c.deletes() && !c.Verify {
		if err := s.available(c.Name, all, going); err != nil {
			return err
		}
	}
	if c.New.IsZero() || s.p.IsCommit == nil || c.Verify || c.oldHash == c.New && c.exists && !c.old.Symbolic() {
		return nil
	}
	isCommit, err := s.p.IsCommit(c.New)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return &MissingObjectError{c.Name, c.New}
	}
	if err != nil {
		return err
	}
	if !isCommit && (strings.HasPrefix(c.Name, Heads) || c.Name == HEAD) {
		return &NotCommitError{c.Name, c.New}
	}
	return nil
}

func (c *change) checkOld() error {
	if c.exists && c.old.Broken && !c.deletes() {
		return &LockError{Name: c.lockName(), Why: (&BrokenError{c.Name}).Error()}
	}
	if c.Old == nil {
		return nil
	}
	switch {
	case *c.Old == c.oldHash:
		return nil
	case c.Old.IsZero():
		return &LockError{Name: c.lockName(), Why: "reference already exists"}
	case !c.exists:
		return &LockError{Name: c.lockName(), Why: "unable to resolve reference '" + c.Name + "'"}
	case c.oldHash.IsZero():
		return &LockError{Name: c.lockName(), Why: "reference is missing but expected " + c.Old.String()}
	default:
		return &LockError{Name: c.lockName(), Why: "is at " + c.oldHash.String() + " but expected " + c.Old.String()}
	}
}

// lockName is the name that the caller used, which is what Git's messages show.
func (c *change) lockName() string {
	if len(c.via) > 0 {
		return c.via[0]
	}
	return c.Name
}

// makeFolder makes the folders above a loose ref, and removes an empty folder
// that stands where the file will be.
func (s *Store) makeFolder(c *change, path string, going map[string]bool) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		if owner, ok := s.prefixOf(c.Name, going); ok {
			return &LockError{Name: c.lockName(), Why: "'" + owner + "' exists; cannot create '" + c.Name + "'", Cause: err}
		}
		return &LockError{Name: c.lockName(), Why: lockfile.Reason(err), Cause: err}
	}
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		removeEmptyDirs(path)
	}
	return nil
}

// removeEmptyDirs removes a folder that holds nothing but empty folders.
func removeEmptyDirs(path string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() {
			removeEmptyDirs(filepath.Join(path, e.Name()))
		}
	}
	_ = os.Remove(path) // fails when something is in it, which is what we want
}

// prefixOf finds an existing ref that is a folder on the way to name.
func (s *Store) prefixOf(name string, going map[string]bool) (string, bool) {
	for i := range len(name) {
		if name[i] == '/' && !going[name[:i]] && name[:i] != "refs" && s.Exists(name[:i]) {
			return name[:i], true
		}
	}
	return "", false
}

// available makes sure that no ref is a folder of name nor name a folder of
// another ref, in the store or in the same transaction.
func (s *Store) available(name string, all []*change, going map[string]bool) error {
	if owner, ok := s.prefixOf(name, going); ok {
		return &LockError{Name: name, Why: "'" + owner + "' exists; cannot create '" + name + "'"}
	}
	below, err := s.List(name + "/")
	if err != nil {
		return err
	}
	for _, r := range below {
		if !going[r.Name] {
			return &LockError{Name: name, Why: "'" + r.Name + "' exists; cannot create '" + name + "'"}
		}
	}
	for _, c := range all {
		if c.Name == name || c.deletes() {
			continue
		}
		if strings.HasPrefix(c.Name, name+"/") || strings.HasPrefix(name, c.Name+"/") {
			return &LockError{Name: name, Why: "cannot process '" + name + "' and '" + c.Name + "' at the same time"}
		}
	}
	return nil
}

// Conflict tells whether a ref of this name could not be created because of
// another one; the error is the one that Update would give.
func (s *Store) Conflict(name string, except ...string) error {
	going := map[string]bool{}
	for _, n := range except {
		going[n] = true
	}
	return s.available(name, nil, going)
}
