package apply

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/hunks"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
)

// file is what a path holds while patches are tried.
type file struct {
	mode filemode.FileMode // 0: there is none
	text string
	hash plumbing.Hash // of a submodule
}

type toIndex struct {
	store *object.Store
	x     *index.Index
	now   map[string]file
	order []string
}

// ToIndex puts patches on an index in memory. What keeps any of them from it is given in the words of git-apply(1), and
// then nothing has changed.
func ToIndex(store *object.Store, x *index.Index, patches []*Patch) (errs []error) {
	t := &toIndex{store: store, x: x, now: map[string]file{}}
	for _, p := range patches {
		errs = append(errs, t.one(p)...)
	}
	if len(errs) > 0 {
		return errs
	}
	return t.write()
}

func (t *toIndex) look(path string) (file, error) {
	if f, known := t.now[path]; known {
		return f, nil
	}
	e := t.x.Get(path)
	if e == nil {
		return file{}, nil
	}
	if e.Mode == filemode.Submodule {
		return file{mode: e.Mode, text: subproject + e.Hash.String() + "\n"}, nil
	}
	data, err := t.store.Blob(e.Hash)
	if err != nil {
		return file{}, fmt.Errorf("read %s: %w", path, err)
	}
	return file{mode: e.Mode, text: string(data)}, nil
}

// subproject is what a patch shows of a submodule.
const subproject = "Subproject commit "

func (t *toIndex) one(p *Patch) []error {
	if err := object.CheckPath(p.Path); err != nil {
		return []error{err}
	}
	f, err := t.look(p.Path)
	if err != nil {
		return []error{err}
	}
	switch {
	case p.Added && f.mode != 0:
		return []error{errors.New(p.Path + ": already exists in index")}
	case !p.Added && f.mode == 0:
		return []error{errors.New(p.Path + ": does not exist in index")}
	case p.Binary:
		return []error{fmt.Errorf("cannot apply binary patch to '%s' without full index line", p.Path), misfit(p)}
	case !p.Added && p.Mode != 0 && kind(p.Mode) != kind(f.mode):
		return []error{errors.New(p.Path + ": wrong type")}
	}
	text, err := hunks.Apply(f.text, p.Hunks, false)
	var no *hunks.DoesNotApplyError
	switch {
	case errors.As(err, &no):
		return []error{fmt.Errorf("patch failed: %s:%d", p.Path, no.Line), misfit(p)}
	case err != nil:
		return []error{err}
	case p.Deleted && text != "":
		return []error{errors.New("removal patch leaves file contents"), misfit(p)}
	}
	f.text = text
	if p.Mode != 0 {
		f.mode = p.Mode
	}
	if p.Deleted {
		f = file{}
	}
	if f.mode == filemode.Submodule {
		h, ok := object.ParseHash(strings.TrimSpace(strings.TrimPrefix(text, subproject)))
		if !ok {
			return []error{misfit(p)}
		}
		f.hash = h
	}
	if _, known := t.now[p.Path]; !known {
		t.order = append(t.order, p.Path)
	}
	t.now[p.Path] = f
	return nil
}

func misfit(p *Patch) error { return errors.New(p.Path + ": patch does not apply") }

// kind is a file's type: executable or not is the same.
func kind(m filemode.FileMode) filemode.FileMode {
	if m == filemode.Executable || m == filemode.Deprecated {
		return filemode.Regular
	}
	return m
}

// write puts the results in. What cannot stand beside the rest of the index leaves it as it was.
func (t *toIndex) write() []error {
	gone := map[string]bool{}
	for path, f := range t.now {
		gone[path] = f.mode == 0
	}
	for _, path := range t.order {
		if !gone[path] && !t.x.Has(path) && t.clashes(path, gone) {
			return []error{
				errors.New("'" + path + "' appears as both a file and as a directory"), errors.New("unable to add cache entry for " + path),
			}
		}
	}
	var entries []*index.Entry
	for _, path := range t.order {
		f := t.now[path]
		if gone[path] {
			continue
		}
		h := f.hash
		if f.mode != filemode.Submodule {
			var err error
			if h, err = t.store.Put(plumbing.BlobObject, []byte(f.text)); err != nil {
				return []error{fmt.Errorf("store %s: %w", path, err)}
			}
		}
		entries = append(entries, &index.Entry{Path: path, Mode: f.mode, Hash: h})
	}
	for _, path := range t.order {
		if gone[path] {
			t.x.Remove(path)
		}
	}
	t.x.AddAll(entries)
	return nil
}

// clashes reports whether a new path would lie below a file that stays, or be a folder of one.
func (t *toIndex) clashes(path string, gone map[string]bool) bool {
	for _, e := range t.x.Under(path + "/") {
		if !gone[e.Path] {
			return true
		}
	}
	for i := range path {
		if path[i] == '/' && t.x.Has(path[:i]) && !gone[path[:i]] {
			return true
		}
	}
	return false
}
