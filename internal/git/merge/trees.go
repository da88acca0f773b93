package merge

import (
	"fmt"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// Trees merges two trees that come from one base; a zero hash is the empty tree.
func Trees(base, ours, theirs plumbing.Hash, o Options) (*Result, error) {
	return mergeTrees(base, ours, theirs, o, 0)
}

func mergeTrees(base, ours, theirs plumbing.Hash, o Options, depth int) (*Result, error) {
	if o.Subtree.On {
		var err error
		if theirs, err = o.Subtree.shifted(o.Store, ours, theirs); err != nil {
			return nil, err
		}
		if base, err = o.Subtree.shifted(o.Store, ours, base); err != nil {
			return nil, err
		}
	}
	m := &merger{
		Options: o, depth: depth, trees: [3]plumbing.Hash{base, ours, theirs},
		paths: map[string]*entry{}, clean: true,
	}
	for side := range m.sides {
		m.sides[side].relevant = map[string]bool{}
		m.sides[side].dirsRemoved = map[string]relevance{}
	}
	if err := m.run(); err != nil {
		return nil, fmt.Errorf("merge trees %s and %s: %w", ours, theirs, err)
	}
	return m.result()
}

func (m *merger) run() error {
	if err := m.collect("", m.trees, 0); err != nil {
		return err
	}
	if err := m.collectPutOff(); err != nil {
		return err
	}
	for side := atOurs; side <= atTheirs; side++ {
		if err := m.findRenames(side); err != nil {
			return err
		}
	}
	if m.depth == 0 && m.Directories != DirectoryIgnore && !m.NoRenames {
		m.findFolderRenames(atOurs)
		m.findFolderRenames(atTheirs)
		m.dropDoubleFolders()
	}
	list := m.applyFolderRenames(atOurs)
	list = append(list, m.applyFolderRenames(atTheirs)...)
	if err := m.applyRenames(list); err != nil {
		return err
	}
	return m.resolve()
}

// result writes the tree and lists conflicts and messages.
func (m *merger) result() (*Result, error) {
	names := make([]string, 0, len(m.paths))
	for name := range m.paths {
		names = append(names, name)
	}
	sort.Strings(names)
	r := &Result{Clean: m.clean, Messages: m.messages, Submodules: m.submodules, NeededLimit: m.limit}
	root := &folder{}
	for _, name := range names {
		e := m.paths[name]
		if e.settled && e.result.exists() {
			root.put(name, e.result)
		}
		if e.settled && !e.clean {
			c := Conflict{Path: name}
			for side := range c.Stages {
				if e.files&(1<<side) != 0 {
					c.Stages[side] = e.stages[side]
				}
			}
			r.Conflicts = append(r.Conflicts, c)
			r.Clean = false
		}
	}
	sort.SliceStable(r.Messages, func(i, j int) bool { return r.Messages[i].Paths[0] < r.Messages[j].Paths[0] })
	var err error
	r.Tree, err = root.write(m.Store)
	if err != nil {
		return nil, fmt.Errorf("write merged tree: %w", err)
	}
	return r, nil
}

// folder is a tree that is being put together.
type folder struct {
	entries []object.TreeEntry
	folders map[string]*folder
}

func (f *folder) put(path string, v Version) {
	name, rest, deeper := strings.Cut(path, "/")
	if !deeper {
		f.entries = append(f.entries, object.TreeEntry{Name: name, Mode: v.Mode, Hash: v.Hash})
		return
	}
	if f.folders == nil {
		f.folders = map[string]*folder{}
	}
	sub := f.folders[name]
	if sub == nil {
		sub = &folder{}
		f.folders[name] = sub
	}
	sub.put(rest, v)
}

func (f *folder) write(store *object.Store) (plumbing.Hash, error) {
	for name, sub := range f.folders {
		h, err := sub.write(store)
		if err != nil {
			return h, err
		}
		f.entries = append(f.entries, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: h})
	}
	return store.PutTree(f.entries)
}
