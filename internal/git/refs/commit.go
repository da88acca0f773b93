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
