package object

import (
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// baseCache keeps the most recently used contents of pack entries, up to a
// number of bytes: an object is most often the base of the next one read. It is in
// parts, so that those who read at once seldom wait for each other.
type baseCache [baseParts]basePart

const baseParts = 8

// basePart is the cache for some of the offsets.
type basePart struct {
	mu    sync.Mutex
	limit int
	used  int
	at    map[baseKey]*baseValue
	ring  baseValue // its next is the most recently used, its previous the least
}

type baseKey struct {
	p   *pack
	off int64
}

type baseValue struct {
	next, previous *baseValue
	key            baseKey
	kind           plumbing.ObjectType
	data           []byte
}

// baseRoom is about what the cache itself takes for each content.
const baseRoom = 128

func newBaseCache(limit int) *baseCache {
	all := &baseCache{}
	for i := range all {
		c := &all[i]
		c.limit, c.at = limit/baseParts, map[baseKey]*baseValue{}
		c.ring.next, c.ring.previous = &c.ring, &c.ring
	}
	return all
}

// part is where an offset's content is kept.
func (all *baseCache) part(off int64) *basePart {
	const spread = 0x9e3779b97f4a7c15 // the golden ratio: mixes what is near each other
	return &all[uint64(off)*spread>>61]
}

func (v *baseValue) unlink() { v.previous.next, v.next.previous = v.next, v.previous }

func (c *basePart) toFront(v *baseValue) {
	v.previous, v.next = &c.ring, c.ring.next
	v.previous.next, v.next.previous = v, v
}

func (all *baseCache) get(p *pack, off int64) (plumbing.ObjectType, []byte, bool) {
	c := all.part(off)
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.at[baseKey{p, off}]
	if !ok {
		return plumbing.InvalidObject, nil, false
	}
	v.unlink()
	c.toFront(v)
	return v.kind, v.data, true
}

func (all *baseCache) put(p *pack, off int64, kind plumbing.ObjectType, data []byte) {
	c := all.part(off)
	c.mu.Lock()
	defer c.mu.Unlock()
	key := baseKey{p, off}
	if _, ok := c.at[key]; ok || len(data) > c.limit/2 {
		return
	}
	v := &baseValue{key: key, kind: kind, data: data}
	c.at[key] = v
	c.toFront(v)
	c.used += len(data) + baseRoom
	for c.used > c.limit {
		last := c.ring.previous
		last.unlink()
		delete(c.at, last.key)
		c.used -= len(last.data) + baseRoom
	}
}
