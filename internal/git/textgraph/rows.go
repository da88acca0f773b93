package textgraph

// Next draws one row; onCommit is true for the one that holds the commit's sign,
// beside which its text begins.
func (g *Graph[T]) Next() (text string, onCommit bool) {
	var r row
	switch g.phase {
	case padding:
		g.bars(&r)
	case skipping:
		r.text("...")
		if g.needsRoom() {
			g.turn(spreading)
		} else {
			g.turn(committing)
		}
	case spreading:
		g.spreadRow(&r)
	case committing:
		g.commitRow(&r)
		onCommit = true
	case forking:
		g.forkRow(&r)
	case collapsing:
		g.collapseRow(&r)
	}
	r.pad(g.width)
	return r.b.String(), onCommit
}

// Padding draws a row beside text that goes on: it moves the drawing on, except
// above the commit itself, where it draws bars.
func (g *Graph[T]) Padding() string {
	if g.phase != committing {
		text, _ := g.Next()
		return text
	}
	var r row
	for i := range g.lanes {
		l := &g.lanes[i]
		g.draw(&r, l, '|')
		r.text(" ")
		if l.id == g.commit && len(g.parents) > 2 {
			r.pad(r.width + 2*(len(g.parents)-2) - 1)
		}
	}
	r.pad(g.width)
	g.last = padding
	return r.b.String()
}

func (g *Graph[T]) bars(r *row) {
	for i := range g.next {
		g.draw(r, &g.next[i], '|')
		r.text(" ")
	}
}

// spreadRow pushes the lanes to the right of an octopus one column further.
func (g *Graph[T]) spreadRow(r *row) {
	found := false
	for i := range g.lanes {
		l := &g.lanes[i]
		switch {
		case l.id == g.commit:
			found = true
			g.draw(r, l, '|')
			r.pad(r.width + g.spread)
		case found && g.spread == 0:
			// lanes that leaned to the right under the last merge go on leaning
			if g.last == forking && g.lastAt < i {
				g.draw(r, l, '\\')
			} else {
				g.draw(r, l, '|')
			}
		case found:
			g.draw(r, l, '\\')
		default:
			g.draw(r, l, '|')
		}
		r.text(" ")
	}
	g.spread++
	if !g.needsRoom() {
		g.turn(committing)
	}
}

func (g *Graph[T]) commitRow(r *row) {
	found := false
	for i := 0; i <= len(g.lanes); i++ {
		if i == len(g.lanes) && found {
			break
		}
		if i == len(g.lanes) || g.lanes[i].id == g.commit {
			found = true
			r.text(g.sign)
			if len(g.parents) > 2 {
				g.octopus(r)
			}
			r.text(" ")
			continue
		}
		g.draw(r, &g.lanes[i], g.passing(i, found))
		r.text(" ")
	}
	switch {
	case len(g.parents) > 1:
		g.turn(forking)
	default:
		g.settle()
	}
}

// passing is how a lane that has nothing to do with the commit looks beside it.
func (g *Graph[T]) passing(i int, right bool) byte {
	switch {
	case right && g.extra > 1:
		return '\\'
	case right && g.extra == 1:
		if g.last == forking && g.lastExtra > 0 && g.lastAt < i {
			return '\\'
		}
		return '|'
	case g.last == collapsing && at(g.before, 2*i+1) == i && at(g.moving, 2*i) < i:
		return '/'
	}
	return '|'
}

// at reads a screen column, -1 beyond the last.
func at(columns []int, i int) int {
	if i < len(columns) {
		return columns[i]
	}
	return -1
}

// octopus draws the dashes to the third parent and further ones.
func (g *Graph[T]) octopus(r *row) {
	n := g.dashes()
	for i := range n {
		to := at(g.moving, 2*(g.at+i+2))
		if to < 0 || to >= len(g.next) {
			continue
		}
		end := byte('-')
		if i == n-1 {
			end = '.'
		}
		g.draw(r, &g.next[to], '-')
		g.draw(r, &g.next[to], end)
	}
}

// forkRow draws the lines from a merge to its parents.
func (g *Graph[T]) forkRow(r *row) {
	found := false
	var reach *lane[T] // the first parent's lane, when it lies to the left
	for i := 0; i <= len(g.lanes); i++ {
		if i == len(g.lanes) && found {
			break
		}
		if i == len(g.lanes) || g.lanes[i].id == g.commit {
			found = true
			g.forks(r)
			continue
		}
		l := &g.lanes[i]
		switch {
		case found && g.extra > 0:
			g.draw(r, l, '\\')
			r.text(" ")
		case found:
			g.draw(r, l, '|')
			r.text(" ")
		default:
			g.draw(r, l, '|')
			if g.leans != 0 || i != g.at-1 {
				if reach != nil {
					g.draw(r, reach, '_')
				} else {
					r.text(" ")
				}
			}
		}
		if l.id == g.parents[0] {
			reach = l
		}
	}
	g.settle()
}

func (g *Graph[T]) forks(r *row) {
	slant := g.leans
	for j, p := range g.parents {
		g.draw(r, &g.next[g.laneOf(p)], `/|\`[slant])
		if slant < 2 {
			slant++
		} else if g.extra > 0 || j < len(g.parents)-1 {
			r.text(" ")
		}
	}
	if g.extra == 0 {
		r.text(" ")
	}
}

// collapseRow moves each line that is too far right one column to the left; one
// of them may go the whole way at once, underlined.
func (g *Graph[T]) collapseRow(r *row) {
	long, longTo := g.slide()
	copied := append(g.before[:0], g.moving...)
	g.before = copied
	if n := len(g.moving); g.moving[n-1] < 0 {
		g.moving = g.moving[:n-1]
	}
	usedLong := false
	for i, to := range g.moving {
		switch {
		case to < 0:
			r.text(" ")
		case 2*to == i:
			g.draw(r, &g.next[to], '|')
		case to == longTo && i != long-1:
			if i != 2*to+3 {
				g.moving[i] = -1
			}
			usedLong = true
			g.draw(r, &g.next[to], '_')
		default:
			if usedLong && i < long {
				g.moving[i] = -1
			}
			g.draw(r, &g.next[to], '/')
		}
	}
	g.settle()
}

// slide computes the lines' columns one row further down. It gives the column
// of the line that goes far, and the lane that it heads for, -1 if none does.
func (g *Graph[T]) slide() (long, longTo int) {
	long, longTo = -1, -1
	g.moving, g.before = g.before, g.moving
	g.moving = cleared(g.moving, len(g.before))
	stretch := func(from, to, i int) {
		if long >= 0 {
			return
		}
		long, longTo = from, to
		for j := 2*to + 3; j < i-2; j += 2 {
			g.moving[j] = to
		}
	}
	for i, to := range g.before {
		switch {
		case to < 0:
		case 2*to == i:
			g.moving[i] = to
		case g.moving[i-1] < 0:
			g.moving[i-1] = to
			stretch(i, to, i)
		case g.moving[i-1] == to:
			// joins the line beside it: both go to one commit
		default:
			// crosses the line beside it
			g.moving[i-2] = to
			stretch(i-1, to, i)
		}
	}
	return long, longTo
}
