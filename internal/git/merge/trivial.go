package merge

import (
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// TrivialChange is a path in which the trivial merge of git-merge-tree(1) (three
// trees, no renames) does not simply keep our version.
type TrivialChange struct {
	Path   string
	Why    string     // "merged", "changed in both", "added in remote" ...
	Stages [3]Version // base, ours, theirs; of a "merged" path ours and the result
	Ours   []byte     // our content, nil: none
	Result []byte     // the merged content, nil: none
}

// Trivial merges three trees path by path.
func Trivial(store *object.Store, base, ours, theirs plumbing.Hash, o Options) ([]TrivialChange, error) {
	t := &trivial{store: store, o: o}
	err := t.trees("", [3]plumbing.Hash{base, ours, theirs})
	return t.out, err
}

type trivial struct {
	store *object.Store
	o     Options
	out   []TrivialChange
}

func (t *trivial) trees(dir string, trees [3]plumbing.Hash) error {
	byName := map[string]*[3]Version{}
	var names []string
	for side, tree := range trees {
		if tree.IsZero() {
			continue
		}
		entries, err := t.store.Tree(tree)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if byName[e.Name] == nil {
				byName[e.Name] = &[3]Version{}
				names = append(names, e.Name)
			}
			byName[e.Name][side] = Version{e.Mode, e.Hash}
		}
	}
	sort.Strings(names)
	for _, name := range names {
		if err := t.path(dir+name, *byName[name]); err != nil {
			return err
		}
	}
	return nil
}

func (t *trivial) path(path string, v [3]Version) error {
	base, ours, theirs := v[atBase], v[atOurs], v[atTheirs]
	switch {
	case ours == theirs:
		return nil
	case base.exists() && base == ours && theirs.exists() && theirs.Mode != filemode.Dir:
		return t.add(TrivialChange{Path: path, Why: "merged", Stages: v}, ours, theirs)
	case base == theirs && base.exists(), !base.exists() && !theirs.exists():
		return nil
	}
	var below [3]plumbing.Hash
	folders := false
	for side := range v {
		if v[side].Mode == filemode.Dir {
			below[side], folders = v[side].Hash, true
			v[side] = Version{}
		}
	}
	if folders {
		if err := t.trees(path+"/", below); err != nil {
			return err
		}
	}
	if !v[atBase].exists() && !v[atOurs].exists() && !v[atTheirs].exists() {
		return nil
	}
	return t.unresolved(path, v)
}

func (t *trivial) unresolved(path string, v [3]Version) error {
	base, ours, theirs := v[atBase].exists(), v[atOurs].exists(), v[atTheirs].exists()
	c := TrivialChange{Path: path, Stages: v}
	switch {
	case base && ours && theirs:
		c.Why = "changed in both"
	case base && ours:
		c.Why = "removed in remote"
	case base && theirs:
		c.Why = "removed in local"
	case base:
		c.Why = "removed in both"
	case ours && theirs:
		c.Why = "added in both"
	case ours:
		c.Why = "added in local"
	default:
		c.Why = "added in remote"
	}
	result := v[atTheirs]
	switch {
	case base && !(ours && theirs):
		result = Version{}
	case ours && theirs:
		return t.merge(c, v)
	case ours:
		result = v[atOurs]
	}
	return t.add(c, v[atOurs], result)
}

// add reads our content and the result's.
func (t *trivial) add(c TrivialChange, ours, result Version) (err error) {
	if c.Ours, err = t.read(ours); err != nil {
		return err
	}
	if c.Result, err = t.read(result); err != nil {
		return err
	}
	t.out = append(t.out, c)
	return nil
}

func (t *trivial) read(v Version) ([]byte, error) {
	if !v.exists() || v.Mode == filemode.Submodule || v.Mode == filemode.Dir {
		return nil, nil
	}
	return t.store.Blob(v.Hash)
}

func (t *trivial) merge(c TrivialChange, v [3]Version) (err error) {
	var data [3][]byte
	for side := range v {
		if data[side], err = t.read(v[side]); err != nil {
			return err
		}
	}
	c.Ours = data[atOurs]
	c.Result, _ = Text(data[atBase], data[atOurs], data[atTheirs], TextOptions{
		Style: t.o.Style, Ours: ".our", Theirs: ".their",
	})
	t.out = append(t.out, c)
	return nil
}
