// Package commitgraph draws a history: circles for commits, curves to their
// parents, chips for branches and tags. Changes move, so that one sees what a
// command did. It reads a view.View and raises callbacks; it opens no
// repository.
package commitgraph

import (
	"fmt"
	"slices"

	"cairn/internal/git/graph"
	"cairn/internal/view"
)

// LabelKind says what a label names.
type LabelKind int

// The kinds of labels, in the order in which a commit shows them.
const (
	Head LabelKind = iota
	Branch
	Tag
	Remote
	Stash
)

// Label is a chip at a commit.
type Label struct {
	Text string
	Kind LabelKind
	// Current marks the branch that HEAD names.
	Current bool
}

func (l Label) key() string { return fmt.Sprint(l.Kind, l.Text) }

// words is what the chip says.
func (l Label) words() string {
	if l.Current {
		return "HEAD → " + l.Text
	}
	return l.Text
}

// Model is a history laid out, with its labels. It does not change; making one
// is work that may be done beside the window.
type Model struct {
	layout  graph.Layout
	commits []view.Commit
	labels  map[view.Hash][]Label
	rowOf   map[view.Hash]int
	head    view.Hash
	pending *pending
}

// pending is the commit that an operation under way will make.
type pending struct {
	words   string
	parents []int // rows, without the pending one
}

// NewModel lays out a repository's history.
func NewModel(v *view.View) *Model {
	m := &Model{
		layout: graph.New(v, graph.Params{}), commits: v.Commits, head: v.Head.Hash,
		labels: labelsOf(v), rowOf: make(map[view.Hash]int, len(v.Commits)),
	}
	for i, r := range m.layout.Rows {
		m.rowOf[r.Hash] = i
	}
	m.pending = pendingOf(v, m.rowOf)
	return m
}

func labelsOf(v *view.View) map[view.Hash][]Label {
	labels := map[view.Hash][]Label{}
	add := func(h view.Hash, l Label) {
		if h != "" {
			labels[h] = append(labels[h], l)
		}
	}
	if v.Head.Detached {
		add(v.Head.Hash, Label{Text: "HEAD", Kind: Head})
	}
	for _, r := range v.Refs {
		switch r.Kind {
		case view.KindBranch:
			current := r.Name == v.Head.Ref
			kind := Branch
			if current {
				kind = Head
			}
			add(r.Commit, Label{Text: r.Short, Kind: kind, Current: current})
		case view.KindTag:
			add(r.Commit, Label{Text: r.Short, Kind: Tag})
		case view.KindRemote:
			if r.Symbolic == "" { // origin/HEAD says nothing that the branch does not
				add(r.Commit, Label{Text: r.Short, Kind: Remote})
			}
		}
	}
	for i, s := range v.Stash {
		add(s.Hash, Label{Text: fmt.Sprintf("stash@{%d}", i), Kind: Stash})
	}
	for _, ls := range labels {
		slices.SortStableFunc(ls, func(a, b Label) int { return int(a.Kind) - int(b.Kind) })
	}
	return labels
}

// pendingOf tells of an operation that waits for the learner.
func pendingOf(v *view.View, rowOf map[view.Hash]int) *pending {
	words := map[view.OperationKind]string{
		view.OperationMerge:      "merging " + nameOf(v, v.Operation.Head),
		view.OperationCherryPick: "picking " + v.Operation.Head.Short(),
		view.OperationRevert:     "reverting " + v.Operation.Head.Short(),
		view.OperationRebase:     fmt.Sprintf("rebasing %s, step %d of %d", v.Operation.Branch, v.Operation.Step, v.Operation.Steps),
	}[v.Operation.Kind]
	if words == "" {
		return nil
	}
	p := &pending{words: words + conflicts(v)}
	heads := []view.Hash{v.Head.Hash}
	if v.Operation.Kind == view.OperationMerge {
		heads = append(heads, v.Operation.Head)
	}
	for _, h := range heads {
		if row, ok := rowOf[h]; ok {
			p.parents = append(p.parents, row)
		}
	}
	return p
}

// nameOf is a branch at a commit, or its short hash.
func nameOf(v *view.View, h view.Hash) string {
	for _, r := range v.Refs {
		if r.Commit == h && (r.Kind == view.KindBranch || r.Kind == view.KindRemote) {
			return r.Short
		}
	}
	return h.Short()
}

func conflicts(v *view.View) string {
	n := 0
	for _, c := range v.Status {
		if c.Conflicted() {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return ": 1 conflict"
	default:
		return fmt.Sprintf(": %d conflicts", n)
	}
}

// Len is how many commits there are.
func (m *Model) Len() int { return len(m.layout.Rows) }

// top is how many rows stand above the newest commit.
func (m *Model) top() int {
	if m.pending != nil {
		return 1
	}
	return 0
}

func (m *Model) rows() int { return m.Len() + m.top() }

func (m *Model) commit(row int) *view.Commit { return &m.commits[m.layout.Rows[row].Commit] }
