// Package walk decides which commits of a history are visited, and in what
// order: the revision walk of `git log` and `git rev-list` with its orders,
// limits, path limiting and history simplification, and merge bases. It reads
// commits only; what needs trees or text comes in as functions. It refuses nothing but broken objects.
package walk

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// Commits gives commits by hash; *object.Store is one.
type Commits interface {
	Commit(plumbing.Hash) (*object.Commit, error)
}

// flag is a mark on a commit during one walk.
type flag uint16

const (
	seen flag = 1 << iota
	uninteresting
	bottom
	shown
	childShown
	boundary
	treeSame
	left
	patchSame
	added
	onPath
	pullMerge
	simplified
	side1
	side2
	stale
)

// Commit is a commit on a walk.
type Commit struct {
	Hash plumbing.Hash
	// Commit is what was read of it; nothing but zeros before the walk comes to it.
	*object.Commit
	// Parents are the parents as the walk sees them: rewritten when history is
	// simplified and parents were asked for, else the commit's own.
	Parents []*Commit

	flags  flag
	loaded bool
	date   int64
	// same tells for each parent whether the tree is the same under the paths.
	same     []bool
	indegree int
	sortKey  int64
	// replaced is what --simplify-merges puts in this commit's place.
	replaced *Commit
}

// Left reports whether the commit is on the left side of A...B.
func (c *Commit) Left() bool { return c.flags&left != 0 }

// Boundary reports whether the commit is shown only as the edge of the walk.
func (c *Commit) Boundary() bool { return c.flags&boundary != 0 }

// Uninteresting reports whether the commit was excluded.
func (c *Commit) Uninteresting() bool { return c.flags&uninteresting != 0 }

// PatchSame reports whether --cherry-mark found the same change on the other side.
func (c *Commit) PatchSame() bool { return c.flags&patchSame != 0 }

// Mark gives the sign that `log --left-right`, `--cherry-mark` and `--boundary`
// put before a commit, and "" for none.
func (c *Commit) Mark(leftRight, cherryMark bool) string {
	switch {
	case c.Boundary():
		return "-"
	case c.Uninteresting():
		return "^"
	case c.PatchSame():
		return "="
	case leftRight && c.Left():
		return "<"
	case leftRight:
		return ">"
	case cherryMark:
		return "+"
	}
	return ""
}

// pool keeps one node for each commit of a walk.
type pool struct {
	store Commits
	nodes map[plumbing.Hash]*Commit
	slab  []Commit
	links []*Commit // room for Parents
}

func newPool(s Commits) *pool {
	return &pool{store: s, nodes: make(map[plumbing.Hash]*Commit, 256)}
}

const slabSize = 256

// unread is what an unread node shows.
var unread object.Commit

// node gives the node of a hash without reading the commit.
func (p *pool) node(h plumbing.Hash) *Commit {
	if n, ok := p.nodes[h]; ok {
		return n
	}
	if len(p.slab) == 0 {
		p.slab = make([]Commit, slabSize)
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	n.Hash, n.Commit = h, &unread
	p.nodes[h] = n
	return n
}

// load reads the commit of a node and makes nodes of its parents.
func (p *pool) load(n *Commit) error {
	if n.loaded {
		return nil
	}
	c, err := p.store.Commit(n.Hash)
	if err != nil {
		return fmt.Errorf("walk to commit %s: %w", n.Hash, err)
	}
	n.Commit, n.loaded, n.date = c, true, c.Committer.When.Unix()
	count := len(c.ParentHashes)
	if count == 0 {
		return nil
	}
	if len(p.links) < count {
		p.links = make([]*Commit, max(slabSize, count))
	}
	n.Parents, p.links = p.links[:count:count], p.links[count:]
	for i, h := range c.ParentHashes {
		n.Parents[i] = p.node(h)
	}
	return nil
}

// get is node and load in one.
func (p *pool) get(h plumbing.Hash) (*Commit, error) {
	n := p.node(h)
	return n, p.load(n)
}
