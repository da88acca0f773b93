package merge

import (
	"slices"
	"strings"
)

// landing collects the files that folder renames would put at one path.
type landing struct {
	from []string
	told bool
}

// applyFolderRenames moves the files that one side put into a folder which the
// other side renamed, and lists what is left to do about renames.
func (m *merger) applyFolderRenames(side int) []rename {
	s := &m.sides[side]
	dirs := m.sides[3-side].dirRenames
	landings := map[string]*landing{}
	for _, r := range s.renames {
		if from, to, ok := renamedFolder(r.to, dirs); ok {
			target := movedInto(r.to, from, to)
			if landings[target] == nil {
				landings[target] = &landing{}
			}
			landings[target].from = append(landings[target].from, r.to)
		}
	}
	var out []rename
	for _, r := range s.renames {
		target, ok := m.landingFor(r, dirs, landings)
		if !ok && r.from == "" {
			continue
		}
		if ok {
			m.moveInto(r, target)
			if r.from == "" {
				r.from = r.to
			}
			r.to = target
		}
		out = append(out, r)
	}
	return out
}

// awaited reports whether the other side has a file that a folder rename puts at the very
// place where this side added one: they meet there, wherever that folder went since.
func (m *merger) awaited(r rename) bool {
	dirs := m.sides[r.side].dirRenames
	if len(dirs) == 0 {
		return false
	}
	for _, other := range m.sides[3-r.side].renames {
		if from, to, ok := renamedFolder(other.to, dirs); ok && movedInto(other.to, from, to) == r.to {
			return true
		}
	}
	return false
}

// landingFor tells where a folder rename puts a file, if nothing speaks against it.
func (m *merger) landingFor(r rename, dirs map[string]string, landings map[string]*landing) (string, bool) {
	from, to, ok := renamedFolder(r.to, dirs)
	if !ok || r.from == "" && m.awaited(r) {
		return "", false
	}
	if _, moved := m.sides[r.side].dirRenames[to]; moved {
		m.say(DirectorySkipped, []string{from, r.to, to},
			"WARNING: Avoiding applying %s -> %s rename to %s, because %s itself was renamed.", from, to, r.to, to)
		return "", false
	}
	target := movedInto(r.to, from, to)
	l := landings[target]
	bit := uint8(1) << r.side
	e := m.paths[target]
	slices.Sort(l.from)
	switch {
	case l.told:
	case e != nil && (e.settled && e.clean || (e.files|e.dirs)&bit != 0):
		l.told = true
		m.say(ConflictInWay, append([]string{target}, l.from...),
			"CONFLICT (implicit dir rename): Existing file/dir at %s in the way of implicit directory rename(s) putting the following path(s) there: %s.",
			target, strings.Join(l.from, ", "))
	case len(l.from) > 1:
		l.told = true
		m.say(ConflictDirCollide, append([]string{target}, l.from...),
			"CONFLICT (implicit dir rename): Cannot map more than one path to %s; implicit directory renames tried to put these paths there: %s",
			target, strings.Join(l.from, ", "))
	default:
		return target, true
	}
	m.clean = false
	return "", false
}

// moveInto moves one side's file to another path.
func (m *merger) moveInto(r rename, target string) {
	old := m.paths[r.to]
	moved := old.stages[r.side]
	bit := uint8(1) << r.side
	origin := old.paths[r.side]
	old.stages[r.side] = Version{}
	old.files &^= bit
	old.match = 0
	if old.files == 0 && old.dirs == 0 {
		delete(m.paths, r.to)
	}
	e := m.paths[target]
	if e == nil {
		e = &entry{paths: [3]string{target, target, target}}
		m.paths[target] = e
	}
	e.stages[r.side] = moved
	e.files |= bit
	e.match = 0
	e.paths[r.side] = origin
	m.tellMoved(r, target, e)
}

func (m *merger) tellMoved(r rename, target string, e *entry) {
	here, there := m.branch(r.side), m.branch(3-r.side)
	paths := []string{target, r.to}
	switch {
	case m.Directories == DirectoryApply && r.from == "":
		m.say(DirectoryApplied, paths, "Path updated: %s added in %s inside a directory that was renamed in %s; moving it to %s.",
			r.to, here, there, target)
	case m.Directories == DirectoryApply:
		m.say(DirectoryApplied, paths, "Path updated: %s renamed to %s in %s, inside a directory that was renamed in %s; moving it to %s.",
			r.from, r.to, here, there, target)
	case r.from == "":
		e.pathConflict = true
		m.say(ConflictSuggested, paths, "CONFLICT (file location): %s added in %s inside a directory that was renamed in %s, suggesting it should perhaps be moved to %s.",
			r.to, here, there, target)
	default:
		e.pathConflict = true
		m.say(ConflictSuggested, paths, "CONFLICT (file location): %s renamed to %s in %s, inside a directory that was renamed in %s, suggesting it should perhaps be moved to %s.",
			r.from, r.to, here, there, target)
	}
}

func (m *merger) branch(side int) string {
	if side == atOurs {
		return m.Ours
	}
	return m.Theirs
}
