package cli

import (
	"encoding/binary"

	"github.com/go-git/go-git/v5/plumbing"
)

// knownObjects is a table of the objects that a listing met. It holds as many as a repository
// has, and is asked for each entry of each tree: Go's map takes three times as long, since it mixes
// keys anew that are evenly spread by themselves.
type knownObjects struct {
	slots []knownObject
	count int
}

// knownObject is what a listing knows of one object.
type knownObject struct {
	hash  plumbing.Hash
	flags knownFlags
	// depth is how near to the top a folder was listed, where a filter asks for it: nearer, more
	// of it counts.
	depth int32
}

type knownFlags uint8

const (
	inUse      knownFlags = 1 << iota
	wasListed             // shown, or hidden by what is excluded
	wasLeftOut            // by the filter
	knownTree
	knownBlob
	hasDepth
)

// at gives the place of an object, good until the next one is asked for.
func (k *knownObjects) at(h plumbing.Hash) *knownObject {
	const first = 1 << 10
	if 4*k.count >= 3*len(k.slots) {
		old := k.slots
		k.slots = make([]knownObject, max(first, 2*len(old)))
		for i := range old {
			if old[i].flags != 0 {
				*k.find(old[i].hash) = old[i]
			}
		}
	}
	slot := k.find(h)
	if slot.flags == 0 {
		slot.hash, slot.flags = h, inUse
		k.count++
	}
	return slot
}

// find gives the place where an object is, or is to be put.
func (k *knownObjects) find(h plumbing.Hash) *knownObject {
	mask := uint64(len(k.slots) - 1)
	i := binary.LittleEndian.Uint64(h[:]) & mask
	for k.slots[i].flags != 0 && k.slots[i].hash != h {
		i = (i + 1) & mask
	}
	return &k.slots[i]
}
