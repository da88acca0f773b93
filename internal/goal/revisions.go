package goal

import (
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"cairn/internal/view"
)

// refOf is a branch or tag; without a ref it does not exist.
type refOf struct {
	scope *scope
	ref   *view.Ref
}

func (s *scope) ref(kind view.RefKind, name string) *refOf {
	for i := range s.view.Refs {
		if r := &s.view.Refs[i]; r.Kind == kind && r.Short == name {
			return &refOf{scope: s, ref: r}
		}
	}
	return &refOf{scope: s}
}

func (r *refOf) value() view.Ref {
	if r.ref == nil {
		return view.Ref{}
	}
	return *r.ref
}

func (r *refOf) identity() string { return string(r.value().Name) + " " + string(r.value().Hash) }

func (r *refOf) exists() ref.Val  { return types.Bool(r.ref != nil) }
func (r *refOf) tip() ref.Val     { return thing(kindCommit, r.scope.byHash(r.value().Commit)) }
func (r *refOf) subject() ref.Val { return r.scope.byHash(r.value().Commit).subject() }
func (r *refOf) hash() ref.Val    { return types.String(r.value().Commit) }

func (r *refOf) current() ref.Val {
	return types.Bool(r.ref != nil && r.ref.Name == r.scope.view.Head.Ref)
}

// upstream is shown as people write it: origin/main.
func (r *refOf) upstream() ref.Val {
	name := r.value().Upstream
	for _, other := range r.scope.view.Refs {
		if other.Name == name {
			return types.String(other.Short)
		}
	}
	return types.String(name)
}

// commitOf is a commit; without a hash it does not exist.
type commitOf struct {
	scope *scope
	view.Commit
}

func (c *commitOf) identity() string { return string(c.Hash) }

func (c *commitOf) subject() ref.Val { return types.String(c.Subject) }

func (c *commitOf) parents() ref.Val {
	list := make([]*commitOf, len(c.Parents))
	for i, hash := range c.Parents {
		list[i] = c.scope.byHash(hash)
	}
	return things(kindCommit, list)
}

// byHash finds a commit of the view.
func (s *scope) byHash(hash view.Hash) *commitOf {
	if s.commitsBy == nil {
		s.commitsBy = make(map[view.Hash]*view.Commit, len(s.view.Commits))
		for i := range s.view.Commits {
			s.commitsBy[s.view.Commits[i].Hash] = &s.view.Commits[i]
		}
	}
	if c := s.commitsBy[hash]; c != nil {
		return &commitOf{scope: s, Commit: *c}
	}
	return &commitOf{scope: s}
}

// commit finds what a revision names; one that names nothing, or no commit,
// gives a commit that does not exist.
func (s *scope) commit(rev string) *commitOf {
	if s.source == nil {
		return &commitOf{scope: s}
	}
	hash, err := s.source.Resolve(rev + "^{commit}")
	if err != nil {
		return &commitOf{scope: s}
	}
	return s.byHash(hash)
}

// commits lists a range; one that names nothing is empty.
func (s *scope) commits(spec string) ref.Val {
	if s.source == nil {
		return things[*commitOf](kindCommit, nil)
	}
	hashes, err := s.source.Range(spec)
	if err != nil {
		return things[*commitOf](kindCommit, nil)
	}
	list := make([]*commitOf, 0, len(hashes))
	for _, hash := range hashes {
		list = append(list, s.byHash(hash))
	}
	return things(kindCommit, list)
}

// atOf is a commit seen as its files.
type atOf struct {
	commit *commitOf
}

func (s *scope) at(rev string) *atOf { return &atOf{commit: s.commit(rev)} }

func (a *atOf) entries() ([]view.TreeEntry, error) {
	if a.commit.Hash == "" {
		return nil, nil
	}
	return a.commit.scope.source.Tree(a.commit.Hash)
}

func (a *atOf) files() ref.Val {
	entries, err := a.entries()
	if err != nil {
		return types.WrapErr(err)
	}
	paths := make([]string, len(entries))
	for i, e := range entries {
		paths[i] = e.Path
	}
	return texts(paths)
}

func (a *atOf) file(path string) ref.Val {
	entries, err := a.entries()
	if err != nil {
		return types.WrapErr(err)
	}
	f := &fileOf{scope: a.commit.scope, path: path}
	i := slices.IndexFunc(entries, func(e view.TreeEntry) bool { return e.Path == path })
	if i < 0 {
		return thing(kindFile, f)
	}
	f.exists, f.tracked, f.mode, f.hash = true, true, entries[i].Mode, entries[i].Hash
	return thing(kindFile, f.measured())
}
