package goal

import (
	"cairn/internal/view"
)

// alike reports whether the commits reachable from branches and tags of two
// repositories are the same drawing: the same names on the same places, each
// commit with the same number of parents in the same order. Trees, messages,
// dates and authors do not count.
//
// A name fixes which two commits must correspond, and parents are ordered, so
// the mapping is forced and has only to be followed.
func alike(a, b *view.View) bool {
	names, others := named(a), named(b)
	if len(names) != len(others) {
		return false
	}
	m := matcher{a: parents(a), b: parents(b), there: map[view.Hash]view.Hash{}, back: map[view.Hash]view.Hash{}}
	for name, hash := range names {
		other, ok := others[name]
		if !ok || !m.match(hash, other) {
			return false
		}
	}
	return true
}

// named gives the commits of all branches and tags.
func named(v *view.View) map[view.RefName]view.Hash {
	names := map[view.RefName]view.Hash{}
	for _, r := range v.Refs {
		if r.Kind == view.KindBranch || r.Kind == view.KindTag {
			names[r.Name] = r.Commit
		}
	}
	return names
}

func parents(v *view.View) map[view.Hash][]view.Hash {
	all := make(map[view.Hash][]view.Hash, len(v.Commits))
	for _, c := range v.Commits {
		all[c.Hash] = c.Parents
	}
	return all
}

type matcher struct {
	a, b        map[view.Hash][]view.Hash
	there, back map[view.Hash]view.Hash
}

// match lets two commits correspond, and with them all their ancestors. It
// keeps its own stack, for histories are deeper than call stacks should be.
func (m *matcher) match(a, b view.Hash) bool {
	type both struct{ a, b view.Hash }
	stack := []both{{a, b}}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		partner, seenA := m.there[at.a]
		_, seenB := m.back[at.b]
		if seenA != seenB || (seenA && partner != at.b) {
			return false
		}
		if seenA {
			continue
		}
		m.there[at.a], m.back[at.b] = at.b, at.a
		pa, pb := m.a[at.a], m.b[at.b]
		if len(pa) != len(pb) {
			return false
		}
		for i := range pa {
			stack = append(stack, both{pa[i], pb[i]})
		}
	}
	return true
}
