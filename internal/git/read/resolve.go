package read

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
	"cairn/internal/view"
)

// Resolve gives the object that a revision names.
func (s *source) Resolve(spec string) (view.Hash, error) {
	if s.repo == nil {
		return "", fmt.Errorf("resolve %s: %w", spec, plumbing.ErrObjectNotFound)
	}
	h, err := rev.Resolve(s.repo, spec)
	if err != nil {
		return "", fmt.Errorf("resolve %s: %w", spec, err)
	}
	return hash(h), nil
}

// Range gives the commits that `git log SPEC` would list; several revisions are
// separated by spaces.
func (s *source) Range(spec string) ([]view.Hash, error) {
	if s.repo == nil {
		return nil, fmt.Errorf("list %s: %w", spec, plumbing.ErrObjectNotFound)
	}
	resolver := rev.Resolver{Repo: s.repo}
	var items []rev.Item
	for arg := range strings.FieldsSeq(spec) {
		more, err := resolver.Args(arg)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", spec, err)
		}
		items = append(items, more...)
	}
	tips, err := porcelain.Tips(s.repo, items)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", spec, err)
	}
	w := walk.New(walk.Params{Store: s.repo.Objects(), Tips: tips})
	var out []view.Hash
	for {
		c, err := w.Next()
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", spec, err)
		}
		if c == nil {
			return out, nil
		}
		out = append(out, hash(c.Hash))
	}
}
