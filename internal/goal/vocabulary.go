package goal

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Word is one name of the vocabulary, documented for authors.
type Word struct {
	// Name is a variable, function, field or method.
	Name string
	// Of is the kind of thing that has it, such as "File"; empty for what
	// stands by itself.
	Of string
	// Takes are the kinds of its arguments; nil for variables and fields.
	Takes []string
	// Gives is the kind of its value.
	Gives string
	// Says tells in a sentence what the value is.
	Says string
	// Example is an expression that is true in the repository of the tests.
	Example string

	takes, gives *types.Type
	onKind       *types.Type
	isCall       bool
	get          func(of any) ref.Val               // fields
	call         func(of any, arg string) ref.Val   // methods on a kind
	late         func(s *scope, arg string) ref.Val // functions by themselves
	compare      func(s *scope) ref.Val             // like(solution), same(solution)
	value        func(s *scope) ref.Val             // variables
}

// Vocabulary gives every name that a goal may use, in the order of the
// authors' help.
func Vocabulary() []Word { return newVocabulary().list }

// vocabulary is the table of all words.
type vocabulary struct{ list []Word }

// The kinds of things.
const (
	kindRepo     = "Repository"
	kindHead     = "Head"
	kindBranch   = "Branch"
	kindTag      = "Tag"
	kindCommit   = "Commit"
	kindIndex    = "Index"
	kindWorktree = "Worktree"
	kindFile     = "File"
	kindDir      = "Dir"
	kindAt       = "At"
	kindRemote   = "Remote"
	kindTeammate = "Teammate"
	kindStash    = "StashEntry"
	kindReflog   = "ReflogEntry"
	kindConfig   = "Config"
	kindGraph    = "Graph"
	kindTree     = "Tree"
	kindSolution = "Solution"
)

func newVocabulary() *vocabulary {
	v := &vocabulary{}
	v.list = slices.Concat(
		globalWords(), fileWords(), refWords(), commitWords(), treeWords(), elsewhereWords(), solutionWords(),
	)
	return v
}

func kindType(name string) *types.Type {
	switch name {
	case "text":
		return types.StringType
	case "number":
		return types.IntType
	case "true or false":
		return types.BoolType
	case "time":
		return types.TimestampType
	}
	if inner, ok := strings.CutPrefix(name, "list of "); ok {
		return types.NewListType(kindType(inner))
	}
	return types.NewObjectType(name)
}

// variable makes a word that stands by itself.
func variable(name, gives, says, example string, value func(*scope) ref.Val) Word {
	return Word{Name: name, Gives: gives, gives: kindType(gives), Says: says, Example: example, value: value}
}

// function makes a word that takes a text.
func function(name, takes, gives, says, example string, late func(*scope, string) ref.Val) Word {
	return Word{
		Name: name, Takes: []string{takes}, Gives: gives, Says: says, Example: example,
		takes: types.StringType, gives: kindType(gives), isCall: true, late: late,
	}
}

// field makes a word that a kind of thing has.
func field[T any](of, name, gives, says, example string, get func(T) ref.Val) Word {
	return Word{
		Name: name, Of: of, Gives: gives, gives: kindType(gives), Says: says, Example: example,
		get: func(x any) ref.Val {
			t, ok := x.(T)
			if !ok {
				return types.NewErr("%s of %s: found %T", name, of, x)
			}
			return get(t)
		},
	}
}

// method makes a word that a kind of thing has and that takes a text.
func method[T any](of, name, takes, gives, says, example string, call func(T, string) ref.Val) Word {
	return Word{
		Name: name, Of: of, Takes: []string{takes}, Gives: gives, Says: says, Example: example,
		takes: types.StringType, gives: kindType(gives), onKind: types.NewObjectType(of), isCall: true,
		call: func(x any, arg string) ref.Val {
			t, ok := x.(T)
			if !ok {
				return types.NewErr("%s of %s: found %T", name, of, x)
			}
			return call(t, arg)
		},
	}
}

// declarations tells cel the vocabulary's variables and functions. All
// overloads of one name must come in one declaration.
func (v *vocabulary) declarations() []cel.EnvOption {
	var options []cel.EnvOption
	overloads := map[string][]cel.FunctionOpt{}
	var names []string
	for _, w := range v.list {
		if !w.isCall {
			if w.Of == "" {
				options = append(options, cel.Variable(w.Name, w.gives))
			}
			continue
		}
		if overloads[w.Name] == nil {
			names = append(names, w.Name)
		}
		overloads[w.Name] = append(overloads[w.Name], w.overload())
	}
	for _, name := range names {
		options = append(options, cel.Function(name, overloads[name]...))
	}
	return options
}

// overload declares a call. Its implementation comes with each judgement,
// because it looks at that judgement's snapshot; cel wants that of all
// overloads of a name or of none, so methods do the same.
func (w Word) overload() cel.FunctionOpt {
	if w.onKind == nil {
		return cel.Overload(w.overloadID(), []*types.Type{w.takes}, w.gives, cel.LateFunctionBinding())
	}
	return cel.MemberOverload(w.overloadID(), []*types.Type{w.onKind, w.takes}, w.gives, cel.LateFunctionBinding())
}

func (w Word) overloadID() string { return strings.ToLower(w.Of) + "_" + w.Name }

// invoke calls a function or method with what cel gives it.
func (w Word) invoke(s *scope, args []ref.Val) ref.Val {
	if w.onKind != nil {
		o, ok := args[0].(*object)
		if !ok {
			return types.MaybeNoSuchOverloadErr(args[0])
		}
		if w.compare != nil {
			return w.compare(s)
		}
		if text, ok := args[1].(types.String); ok {
			return w.call(o.of, string(text))
		}
		return types.MaybeNoSuchOverloadErr(args[1])
	}
	if text, ok := args[0].(types.String); ok {
		return w.late(s, string(text))
	}
	return types.MaybeNoSuchOverloadErr(args[0])
}

// globals are the names that may begin an expression, and the methods.
func (v *vocabulary) globals() []string {
	names := []string{"size", "has", "matches", "contains", "startsWith", "endsWith", "exists", "all", "filter", "map"}
	for _, w := range v.list {
		if w.Of == "" || w.isCall {
			names = append(names, w.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// signatures shows how a name is called.
func (v *vocabulary) signatures(name string) []string {
	var list []string
	for _, w := range v.list {
		if w.isCall && w.Name == name {
			list = append(list, w.Signature())
		}
	}
	return list
}

// Signature shows how the word is written, such as `at(rev).file(path)`.
func (w Word) Signature() string {
	text := w.Name
	if w.isCall {
		text += "(" + strings.Join(w.Takes, ", ") + ")"
	}
	if w.Of != "" {
		text = owner(w.Of) + "." + text
	}
	return text
}

// owner shows where a thing of a kind comes from.
func owner(kind string) string {
	switch kind {
	case kindRepo:
		return "repo"
	case kindFile:
		return "file(path)"
	case kindDir:
		return "dir(path)"
	case kindAt:
		return "at(rev)"
	case kindBranch, kindTag, kindRemote, kindTeammate:
		return strings.ToLower(kind) + "(name)"
	case kindCommit:
		return "commit(rev)"
	case kindConfig:
		return "config(key)"
	case kindStash:
		return "stash[0]"
	case kindReflog:
		return "reflog(ref)[0]"
	}
	return strings.ToLower(kind)
}
