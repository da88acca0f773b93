package object

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// bucket is the part of an index for the hashes with one first byte.
type bucket struct {
	hashes  []byte // 20 bytes each, ascending
	offsets []byte // 4 bytes each
}

func (b *bucket) len() int { return len(b.hashes) / 20 }

func (b *bucket) hash(i int) []byte { return b.hashes[20*i : 20*i+20] }

// search finds the first entry that is not below h. Hashes are spread evenly, so it
// begins where h should be, and doubles its steps from there.
func (b *bucket) search(h []byte) int {
	count := b.len()
	guess := int(binary.BigEndian.Uint16(h[1:])) * count >> 16
	lo, hi := guess, guess
	for step := 1; lo > 0 && !b.below(lo-1, h); step *= 2 {
		lo, hi = max(lo-step, 0), lo
	}
	for step := 1; hi < count && b.below(hi, h); step *= 2 {
		lo, hi = hi+1, min(hi+step, count)
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if b.below(mid, h) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// below reports whether the i-th entry comes before h.
func (b *bucket) below(i int, h []byte) bool {
	have := b.hash(i)
	x, y := binary.BigEndian.Uint64(have), binary.BigEndian.Uint64(h)
	return x < y || x == y && bytes.Compare(have, h) < 0
}

// bucket reads the part of the index for one first byte, once.
func (p *pack) bucket(first byte) (*bucket, error) {
	if err := p.open(); err != nil {
		return nil, err
	}
	if b := p.buckets[first].Load(); b != nil {
		return b, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.buckets[first].Load(); b != nil {
		return b, nil
	}
	lo, hi := int64(0), int64(p.fan[first])
	if first > 0 {
		lo = int64(p.fan[first-1])
	}
	b, err := p.readIndex(lo, hi)
	if err != nil {
		return nil, err
	}
	p.buckets[first].Store(b)
	return b, nil
}

// readIndex reads the part of the index from one place to another.
func (p *pack) readIndex(lo, hi int64) (*bucket, error) {
	b := &bucket{hashes: make([]byte, 20*(hi-lo)), offsets: make([]byte, 4*(hi-lo))}
	if _, err := p.idx.ReadAt(b.hashes, idxHashes+20*lo); err != nil {
		return nil, fmt.Errorf("read pack index: %w", err)
	}
	if _, err := p.idx.ReadAt(b.offsets, idxHashes+int64(p.count)*24+4*lo); err != nil {
		return nil, fmt.Errorf("read pack index: %w", err)
	}
	return b, nil
}

// each calls visit for every object of the pack, by hash.
func (p *pack) each(visit func(h plumbing.Hash, off int64) error) error {
	if err := p.open(); err != nil {
		return err
	}
	const atOnce = 1 << 16 // few reads, and no more memory than a bucket of a large pack takes
	for lo := 0; lo < p.count; lo += atOnce {
		b, err := p.readIndex(int64(lo), int64(min(lo+atOnce, p.count)))
		if err != nil {
			return err
		}
		for i := range b.len() {
			off, err := p.offsetAt(b, i)
			if err != nil {
				return err
			}
			if err := visit(plumbing.Hash(b.hash(i)), off); err != nil {
				return err
			}
		}
	}
	return nil
}

// offset finds where in the pack the object lies.
func (p *pack) offset(h plumbing.Hash) (int64, bool, error) {
	b, err := p.bucket(h[0])
	if err != nil {
		return 0, false, err
	}
	i := b.search(h[:])
	if i >= b.len() || !bytes.Equal(b.hash(i), h[:]) {
		return 0, false, nil
	}
	off, err := p.offsetAt(b, i)
	return off, err == nil, err
}

func (p *pack) offsetAt(b *bucket, i int) (int64, error) {
	off := binary.BigEndian.Uint32(b.offsets[4*i:])
	if off&(1<<31) == 0 {
		return int64(off), nil
	}
	at := idxHashes + int64(p.count)*28 + 8*int64(off&^(1<<31))
	var long [8]byte
	if at+8 > p.idxSize-40 {
		return 0, errors.New("pack index: offset table is too short")
	}
	if _, err := p.idx.ReadAt(long[:], at); err != nil {
		return 0, fmt.Errorf("read pack index: %w", err)
	}
	return int64(binary.BigEndian.Uint64(long[:])), nil
}
