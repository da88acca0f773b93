package merge

import "cairn/internal/git/index"

// Stage puts conflicts into an index that holds the result's tree: base, ours and theirs as stages, in place of the
// merged entry.
func Stage(x *index.Index, conflicts []Conflict) {
	for i := range conflicts {
		c := &conflicts[i]
		x.RemoveStage(c.Path, index.Merged)
		for side, v := range c.Stages {
			if v.Mode != 0 {
				x.Add(&index.Entry{Path: c.Path, Mode: v.Mode, Hash: v.Hash, Stage: index.Stage(side + 1)})
			}
		}
	}
}
