package walk

// queue hands out commits by a key, greatest first, and those of one key in the
// order in which they came.
type queue struct {
	items []queued
	next  int
}

type queued struct {
	c   *Commit
	key int64
	seq int
}

func (q *queue) before(i, j int) bool {
	a, b := &q.items[i], &q.items[j]
	return a.key > b.key || a.key == b.key && a.seq < b.seq
}

func (q *queue) len() int { return len(q.items) }

func (q *queue) peek() *Commit { return q.items[0].c }

func (q *queue) put(c *Commit, key int64) {
	q.items = append(q.items, queued{c, key, q.next})
	q.next++
	for i := len(q.items) - 1; i > 0; {
		up := (i - 1) / 2
		if !q.before(i, up) {
			break
		}
		q.items[i], q.items[up] = q.items[up], q.items[i]
		i = up
	}
}

func (q *queue) pop() *Commit {
	top := q.items[0].c
	last := len(q.items) - 1
	q.items[0] = q.items[last]
	q.items[last] = queued{}
	q.items = q.items[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && q.before(child+1, child) {
			child++
		}
		if !q.before(child, i) {
			break
		}
		q.items[i], q.items[child] = q.items[child], q.items[i]
		i = child
	}
	return top
}
