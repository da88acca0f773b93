package porcelain

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/repo"
)

// LsTree says which entries of a tree are wanted.
type LsTree struct {
	Tree      plumbing.Hash
	Paths     []string // from the top of the tree; a trailing slash asks for what is inside
	Recurse   bool     // -r
	ShowTrees bool     // -t: show folders that are gone into
	OnlyTrees bool     // -d
}

// Run calls visit for each entry, with its full path, in order.
func (l *LsTree) Run(r *repo.Repo, visit func(path string, e object.TreeEntry) error) error {
	return l.walk(r, l.Tree, "", visit)
}

func (l *LsTree) walk(r *repo.Repo, tree plumbing.Hash, prefix string, visit func(string, object.TreeEntry) error) error {
	entries, err := r.Objects().Tree(tree)
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := prefix + e.Name
		wanted, inside := l.wants(path)
		enter := e.IsTree() && (inside || wanted && l.Recurse)
		show := wanted && (!enter || l.ShowTrees) || inside && l.ShowTrees && e.IsTree()
		if l.OnlyTrees {
			show = e.Kind() != plumbing.BlobObject && (wanted && !inside || l.ShowTrees && (wanted || inside) || wanted && l.Recurse)
		}
		if show {
			if err := visit(path, e); err != nil {
				return err
			}
		}
		if enter {
			if err := l.walk(r, e.Hash, path+"/", visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// wants tells whether a path is asked for itself, and whether something
// inside of it is.
func (l *LsTree) wants(path string) (wanted, inside bool) {
	if len(l.Paths) == 0 {
		return true, false
	}
	for _, p := range l.Paths {
		switch {
		case p == "" || p == path || strings.HasPrefix(path, strings.TrimSuffix(p, "/")+"/"):
			wanted = true
		case p == path+"/" || strings.HasPrefix(p, path+"/"):
			inside = true
		}
	}
	return wanted, inside
}
