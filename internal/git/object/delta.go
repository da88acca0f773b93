package object

import (
	"errors"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxChain bounds a chain of deltas; Git itself writes at most 4,095.
const maxChain = 10_000

// fromPack reads the object at off, putting deltas on their bases.
func (s *Store) fromPack(p *pack, off int64) (plumbing.ObjectType, []byte, error) {
	wanted := off
	var deltas [][]byte
	var offsets []int64
	var kind plumbing.ObjectType
	var data []byte
	for {
		if k, d, ok := s.bases.get(p, off); ok {
			kind, data = k, d
			break
		}
		e, err := p.header(off)
		if err != nil {
			return plumbing.InvalidObject, nil, err
		}
		raw, err := p.inflate(e)
		if err != nil {
			return plumbing.InvalidObject, nil, err
		}
		offsets = append(offsets, off)
		if e.kind != ofsDelta && e.kind != refDelta {
			kind, data = plumbing.ObjectType(e.kind), raw
			if kind != plumbing.CommitObject || len(deltas) > 0 { // commits are kept decoded, and seldom bases
				s.bases.put(p, off, kind, data)
			}
			offsets = offsets[:len(offsets)-1]
			break
		}
		deltas = append(deltas, raw)
		if len(deltas) > maxChain {
			return plumbing.InvalidObject, nil, errors.New("chain of deltas is too long")
		}
		if e.kind == ofsDelta {
			off = e.base
			continue
		}
		base, ok, err := p.offset(e.ref)
		if err != nil {
			return plumbing.InvalidObject, nil, err
		}
		if !ok {
			return plumbing.InvalidObject, nil, &MissingError{Hash: e.ref}
		}
		off = base
	}
	for i := len(deltas) - 1; i >= 0; i-- {
		var err error
		if data, err = applyDelta(data, deltas[i]); err != nil {
			return plumbing.InvalidObject, nil, err
		}
		s.bases.put(p, offsets[i], kind, data)
	}
	if kind == plumbing.CommitObject {
		s.noteRead(p, wanted)
	}
	return kind, data, nil
}

var errDelta = errors.New("delta is damaged")

// applyDelta builds an object from its base; the format is described in
// gitformat-pack(5). go-git's PatchDelta grows its buffer as it goes and
// refuses an empty base; this one takes the memory once.
func applyDelta(base, delta []byte) ([]byte, error) {
	from, delta, ok := varint(delta)
	if !ok || from != uint64(len(base)) {
		return nil, errDelta
	}
	to, delta, ok := varint(delta)
	if !ok || to > 1<<31 {
		return nil, errDelta
	}
	out := make([]byte, 0, min(to, 64<<20))
	for len(delta) > 0 {
		op := delta[0]
		delta = delta[1:]
		if op == 0 {
			return nil, errDelta
		}
		if op&0x80 == 0 {
			n := int(op)
			if n > len(delta) || uint64(len(out)+n) > to {
				return nil, errDelta
			}
			out = append(out, delta[:n]...)
			delta = delta[n:]
			continue
		}
		var off, n uint64
		for bit := range 7 {
			if op&(1<<bit) == 0 {
				continue
			}
			if len(delta) == 0 {
				return nil, errDelta
			}
			if bit < 4 {
				off |= uint64(delta[0]) << (8 * bit)
			} else {
				n |= uint64(delta[0]) << (8 * (bit - 4))
			}
			delta = delta[1:]
		}
		if n == 0 {
			n = 0x10000
		}
		if off+n > uint64(len(base)) || uint64(len(out))+n > to {
			return nil, errDelta
		}
		out = append(out, base[off:off+n]...)
	}
	if uint64(len(out)) != to {
		return nil, errDelta
	}
	return out, nil
}

func varint(b []byte) (uint64, []byte, bool) {
	var v uint64
	for i, c := range b {
		if i > 8 {
			break
		}
		v |= uint64(c&0x7f) << (7 * i)
		if c&0x80 == 0 {
			return v, b[i+1:], true
		}
	}
	return 0, nil, false
}
