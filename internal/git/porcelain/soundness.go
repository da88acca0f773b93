package porcelain

import (
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

// Soundness judges whether all is there that a commit needs: its tree, its
// files and those of its ancestors. What refs reach counts as whole.
type Soundness struct {
	r       *repo.Repo
	commits map[plumbing.Hash]bool
	trees   map[plumbing.Hash]bool
}

// NewSoundness marks what refs and HEAD reach.
func NewSoundness(r *repo.Repo) *Soundness {
	s := &Soundness{r: r, commits: map[plumbing.Hash]bool{}, trees: map[plumbing.Hash]bool{}}
	markHistory(r, append(refNames(r), refs.HEAD), s.commits)
	return s
}

// refNames are the names of all refs; broken ones do no harm.
func refNames(r *repo.Repo) []string {
	all, err := r.Refs().List("")
	if err != nil {
		return nil
	}
	names := make([]string, len(all))
	for i, ref := range all {
		names[i] = ref.Name
	}
	return names
}

// markHistory puts the commits that refs reach into seen, as far as they are there.
func markHistory(r *repo.Repo, names []string, seen map[plumbing.Hash]bool) {
	var stack []plumbing.Hash
	for _, name := range names {
		if h, err := r.Refs().Resolve(name); err == nil {
			if c, err := r.Objects().Peel(h, plumbing.CommitObject); err == nil {
				stack = append(stack, c)
			}
		}
	}
	for len(stack) > 0 {
		h := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[h] {
			continue
		}
		c, err := r.Objects().Commit(h)
		if err != nil {
			continue
		}
		seen[h] = true
		stack = append(stack, c.ParentHashes...)
	}
}

// Commit judges a commit; the zero hash is whole, and so is no commit at all.
func (s *Soundness) Commit(h plumbing.Hash) bool {
	if h.IsZero() {
		return true
	}
	if kind, err := s.r.Objects().Kind(h); err != nil || kind != plumbing.CommitObject {
		return err == nil
	}
	fresh := map[plumbing.Hash]bool{}
	stack := []plumbing.Hash{h}
	for len(stack) > 0 {
		h := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if s.commits[h] || fresh[h] {
			continue
		}
		c, err := s.r.Objects().Commit(h)
		if err != nil || !s.tree(c.TreeHash) {
			return false
		}
		fresh[h] = true
		stack = append(stack, c.ParentHashes...)
	}
	for h := range fresh {
		s.commits[h] = true
	}
	return true
}

func (s *Soundness) tree(h plumbing.Hash) bool {
	if s.trees[h] {
		return true
	}
	entries, err := s.r.Objects().Tree(h)
	if err != nil {
		return false
	}
	for _, e := range entries {
		switch e.Mode {
		case filemode.Submodule:
		case filemode.Dir:
			if !s.tree(e.Hash) {
				return false
			}
		default:
			if !s.r.Objects().Has(e.Hash) {
				return false
			}
		}
	}
	s.trees[h] = true
	return true
}

// OtherWorktrees opens the repository once for each linked working tree but
// this one; the caller closes them.
func OtherWorktrees(r *repo.Repo) ([]*repo.Repo, error) {
	var list []*repo.Repo
	seen := map[string]bool{r.GitDir(): true}
	for _, w := range WorktreeHeads(r) {
		if seen[w.GitDir] {
			continue
		}
		seen[w.GitDir] = true
		p := r.Params()
		p.GitDir, p.WorkTree = w.GitDir, ""
		other, err := repo.Discover(p)
		if err != nil {
			return list, err
		}
		list = append(list, other)
	}
	return list, nil
}
