package object

import (
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// ahead unpacks the commits that a walk through a history will ask for next.
// Packs hold them in the order of a walk, so once reads go steadily forward,
// other processors inflate what lies ahead while the walk goes on; a walk over
// 10,000 commits takes half the time (BenchmarkPack). What was unpacked in
// vain is lost time of an idle processor, nothing more.
type ahead struct {
	mu      sync.Mutex
	last    int64   // offset of the last read
	run     int     // reads in a row that went forward
	order   []int64 // all offsets, ascending
	at      int     // place of the last read in order
	next    int     // first place that no worker has taken
	running int
	useless bool // what lies ahead is no commits
}

const (
	aheadAfter  = 64       // reads in a row before anything is unpacked ahead
	aheadStep   = 64 << 10 // bytes that one read may be behind the next
	aheadChunk  = 32       // entries that a worker takes at a time
	aheadWindow = 1024     // entries that workers may be ahead of the walk
	aheadSkip   = 8        // entries that are left to the walk itself
)

// noteRead learns from a read of a commit and sends workers ahead when it pays.
func (s *Store) noteRead(p *pack, off int64) {
	workers := min(runtime.GOMAXPROCS(0)-1, 3)
	a := &p.ahead
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.useless || workers < 1 {
		return
	}
	if off > a.last && off-a.last < aheadStep {
		a.run++
	} else {
		a.run = 0
	}
	a.last = off
	if a.run < aheadAfter {
		return
	}
	if a.order == nil {
		if a.order = p.offsets(); a.order == nil {
			a.useless = true
			return
		}
	}
	a.at = sort.Search(len(a.order), func(i int) bool { return a.order[i] >= off })
	a.next = max(a.next, a.at+aheadSkip)
	if a.next > a.at+2*aheadWindow {
		a.next = a.at + aheadSkip // the walk went back
	}
	for a.running < workers && a.next < min(a.at+aheadWindow/2, len(a.order)) {
		a.running++
		go s.readAhead(p, a.take())
	}
}

// take claims the next entries. The lock is held.
func (a *ahead) take() []int64 {
	end := min(a.next+aheadChunk, len(a.order))
	chunk := a.order[a.next:end]
	a.next = end
	return chunk
}

// readAhead unpacks chunk after chunk until it is far enough ahead.
func (s *Store) readAhead(p *pack, chunk []int64) {
	for len(chunk) > 0 {
		found := false
		for _, off := range chunk {
			e, err := p.header(off)
			if err != nil || e.kind != int(plumbing.CommitObject) {
				continue // the walk itself will meet the error
			}
			found = true
			if s.bases.has(p, off) {
				continue
			}
			if data, err := p.inflate(e); err == nil {
				s.bases.put(p, off, plumbing.CommitObject, data)
			}
		}
		p.ahead.mu.Lock()
		chunk = nil
		if !found {
			p.ahead.useless = true
		} else if p.ahead.next < min(p.ahead.at+aheadWindow, len(p.ahead.order)) {
			chunk = p.ahead.take()
		}
		p.ahead.mu.Unlock()
	}
	p.ahead.mu.Lock()
	p.ahead.running--
	p.ahead.mu.Unlock()
}

// offsets lists where the pack's entries begin, ascending; nil on damage.
func (p *pack) offsets() []int64 {
	list := make([]int64, 0, p.count)
	err := p.each(func(_ plumbing.Hash, off int64) error {
		list = append(list, off)
		return nil
	})
	if err != nil {
		return nil
	}
	slices.Sort(list)
	return list
}
