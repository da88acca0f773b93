package diff

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// CombineTrees lists the paths in which the result differs from all parents. A file that came from another name in a
// parent counts as one that differs in content: each parent is compared for itself, with renames found and filters
// applied, and what all comparisons tell of is what there is to tell.
func (o *Options) CombineTrees(store TreeReader, result plumbing.Hash, parents []plumbing.Hash, t TreeOptions) ([]Combined, error) {
	each := *o
	each.Order = nil // FormatCombined puts the list in order
	each.Relative = ""
	plain := !o.refines()
	if plain {
		each.Pickaxe, each.SkipTo, each.RotateTo, each.Reverse = nil, "", "", false
	} else {
		t = t.below(o.Relative)
	}
	var out []Combined
	for n, parent := range parents {
		pairs, err := each.parentPairs(store, parent, result, t)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			for i := range pairs {
				out = append(out, Combined{Path: pairs[i].New.Path, Result: pairs[i].New})
			}
		}
		out = common(out, pairs, plain)
	}
	if plain {
		out = slices.DeleteFunc(out, func(c Combined) bool { return !o.findsObject(&c) })
	}
	return out, nil
}

// below limits a comparison to names with a prefix: those of a merge stay whole under --relative.
func (t TreeOptions) below(prefix string) TreeOptions {
	if match := t.Match; prefix != "" {
		t.Match = func(path string) bool {
			return strings.HasPrefix(path, prefix) && (match == nil || match(path))
		}
	}
	return t
}

// common keeps what one more parent's list has, too. Both are taken to be sorted: where they are not, because
// --rotate-to has turned them, Git loses what comes in another order, and so does this.
func common(list []Combined, pairs []Pair, plain bool) []Combined {
	out := list[:0]
	for i, k := 0, 0; i < len(list) && k < len(pairs); {
		switch order := strings.Compare(sortedName(list[i].Result), sortedName(pairs[k].New)); {
		case order < 0:
			i++
		case order > 0:
			k++
		default:
			list[i].add(&pairs[k], plain)
			out = append(out, list[i])
			i, k = i+1, k+1
		}
	}
	return out
}

// sortedName is the name by which a tree sorts an entry.
func sortedName(f *File) string {
	if f.Mode == filemode.Dir {
		return f.Path + "/"
	}
	return f.Path
}

// refines tells whether the comparison with each parent is more than one of entries: then the search for an object
// looks at each parent, too, and else at the whole of the merge (seen with log -c --find-object, with and without
// --no-renames).
func (o *Options) refines() bool {
	return o.Detect != NoRenames || o.Break || o.Filter != (Filter{}) || o.Pickaxe != nil && o.Pickaxe.Object.IsZero()
}

func (o *Options) parentPairs(store TreeReader, parent, result plumbing.Hash, t TreeOptions) ([]Pair, error) {
	pairs, err := Trees(store, parent, result, t)
	if err == nil && o.CopiesHarder {
		pairs, err = WithUnchanged(store, parent, pairs, t)
	}
	if err != nil {
		return nil, err
	}
	return o.Refine(pairs)
}

// add appends one more parent.
func (c *Combined) add(p *Pair, plain bool) {
	f := *p.Old
	f.Path = c.Path
	c.Parents = append(c.Parents, f)
	status := p.Status
	if plain && status == TypeChanged {
		status = Modified
	}
	c.Sources = append(c.Sources, Source{Path: p.Old.Path, Status: status})
}

// findsObject: --find-object names a version of the file, or is not there.
func (o *Options) findsObject(c *Combined) bool {
	if o.Pickaxe == nil || c.Result.Hash == o.Pickaxe.Object {
		return true
	}
	return slices.ContainsFunc(c.Parents, func(f File) bool { return f.Hash == o.Pickaxe.Object })
}
