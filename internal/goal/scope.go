package goal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"cairn/internal/view"
)

// maxText bounds what an expression reads of one file.
const maxText = 4 << 20

// scope is the snapshot that one judgement is about.
type scope struct {
	ctx       context.Context
	view      *view.View
	source    view.Source
	solution  func(context.Context) (*view.View, error)
	commitsBy map[view.Hash]*view.Commit
}

func newScope(s Snapshot) *scope {
	v := s.View
	if v == nil {
		v = &view.View{}
	}
	return &scope{ctx: context.Background(), view: v, source: s.Source, solution: s.Solution}
}

// elsewhere is the scope of another repository, of which there is only a view.
func (s *scope) elsewhere(v *view.View) *scope {
	return newScope(Snapshot{View: v})
}

// activation binds the vocabulary to this snapshot.
func (s *scope) activation() (cel.Activation, error) {
	c, err := environment()
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	calls := map[string]Word{}
	functions := map[string]cel.LateBoundFunction{}
	call := func(overload string, args ...ref.Val) ref.Val { return calls[overload].invoke(s, args) }
	for _, w := range c.words.list {
		switch {
		case w.value != nil:
			values[w.Name] = func() ref.Val { return w.value(s) }
		case w.isCall:
			calls[w.overloadID()] = w
			functions[w.Name] = call
		}
	}
	return cel.FunctionVars(values, functions)
}

// thing makes a value of a kind.
func thing(kind string, of any) ref.Val {
	return &object{kind: kindType(kind), of: of}
}

// things makes a list of values of a kind.
func things[T any](kind string, list []T) ref.Val {
	values := make([]ref.Val, len(list))
	for i := range list {
		values[i] = thing(kind, list[i])
	}
	return types.NewRefValList(types.DefaultTypeAdapter, values)
}

func texts(list []string) ref.Val {
	return types.NewStringList(types.DefaultTypeAdapter, list)
}

func (s *scope) operation() view.OperationKind {
	if s.view.Operation.Kind == "" {
		return view.OperationNone
	}
	return s.view.Operation.Kind
}

func (s *scope) stash() ref.Val {
	list := make([]*view.StashEntry, len(s.view.Stash))
	for i := range s.view.Stash {
		list[i] = &s.view.Stash[i]
	}
	return things(kindStash, list)
}

func (s *scope) reflog(name string) ref.Val {
	var entries []view.ReflogEntry
	for _, full := range []string{name, "refs/heads/" + name, "refs/" + name, "refs/remotes/" + name} {
		if list, ok := s.view.Reflogs[view.RefName(full)]; ok {
			entries = list
			break
		}
	}
	list := make([]*view.ReflogEntry, len(entries))
	for i := range entries {
		list[i] = &entries[i]
	}
	return things(kindReflog, list)
}

// configOf are the values of one key.
type configOf []string

func (c configOf) last() string {
	if len(c) == 0 {
		return ""
	}
	return c[len(c)-1]
}

func (s *scope) config(key string) configOf { return s.view.Config[strings.ToLower(key)] }

// remoteOf and teammateOf are other repositories, or none.
type (
	remoteOf struct {
		view.Remote
		scope *scope
	}
	teammateOf struct {
		view.Teammate
		scope *scope
	}
)

func (s *scope) remote(name string) *remoteOf {
	for _, r := range s.view.Remotes {
		if r.Name == name {
			return &remoteOf{Remote: r, scope: s.elsewhere(r.View)}
		}
	}
	return &remoteOf{scope: s.elsewhere(nil)}
}

func (s *scope) teammate(name string) *teammateOf {
	for _, t := range s.view.Teammates {
		if strings.EqualFold(t.Name, name) {
			return &teammateOf{Teammate: t, scope: s.elsewhere(t.View)}
		}
	}
	return &teammateOf{scope: s.elsewhere(nil)}
}

func (s *scope) refNames(kind view.RefKind) []string {
	var names []string
	for _, r := range s.view.Refs {
		if r.Kind == kind {
			names = append(names, r.Short)
		}
	}
	slices.Sort(names)
	return names
}

// solved gives the solution's view.
func (s *scope) solved() (*view.View, error) {
	if s.solution == nil {
		return nil, errors.New("the solution is not at hand")
	}
	solved, err := s.solution(s.ctx)
	if err != nil {
		return nil, fmt.Errorf("build the solution: %w", err)
	}
	return solved, nil
}

func (s *scope) graphLike() ref.Val {
	solved, err := s.solved()
	if err != nil {
		return types.WrapErr(err)
	}
	return types.Bool(alike(s.view, solved))
}

func (s *scope) treeSame() ref.Val {
	solved, err := s.solved()
	if err != nil {
		return types.WrapErr(err)
	}
	mine := s.byHash(s.view.Head.Hash)
	theirs := s.elsewhere(solved).byHash(solved.Head.Hash)
	return types.Bool(mine.Hash != "" && mine.Tree == theirs.Tree)
}
