package object

import (
	"sort"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// ahead decodes the commits that a walk through a history will ask for next.
// Packs hold them in the order of a walk, or in that of their making, so once
// reads go steadily one way, other processors inflate what lies ahead while the
// walk goes on (BenchmarkPack shows with what effect). What was decoded in vain
// is lost time of an idle processor, nothing more.
type ahead struct {
	mu      sync.Mutex
	asked   bool     // whether order was asked for
	order   []packed // the pack's byOffset, once it is there
	last    int64    // offset of the last read
	run     int      // how many more reads went one way than the other
	way     int      // which way: 1 or -1
	step    int      // which way the workers go
	at      int      // place of the last read in byOffset
	next    int      // first place that no worker has taken
	running int
	vain    int // chunks in a row without a commit
}

const (
	aheadAfter  = 32       // reads one way before anything is decoded ahead
	aheadBack   = 4        // what a read the other way counts
	aheadStep   = 64 << 10 // bytes that one read may lie from the next
	aheadChunk  = 64       // entries that a worker takes at a time
	aheadWindow = 4096     // entries that workers may be ahead of the walk
	aheadSkip   = 16       // entries that are left to the walk itself
	aheadMost   = 3        // workers
	aheadVain   = 64       // chunks without a commit that are enough
)

// noteRead learns from a read of a commit and sends workers ahead when it pays.
func (s *Store) noteRead(p *pack, off int64) {
	if s.workers < 1 {
		return
	}
	a := &p.ahead
	a.mu.Lock()
	defer a.mu.Unlock()
	way := 1
	if off < a.last {
		way = -1
	}
	far := (off - a.last) * int64(way)
	a.last = off
	switch {
	case far > aheadStep:
		a.run = 0
	case way == a.way:
		a.run = min(a.run+1, 2*aheadAfter)
	default: // merges make a walk go to and fro
		a.run -= aheadBack
	}
	if a.run <= 0 {
		a.run, a.way = 1, way
	}
	if a.run < aheadAfter {
		return
	}
	if a.order == nil {
		if !a.asked {
			a.asked = true
			go p.prepareAhead()
		}
		return
	}
	a.at = sort.Search(len(a.order), func(i int) bool { return a.order[i].off >= off })
	if lead := (a.next - a.at) * a.way; a.step != a.way || lead < aheadSkip || lead > 2*aheadWindow {
		a.step, a.next = a.way, a.at+a.way*aheadSkip
	}
	s.sendAhead(p, a.order)
}

// prepareAhead lists the pack's entries, which takes some time in large packs.
func (p *pack) prepareAhead() {
	order, err := p.byOffset()
	if err != nil {
		return // the walk itself will meet the error
	}
	p.ahead.mu.Lock()
	p.ahead.order = order
	p.ahead.mu.Unlock()
}

// noteUse learns that the walk came to a commit that was decoded ahead.
func (s *Store) noteUse(c *Commit) {
	a := &c.pack.ahead
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at, a.last = c.place, a.order[c.place].off
	s.sendAhead(c.pack, a.order)
}

// sendAhead starts workers if they are not far enough ahead. The lock is held.
func (s *Store) sendAhead(p *pack, order []packed) {
	a := &p.ahead
	for a.running < s.workers && (a.next-a.at)*a.step < aheadWindow/2 {
		lo, hi := a.take(len(order))
		if lo >= hi {
			return
		}
		a.running++
		go s.readAhead(p, order, lo, hi)
	}
}

// take claims the next entries of n. The lock is held.
func (a *ahead) take(n int) (lo, hi int) {
	if a.vain >= aheadVain {
		return 0, 0
	}
	lo, hi = a.next, a.next+aheadChunk
	if a.step < 0 {
		lo, hi = a.next-aheadChunk+1, a.next+1
	}
	a.next += a.step * aheadChunk
	return max(lo, 0), min(hi, n)
}

// readAhead decodes chunk after chunk until it is far enough ahead.
func (s *Store) readAhead(p *pack, order []packed, lo, hi int) {
	room := rooms.Get().(*scratch) //nolint:forcetypeassert // the pool holds nothing else
	defer room.release()
	for lo < hi {
		found := false
		for place := lo; place < hi; place++ {
			e, err := p.header(order[place].off)
			if err != nil || e.kind != int(plumbing.CommitObject) {
				continue // the walk itself will meet the error
			}
			found = true
			s.decodeAhead(p, e, room.emptied(), order[place].hash, place)
		}
		a := &p.ahead
		a.mu.Lock()
		if a.vain++; found {
			a.vain = 0
		}
		lo, hi = 0, 0
		if (a.next-a.at)*a.step < aheadWindow {
			lo, hi = a.take(len(order))
		}
		if lo >= hi {
			a.running--
		}
		a.mu.Unlock()
	}
}

func (s *Store) decodeAhead(p *pack, e entry, room *scratch, h plumbing.Hash, place int) {
	if _, ok := s.commits.get(h); ok {
		return
	}
	if instead, err := s.Replacement(h); err != nil || instead != h {
		return // the walk itself reads that one
	}
	data, err := p.inflate(e, room)
	if err != nil {
		return
	}
	if c, err := DecodeCommit(h, data); err == nil && s.graft(c) == nil {
		c.pack, c.place = p, place
		s.commits.keep(c)
	}
}
