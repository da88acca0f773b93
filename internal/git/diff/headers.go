package diff

import (
	"slices"
	"strings"
)

// withHeaders adds a pair for every path that has headers of its own and did not change: a patch shows the headers
// alone. They count as unmerged for --diff-filter; a search for text or objects does not bring them up, nor does
// --relative.
func (o *Options) withHeaders(pairs []Pair) []Pair {
	f := o.Filter
	wanted := (f.Want == "" || strings.Contains(f.Want, "U")) && !strings.Contains(f.Without, "U")
	if len(o.Headers) == 0 || !wanted || o.Relative != "" || o.Pickaxe != nil {
		return pairs
	}
	there := map[string]bool{}
	for i := range pairs {
		there[pairs[i].Old.Path] = true
	}
	var paths []string
	for path := range o.Headers {
		if !there[path] {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		pairs = append(pairs, Pair{Old: Absent(path), New: Absent(path), Status: Unmerged, headersOnly: true})
	}
	return pairs
}

// byOldNames is the order of a patch that may have such headers, whatever it was.
func byOldNames(pairs []Pair) []Pair {
	return slices.SortedStableFunc(slices.Values(pairs), func(a, b Pair) int { return strings.Compare(a.Old.Path, b.Old.Path) })
}

// ownHeaders writes what Options.Headers say of a path.
func (w *patchWriter) ownHeaders() {
	for _, line := range w.o.Headers[w.p.Old.Path] {
		w.meta("%s", line)
		w.must = true
	}
}

// onlyHeaders writes a pair that has nothing but headers.
func (w *patchWriter) onlyHeaders() {
	w.meta("diff --git %s %s", w.named(w.o.SrcPrefix, w.p.Old.Path), w.named(w.o.DstPrefix, w.p.Old.Path))
	w.ownHeaders()
	w.flushHeader()
}
