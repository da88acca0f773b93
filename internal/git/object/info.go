package object

import (
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Kind tells what an object is, without reading all of it.
func (s *Store) Kind(h plumbing.Hash) (plumbing.ObjectType, error) {
	kind, _, err := s.Info(h)
	return kind, err
}

// Size is the number of bytes of an object's content.
func (s *Store) Size(h plumbing.Hash) (int64, error) {
	_, size, err := s.Info(h)
	return size, err
}

// Info is Kind and Size in one look-up.
func (s *Store) Info(h plumbing.Hash) (plumbing.ObjectType, int64, error) {
	if c, ok := s.commits.get(h); ok {
		return plumbing.CommitObject, int64(c.size), nil
	}
	instead, err := s.Replacement(h)
	if err != nil {
		return plumbing.InvalidObject, 0, err
	}
	kind, size, err := s.info(instead)
	return kind, size, notReplaced(err, h, instead)
}

// info is Info of an object as it is stored.
func (s *Store) info(h plumbing.Hash) (plumbing.ObjectType, int64, error) {
	s.once.Do(s.tellGaps)
	if o, ok := s.fromAside(h); ok {
		return o.kind, int64(len(o.data)), nil
	}
	var damage error
	for pass := range 2 {
		for _, d := range s.dirs {
			packs, err := d.packs(pass > 0)
			if err != nil {
				return plumbing.InvalidObject, 0, err
			}
			for _, p := range packs {
				off, ok, err := p.offset(h)
				if ok {
					var kind plumbing.ObjectType
					var size int64
					if kind, size, err = s.packInfo(p, off); err == nil {
						return kind, size, nil
					}
				}
				damage = firstOf(damage, err)
			}
			kind, size, err := d.looseInfo(h)
			if err == nil || !isMissing(err) {
				return kind, size, err
			}
		}
	}
	if h == EmptyTree {
		return plumbing.TreeObject, 0, nil
	}
	return plumbing.InvalidObject, 0, absent(h, damage)
}

func (s *Store) packInfo(p *pack, off int64) (plumbing.ObjectType, int64, error) {
	e, err := p.header(off)
	if err == nil && e.kind != ofsDelta && e.kind != refDelta {
		return plumbing.ObjectType(e.kind), e.size, nil
	}
	kind, data, err := s.fromPack(p, off)
	return kind, int64(len(data)), err
}

// ParseHash reads a full hash of 40 hexadecimal digits.
func ParseHash(s string) (plumbing.Hash, bool) {
	var h plumbing.Hash
	if len(s) != 40 {
		return h, false
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil {
		return plumbing.ZeroHash, false
	}
	return h, true
}

// Expand lists, sorted, the hashes of all objects whose hexadecimal form
// begins with prefix, which must have at least four digits.
func (s *Store) Expand(prefix string) ([]plumbing.Hash, error) {
	prefix = strings.ToLower(prefix)
	if len(prefix) < 4 || len(prefix) > 40 {
		return nil, fmt.Errorf("short hash %q must have 4 to 40 digits", prefix)
	}
	low, err := hex.DecodeString((prefix + strings.Repeat("0", 40))[:40])
	if err != nil {
		return nil, fmt.Errorf("short hash %q: %w", prefix, err)
	}
	var found []plumbing.Hash
	for _, d := range s.dirs {
		packs, err := d.packs(false)
		if err != nil {
			return nil, err
		}
		for _, p := range packs {
			b, err := p.bucket(low[0])
			if err != nil {
				continue // a damaged pack hides no other
			}
			for i := b.search(low); i < b.len(); i++ {
				h := plumbing.Hash(b.hash(i))
				if !strings.HasPrefix(h.String(), prefix) {
					break
				}
				found = append(found, h)
			}
		}
		for _, h := range d.looseWith(low[0]) {
			if strings.HasPrefix(h.String(), prefix) {
				found = append(found, h)
			}
		}
	}
	slices.SortFunc(found, compareHash)
	return slices.Compact(found), nil
}

// Abbrev shortens a hash to n digits, or to as many more as tell it from
// every other object. With n 0 the number is core.abbrev's, whose automatic
// value grows with the number of packed objects and is at least 7.
func (s *Store) Abbrev(h plumbing.Hash, n int) string {
	full := h.String()
	if n == 0 {
		n = s.params.MinAbbrev
	}
	if n == 0 {
		n = s.autoAbbrev()
	}
	if n = max(n, 4); n >= len(full) {
		return full
	}
	common := 0
	for _, d := range s.dirs {
		packs, err := d.packs(false)
		if err != nil {
			continue
		}
		for _, p := range packs {
			b, err := p.bucket(h[0])
			if err != nil {
				continue
			}
			i := b.search(h[:])
			if i > 0 {
				common = max(common, commonDigits(h, b.hash(i-1)))
			}
			if i < b.len() && plumbing.Hash(b.hash(i)) == h {
				i++
			}
			if i < b.len() {
				common = max(common, commonDigits(h, b.hash(i)))
			}
		}
		for _, o := range d.looseWith(h[0]) {
			if o != h {
				common = max(common, commonDigits(h, o[:]))
			}
		}
	}
	return full[:min(max(n, common+1), len(full))]
}

func commonDigits(h plumbing.Hash, o []byte) int {
	for i := range h {
		if x := h[i] ^ o[i]; x != 0 {
			return 2*i + bits.LeadingZeros8(x)/4
		}
	}
	return 40
}

// autoAbbrev is half the number of bits that it takes to count the packed
// objects, rounded up, and at least 7: so many digits leave a collision
// unlikely. Loose objects do not count, as seen with `git rev-parse --short`.
func (s *Store) autoAbbrev() int {
	count := 0
	for _, d := range s.dirs {
		packs, err := d.packs(false)
		if err != nil {
			continue
		}
		for _, p := range packs {
			if p.open() == nil {
				count += p.count
			}
		}
	}
	return max(7, (bits.Len(uint(count))+1)/2)
}

// All calls visit for every object that is stored, each once, in no order.
func (s *Store) All(visit func(plumbing.Hash) error) error {
	seen := map[plumbing.Hash]bool{}
	once := func(h plumbing.Hash) error {
		if seen[h] {
			return nil
		}
		seen[h] = true
		return visit(h)
	}
	for _, d := range s.dirs {
		packs, err := d.packs(true)
		if err != nil {
			return err
		}
		for _, p := range packs {
			err := p.each(func(h plumbing.Hash, _ int64) error { return once(h) })
			if err != nil {
				return err
			}
		}
		for b := range 256 {
			for _, h := range d.looseWith(byte(b)) {
				if err := once(h); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
