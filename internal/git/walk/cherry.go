package walk

// findSamePatches marks the commits of both sides of A...B that make the same
// change; merges have no patch and are never marked.
func (w *Walker) findSamePatches() error {
	lefts := map[string][]*Commit{}
	sides := [2]int{}
	for _, c := range w.list {
		if c.Left() {
			sides[0]++
		} else {
			sides[1]++
		}
	}
	if sides[0] == 0 || sides[1] == 0 {
		return nil
	}
	mark := shown
	if w.params.CherryMark {
		mark = patchSame
	}
	for _, c := range w.list {
		if !c.Left() || len(c.ParentHashes) > 1 {
			continue
		}
		id, err := w.params.PatchID(c.Commit)
		if err != nil {
			return err
		}
		lefts[id] = append(lefts[id], c)
	}
	for _, c := range w.list {
		if c.Left() || len(c.ParentHashes) > 1 {
			continue
		}
		id, err := w.params.PatchID(c.Commit)
		if err != nil {
			return err
		}
		for _, twin := range lefts[id] {
			twin.flags |= mark
			c.flags |= mark
		}
	}
	return nil
}
