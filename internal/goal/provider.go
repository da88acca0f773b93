package goal

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// object is one thing of the vocabulary, such as a file, as a CEL value. Its
// fields are read only when an expression asks for them: a file's text lies in
// the object store.
type object struct {
	kind *types.Type
	of   any
}

// ConvertToNative refuses: goals yield true or false and nothing else.
func (o *object) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a %s cannot become a %s", o.kind.TypeName(), t)
}

// ConvertToType allows type(x) only.
func (o *object) ConvertToType(t ref.Type) ref.Val {
	switch t.TypeName() {
	case o.kind.TypeName():
		return o
	case types.TypeType.TypeName():
		return o.kind
	}
	return types.NewErr("a %s cannot become a %s", o.kind.TypeName(), t.TypeName())
}

// Equal compares what two objects show, where that can be compared.
func (o *object) Equal(other ref.Val) ref.Val {
	that, ok := other.(*object)
	if !ok || that.kind.TypeName() != o.kind.TypeName() {
		return types.False
	}
	a, okA := o.of.(interface{ identity() string })
	b, okB := that.of.(interface{ identity() string })
	return types.Bool(okA && okB && a.identity() == b.identity())
}

// Type gives the kind of thing.
func (o *object) Type() ref.Type { return o.kind }

// Value gives the object itself, for the fields' getters.
func (o *object) Value() any { return o }

// provider tells cel which kinds of things there are and which fields they have.
type provider struct {
	*types.Registry
	fields map[string]map[string]*types.FieldType
	names  map[string][]string
	kinds  map[string]*types.Type
	// missed are the fields that the compilation under way asked for in vain.
	missed []miss
}

type miss struct{ kind, field string }

func newProvider(words *vocabulary) *provider {
	p := &provider{
		Registry: types.NewEmptyRegistry(),
		fields:   map[string]map[string]*types.FieldType{},
		names:    map[string][]string{},
		kinds:    map[string]*types.Type{},
	}
	for _, w := range words.list {
		if w.Of == "" || w.get == nil {
			continue
		}
		if p.fields[w.Of] == nil {
			p.fields[w.Of] = map[string]*types.FieldType{}
			p.kinds[w.Of] = types.NewObjectType(w.Of)
		}
		p.names[w.Of] = append(p.names[w.Of], w.Name)
		p.fields[w.Of][w.Name] = &types.FieldType{
			Type:    w.gives,
			IsSet:   func(any) bool { return true },
			GetFrom: getter(w.get),
		}
	}
	return p
}

// getter adapts a field's function to what cel calls.
func getter(get func(any) ref.Val) ref.FieldGetter {
	return func(target any) (any, error) {
		o, ok := target.(*object)
		if !ok {
			return nil, fmt.Errorf("a field of %T was asked for", target)
		}
		value := get(o.of)
		if err, bad := value.(*types.Err); bad {
			return nil, err
		}
		return value, nil
	}
}

// FindStructType gives the kind of thing with this name.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if kind, ok := p.kinds[name]; ok {
		return types.NewTypeTypeWithParam(kind), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldNames gives the fields of a kind of thing.
func (p *provider) FindStructFieldNames(kind string) ([]string, bool) {
	names, ok := p.names[kind]
	return names, ok
}

// FindStructFieldType gives a field's type; it notes a field that is not there.
func (p *provider) FindStructFieldType(kind, field string) (*types.FieldType, bool) {
	if f, ok := p.fields[kind][field]; ok {
		return f, true
	}
	if p.fields[kind] != nil {
		p.missed = append(p.missed, miss{kind, field})
	}
	return nil, false
}

// NewValue refuses: expressions make no things.
func (p *provider) NewValue(kind string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("a goal cannot make a %s", kind)
}
