package refs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
)

// Commit writes what was prepared: first the new values, then packed-refs
// without what is deleted, then the files of that, so that no crash lets an
// old packed value shine through.
func (p *Prepared) Commit() error {
	defer p.Abort() // of what an error leaves over
	head, err := p.s.Read(HEAD)
	if err != nil && !IsNotFound(err) {
		return err
	}
	var unlogged error
	for _, c := range p.changes {
		if c.deletes() || c.Verify {
			continue
		}
		err := p.s.write(c, head)
		var log *LogError
		if errors.As(err, &log) && log.Moved {
			unlogged = err
		} else if err != nil {
			return err
		}
	}
	if p.packed != nil {
		if err := p.packed.commit(); err != nil {
			return err
		}
		p.s.forgetPacked()
	}
	for _, c := range p.changes {
		if c.deletes() {
			if err := p.s.remove(c, head); err != nil {
				return err
			}
		}
	}
	return unlogged
}

// write gives a ref its new value. One that points at another is moved even where its reflog cannot be written: by
// then the working tree is that of the other branch.
func (s *Store) write(c *change, head Ref) error {
	newHash := c.New
	if c.Symbolic != "" {
		newHash, _ = s.Resolve(c.Symbolic) // zero when unborn
	}
	unlogged := s.log(c, head, newHash, c.unchanged() && c.logOld == nil)
	var log *LogError
	if errors.As(unlogged, &log) {
		log.Moved = c.Symbolic != ""
	}
	if unlogged != nil && c.Symbolic == "" {
		return unlogged
	}
	if !c.unchanged() {
		if err := c.lock.Commit(); err != nil {
			return err
		}
	}
	return unlogged
}

// LogError says that a reflog cannot be written.
type LogError struct {
	Name  string // of the ref
	Why   string // in Git's words
	Moved bool   // the ref was changed all the same
	Cause error
}

func (e *LogError) Error() string {
	if e.Moved {
		return e.Why
	}
	return "cannot update the ref '" + e.Name + "': " + e.Why
}
func (e *LogError) Unwrap() error { return e.Cause }

// log records a change in the reflogs of the ref, of the symbolic refs that
// led to it, and of HEAD when HEAD is on it.
func (s *Store) log(c *change, head Ref, newHash plumbing.Hash, same bool) error {
	if c.NoLog {
		return nil
	}
	logged := false
	if c.Symbolic == "" {
		for _, name := range c.via {
			logged = logged || name == HEAD
			if err := s.appendLog(name, c.oldHash, newHash, c.Message, false); err != nil {
				return err
			}
		}
	}
	symbolicOnly := c.Symbolic != "" && newHash.IsZero()
	if (!same || c.logOld != nil) && !symbolicOnly { // a rename is recorded even over a ref with the same value
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
	unborn := c.logOld != nil && c.oldHash.IsZero() // Git does not see that HEAD is on the new name of a ref
	if !logged && !unborn && c.Name != HEAD && head.Target == c.Name {
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
	if err := disk.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
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
	if OfWorktree(name) {
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
