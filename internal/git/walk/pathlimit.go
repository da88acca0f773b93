package walk

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// Trees gives trees by hash; *object.Store is one.
type Trees interface {
	RawTree(plumbing.Hash) (object.RawTree, error)
}

// Limit compares trees under chosen paths.
type Limit struct {
	trees Trees
	match func(path string) bool
	enter func(dir string) bool
	// recent are trees that were read last, by the first byte of their hash: a
	// commit's tree is compared twice, with its parent's and with its child's.
	recent [32]recentTree
}

type recentTree struct {
	hash plumbing.Hash
	tree object.RawTree
}

// NewLimit makes a Limit that reads trees from t. match chooses paths; enter tells
// whether anything under a folder, named with its final slash, may be chosen.
func NewLimit(t Trees, match, enter func(string) bool) *Limit {
	return &Limit{trees: t, match: match, enter: enter}
}

// Same reports whether two trees hold the same chosen paths. The zero hash is the
// empty tree.
func (l *Limit) Same(older, newer plumbing.Hash) (bool, error) {
	if older == newer {
		return true, nil
	}
	return l.compare("", older, newer)
}

func (l *Limit) tree(h plumbing.Hash) (object.RawTree, error) {
	slot := &l.recent[int(h[0])%len(l.recent)]
	if slot.hash == h {
		return slot.tree, nil
	}
	tree, err := l.trees.RawTree(h)
	if err == nil {
		*slot = recentTree{h, tree}
	}
	return tree, err
}

func (l *Limit) compare(dir string, older, newer plumbing.Hash) (bool, error) {
	trees, err := object.NewTreePair(l.tree, older, newer)
	if err != nil {
		return false, err
	}
	for {
		x, y, more, err := trees.Next()
		if err != nil || !more {
			return err == nil, err
		}
		same, err := l.pair(dir, x, y)
		if err != nil || !same {
			return false, err
		}
	}
}

// pair compares two entries of one name, of which one may be missing.
func (l *Limit) pair(dir string, x, y object.TreeEntry) (bool, error) {
	name := dir + max(x.Name, y.Name)
	var sub [2]plumbing.Hash
	isDir, isFile := false, false
	for i, e := range []object.TreeEntry{x, y} {
		switch {
		case e.Name == "":
		case e.IsTree():
			sub[i], isDir = e.Hash, true
		default:
			isFile = true
		}
	}
	if isFile && l.match(name) {
		return false, nil
	}
	if !isDir || !l.enter(name+"/") {
		return true, nil
	}
	return l.compare(name+"/", sub[0], sub[1])
}
