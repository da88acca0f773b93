package merge

import (
	"path"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// Subtree says that one side lies in a folder of the other (git-merge(1), "subtree").
type Subtree struct {
	On     bool
	Folder string // "": the one that looks most alike
}

// shifted gives another tree so that it lies as ours does: put into the folder of ours that it is a version of, or taken
// out of a folder of its own. It is itself where neither is so.
func (s Subtree) shifted(store *object.Store, ours, other plumbing.Hash) (plumbing.Hash, error) {
	f := subtreeFinder{store: store}
	if s.Folder != "" {
		return f.named(ours, other, strings.Trim(s.Folder, "/"))
	}
	return f.search(ours, other)
}

type subtreeFinder struct{ store *object.Store }

// named knows the folder. Where both have it, it is looked which of the two is more alike.
func (f subtreeFinder) named(ours, other plumbing.Hash, folder string) (plumbing.Hash, error) {
	inOurs, err := f.folder(ours, folder)
	if err != nil {
		return other, err
	}
	inOther, err := f.folder(other, folder)
	if err != nil {
		return other, err
	}
	best := likeness{}
	if !inOurs.IsZero() && !inOther.IsZero() {
		if best.score, err = f.score(ours, other); err != nil {
			return other, err
		}
		if err := best.offer(f, inOurs, other, folder); err != nil {
			return other, err
		}
		if best.folder != "" {
			inOther = plumbing.ZeroHash
		} else if err := best.offer(f, ours, inOther, folder); err != nil || best.folder == "" {
			return other, err
		}
	}
	switch {
	case !inOther.IsZero():
		return inOther, nil
	case !inOurs.IsZero():
		return f.splice(ours, folder, other)
	}
	return other, nil
}

func (f subtreeFinder) folder(tree plumbing.Hash, name string) (plumbing.Hash, error) {
	if tree.IsZero() {
		return tree, nil
	}
	e, found, err := f.store.Lookup(tree, name)
	if err != nil || !found || !e.IsTree() {
		return plumbing.ZeroHash, err
	}
	return e.Hash, nil
}

// likeness is the best found so far.
type likeness struct {
	score  int
	folder string // "": the trees as they are
	tree   plumbing.Hash
}

func (l *likeness) offer(f subtreeFinder, a, b plumbing.Hash, folder string) error {
	score, err := f.score(a, b)
	if err == nil && score > l.score {
		l.score, l.folder, l.tree = score, folder, a
	}
	return err
}

// search looks for the folder, in ours and in the other, not deeper than two.
func (f subtreeFinder) search(ours, other plumbing.Hash) (plumbing.Hash, error) {
	const deepest = 2
	score, err := f.score(ours, other)
	if err != nil {
		return other, err
	}
	in, out := likeness{score: score}, likeness{score: score}
	if err := f.among(&in, ours, other, "", deepest); err != nil {
		return other, err
	}
	if err := f.among(&out, other, ours, "", deepest); err != nil {
		return other, err
	}
	switch {
	case in.score < out.score:
		return out.tree, nil
	case in.folder != "":
		return f.splice(ours, in.folder, other)
	}
	return other, nil
}

func (f subtreeFinder) among(best *likeness, tree, like plumbing.Hash, dir string, deep int) error {
	if deep == 0 || tree.IsZero() {
		return nil
	}
	entries, err := f.store.Tree(tree)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsTree() {
			continue
		}
		folder := path.Join(dir, e.Name)
		if err := best.offer(f, e.Hash, like, folder); err != nil {
			return err
		}
		if err := f.among(best, e.Hash, like, folder, deep-1); err != nil {
			return err
		}
	}
	return nil
}

// score tells how alike two trees are by their own entries. The weights are found by what Git 2.39 chose among 1,000
// random trees.
func (f subtreeFinder) score(a, b plumbing.Hash) (int, error) {
	byName := map[string][2]object.TreeEntry{}
	for side, tree := range []plumbing.Hash{a, b} {
		if tree.IsZero() {
			continue
		}
		entries, err := f.store.Tree(tree)
		if err != nil {
			return 0, err
		}
		for _, e := range entries {
			pair := byName[e.Name]
			pair[side] = e
			byName[e.Name] = pair
		}
	}
	score := 0
	for _, pair := range byName {
		score += alike(pair[0], pair[1])
	}
	return score, nil
}

func alike(a, b object.TreeEntry) int {
	const lostFolder, lostLink, lostFile = -1000, -500, -50
	const sameFolder, sameLink, sameFile, folders, otherType = 1000, 500, 250, 25, -25
	weigh := func(e object.TreeEntry, folder, link, file int) int {
		switch {
		case e.Mode == 0:
			return 0
		case e.IsTree():
			return folder
		case e.Mode == filemode.Symlink:
			return link
		}
		return file
	}
	switch {
	case a.Mode == 0 || b.Mode == 0, a.IsTree() != b.IsTree():
		return weigh(a, lostFolder, lostLink, lostFile) + weigh(b, lostFolder, lostLink, lostFile)
	case typeOf(a.Mode) != typeOf(b.Mode):
		return otherType
	case a.Hash == b.Hash:
		return weigh(a, sameFolder, sameLink, sameFile)
	}
	return weigh(a, folders, 0, 0)
}

// splice is ours with another tree in place of a folder.
func (f subtreeFinder) splice(ours plumbing.Hash, folder string, other plumbing.Hash) (plumbing.Hash, error) {
	name, rest, deeper := strings.Cut(folder, "/")
	old, err := f.store.Tree(ours)
	if err != nil {
		return ours, err
	}
	entries := append([]object.TreeEntry(nil), old...)
	at := sort.Search(len(entries), func(i int) bool { return treeName(&entries[i]) >= name+"/" })
	if at == len(entries) || !entries[at].IsTree() || entries[at].Name != name {
		return ours, nil
	}
	if deeper {
		if other, err = f.splice(entries[at].Hash, rest, other); err != nil {
			return ours, err
		}
	}
	if other.IsZero() {
		if other, err = f.store.PutTree(nil); err != nil {
			return ours, err
		}
	}
	entries[at].Hash = other
	return f.store.PutTree(entries)
}

// treeName is what trees are sorted by.
func treeName(e *object.TreeEntry) string {
	if e.IsTree() {
		return e.Name + "/"
	}
	return e.Name
}
