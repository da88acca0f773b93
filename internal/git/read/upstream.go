package read

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

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
		name := s.upstream(r.Short)
		if name == "" {
			continue
		}
		r.Upstream = view.RefName(name)
		at, err := s.repo.Refs().Resolve(name)
		if err != nil || r.Commit == "" {
			continue
		}
		r.Ahead, r.Behind, _ = walk.AheadBehind(s.repo.Objects(), plumbing.NewHash(string(r.Commit)), at)
	}
}

// upstream maps branch.<name>.merge through the remote's fetch refspecs.
func (s *scan) upstream(branch string) string {
	cfg := s.repo.Config()
	remote := cfg.String("branch."+branch+".remote", "")
	merge := cfg.String("branch."+branch+".merge", "")
	if remote == "" || merge == "" {
		return ""
	}
	if remote == "." {
		return merge
	}
	for _, spec := range cfg.All("remote." + remote + ".fetch") {
		from, to, ok := strings.Cut(strings.TrimPrefix(spec, "+"), ":")
		if !ok {
			continue
		}
		before, after, pattern := strings.Cut(from, "*")
		if !pattern {
			if from == merge {
				return to
			}
			continue
		}
		middle, ok := strings.CutPrefix(merge, before)
		if !ok || !strings.HasSuffix(middle, after) {
			continue
		}
		return strings.Replace(to, "*", strings.TrimSuffix(middle, after), 1)
	}
	return ""
}
