package practice

import (
	"cmp"
	"slices"
	"strings"

	"cairn/internal/view"
)

// fileRow is one path of the working tree, with what Git thinks of it.
type fileRow struct {
	path string
	// word says the state: "changed", "staged", "new", "deleted", "conflict",
	// "ignored", or nothing for a file as committed.
	word string
	// gone is true for a file that is no longer there.
	gone bool
}

// fileRows lists the files of a view, those with news first.
func fileRows(v *view.View) []fileRow {
	states := map[string]view.Change{}
	for _, c := range v.Status {
		states[strings.TrimSuffix(c.Path, "/")] = c
	}
	var rows []fileRow
	there := map[string]bool{}
	for _, f := range v.Files {
		there[f.Path] = true
		change, changed := states[f.Path]
		word := ""
		switch {
		case changed:
			word = stateWord(change)
		case f.Ignored:
			word = "ignored"
		case !f.Tracked && v.Exists:
			word = "new"
		}
		rows = append(rows, fileRow{path: f.Path, word: word})
	}
	for _, c := range v.Status {
		if !there[c.Path] && (c.X == 'D' || c.Y == 'D') {
			rows = append(rows, fileRow{path: c.Path, word: stateWord(c), gone: true})
		}
	}
	slices.SortStableFunc(rows, func(a, b fileRow) int { return cmp.Compare(rank(a.word), rank(b.word)) })
	return rows
}

func rank(word string) int {
	switch word {
	case "":
		return 1
	case "ignored":
		return 2
	default:
		return 0
	}
}

// stateWord says in a word or two what `git status` says in two letters.
func stateWord(c view.Change) string {
	switch {
	case c.Conflicted():
		return "conflict"
	case c.X == '?':
		return "new, not tracked"
	case c.X == '!':
		return "ignored"
	case c.Y == 'D':
		return "deleted, not staged"
	case c.X == 'D':
		return "deletion staged"
	case c.X == 'R':
		return "renamed, staged"
	case c.Y == 'M' && c.X != ' ':
		return "staged, and changed again"
	case c.Y == 'A':
		return "to be added"
	case c.Y != ' ':
		return "changed, not staged"
	case c.X == 'A':
		return "new, staged"
	}
	return "staged"
}

// treeRow is one path in the three trees: its content's name in HEAD, in the
// index and in the working tree; empty where it is missing.
type treeRow struct {
	path                string
	head, index, worked view.Hash
}

// same reports whether all three agree.
func (r treeRow) same() bool { return r.head == r.index && r.index == r.worked }

// treeRows joins the three trees by path, those that differ first.
func treeRows(v *view.View, head []view.TreeEntry) []treeRow {
	rows := map[string]*treeRow{}
	at := func(path string) *treeRow {
		if rows[path] == nil {
			rows[path] = &treeRow{path: path}
		}
		return rows[path]
	}
	for _, e := range head {
		at(e.Path).head = e.Hash
	}
	for _, e := range v.Index {
		if e.Stage == 0 || e.Stage == 2 {
			at(e.Path).index = e.Hash
		}
	}
	for _, f := range v.Files {
		if !f.Ignored {
			at(f.Path).worked = f.Hash
		}
	}
	list := make([]treeRow, 0, len(rows))
	for _, r := range rows {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b treeRow) int {
		if a.same() != b.same() {
			if a.same() {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.path, b.path)
	})
	return list
}
