package object

import (
	"cmp"
	"os"
	"slices"
	"sort"

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
	if h, err = s.Replacement(h); err != nil {
		return 0, base, err
	}
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
	order, err := p.byOffset()
	if err != nil {
		return 0, base, err
	}
	place := func(off int64) int {
		return sort.Search(len(order), func(i int) bool { return order[i].off >= off })
	}
	end := p.size - 20
	if i := place(off + 1); i < len(order) {
		end = order[i].off
	}
	switch e.kind {
	case refDelta:
		base = e.ref
	case ofsDelta:
		if i := place(e.base); i < len(order) && order[i].off == e.base {
			base = order[i].hash
		}
	}
	return end - off, base, nil
}

// packed is one entry of a pack's index.
type packed struct {
	off  int64
	hash plumbing.Hash
}

// byOffset lists a pack's objects as they lie in it. The list is made once,
// for whoever asks about one object mostly asks about all.
func (p *pack) byOffset() ([]packed, error) {
	p.orderOnce.Do(func() { p.order, p.orderErr = p.sortByOffset() })
	return p.order, p.orderErr
}

func (p *pack) sortByOffset() ([]packed, error) {
	all := make([]packed, 0, p.count)
	err := p.each(func(h plumbing.Hash, off int64) error {
		all = append(all, packed{off, h})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(all) >= 1<<24 || p.size >= 1<<40 {
		slices.SortFunc(all, func(a, b packed) int { return cmp.Compare(a.off, b.off) })
		return all, nil
	}
	keys := make([]uint64, len(all))
	for i := range all {
		keys[i] = uint64(all[i].off)<<24 | uint64(i)
	}
	order := make([]packed, len(all))
	for i, key := range sortKeys(keys, 24, uint64(p.size)<<24) {
		order[i] = all[key&(1<<24-1)]
	}
	return order, nil
}

// sortKeys sorts numbers below a limit by their bits from one on, eleven at a time: a
// walk waits for it, and comparing takes ten times as long.
func sortKeys(keys []uint64, from int, limit uint64) []uint64 {
	const digit = 11
	other := make([]uint64, len(keys))
	for shift := from; shift < 64 && limit>>shift > 0; shift += digit {
		var at [1 << digit]int
		for _, k := range keys {
			at[k>>shift&(1<<digit-1)]++
		}
		sum := 0
		for d, n := range at {
			at[d], sum = sum, sum+n
		}
		for _, k := range keys {
			d := k >> shift & (1<<digit - 1)
			other[at[d]] = k
			at[d]++
		}
		keys, other = other, keys
	}
	return keys
}
