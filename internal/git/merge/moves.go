package merge

import "slices"

// applyRenames brings the versions of a renamed file together at its new path.
func (m *merger) applyRenames(list []rename) error {
	slices.SortStableFunc(list, func(a, b rename) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	for i := 0; i < len(list); i++ {
		r := list[i]
		old := m.paths[r.from]
		if old == nil || old.settled && old.clean {
			continue
		}
		if i+1 < len(list) && list[i+1].from == r.from {
			if err := m.renamedTwice(r, list[i+1]); err != nil {
				return err
			}
			i++
			continue
		}
		if err := m.renamedOnce(r, old); err != nil {
			return err
		}
	}
	return nil
}

// renamedTwice: both sides renamed the file, to one place or to two.
func (m *merger) renamedTwice(ours, theirs rename) error {
	base, e1, e2 := m.paths[ours.from], m.paths[ours.to], m.paths[theirs.to]
	if ours.to == theirs.to {
		e1.stages[atBase] = base.stages[atBase]
		e1.files |= baseBit // the markers name no paths then, so e1.paths stays
		base.settle(Version{}, true)
		return nil
	}
	paths := [3]string{ours.from, ours.to, theirs.to}
	versions := [3]Version{base.stages[atBase], e1.stages[atOurs], e2.stages[atTheirs]}
	merged, clean, err := m.content(ours.from, versions, paths, 1+2*m.depth)
	if err != nil {
		return err
	}
	// A binary file is not merged: each path keeps its own side then.
	kept := !clean && merged == e1.stages[atOurs]
	e1.stages[atOurs] = merged
	if kept {
		merged = e2.stages[atTheirs]
	}
	e2.stages[atTheirs] = merged
	e1.pathConflict, e2.pathConflict, base.pathConflict = true, true, true
	m.say(ConflictRename, paths[:], "CONFLICT (rename/rename): %s renamed to %s in %s and to %s in %s.",
		ours.from, ours.to, m.Ours, theirs.to, m.Theirs)
	return nil
}

// renamedOnce: one side renamed the file; the other changed it, left it, or deleted it.
func (m *merger) renamedOnce(r rename, old *entry) error {
	target := m.paths[r.to]
	other := 3 - r.side
	otherBit := uint8(1) << other
	deleted := old.files == baseBit
	collides := target.files&otherBit != 0
	retyped := !deleted && (collides || !m.TypesInPlace) &&
		typeOf(old.stages[other].Mode) != typeOf(target.stages[r.side].Mode)
	if retyped && collides {
		// The other side renamed it too, and put something else in its place.
		collides = false
	}
	switch {
	case collides && !deleted:
		if err := m.renamedOnto(r, old, target); err != nil {
			return err
		}
	case collides:
		m.renamedAndDeleted(r, target)
	default:
		target.stages[atBase] = old.stages[atBase]
		target.files |= baseBit
		target.paths[atBase] = r.from
		switch {
		case retyped:
			old.stages[atBase] = Version{}
			old.files &^= baseBit
		case deleted:
			m.renamedAndDeleted(r, target)
		default:
			target.stages[other] = old.stages[other]
			target.files |= otherBit
			target.paths[other] = r.from
		}
	}
	if !retyped {
		old.settle(Version{}, true)
	}
	return nil
}

// renamedOnto: the new path is taken on the other side. The file is merged
// first; the result then meets what is there.
func (m *merger) renamedOnto(r rename, old, target *entry) error {
	other := 3 - r.side
	var paths [3]string
	paths[atBase], paths[other], paths[r.side] = r.from, r.from, r.to
	var versions [3]Version
	versions[atBase], versions[other], versions[r.side] = old.stages[atBase], old.stages[other], target.stages[r.side]
	merged, clean, err := m.content(r.from, versions, paths, 1+2*m.depth)
	if err != nil {
		return err
	}
	target.stages[r.side] = merged
	if !clean {
		m.say(ConflictCollision, []string{r.to, r.from},
			"CONFLICT (rename involved in collision): rename of %s -> %s has content conflicts AND collides with another path; this may result in nested conflict markers.",
			r.from, r.to)
	}
	return nil
}

func (m *merger) renamedAndDeleted(r rename, target *entry) {
	target.pathConflict = true
	m.say(ConflictRenDelete, []string{r.to, r.from}, "CONFLICT (rename/delete): %s renamed to %s in %s, but deleted in %s.",
		r.from, r.to, m.branch(r.side), m.branch(3-r.side))
}
