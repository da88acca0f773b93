package refs

import (
	"slices"
	"strings"
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
	lock, err := s.lockPacked()
	if err != nil {
		return err
	}
	defer lock.rollback()
	packed, err := s.readPacked()
	if err != nil {
		return err
	}
	all := append(slices.Clone(list), packed.list...) // the first of a name stays
	slices.SortStableFunc(all, func(a, b Ref) int { return strings.Compare(a.Name, b.Name) })
	all = slices.CompactFunc(all, func(a, b Ref) bool { return a.Name == b.Name })
	if err := lock.stage(all); err != nil {
		return err
	}
	if err := lock.commit(); err != nil {
		return err
	}
	s.forgetPacked()
	return nil
}
