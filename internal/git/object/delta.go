package object

import (
	"errors"
	"slices"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxChain bounds a chain of deltas; Git itself writes at most 4,095.
const maxChain = 10_000

// step is one delta on the way from an object to what it is made of.
type step struct {
	off   int64
	delta []byte
}

// fromPack reads the object at off, putting deltas on their bases.
func (s *Store) fromPack(p *pack, off int64) (plumbing.ObjectType, []byte, error) {
	kind, data, known := s.bases.get(p, off)
	if !known {
		room := rooms.Get().(*scratch) //nolint:forcetypeassert // the pool holds nothing else
		defer room.release()
		var err error
		if kind, data, err = s.unpack(p, off, room); err != nil {
			return plumbing.InvalidObject, nil, err
		}
	}
	if kind == plumbing.CommitObject {
		s.noteRead(p, off)
	}
	return kind, data, nil
}

// unpack goes down a chain of deltas to a base, and builds the object from there.
func (s *Store) unpack(p *pack, off int64, room *scratch) (kind plumbing.ObjectType, data []byte, err error) {
	for known := false; !known; kind, data, known = s.bases.get(p, off) {
		e, err := p.header(off)
		if err != nil {
			return plumbing.InvalidObject, nil, err
		}
		if e.kind != ofsDelta && e.kind != refDelta {
			if data, err = p.inflate(e, nil); err != nil {
				return plumbing.InvalidObject, nil, err
			}
			kind = plumbing.ObjectType(e.kind)
			if kind != plumbing.CommitObject || len(room.steps) > 0 { // commits are kept decoded, and seldom bases
				s.bases.put(p, off, kind, data)
			}
			break
		}
		delta, err := p.inflate(e, room)
		if err != nil {
			return plumbing.InvalidObject, nil, err
		}
		if room.steps = append(room.steps, step{off, delta}); len(room.steps) > maxChain {
			return plumbing.InvalidObject, nil, errors.New("chain of deltas is too long")
		}
		if off, err = p.baseOf(e); err != nil {
			return plumbing.InvalidObject, nil, err
		}
	}
	for _, st := range slices.Backward(room.steps) {
		if data, err = applyDelta(data, st.delta); err != nil {
			return plumbing.InvalidObject, nil, err
		}
		s.bases.put(p, st.off, kind, data)
	}
	return kind, data, nil
}

// baseOf is where the base of a delta lies.
func (p *pack) baseOf(e entry) (int64, error) {
	if e.kind == ofsDelta {
		return e.base, nil
	}
	base, ok, err := p.offset(e.ref)
	if err == nil && !ok {
		err = &MissingError{Hash: e.ref}
	}
	return base, err
}

// scratch is memory for what is only looked at: deltas, and commits before they are
// decoded. Taking it anew for each is a good part of what small objects cost.
type scratch struct {
	free  []byte
	all   [16 << 10]byte
	steps []step
}

var rooms = sync.Pool{New: func() any { return new(scratch).emptied() }}

func (s *scratch) emptied() *scratch {
	s.free = s.all[:]
	return s
}

func (s *scratch) release() {
	clear(s.steps) // deltas that found no room are not held
	s.steps = s.steps[:0]
	rooms.Put(s.emptied())
}

// take gives n bytes that last until the scratch is emptied; with nil, for good.
func (s *scratch) take(n int64) []byte {
	if s == nil || n > int64(len(s.free)) {
		return make([]byte, n)
	}
	taken := s.free[:n:n]
	s.free = s.free[n:]
	return taken
}

// maxDelta bounds what is built of a delta, in bytes: Git makes none of files beyond core.bigFileThreshold, and a few
// bytes that double what came before could ask for any amount of memory.
const maxDelta = 512 << 20

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
	if !ok || to > maxDelta {
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
