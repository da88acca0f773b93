// Package rev turns what gitrevisions(7) describes into hashes: names, short
// hashes, reflog places, parents, peeling, paths in trees and in the index,
// and ranges. It reads and never writes, and it refuses to guess: a short hash
// that fits several objects is an error that lists them.
package rev

import (
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
	"cairn/internal/git/repo"
)

// Want says which kind of object a name is looked for as; it only decides
// between several objects with one short hash.
type Want int

// The kinds that a short hash may be narrowed to.
const (
	Any Want = iota
	Commit
	Committish
	Treeish
	Blob
)

// Resolver resolves names in one repository.
type Resolver struct {
	Repo *repo.Repo
	// Warn, if set, receives whole lines such as "warning: refname 'x' is
	// ambiguous." for standard error.
	Warn func(line string)
	// Quiet keeps back what Warn would hear of ambiguous names.
	Quiet bool
	// TrustHashes skips the question whether a ref has the name of a full hash,
	// as commands do that are given many.
	TrustHashes bool
	// Script is how rev-parse, unlike the commands that walk, reads ^@, ^!, ^- and A...B: it
	// tells of what is no commit, and leaves the sides of A...B as they are named.
	Script bool
	// NoPaths takes ".." for HEAD..HEAD; otherwise it is the folder above.
	NoPaths bool
	// Prefix, if set, is the folder that "rev:./path" is seen from, in place of
	// the current one: "" or "a/b/".
	Prefix *string
}

// Result is what a name stands for.
type Result struct {
	Hash plumbing.Hash
	Mode filemode.FileMode // of "rev:path" and ":path"; zero otherwise
	Path string            // of "rev:path" and ":path", from the top
	Rev  string            // of "rev:path": the part before the colon
}

// UnknownError says that a name stands for nothing. Which words Git uses for
// it depends on the command; Error is the commonest.
type UnknownError struct{ Spec string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("ambiguous argument '%s': unknown revision or path not in the working tree.\n"+
		"Use '--' to separate paths from revisions, like this:\n"+
		"'git <command> [<revision>...] -- [<file>...]'", e.Spec)
}

// Error is a failure that ends the command whatever it is, in Git's words.
type Error struct {
	Text, Advice string
	Silent       bool // a Quiet look-up ends without a word
}

func (e *Error) Error() string { return e.Text }

// Hint is the advice that Git prints after the error; it may be empty.
func (e *Error) Hint() string { return e.Advice }

// Resolve gives the hash that a name stands for, without warnings.
func Resolve(r *repo.Repo, spec string) (plumbing.Hash, error) {
	v := Resolver{Repo: r}
	return v.Resolve(spec)
}

// Resolve gives the hash that a name stands for: an *UnknownError when it
// stands for nothing, an *Error when Git would stop at once.
func (v *Resolver) Resolve(spec string) (plumbing.Hash, error) {
	res, err := v.Lookup(spec, Any)
	return res.Hash, err
}

// Commit resolves a name to the commit that it stands for or that a tag leads to.
func (v *Resolver) Commit(spec string) (*object.Commit, error) {
	return v.commit(spec)
}

func (v *Resolver) commit(spec string) (*object.Commit, error) {
	res, err := v.Lookup(spec, Committish)
	if err != nil {
		return nil, err
	}
	h, err := v.objects().Peel(res.Hash, plumbing.CommitObject)
	if err != nil {
		return nil, err
	}
	return v.objects().Commit(h)
}

// Tree resolves a name to a tree: the name may be of a commit or tag.
func (v *Resolver) Tree(spec string) (plumbing.Hash, error) {
	res, err := v.Lookup(spec, Treeish)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return v.objects().Peel(res.Hash, plumbing.TreeObject)
}

// Lookup resolves a name and tells where it leads.
func (v *Resolver) Lookup(spec string, want Want) (Result, error) {
	h, err := v.hash(spec, want)
	if err == nil {
		return Result{Hash: h}, nil
	}
	if !isUnknown(err) {
		return Result{}, err
	}
	res, found, err := v.path(spec)
	if err != nil || found {
		return res, err
	}
	return Result{}, &UnknownError{spec}
}

func (v *Resolver) objects() *object.Store { return v.Repo.Objects() }

func (v *Resolver) warn(format string, args ...any) {
	if v.Warn != nil {
		v.Warn(fmt.Sprintf(format, args...))
	}
}

func isUnknown(err error) bool {
	var unknown *UnknownError
	return errors.As(err, &unknown)
}
