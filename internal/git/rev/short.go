package rev

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// minShort is the least number of digits that Git takes for a short hash.
const minShort = 4

// short resolves a short hash. If it fits several objects, those of the kind
// that is wanted are preferred; if more than one is left, they are listed.
func (v *Resolver) short(spec string, want Want) (plumbing.Hash, error) {
	if len(spec) < minShort || len(spec) > 40 {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	for i := range len(spec) {
		if !isHexDigit(spec[i]) {
			return plumbing.ZeroHash, &UnknownError{spec}
		}
	}
	found, err := v.objects().Expand(spec)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	switch len(found) {
	case 0:
		return plumbing.ZeroHash, &UnknownError{spec}
	case 1:
		return found[0], nil
	}
	fitting := v.fitting(found, v.wanted(want))
	if len(fitting) == 1 {
		return fitting[0], nil
	}
	if len(fitting) == 0 {
		fitting = found
	}
	if err := v.listCandidates(strings.ToLower(spec), fitting); err != nil {
		return plumbing.ZeroHash, err
	}
	return plumbing.ZeroHash, &UnknownError{spec}
}

// wanted applies core.disambiguate where the place of a name asks for nothing.
func (v *Resolver) wanted(want Want) Want {
	if want != Any {
		return want
	}
	switch v.Repo.Config().String("core.disambiguate", "") {
	case "commit":
		return Commit
	case "committish":
		return Committish
	case "tree", "treeish":
		return Treeish
	case "blob":
		return Blob
	}
	return Any
}

func (v *Resolver) fitting(found []plumbing.Hash, want Want) []plumbing.Hash {
	if want == Any {
		return found
	}
	var list []plumbing.Hash
	for _, h := range found {
		kind, err := v.objects().Kind(h)
		if err != nil {
			continue
		}
		if kind == plumbing.TagObject && want != Commit && want != Blob {
			if h2, err := v.objects().Peel(h, plumbing.AnyObject); err == nil {
				kind, _ = v.objects().Kind(h2)
			}
		}
		ok := false
		switch want {
		case Commit, Committish:
			ok = kind == plumbing.CommitObject
		case Treeish:
			ok = kind == plumbing.CommitObject || kind == plumbing.TreeObject
		case Blob:
			ok = kind == plumbing.BlobObject
		}
		if ok {
			list = append(list, h)
		}
	}
	return list
}

// listCandidates says what a short hash may mean: what cannot be read, tags,
// commits, trees, blobs.
func (v *Resolver) listCandidates(spec string, found []plumbing.Hash) error {
	if v.Warn == nil || v.Quiet {
		return nil
	}
	v.warn("error: short object ID %s is ambiguous", spec)
	if on, err := v.Repo.Config().Bool("advice.ambiguousFetchRefspec", true); err == nil && !on {
		return nil
	}
	kinds := map[plumbing.Hash]plumbing.ObjectType{}
	for _, h := range found {
		kind, err := v.objects().Kind(h)
		var unknown *object.UnknownKindError
		if errors.As(err, &unknown) {
			return &Error{Text: err.Error()}
		}
		kinds[h] = kind // of what is damaged: none
	}
	rank := map[plumbing.ObjectType]int{plumbing.TagObject: 1, plumbing.CommitObject: 2, plumbing.TreeObject: 3, plumbing.BlobObject: 4}
	slices.SortStableFunc(found, func(a, b plumbing.Hash) int { return cmp.Compare(rank[kinds[a]], rank[kinds[b]]) })
	v.warn("hint: The candidates are:")
	for _, h := range found {
		line := "hint:   " + v.objects().Abbrev(h, 0) + " " + kinds[h].String()
		switch kinds[h] {
		case plumbing.InvalidObject:
			line = "hint:   " + v.objects().Abbrev(h, 0) + " [bad object]"
		case plumbing.CommitObject:
			if c, err := v.objects().Commit(h); err == nil {
				line += " " + c.Committer.When.Format("2006-01-02") + " - " + c.Subject()
			}
		case plumbing.TagObject:
			if t, err := v.objects().Tag(h); err == nil && t.Tagger != nil {
				line += " " + t.Tagger.When.Format("2006-01-02") + " - " + t.Name
			}
		}
		v.warn("%s", line)
	}
	return nil
}
