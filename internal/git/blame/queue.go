package blame

import "cairn/internal/git/object"

// commitQueue hands out the newest commit first (or the oldest), and of equals the
// one that came first.
type commitQueue struct {
	list        []queuedCommit
	oldestFirst bool
}

type queuedCommit struct {
	c     *object.Commit
	order int
}

func (q *commitQueue) Len() int { return len(q.list) }

func (q *commitQueue) Less(i, j int) bool {
	a, b := q.list[i].c.Committer.When.Unix(), q.list[j].c.Committer.When.Unix()
	if a == b {
		return q.list[i].order < q.list[j].order
	}
	return a > b != q.oldestFirst
}

func (q *commitQueue) Swap(i, j int) { q.list[i], q.list[j] = q.list[j], q.list[i] }

// Push and Pop serve container/heap.
func (q *commitQueue) Push(x any) { q.list = append(q.list, x.(queuedCommit)) } //nolint:forcetypeassert // see run

// Pop serves container/heap.
func (q *commitQueue) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}
