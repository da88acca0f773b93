package object

import (
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// commitCache keeps decoded commits. It is in parts, so that whoever decodes ahead and
// the walk itself seldom wait for each other.
type commitCache [16]struct {
	mu    sync.Mutex
	known map[plumbing.Hash]*Commit
}

func (c *commitCache) get(h plumbing.Hash) (*Commit, bool) {
	part := &c[int(h[0])%len(c)]
	part.mu.Lock()
	defer part.mu.Unlock()
	commit, ok := part.known[h]
	return commit, ok
}

// keep remembers a commit, or gives the one that came first.
func (c *commitCache) keep(commit *Commit) *Commit {
	part := &c[int(commit.Hash[0])%len(c)]
	part.mu.Lock()
	defer part.mu.Unlock()
	if first, ok := part.known[commit.Hash]; ok {
		return first
	}
	if part.known == nil || len(part.known) >= cacheLimit/len(c) {
		part.known = map[plumbing.Hash]*Commit{}
	}
	part.known[commit.Hash] = commit
	return commit
}
