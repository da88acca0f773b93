package refs

// Kept is a ref that could not be deleted.
type Kept struct {
	Name  string
	Cause error
}

// Delete removes refs as git branch -d and git tag -d do: from packed-refs all
// at once, then one by one their files, so that a lock on one of them leaves
// that one alone. Symbolic refs themselves are removed, not what they lead to.
// The error says that none was deleted.
func (s *Store) Delete(names []string) ([]Kept, error) {
	if len(names) == 0 {
		return nil, nil
	}
	packed, err := s.withoutPacked(names)
	if err != nil {
		return nil, err
	}
	if err := packed.commit(); err != nil {
		return nil, err
	}
	s.forgetPacked()
	var kept []Kept
	for _, name := range names {
		if err := s.Set(Update{Name: name, NoDeref: true}); err != nil {
			kept = append(kept, Kept{name, err})
		}
	}
	return kept, nil
}
