package paths

import (
	"runtime"
	"strings"
)

// Keeps reports whether the system keeps a file under just this name, which
// has slashes. Windows opens "x" where "x." or "x " is asked for, takes "x:y"
// for a second content of "x" that no folder lists, and has no name with one
// of the other marks that its shell uses (Microsoft, "Naming Files, Paths, and
// Namespaces"). Git for Windows refuses all these in a working tree.
func Keeps(name string) bool { return runtime.GOOS != "windows" || keptByWindows(name) }

func keptByWindows(name string) bool {
	for i := range len(name) {
		if name[i] < 0x20 || strings.IndexByte(`"*:<>?|`, name[i]) >= 0 {
			return false
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		if part != "." && part != ".." && strings.TrimRight(part, " .") != part {
			return false
		}
	}
	return true
}

// Fold is the form that names share which core.ignoreCase takes for one: as in
// Git, only the letters from A to Z have two cases.
func Fold(name string) string {
	for i := range len(name) {
		if isCapital(name[i]) {
			folded := []byte(name)
			for ; i < len(folded); i++ {
				if isCapital(folded[i]) {
					folded[i] += 'a' - 'A'
				}
			}
			return string(folded)
		}
	}
	return name
}

func isCapital(b byte) bool { return 'A' <= b && b <= 'Z' }
