package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
	"cairn/internal/git/rev"
)

// follow answers "rev:path" of --follow-symlinks; done is false for a name
// of another form. Links are followed inside the tree; git-cat-file(1) tells
// what is printed where that does not end at an object.
func (b *catBatch) follow(v *rev.Resolver, name, rest string) (done bool, err error) {
	base, path, ok := rev.CutPath(name)
	if !ok || base == "" {
		return false, nil
	}
	tree, err := v.Tree(base)
	if err != nil {
		return false, nil //nolint:nilerr // the usual look-up says what is wrong
	}
	if path, err = v.Relative(path); err != nil {
		return true, err
	}
	w := linkWalk{store: b.repo.Objects(), trees: []plumbing.Hash{tree}, left: path}
	end, err := w.run()
	switch {
	case err != nil:
		return true, err
	case end == "found":
		return true, b.object(w.found, name, rest)
	case end == "missing":
		b.printf("%s missing\n", name)
	case end == "symlink":
		b.printf("symlink %d\n%s\n", len(w.left), w.left)
	default:
		b.printf("%s %d\n%s\n", end, len(name), name)
	}
	return true, nil
}

// linkWalk goes down a path in a tree, through the symbolic links on it.
type linkWalk struct {
	store *object.Store
	trees []plumbing.Hash // the top and the folders below it that were entered
	left  string          // path that is still to go; where it leads out: what is printed
	links int
	found plumbing.Hash
}

// mostLinks is how many links git-cat-file(1) follows before it calls it a loop.
const mostLinks = 40

func (w *linkWalk) run() (end string, err error) {
	for {
		w.left = strings.TrimLeft(w.left, "/")
		if w.left == "" {
			w.found = w.trees[len(w.trees)-1]
			return "found", nil
		}
		name, after, more := strings.Cut(w.left, "/")
		if name == ".." {
			if len(w.trees) == 1 {
				return "symlink", nil
			}
			w.trees, w.left = w.trees[:len(w.trees)-1], after
			continue
		}
		e, ok, err := w.store.Lookup(w.trees[len(w.trees)-1], name)
		switch {
		case err != nil:
			return "", err
		case !ok && w.links > 0:
			return "dangling", nil
		case !ok:
			return "missing", nil
		case e.IsTree():
			w.trees, w.left = append(w.trees, e.Hash), after
		case e.Mode != filemode.Symlink && more:
			return "notdir", nil
		case e.Mode != filemode.Symlink:
			w.found = e.Hash
			return "found", nil
		default:
			if end, err := w.through(e.Hash, after, more); end != "" || err != nil {
				return end, err
			}
		}
	}
}

// through puts a link's target in its place on the path.
func (w *linkWalk) through(link plumbing.Hash, after string, more bool) (end string, err error) {
	if w.links++; w.links > mostLinks {
		return "loop", nil
	}
	data, err := w.store.Blob(link)
	if err != nil {
		return "", err
	}
	w.left = string(data)
	if strings.HasPrefix(w.left, "/") {
		return "symlink", nil
	}
	if more {
		w.left += "/" + after
	}
	return "", nil
}
