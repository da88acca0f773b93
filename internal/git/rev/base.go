package rev

import (
	"strings"

	"cairn/internal/git/refs"
	"cairn/internal/git/walk"
)

// OrMergeBase gives the hash of the merge base where spec is "A...B" and there is just one, as
// checkout, switch, restore and branch take it; a missing side is HEAD. Anything else stays as it is.
func (v *Resolver) OrMergeBase(spec string) string {
	left, right, ok := strings.Cut(spec, "...")
	if !ok {
		return spec
	}
	if left == "" {
		left = refs.HEAD
	}
	if right == "" {
		right = refs.HEAD
	}
	a, err := v.Commit(left)
	if err != nil {
		return spec
	}
	b, err := v.Commit(right)
	if err != nil {
		return spec
	}
	bases, err := walk.MergeBases(v.Repo.Objects(), a.Hash, b.Hash)
	if err != nil || len(bases) != 1 {
		return spec
	}
	return bases[0].String()
}
