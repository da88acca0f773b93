package object

import (
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"
)

// baseCache keeps contents of pack entries: an object is most often the base of one that
// is read soon after. Each entry has one place, which the next one that comes there
// takes over; nobody waits for anybody. When it holds too many bytes it starts anew.
type baseCache struct {
	limit int64
	used  atomic.Int64
	table atomic.Pointer[baseTable] // nil until something is kept
}

const baseSlots = 1 << 15

type baseTable [baseSlots]atomic.Pointer[baseValue]

type baseValue struct {
	p    *pack
	off  int64
	kind plumbing.ObjectType
	data []byte
}

// baseRoom is about what the cache itself takes for each content.
const baseRoom = 64

func newBaseCache(limit int64) *baseCache { return &baseCache{limit: limit} }

// place is where an entry is kept. Offsets of several packs share the table: two packs
// read at once are rare, and cost time only.
func place(off int64) uint64 {
	const spread = 0x9e3779b97f4a7c15 // the golden ratio: mixes what is near each other
	return uint64(off) * spread >> 49
}

func (c *baseCache) get(p *pack, off int64) (plumbing.ObjectType, []byte, bool) {
	t := c.table.Load()
	if t == nil {
		return plumbing.InvalidObject, nil, false
	}
	v := t[place(off)].Load()
	if v == nil || v.off != off || v.p != p {
		return plumbing.InvalidObject, nil, false
	}
	return v.kind, v.data, true
}

func (c *baseCache) put(p *pack, off int64, kind plumbing.ObjectType, data []byte) {
	size := int64(len(data)) + baseRoom
	if size > c.limit/4 {
		return
	}
	t := c.table.Load()
	if t == nil || c.used.Load() > c.limit {
		t = new(baseTable)
		c.table.Store(t) // of two that come at once one loses what it kept
		c.used.Store(0)
	}
	old := t[place(off)].Swap(&baseValue{p, off, kind, data})
	if old != nil {
		size -= int64(len(old.data)) + baseRoom
	}
	c.used.Add(size)
}
