package rev

import (
	"container/heap"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/regex"
)

// search finds the youngest commit, reachable from tips, whose message
// matches a pattern. "!-text" asks for one that does not match, "!!" is a "!".
func (v *Resolver) search(spec, pattern string, tips []plumbing.Hash) (plumbing.Hash, error) {
	negated := false
	if rest, ok := strings.CutPrefix(pattern, "!"); ok {
		switch {
		case strings.HasPrefix(rest, "-"):
			pattern, negated = rest[1:], true
		case strings.HasPrefix(rest, "!"):
			pattern = rest
		default:
			return plumbing.ZeroHash, &UnknownError{spec}
		}
	}
	re, err := regex.CompileText(pattern)
	if err != nil {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	queue := &byDate{}
	seen := map[plumbing.Hash]bool{}
	push := func(h plumbing.Hash) error {
		if seen[h] {
			return nil
		}
		seen[h] = true
		h, err := v.objects().Peel(h, plumbing.AnyObject)
		if err != nil {
			return err
		}
		if kind, err := v.objects().Kind(h); err != nil || kind != plumbing.CommitObject {
			return err
		}
		c, err := v.objects().Commit(h)
		if err != nil {
			return err
		}
		heap.Push(queue, dated{c, len(seen)})
		seen[h] = true
		return nil
	}
	for _, h := range tips {
		if err := push(h); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	for queue.Len() > 0 {
		c := heap.Pop(queue).(dated).c
		if re.MatchString(c.Message) != negated {
			return c.Hash, nil
		}
		for _, p := range c.ParentHashes {
			if err := push(p); err != nil {
				return plumbing.ZeroHash, err
			}
		}
	}
	return plumbing.ZeroHash, &UnknownError{spec}
}

// dated is a commit in the queue with the order in which it was met.
type dated struct {
	c     *object.Commit
	order int
}

// byDate is a heap: the youngest commit first, of equals the first met.
type byDate []dated

func (q byDate) Len() int { return len(q) }
func (q byDate) Less(i, j int) bool {
	a, b := q[i].c.Committer.When, q[j].c.Committer.When
	if a.Equal(b) {
		return q[i].order < q[j].order
	}
	return a.After(b)
}
func (q byDate) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *byDate) Push(x any)   { *q = append(*q, x.(dated)) }
func (q *byDate) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
