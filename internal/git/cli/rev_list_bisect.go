package cli

import (
	"fmt"

	"cairn/internal/git/walk"
)

// bisects reads --bisect, --bisect-vars and --bisect-all of rev-list.
func (l *logRun) bisects() {
	switch {
	case l.flag("bisect-all"):
		l.params.Bisect = walk.BisectAll
		l.decorate = true
		l.printer.Decorations = l.printer.LoadDecorations()
	case l.flag("bisect"), l.flag("bisect-vars"):
		l.params.Bisect = walk.BisectOne
	}
}

// bisectVars prints the state of a bisection for a shell to read.
func (r *revList) bisectVars() int {
	best, reaches, all := r.walker.Bisection()
	if best == nil {
		return exitFail
	}
	if r.flag("bisect-all") && !r.flag("quiet") {
		r.puts("------\n")
	}
	left := max(reaches, all-reaches)
	r.printf("bisect_rev='%s'\nbisect_nr=%d\nbisect_good=%d\nbisect_bad=%d\nbisect_all=%d\nbisect_steps=%d\n",
		best.Hash, left-1, all-reaches-1, reaches-1, all, bisectSteps(all))
	return exitOK
}

// bisectSteps is about how many tests are left for so many commits.
func bisectSteps(all int) int {
	n, power := 0, 1
	for power*2 <= all {
		n, power = n+1, power*2
	}
	if n == 0 || power < 3*(all-power) {
		return n
	}
	return n - 1
}

// showDistance lets a commit's decorations tell how it parts the others.
func (r *revList) showDistance(c *walk.Commit) {
	if r.flag("bisect-all") {
		r.printer.Decorations.AddText(c.Hash, fmt.Sprintf("dist=%d", r.walker.Distance(c)))
	}
}
