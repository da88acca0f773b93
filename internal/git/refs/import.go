package refs

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"cairn/internal/git/lockfile"
)

// Import writes many new refs at once into packed-refs, without reflogs, as a
// clone does. Peeled is kept. Names must be well formed; a ref that is there
// already gets the new value, unless a loose one stands before it.
func (s *Store) Import(list []Ref) error {
	for _, r := range list {
		if !ValidName(r.Name, false) || !safe(r.Name) {
			return &NameError{r.Name}
		}
	}
	lock, err := lockfile.Acquire(filepath.Join(s.p.CommonDir, "packed-refs"))
	if err != nil {
		return err
	}
	defer lock.Rollback()
	packed, err := s.readPacked()
	if err != nil {
		return err
	}
	all := append(slices.Clone(list), packed.list...) // the first of a name stays
	slices.SortStableFunc(all, func(a, b Ref) int { return strings.Compare(a.Name, b.Name) })
	all = slices.CompactFunc(all, func(a, b Ref) bool { return a.Name == b.Name })
	if _, err := lock.Write(writePacked(all)); err != nil {
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
