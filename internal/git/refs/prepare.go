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

// Prepared is a transaction whose refs are locked and checked: nothing but the
// disk can make its Commit fail. Exactly one of Commit and Abort ends it.
type Prepared struct {
	s       *Store
	changes []*change
	locked  map[string]bool
	links   []*lockfile.Lock // of symbolic refs whose reflogs will record a change
	packed  *packedLock      // when something is deleted
}

// Update makes all changes of tx, or none and an error.
func (s *Store) Update(tx Transaction) error {
	p, err := s.Prepare(tx)
	if err != nil {
		return err
	}
	return p.Commit()
}

// Prepare locks every ref of tx and checks whether it may be changed.
func (s *Store) Prepare(tx Transaction) (*Prepared, error) {
	if err := s.p.Share.Check(); err != nil {
		return nil, err
	}
	changes, err := s.plan(tx)
	if err != nil {
		return nil, err
	}
	p := &Prepared{s: s, changes: changes, locked: map[string]bool{}}
	if err := p.lockAll(); err != nil {
		p.Abort()
		return nil, err
	}
	return p, nil
}

// Abort gives up the locks and changes nothing.
func (p *Prepared) Abort() {
	for _, c := range p.changes {
		if c.lock != nil {
			c.lock.Rollback()
		}
	}
	for _, l := range p.links {
		l.Rollback()
	}
	if p.packed != nil {
		p.packed.rollback()
	}
}

func (p *Prepared) lockAll() error {
	head, err := p.s.Read(HEAD)
	if err != nil && !IsNotFound(err) {
		return err
	}
	var gone []string
	for _, c := range p.changes {
		for _, name := range c.via {
			if err := p.lockLink(name); err != nil {
				return err
			}
		}
		if err := p.prepare(c); err != nil {
			return err
		}
		if c.deletes() {
			gone = append(gone, c.Name)
		}
	}
	for _, c := range p.changes {
		if c.Name == head.Target && c.Symbolic == "" && !c.Verify && !c.NoLog {
			if err := p.lockLink(HEAD); err != nil {
				return err
			}
		}
	}
	if len(gone) == 0 {
		return nil
	}
	p.packed, err = p.s.withoutPacked(gone)
	return err
}

// lockLink locks a symbolic ref, which stays as it is while its reflog grows.
func (p *Prepared) lockLink(name string) error {
	if p.locked[name] {
		return nil
	}
	lock, err := p.s.lock(name)
	if err != nil {
		return &LockError{Name: name, Why: err.Error(), Cause: err}
	}
	p.locked[name] = true
	p.links = append(p.links, lock)
	return lock.Close()
}

func (s *Store) lock(name string) (*lockfile.Lock, error) {
	lock, err := lockfile.AcquireItself(s.path(name), s.p.Patience)
	if err != nil {
		return nil, err
	}
	return lock, lock.Share(s.p.Share)
}

// prepare locks a ref, makes sure that it may be changed and stages its new value.
func (p *Prepared) prepare(c *change) error {
	s := p.s
	if err := s.makeRoom(c, p.changes); err != nil {
		return err
	}
	lock, err := s.lock(c.Name)
	switch {
	case err != nil && c.Symbolic != "":
		return &SymbolicLockError{Name: c.Name, Cause: err}
	case err != nil:
		return &LockError{Name: c.lockName(), Why: err.Error(), Cause: err}
	}
	c.lock, p.locked[c.Name] = lock, true
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
	if !c.exists {
		if err := s.available(c.Name, c.lockName(), p.changes); err != nil {
			return err
		}
	}
	if err := s.checkNew(c); err != nil {
		return err
	}
	return c.stage()
}

// checkNew makes sure that the new value is there and of the right kind.
func (s *Store) checkNew(c *change) error {
	if c.New.IsZero() || s.p.IsCommit == nil || c.Verify || c.unchanged() {
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

// unchanged reports whether the ref's file is right as it is.
func (c *change) unchanged() bool {
	return c.exists && !c.old.Symbolic() && c.Symbolic == "" && c.oldHash == c.New
}

// stage writes the new value into the lock and closes it: a transaction may
// have more refs than a process may have open files.
func (c *change) stage() error {
	if !c.deletes() && !c.Verify && !c.unchanged() {
		content := c.New.String() + "\n"
		if c.Symbolic != "" {
			content = "ref: " + c.Symbolic + "\n"
		}
		if _, err := c.lock.Write([]byte(content)); err != nil {
			return fmt.Errorf("write ref %s: %w", c.Name, err)
		}
	}
	return c.lock.Close()
}

// makeRoom makes the folders above a loose ref, and removes an empty folder
// that stands where the file will be.
func (s *Store) makeRoom(c *change, all []*change) error {
	path := s.path(c.Name)
	if err := s.p.Share.MkdirAll(filepath.Dir(path)); err != nil {
		if owner, ok := s.prefixOf(c.Name, nil); ok {
			return &LockError{Name: c.lockName(), Why: "'" + owner + "' exists; cannot create '" + c.Name + "'", Cause: err}
		}
		return &LockError{Name: c.lockName(), Why: lockfile.Reason(err), Cause: err}
	}
	if !isDir(path) {
		return nil
	}
	removeEmptyDirs(path)
	if !isDir(path) {
		return nil
	}
	if c.Old != nil && !c.Old.IsZero() {
		return &LockError{Name: c.lockName(), Why: "unable to resolve reference '" + c.Name + "'"}
	}
	if err := s.available(c.Name, c.lockName(), all); err != nil {
		return err
	}
	return &LockError{Name: c.lockName(), Why: "there is a non-empty directory '" + s.shown(path) +
		"' blocking reference '" + c.Name + "'"}
}

// shown is a path below the Git folder as messages name it.
func (s *Store) shown(path string) string {
	if s.p.Shown == nil {
		return path
	}
	return s.p.Shown(path)
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
