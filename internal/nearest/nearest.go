// Package nearest finds the word that a misspelt one was probably meant to be.
// It owns that one question; it knows no vocabulary and prints nothing.
package nearest

// Of gives the candidate that takes the fewest typing slips to reach from
// word, and whether one is near enough to be worth naming: at most a third of
// the word's letters may differ, and never more than three.
func Of(word string, candidates []string) (string, bool) {
	limit := min(3, (len([]rune(word))+2)/3)
	best, found := "", false
	for _, candidate := range candidates {
		if d := distance([]rune(word), []rune(candidate)); d <= limit {
			// A tie keeps the first, so that the answer does not depend on luck.
			best, found, limit = candidate, true, d-1
		}
	}
	return best, found
}

// distance counts the letters to insert, drop, replace or swap with their
// neighbour (the "optimal string alignment" distance).
func distance(a, b []rune) int {
	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
