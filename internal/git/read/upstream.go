package read

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
	"cairn/internal/view"
)

func sortTips(tips []walk.Tip) {
	slices.SortFunc(tips, func(a, b walk.Tip) int { return strings.Compare(a.Hash.String(), b.Hash.String()) })
}

// upstreams finds each branch's upstream and how far the two are apart.
func (s *scan) upstreams() {
	for i := range s.view.Refs {
		r := &s.view.Refs[i]
		if r.Kind != view.KindBranch {
			continue
		}
		t, ok := rev.TrackingOf(s.repo, r.Short)
		if !ok || t.Ref == "" {
			continue
		}
		r.Upstream = view.RefName(t.Ref)
		at, err := s.repo.Refs().Resolve(t.Ref)
		if err != nil || r.Commit == "" {
			continue
		}
		r.Ahead, r.Behind, _ = walk.AheadBehind(s.repo.Objects(), plumbing.NewHash(string(r.Commit)), at)
	}
}
