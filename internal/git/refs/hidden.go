package refs

import "strings"

// Hidden are the values of transfer.hideRefs and its like (git-config(1)), in
// the order in which they were read: names of refs and of folders of refs, with
// "!" before those that are shown all the same.
type Hidden []string

// Hides reports whether a ref (full name) is hidden. The last value that
// speaks of it counts.
func (h Hidden) Hides(name string) bool {
	for i := len(h) - 1; i >= 0; i-- {
		match, shown := strings.CutPrefix(h[i], "!")
		match = strings.TrimRight(strings.TrimPrefix(match, "^"), "/") // "^" is about namespaces
		rest, ok := strings.CutPrefix(name, match)
		if ok && (rest == "" || rest[0] == '/') {
			return !shown
		}
	}
	return false
}
