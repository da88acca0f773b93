package porcelain

import (
	"path"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/convert"
	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// Renormalizes reports merge.renormalize.
func Renormalizes(r *repo.Repo) bool {
	on, err := r.Config().Bool("merge.renormalize", false)
	return err == nil && on
}

// Normalizer gives files the form in which they would be stored now (git-merge(1),
// renormalize), by the attributes of the working tree, and where it has no .gitattributes
// by those of some trees, the later before the earlier. What cannot be converted stays.
func Normalizer(r *repo.Repo, trees ...plumbing.Hash) (func(path string, data []byte) []byte, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, err
	}
	x := index.New()
	for _, tree := range trees {
		list, err := diff.Trees(r.Objects(), plumbing.ZeroHash, tree, diff.TreeOptions{
			Match: func(p string) bool { return path.Base(p) == ".gitattributes" },
		})
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			x.Add(&index.Entry{Path: p.New.Path, Mode: p.New.Mode, Hash: p.New.Hash})
		}
	}
	w.AttributesFrom(x)
	return func(path string, data []byte) []byte {
		out, _, err := w.Converter().ToGit(convert.Params{Path: path, Renormalize: true}, data)
		if err != nil {
			return data
		}
		return out
	}, nil
}
