package object

import (
	"math"
	"os"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// AllSorted lists every stored object by hash.
func (s *Store) AllSorted() ([]plumbing.Hash, error) {
	var list []plumbing.Hash
	err := s.All(func(h plumbing.Hash) error {
		list = append(list, h)
		return nil
	})
	slices.SortFunc(list, compareHash)
	return list, err
}

// OnDisk tells how many bytes an object takes where it is stored, and the
// object that it is stored as a change of: the zero hash when it is whole.
func (s *Store) OnDisk(h plumbing.Hash) (size int64, base plumbing.Hash, err error) {
	for _, d := range s.dirs {
		packs, err := d.packs(true)
		if err != nil {
			return 0, base, err
		}
		for _, p := range packs {
			off, ok, err := p.offset(h)
			if err != nil {
				return 0, base, err
			}
			if ok {
				return p.onDisk(off)
			}
		}
		if info, err := os.Stat(d.file(h)); err == nil {
			return info.Size(), base, nil
		}
	}
	return 0, base, &MissingError{Hash: h}
}

// onDisk measures an entry up to where the next one begins.
func (p *pack) onDisk(off int64) (int64, plumbing.Hash, error) {
	var base plumbing.Hash
	e, err := p.header(off)
	if err != nil {
		return 0, base, err
	}
	if e.kind == refDelta {
		base = e.ref
	}
	next := int64(math.MaxInt64)
	err = p.each(func(h plumbing.Hash, o int64) error {
		if o > off && o < next {
			next = o
		}
		if e.kind == ofsDelta && o == e.base {
			base = h
		}
		return nil
	})
	return min(next, p.size-20) - off, base, err
}
