package merge

import (
	"bytes"
	"sort"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// resolve decides every path that is still open. What lies in a folder is
// decided before a file of the folder's name, which may have to make way.
func (m *merger) resolve() error {
	names := make([]string, 0, len(m.paths))
	for name := range m.paths {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return names[i]+"/" > names[j]+"/" })
	occupied := map[string]bool{} // folders that hold something
	for _, name := range names {
		e := m.paths[name]
		if e == nil {
			continue
		}
		at := name
		if !e.settled && e.files != 0 {
			var err error
			if at, err = m.resolveEntry(name, e, occupied[name]); err != nil {
				return err
			}
		}
		for _, p := range []string{at, name} {
			if x := m.paths[p]; x != nil && x.result.exists() {
				for dir := dirOf(p); dir != "" && !occupied[dir]; dir = dirOf(dir) {
					occupied[dir] = true
				}
			}
		}
	}
	return nil
}

// resolveEntry decides one path and tells where its file lies in the end.
func (m *merger) resolveEntry(path string, e *entry, blocked bool) (string, error) {
	if !blocked {
		return m.decide(path, e, nobody)
	}
	if e.files == baseBit {
		e.settle(Version{}, true)
		return path, nil
	}
	side := atOurs
	if e.dirs&oursBit != 0 {
		side = atTheirs
	}
	if m.replaced(e) {
		e.settle(Version{}, true)
		return path, nil
	}
	old := path
	path = m.uniquePath(path, m.branch(side))
	// Git says so even where the file has gone by itself.
	m.say(ConflictFileDir, []string{path, old},
		"CONFLICT (file/directory): directory in the way of %s from %s; moving it to %s instead.", old, m.branch(side), path)
	delete(m.paths, old)
	m.paths[path] = e
	return m.decide(path, e, side)
}

// replaced: one side put a folder in place of a file that the other side left
// alone, and there are no renames to look for on that side.
func (m *merger) replaced(e *entry) bool {
	switch e.match {
	case baseBit | oursBit:
		return len(m.sides[atTheirs].relevant) == 0
	case baseBit | theirsBit:
		return len(m.sides[atOurs].relevant) == 0
	}
	return false
}

// nobody's file had to make way for a folder.
const nobody = 0

// takeChanged: one side left the file alone, so the other side's version holds.
func (m *merger) takeChanged(e *entry) {
	side := atOurs
	if e.match == baseBit|oursBit {
		side = atTheirs
	}
	v := e.stages[side]
	e.settle(v, !e.pathConflict || !v.exists())
}

// decide settles a path by the sides that have a file there. moved is the side
// whose file had to make way for a folder.
func (m *merger) decide(path string, e *entry, moved int) (string, error) {
	clean := moved == nobody && !e.pathConflict
	switch {
	case e.match == oursBit|theirsBit:
		e.settle(e.stages[atOurs], clean)
	case e.match != 0:
		m.takeChanged(e)
		e.clean = e.clean && (clean || !e.result.exists())
	case e.files&(oursBit|theirsBit) == oursBit|theirsBit && typeOf(e.stages[atOurs].Mode) != typeOf(e.stages[atTheirs].Mode):
		return m.distinctTypes(path, e), nil
	case e.files&(oursBit|theirsBit) == oursBit|theirsBit:
		return path, m.bothChanged(path, e, clean, moved)
	case e.files == baseBit|oursBit:
		m.modifiedAndDeleted(path, e, atOurs)
	case e.files == baseBit|theirsBit:
		m.modifiedAndDeleted(path, e, atTheirs)
	case e.files == oursBit:
		e.settle(e.stages[atOurs], clean)
	case e.files == theirsBit:
		e.settle(e.stages[atTheirs], clean)
	default:
		e.settle(Version{}, !e.pathConflict)
	}
	return path, nil
}

