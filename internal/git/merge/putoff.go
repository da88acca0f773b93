package merge

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// waiting is a folder that the walk comes back to when it has seen all others.
type waiting struct {
	path       string
	trees      [3]plumbing.Hash
	renameMask uint8
}

// putOff are the folders of one side that wait. Among files that could be the new place of the same moved file the first
// one found wins, so their order matters. Git's is that of a table of chains, hashed by FNV-1: learnt by asking
// 2.39 about files copied into folders of many names.
type putOff struct {
	chains [][]waiting
	count  int
}

const firstChains = 64

func (p *putOff) add(f waiting) {
	if p.chains == nil {
		p.chains = make([][]waiting, firstChains)
	}
	p.put(f)
	const fullPercent, growth = 80, 4
	if p.count++; p.count*100 <= len(p.chains)*fullPercent {
		return
	}
	all := p.all()
	p.chains = make([][]waiting, growth*len(p.chains))
	for i := range all {
		p.put(all[i])
	}
}

// put sets a folder before the others of its chain.
func (p *putOff) put(f waiting) {
	const basis, prime = 2166136261, 16777619
	hash := uint32(basis)
	for i := range len(f.path) {
		hash = hash*prime ^ uint32(f.path[i])
	}
	chain := &p.chains[hash%uint32(len(p.chains))]
	*chain = slices.Insert(*chain, 0, f)
}

func (p *putOff) all() []waiting { return slices.Concat(p.chains...) }

// waits reports whether a folder is put off, and for which side: one that the other side does not have, or has left as it was.
func (e *entry) waits(renameMask uint8) (side int, ok bool) {
	if renameMask == allBits || e.files != 0 {
		return 0, false
	}
	switch {
	case e.dirs == oursBit, e.dirs == allBits && e.match == baseBit|theirsBit:
		return atOurs, true
	case e.dirs == theirsBit, e.dirs == allBits && e.match == baseBit|oursBit:
		return atTheirs, true
	}
	return 0, false
}

// collectPutOff walks the folders that were put off.
func (m *merger) collectPutOff() error {
	m.noWait = true
	for side := atOurs; side <= atTheirs; side++ {
		for _, f := range m.sides[side].putOff.all() {
			if err := m.collect(f.path, f.trees, f.renameMask); err != nil {
				return err
			}
		}
	}
	return nil
}
