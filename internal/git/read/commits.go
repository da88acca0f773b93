package read

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/encoding"
	"cairn/internal/git/object"
	"cairn/internal/git/walk"
	"cairn/internal/view"
)

// commits lists everything that refs, HEAD and reflogs lead to.
func (s *scan) commits() error {
	live := s.tips(false)
	reachable := map[plumbing.Hash]bool{}
	if err := s.each(live, func(c *object.Commit) { reachable[c.Hash] = true }); err != nil {
		return err
	}
	return s.each(append(live, s.tips(true)...), func(c *object.Commit) {
		v := s.commit(c)
		v.Reachable = reachable[c.Hash]
		s.view.Commits = append(s.view.Commits, v)
	})
}

// tips are the commits to start from: refs and HEAD, or the reflogs.
func (s *scan) tips(logs bool) []walk.Tip {
	var tips []walk.Tip
	add := func(h view.Hash) {
		if h == "" {
			return
		}
		kind, err := s.repo.Objects().Kind(plumbing.NewHash(string(h)))
		if err == nil && kind == plumbing.CommitObject {
			tips = append(tips, walk.Tip{Hash: plumbing.NewHash(string(h))})
		}
	}
	if !logs {
		add(s.view.Head.Hash)
		for _, r := range s.view.Refs {
			add(r.Commit)
		}
		return tips
	}
	seen := map[view.Hash]bool{}
	for _, entries := range s.view.Reflogs {
		for _, e := range entries {
			for _, h := range []view.Hash{e.New, e.Old} {
				if !seen[h] {
					seen[h] = true
					add(h)
				}
			}
		}
	}
	sortTips(tips)
	return tips
}

// each visits commits newest first, children before parents. A history with a
// missing commit ends early: what could be read stays.
func (s *scan) each(tips []walk.Tip, visit func(*object.Commit)) error {
	w := walk.New(walk.Params{Store: tolerant{s.repo.Objects()}, Tips: tips, Order: walk.DateTopo, MissingOK: true})
	for n := 0; ; n++ {
		if n%256 == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		c, err := w.Next()
		if err != nil || c == nil {
			return nil
		}
		if !c.TreeHash.IsZero() {
			visit(c.Commit)
		}
	}
}

// tolerant gives an empty commit for one that cannot be read, so that the rest of
// a damaged or shallow history is still shown.
type tolerant struct{ store *object.Store }

func (t tolerant) Commit(h plumbing.Hash) (*object.Commit, error) {
	c, err := t.store.Commit(h)
	if err != nil {
		return &object.Commit{Hash: h}, nil
	}
	return c, nil
}

// commit converts a commit, from what was kept if it was seen before.
func (s *scan) commit(c *object.Commit) view.Commit {
	key := commitKey{s.repo.CommonDir(), c.Hash}
	s.reader.mu.Lock()
	v, ok := s.reader.commits[key]
	s.reader.mu.Unlock()
	if ok {
		return v
	}
	text := c.Recoded(encoding.UTF8)
	v = view.Commit{
		Hash: hash(c.Hash), Tree: hash(c.TreeHash),
		Author: signature(text.Author), Committer: signature(text.Committer),
		Subject: text.Subject(), Body: body(text.Message), Paths: s.paths(c),
	}
	for _, p := range c.ParentHashes {
		v.Parents = append(v.Parents, hash(p))
	}
	s.reader.mu.Lock()
	s.reader.commits[key] = v
	s.reader.mu.Unlock()
	return v
}

// body is what follows a message's first paragraph.
func body(message string) string {
	message = strings.TrimLeft(message, "\n")
	_, rest, _ := strings.Cut(message, "\n\n")
	return strings.Trim(rest, "\n")
}

// paths are those that differ from the first parent.
func (s *scan) paths(c *object.Commit) []string {
	var before plumbing.Hash
	if h, ok := c.FirstParent(); ok {
		parent, err := s.repo.Objects().Commit(h)
		if err != nil {
			return nil
		}
		before = parent.TreeHash
	}
	pairs, err := diff.Trees(s.repo.Objects(), before, c.TreeHash, diff.TreeOptions{})
	if err != nil {
		return nil
	}
	out := make([]string, 0, len(pairs))
	for i := range pairs {
		out = append(out, pairs[i].Path())
	}
	return out
}