func (m *merger) bothChanged(path string, e *entry, clean bool, moved int) error {
	merged, ok, err := m.content(path, e.stages, e.paths, 2*m.depth)
	if err != nil {
		return err
	}
	e.settle(merged, ok && clean)
	if ok && moved != nobody {
		e.files = 1 << moved
		e.stages[moved] = merged
	}
	if ok {
		return nil
	}
	reason := e.reason()
	if merged.Mode == filemode.Submodule {
		reason = "submodule"
	}
	m.say(ConflictContents, []string{path}, "CONFLICT (%s): Merge conflict in %s", reason, path)
	return nil
}

// onlyNormalized reports whether a file differs from its base in no more than what
// storing it now would change.
func (m *merger) onlyNormalized(path string, e *entry, side int) bool {
	if m.Normalize == nil || e.stages[side].Mode != e.stages[atBase].Mode {
		return false
	}
	before, err := m.Store.Blob(e.stages[atBase].Hash)
	if err != nil {
		return false
	}
	after, err := m.Store.Blob(e.stages[side].Hash)
	return err == nil && bytes.Equal(m.Normalize(path, before), m.Normalize(path, after))
}

func (m *merger) modifiedAndDeleted(path string, e *entry, side int) {
	if !e.pathConflict && m.onlyNormalized(path, e, side) {
		e.settle(Version{}, true)
		return
	}
	keep := e.stages[side]
	if m.depth > 0 {
		keep = e.stages[atBase]
	}
	e.settle(keep, false)
	if e.pathConflict && e.stages[atBase].Hash == e.stages[side].Hash {
		return // renamed on one side and deleted on the other: that has been told
	}
	m.say(ConflictModDelete, []string{path},
		"CONFLICT (modify/delete): %s deleted in %s and modified in %s.  Version %s of %s left in tree.",
		path, m.branch(3-side), m.branch(side), m.branch(side), path)
}

// distinctTypes: a file on one side, a link or submodule on the other. Files make way.
func (m *merger) distinctTypes(path string, e *entry) string {
	switch {
	case m.TypesInPlace:
		m.typesInPlace(path, e)
		return path
	case m.depth > 0:
		e.settle(e.stages[atBase], false)
		return path
	}
	moveOurs := typeOf(e.stages[atOurs].Mode) == filemode.Regular
	moveTheirs := !moveOurs
	if typeOf(e.stages[atTheirs].Mode) != filemode.Regular && !moveOurs {
		moveOurs = true
	}
	oursPath, theirsPath := path, path
	paths := []string{path}
	if moveOurs {
		oursPath = m.uniquePath(path, m.Ours)
		paths = append(paths, oursPath)
	}
	if moveTheirs {
		theirsPath = m.uniquePath(path, m.Theirs)
		paths = append(paths, theirsPath)
	}
	how := "one"
	if moveOurs && moveTheirs {
		how = "both"
	}
	m.say(ConflictTypes, paths,
		"CONFLICT (distinct types): %s had different types on each side; renamed %s of them so each can be recorded somewhere.", path, how)
	delete(m.paths, path)
	m.paths[oursPath] = m.oneSide(e, atOurs)
	m.paths[theirsPath] = m.oneSide(e, atTheirs)
	return oursPath
}

// typesInPlace takes the file, ours before theirs.
func (m *merger) typesInPlace(path string, e *entry) {
	side := atTheirs
	if typeOf(e.stages[atOurs].Mode) == filemode.Regular {
		side = atOurs
	}
	e.settle(e.stages[side], false)
	m.say(ConflictContents, []string{path}, "CONFLICT (%s): Merge conflict in %s", e.reason(), path)
}

// reason says what a conflict of contents is one of.
func (e *entry) reason() string {
	if e.files == oursBit|theirsBit {
		return "add/add"
	}
	return "content"
}

// oneSide is the conflict of one side alone with the base, if that is of the same type.
func (m *merger) oneSide(e *entry, side int) *entry {
	x := &entry{paths: e.paths, files: 1 << side}
	x.stages[side] = e.stages[side]
	if typeOf(e.stages[atBase].Mode) == typeOf(e.stages[side].Mode) {
		x.stages[atBase] = e.stages[atBase]
		x.files |= baseBit
	}
	x.settle(e.stages[side], false)
	return x
}
