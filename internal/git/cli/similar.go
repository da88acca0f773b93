package cli

import (
	"slices"
	"strings"
)

// Weights of typing slips, found by asking Git for its suggestions: letters
// changed places, another letter, a letter too few, a letter too many. A
// command is named when its slips weigh less than farthest.
const (
	slipSwap    = 0
	slipOther   = 2
	slipMissing = 1
	slipExtra   = 3
	farthest    = 7
)

// everyday are the commands that are suggested for any beginning of their name.
func everyday() []string {
	return strings.Fields("add bisect branch clone commit diff fetch grep init log merge mv pull push " +
		"rebase reset restore rm show status switch tag")
}

// similarCommands lists the commands that a word may mean: everyday ones that
// begin with it, and those that take the fewest slips.
func similarCommands(word string, names []string) []string {
	type scored struct {
		name string
		cost int
	}
	var list []scored
	for _, n := range names {
		cost := slips(word, n) + 1
		if strings.HasPrefix(n, word) && slices.Contains(everyday(), n) {
			cost = 0
		}
		list = append(list, scored{n, cost})
	}
	slices.SortStableFunc(list, func(a, b scored) int {
		if a.cost != b.cost {
			return a.cost - b.cost
		}
		return strings.Compare(a.name, b.name)
	})
	n := 0
	for n < len(list) && list[n].cost == 0 {
		n++
	}
	if n == len(list) {
		return nil // everything begins with it
	}
	best := list[n].cost
	if best >= farthest {
		return nil
	}
	for n < len(list) && list[n].cost == best {
		n++
	}
	out := make([]string, n)
	for i := range n {
		out[i] = list[i].name
	}
	return out
}

// slips is the least weight of slips that make word of name.
func slips(word, name string) int {
	rows := [3][]int{}
	for i := range rows {
		rows[i] = make([]int, len(name)+1)
	}
	before, last, row := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j * slipMissing
	}
	for i := range len(word) {
		row[0] = (i + 1) * slipExtra
		for j := range len(name) {
			cost := last[j]
			if word[i] != name[j] {
				cost += slipOther
			}
			if i > 0 && j > 0 && word[i-1] == name[j] && word[i] == name[j-1] {
				cost = min(cost, before[j-1]+slipSwap)
			}
			row[j+1] = min(cost, last[j+1]+slipExtra, row[j]+slipMissing)
		}
		before, last, row = last, row, before
	}
	return last[len(name)]
}
