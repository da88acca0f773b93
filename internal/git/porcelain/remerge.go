package porcelain

import (
	"fmt"

	"cairn/internal/git/index"
	"cairn/internal/git/merge"
)

// remerge writes a conflict's file anew from its three sides; a missing base counts as empty.
func (s *restorer) remerge(path string) error {
	var text [4][]byte
	for stage := index.Base; stage <= index.Theirs; stage++ {
		e := s.x.GetStage(path, stage)
		if e == nil {
			continue
		}
		data, err := s.w.Repo().Objects().Blob(e.Hash)
		if err != nil {
			return fmt.Errorf("read a side of %s: %w", path, err)
		}
		text[stage] = data
	}
	style, err := ConflictStyle(s.p.Style)
	if err != nil {
		return err
	}
	merged, _ := merge.Text(text[index.Base], text[index.Ours], text[index.Theirs], merge.TextOptions{
		Style: style, Ours: "ours", Theirs: "theirs", Base: "base",
	})
	return s.w.WriteFile(s.x.GetStage(path, index.Ours), merged)
}
