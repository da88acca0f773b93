package cli

import (
	"errors"
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
		if dashed || strings.HasPrefix(a, "^") {
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
	return d.ranges()
}

// ranges checks that a range stands alone, and makes A...B mean "since B left A".
func (d *diffRun) ranges() (int, bool) {
	symmetric, excluded := false, false
	for _, it := range d.items {
		symmetric = symmetric || it.Side == rev.Left
		excluded = excluded || it.Exclude
	}
	switch {
	case (symmetric || d.ranged) && len(d.items) != 2:
		return d.usage(), false
	case d.flag("merge-base") && (symmetric || excluded || d.ranged):
		return d.die("--merge-base does not work with ranges"), false
	case d.flag("merge-base") && len(d.items) > 2:
		return d.usage(), false
	case d.flag("merge-base") && len(d.items) == 0 && !d.flag("cached") && !d.flag("staged"):
		const refused = 255 // what Git gives here
		d.errorf("invalid option: --merge-base")
		return refused, false
	case !symmetric:
		return 0, true
	}
	if err := d.symmetric(d.items); err != nil {
		return d.fail(err), false
	}
	return 0, true
}

func (d *diffRun) resolve(v *rev.Resolver, arg string) ([]diffItem, error) {
	shorthand := strings.Contains(arg, "^@") || strings.Contains(arg, "^!") || strings.Contains(arg, "^-")
	if strings.Contains(arg, "..") || strings.HasPrefix(arg, "^") || shorthand {
		items, err := v.Args(arg)
		if err == nil {
			d.ranged = d.ranged || strings.Contains(arg, "..")
			if out, err := d.revisions(items); err == nil {
				return out, nil
			}
		}
		if left, right, is := strings.Cut(arg, ".."); is && left != "" && right != "" {
			if blobs, ok := d.blobRange(v, left, right); ok {
				return blobs, nil
			}
		}
		if !isUnknown(err) {
			return nil, err
		}
		silent := *v // all was told before
		silent.Warn = nil
		v = &silent
	}
	item, err := d.object(v, arg)
	return []diffItem{item}, err
}

// blobRange reads tree:path..tree:path.
func (d *diffRun) blobRange(v *rev.Resolver, left, right string) ([]diffItem, bool) {
	a, errA := d.object(v, left)
	b, errB := d.object(v, right)
	return []diffItem{a, b}, errA == nil && errB == nil
}

// object reads an argument that names one object.
func (d *diffRun) object(v *rev.Resolver, arg string) (diffItem, error) {
	res, err := v.Lookup(arg, rev.Any)
	if err != nil {
		return diffItem{}, err
	}
	item := diffItem{Item: rev.Item{Hash: res.Hash, Spec: arg}, path: res.Path, mode: res.Mode}
	kind, err := d.repo.Objects().Kind(res.Hash)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return item, &rev.Error{Text: "bad object " + arg}
	}
	if err != nil {
		return item, err
	}
	if kind == plumbing.TagObject {
		if item.Hash, err = d.repo.Objects().Peel(res.Hash, plumbing.AnyObject); err != nil {
			return item, err
		}
		if kind, err = d.repo.Objects().Kind(item.Hash); err != nil {
			return item, err
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
		return item, nil
	}
	item.tree, err = d.repo.Objects().Peel(item.Hash, plumbing.TreeObject)
	return item, err
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
	return out, nil
}

// symmetric puts the merge base in place of A.
func (d *diffRun) symmetric(pair []diffItem) error {
	bases, err := walk.MergeBases(d.repo.Objects(), pair[0].Hash, pair[1].Hash)
	if err != nil {
		return err
	}
	if len(bases) == 0 {
		return &rev.Error{Text: fmt.Sprintf("%s...%s: no merge base", pair[0].Spec, pair[1].Spec)}
	}
	if len(bases) > 1 {
		d.warn("%s...%s: multiple merge bases, using %s", pair[0].Spec, pair[1].Spec, bases[0])
	}
	pair[0].Hash = bases[0]
	pair[0].tree, err = d.repo.Objects().Peel(bases[0], plumbing.TreeObject)
	return err
}
