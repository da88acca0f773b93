package blame

import "cairn/internal/git/object"

// commitQueue hands out the newest commit first, and of equals the one that came first.
type commitQueue []queuedCommit

type queuedCommit struct {
	c     *object.Commit
	order int
}

func (q commitQueue) Len() int { return len(q) }

func (q commitQueue) Less(i, j int) bool {
	a, b := q[i].c.Committer.When.Unix(), q[j].c.Committer.When.Unix()
	return a > b || a == b && q[i].order < q[j].order
}

func (q commitQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push and Pop serve container/heap.
func (q *commitQueue) Push(x any) { *q = append(*q, x.(queuedCommit)) } //nolint:forcetypeassert // see run

// Pop serves container/heap.
func (q *commitQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
