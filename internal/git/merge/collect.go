package merge

import (
	"sort"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/object"
)

// The three trees, and the bits for them in masks.
const (
	atBase, atOurs, atTheirs = 0, 1, 2

	baseBit, oursBit, theirsBit = 1, 2, 4
	allBits                     = 7
)

// entry is what is known of one path.
type entry struct {
	stages [3]Version
	paths  [3]string // where each version lies: renames differ
	files  uint8     // sides at which it is a file
	dirs   uint8     // sides at which it is a folder
	match  uint8     // sides that are equal, 0: all differ

	pathConflict bool // the place of the file is in question
	settled      bool // result is final
	clean        bool
	result       Version
}

func (e *entry) settle(v Version, clean bool) { e.result, e.clean, e.settled = v, clean, true }

// relevance of a folder that a side has removed, to the search for folder renames.
type relevance int

const (
	notRelevant relevance = iota
	relevantForAbove
	relevantForSelf
)

// sideInfo is what the search for renames needs of one side.
type sideInfo struct {
	pairs       []diff.Pair
	relevant    map[string]bool
	dirsRemoved map[string]relevance
	renames     []rename
	dirRenames  map[string]string
	putOff      putOff
}

// merger merges three trees.
type merger struct {
	Options
	depth      int // of virtual bases
	trees      [3]plumbing.Hash
	paths      map[string]*entry
	sides      [3]sideInfo // 1 and 2 are used
	messages   []Message
	submodules []string
	clean      bool
	limit      int
	noWait     bool // no more folders are put off
}

// collect walks the three trees and notes every path that is not the same in all.
func (m *merger) collect(dir string, trees [3]plumbing.Hash, renameMask uint8) error {
	names, entries, err := m.byName(trees)
	if err != nil {
		return err
	}
	if renameMask == oursBit || renameMask == theirsBit {
		for _, name := range names {
			if entries[name].files == renameMask {
				// The other side removed the folder and this one adds to it.
				renameMask = allBits
				break
			}
		}
	}
	for _, name := range names {
		if err := m.collectEntry(dir, name, entries[name], renameMask); err != nil {
			return err
		}
	}
	return nil
}

func (m *merger) byName(trees [3]plumbing.Hash) ([]string, map[string]*entry, error) {
	entries := map[string]*entry{}
	var names []string
	for side, tree := range trees {
		if tree.IsZero() {
			continue
		}
		list, err := m.Store.Tree(tree)
		if err != nil {
			return nil, nil, err
		}
		for i := range list {
			e := entries[list[i].Name]
			if e == nil {
				e = &entry{}
				entries[list[i].Name] = e
				names = append(names, list[i].Name)
			}
			e.note(side, &list[i])
		}
	}
	sort.Strings(names)
	return names, entries, nil
}

func (e *entry) note(side int, t *object.TreeEntry) {
	e.stages[side] = Version{t.Mode, t.Hash}
	if t.IsTree() {
		e.dirs |= 1 << side
	} else {
		e.files |= 1 << side
	}
}

func (e *entry) findMatch() {
	same := func(a, b int) bool { return e.stages[a].exists() && e.stages[a] == e.stages[b] }
	ours, theirs := same(atBase, atOurs), same(atBase, atTheirs)
	switch {
	case ours && theirs:
		e.match = allBits
	case ours:
		e.match = baseBit | oursBit
	case theirs:
		e.match = baseBit | theirsBit
	case same(atOurs, atTheirs):
		e.match = oursBit | theirsBit
	}
}

func (m *merger) collectEntry(dir, name string, e *entry, renameMask uint8) error {
	path := name
	if dir != "" {
		path = dir + "/" + name
	}
	e.paths = [3]string{path, path, path}
	e.findMatch()
	m.paths[path] = e
	switch {
	case e.match == allBits:
		e.settle(e.stages[atBase], true)
		return nil
	case e.files == allBits && e.match == oursBit|theirsBit, e.files == allBits && e.match == baseBit|theirsBit:
		e.settle(e.stages[atOurs], true)
		return nil
	case e.files == allBits && e.match == baseBit|oursBit:
		e.settle(e.stages[atTheirs], true)
		return nil
	}
	renameMask = m.noteForRenames(dir, path, e, renameMask)
	if e.dirs == 0 {
		return nil
	}
	side, waits := e.waits(renameMask)
	var below [3]plumbing.Hash
	for side := range below {
		if e.dirs&(1<<side) != 0 {
			below[side] = e.stages[side].Hash
			e.stages[side] = Version{}
		}
	}
	e.match &= e.files
	if waits && !m.noWait {
		m.sides[side].putOff.add(waiting{path, below, renameMask})
		return nil
	}
	return m.collect(path, below, renameMask)
}

// noteForRenames notes what went and what came on each side, and which of it matters.
func (m *merger) noteForRenames(dir, path string, e *entry, renameMask uint8) uint8 {
	if renameMask != allBits && (e.dirs == baseBit|oursBit || e.dirs == baseBit|theirsBit) {
		renameMask = e.dirs &^ baseBit
	}
	if e.dirs == baseBit || e.dirs == baseBit|oursBit || e.dirs == baseBit|theirsBit {
		how := notRelevant
		if renameMask == allBits {
			how = relevantForAbove
		}
		for side := atOurs; side <= atTheirs; side++ {
			if e.dirs&(1<<side) == 0 {
				m.sides[side].dirsRemoved[path] = how
			}
		}
	}
	if renameMask == allBits {
		switch e.files {
		case oursBit:
			m.sides[atTheirs].dirsRemoved[dir] = relevantForSelf
		case theirsBit:
			m.sides[atOurs].dirsRemoved[dir] = relevantForSelf
		}
	}
	if e.files == 0 || e.files == allBits {
		return renameMask
	}
	for side := atOurs; side <= atTheirs; side++ {
		bit := uint8(1) << side
		switch {
		case e.files&baseBit != 0 && e.files&bit == 0:
			if e.match&e.files == 0 || renameMask == allBits {
				m.sides[side].relevant[path] = true
			}
			m.addPair(side, path, e.stages[atBase], Version{})
		case e.files&baseBit == 0 && e.files&bit != 0:
			m.addPair(side, path, Version{}, e.stages[side])
		}
	}
	return renameMask
}

func (m *merger) addPair(side int, path string, before, after Version) {
	file := func(v Version) *diff.File {
		if !v.exists() {
			return diff.Absent(path)
		}
		return &diff.File{Path: path, Mode: v.Mode, Hash: v.Hash}
	}
	s := &m.sides[side]
	s.pairs = append(s.pairs, diff.NewPair(file(before), file(after)))
}
