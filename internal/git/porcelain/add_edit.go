package porcelain

import (
	"cairn/internal/git/apply"
	"cairn/internal/git/diff"
	"cairn/internal/git/repo"
)

// FileChanges are the changes of files against the index, as patches show them: what `add -e` lets a person edit. A file
// that is only announced is one without content.
func FileChanges(r *repo.Repo, args []string) ([]diff.Pair, error) {
	p, pairs, err := StartPatch(r, PatchParams{Mode: PatchAdd, Args: args, InMemory: true})
	if err != nil {
		return nil, err
	}
	for i := range pairs {
		if e := p.x.Get(pairs[i].Path()); e != nil && e.IntentToAdd && pairs[i].Status == diff.Added {
			pairs[i] = diff.NewPair(&diff.File{Path: e.Path, Mode: e.Mode, Hash: e.Hash}, pairs[i].New)
		}
	}
	return pairs, nil
}

// ApplyToIndex puts patches on the index. What keeps any of them from it is in refused, and then nothing has changed.
func ApplyToIndex(r *repo.Repo, patches []*apply.Patch) (refused []error, err error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	if refused = apply.ToIndex(r.Objects(), x, patches); len(refused) > 0 {
		return refused, nil
	}
	w.RepairTrees(x)
	return nil, w.Save(lock, x)
}
