package cli

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// arguments splits the arguments into objects and paths.
func (d *diffRun) arguments() (int, bool) {
	v := d.resolver()
	args := d.args
	dashed := false
	for i, a := range args {
		if a == "--" {
			d.paths, args, dashed = args[i+1:], args[:i], true
			break
		}
	}
	for i, a := range args {
		items, err := d.resolve(v, a)
		if err == nil {
			if !dashed && d.fileExists(a) {
				return d.die("ambiguous argument '%s': both revision and filename\n"+
					"Use '--' to separate paths from revisions, like this:\n"+
					"'git <command> [<revision>...] -- [<file>...]'", a), false
			}
			d.items = append(d.items, items...)
			continue
		}
		if !isUnknown(err) {
			return d.fail(err), false
		}
		if dashed {
			return d.die("bad revision '%s'", a), false
		}
		for _, p := range args[i:] {
			if !d.looksLikePath(p) {
				if p != a {
					return d.noSuchPath(p), false
				}
				return d.unknownRevision(p), false
			}
		}
		d.paths = args[i:]
		break
	}
	return 0, true
}

func (d *diffRun) resolve(v *rev.Resolver, arg string) ([]diffItem, error) {
	if strings.Contains(arg, "..") || strings.HasPrefix(arg, "^") || strings.Contains(arg, "^@") || strings.Contains(arg, "^!") {
		items, err := v.Args(arg)
		if err == nil {
			return d.revisions(items)
		}
		if !isUnknown(err) {
			return nil, err
		}
	}
	res, err := v.Lookup(arg, rev.Any)
	if err != nil {
		return nil, err
	}
	item := diffItem{Item: rev.Item{Hash: res.Hash, Spec: arg}, path: res.Path, mode: res.Mode}
	kind, err := d.repo.Objects().Kind(res.Hash)
	if err != nil {
		return nil, err
	}
	if kind == plumbing.TagObject {
		if item.Hash, err = d.repo.Objects().Peel(res.Hash, plumbing.AnyObject); err != nil {
			return nil, err
		}
		if kind, err = d.repo.Objects().Kind(item.Hash); err != nil {
			return nil, err
		}
	}
	if kind == plumbing.BlobObject {
		item.blob = true
		if item.path == "" {
			item.path = arg
		}
		if item.mode == 0 {
			item.mode = filemode.Regular
		}
		return []diffItem{item}, nil
	}
	item.tree, err = d.repo.Objects().Peel(item.Hash, plumbing.TreeObject)
	return []diffItem{item}, err
}

func (d *diffRun) revisions(items []rev.Item) ([]diffItem, error) {
	out := make([]diffItem, len(items))
	for i, it := range items {
		tree, err := d.repo.Objects().Peel(it.Hash, plumbing.TreeObject)
		if err != nil {
			return nil, err
		}
		out[i] = diffItem{Item: it, tree: tree}
	}
	if len(out) == 2 && out[0].Side == rev.Left {
		return d.symmetric(out)
	}
	return out, nil
}

// symmetric makes A...B mean "since B left A".
func (d *diffRun) symmetric(pair []diffItem) ([]diffItem, error) {
	bases, err := walk.MergeBases(d.repo.Objects(), pair[0].Hash, pair[1].Hash)
	if err != nil {
		return nil, err
	}
	if len(bases) == 0 {
		return nil, &rev.Error{Text: fmt.Sprintf("%s...%s: no merge base", pair[0].Spec, pair[1].Spec)}
	}
	if len(bases) > 1 {
		d.warn("%s...%s: multiple merge bases, using %s", pair[0].Spec, pair[1].Spec, bases[0])
	}
	tree, err := d.repo.Objects().Peel(bases[0], plumbing.TreeObject)
	pair[0].Hash, pair[0].tree = bases[0], tree
	return pair, err
}
