package refs

import (
	"errors"
	"fmt"
	"io/fs"
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

// commit writes what was prepared. Deletions go first in packed-refs and last
// among the files, so that no crash lets an old packed value shine through.
func (s *Store) commit(changes []*change) error {
	head, err := s.Read(HEAD)
	if err != nil && !IsNotFound(err) {
		return err
	}
	var gone []string
	for _, c := range changes {
		if c.deletes() {
			gone = append(gone, c.Name)
		}
	}
	if err := s.dropPacked(gone); err != nil {
		return err
	}
	for _, c := range changes {
		if c.deletes() || c.Verify {
			continue
		}
		if err := s.write(c, head); err != nil {
			return err
		}
	}
	for _, c := range changes {
		if c.deletes() {
			if err := s.remove(c, head); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) write(c *change, head Ref) error {
	same := c.exists && !c.old.Symbolic() && c.Symbolic == "" && c.oldHash == c.New
	content := c.New.String() + "\n"
	newHash := c.New
	if c.Symbolic != "" {
		content = "ref: " + c.Symbolic + "\n"
		newHash, _ = s.Resolve(c.Symbolic) // zero when unborn
	}
	if err := s.log(c, head, newHash, same); err != nil {
		return err
	}
	if same {
		return nil
	}
	if _, err := c.lock.Write([]byte(content)); err != nil {
		return fmt.Errorf("write ref %s: %w", c.Name, err)
	}
	return c.lock.Commit()
}

// log records a change in the reflogs of the ref, of the symbolic refs that
// led to it, and of HEAD when HEAD is on it.
func (s *Store) log(c *change, head Ref, newHash plumbing.Hash, same bool) error {
	if c.NoLog {
		return nil
	}
	symbolicOnly := c.Symbolic != "" && newHash.IsZero()
	if !same && !symbolicOnly {
		from := c.oldHash
		if c.logOld != nil {
			from = *c.logOld
		}
		if err := s.appendLog(c.Name, from, newHash, c.Message, c.CreateLog); err != nil {
			return err
		}
	}
	if c.Symbolic != "" {
		return nil
	}
	logged := false
	for _, name := range c.via {
		logged = logged || name == HEAD
		if err := s.appendLog(name, c.oldHash, newHash, c.Message, false); err != nil {
			return err
		}
	}
	if !logged && c.Name != HEAD && head.Target == c.Name {
		return s.appendLog(HEAD, c.oldHash, newHash, c.Message, false)
	}
	return nil
}

// remove deletes a loose ref and its reflog, and the folders left empty.
func (s *Store) remove(c *change, head Ref) error {
	path := s.path(c.Name)
	if c.exists {
		for _, name := range c.via {
			if err := s.appendLog(name, c.oldHash, plumbing.ZeroHash, c.Message, false); err != nil {
				return err
			}
		}
		if len(c.via) == 0 && c.Name != HEAD && head.Target == c.Name {
			if err := s.appendLog(HEAD, c.oldHash, plumbing.ZeroHash, c.Message, false); err != nil {
				return err
			}
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete ref %s: %w", c.Name, err)
	}
	if err := s.DeleteReflog(c.Name); err != nil {
		return err
	}
	c.lock.Rollback()
	s.prune(path, s.base(c.Name), c.Name)
	return nil
}

func (s *Store) base(name string) string {
	if ofWorktree(name) {
		return s.p.GitDir
	}
	return s.p.CommonDir
}

// prune removes the empty folders that a deleted file leaves behind, but
// never refs/x itself.
func (s *Store) prune(path, base, name string) {
	keep := filepath.Join(base, "refs")
	if parts := strings.SplitN(name, "/", 3); len(parts) == 3 {
		keep = filepath.Join(keep, parts[1])
	}
	for dir := filepath.Dir(path); len(dir) > len(keep) && strings.HasPrefix(dir, keep); dir = filepath.Dir(dir) {
		if os.Remove(dir) != nil {
			return
		}
	}
}

// dropPacked rewrites packed-refs without the given names.
func (s *Store) dropPacked(names []string) error {
	packed, err := s.readPacked()
	if err != nil {
		return err
	}
	drop := map[string]bool{}
	for _, n := range names {
		if _, ok := packed.find(n); ok {
			drop[n] = true
		}
	}
	if len(drop) == 0 {
		return nil
	}
	lock, err := lockfile.Acquire(filepath.Join(s.p.CommonDir, "packed-refs"))
	if err != nil {
		return err
	}
	defer lock.Rollback()
	var rest []Ref
	for _, r := range packed.list {
		if !drop[r.Name] {
			rest = append(rest, r)
		}
	}
	if _, err := lock.Write(writePacked(rest)); err != nil {
		return fmt.Errorf("write packed-refs: %w", err)
	}
	if err := lock.Commit(); err != nil {
		return err
	}
	s.mu.Lock()
	s.packed = nil
	s.mu.Unlock()
	return nil
}
