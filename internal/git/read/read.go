// Package read makes a view.View of a repository on disk: the one value that
// goals, graph, three trees and file list look at. It reads through the engine,
// never writes, and never fails because a repository is odd: a folder without a
// repository is a View that does not exist, with its files listed, and a part that
// is broken is left empty.
package read

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/repo"
	"cairn/internal/view"
)

// Params says which repository is read.
type Params struct {
	// Dir is the folder of the working tree, or a bare repository; absolute.
	Dir string
	// Base is the folder that View.Dir is relative to, mostly the workspace's work
	// folder; empty leaves only the last element of Dir.
	Base string
	// Root, if set, is the folder that nothing outside of is read from: a
	// confine.Root in the form of repo.Params.
	Root string
	// Env is the environment that `git` would have: HOME for the learner's own
	// configuration, TZ.
	Env map[string]string
	Now func() time.Time
	// Teammates are other people's clones, by name.
	Teammates []Teammate
	// Commands are the lines that the learner typed.
	Commands []string
	// Worked are those of them that ended without an error.
	Worked []string
}

// Teammate is another person's clone.
type Teammate struct{ Name, Dir string }

// Reader reads views and keeps what cannot change between them: commits by hash,
// and the hashes of files whose stat data stayed the same. It may be used by
// several goroutines.
type Reader struct {
	mu      sync.Mutex
	commits map[commitKey]view.Commit
	files   map[string]hashed
}

// commitKey keeps repositories apart: a commit is in one, and may not be in another.
type commitKey struct {
	gitDir string
	hash   plumbing.Hash
}

// NewReader makes a Reader with nothing kept.
func NewReader() *Reader {
	return &Reader{commits: map[commitKey]view.Commit{}, files: map[string]hashed{}}
}

// View reads a repository once, without keeping anything.
func View(ctx context.Context, p Params) (*view.View, view.Source, error) {
	return NewReader().View(ctx, p)
}

// View reads the repository as it is now. The error is that of the context, or
// says that the folder itself cannot be read.
func (r *Reader) View(ctx context.Context, p Params) (*view.View, view.Source, error) {
	v, src, err := r.one(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	v.Commands, v.Worked = slices.Clone(p.Commands), slices.Clone(p.Worked)
	r.remotes(ctx, p, v, src)
	for _, mate := range p.Teammates {
		q := p
		q.Dir = mate.Dir
		mv, msrc, err := r.one(ctx, q)
		if err != nil {
			continue
		}
		r.remotes(ctx, q, mv, msrc)
		v.Teammates = append(v.Teammates, view.Teammate{Name: mate.Name, View: mv})
	}
	return v, src, ctx.Err()
}

// one reads a repository without looking at its remotes' repositories.
func (r *Reader) one(ctx context.Context, p Params) (*view.View, *source, error) {
	rep, err := repo.Open(p.Dir, repo.Params{Dir: p.Dir, Env: p.Env, Root: p.Root, Now: p.Now})
	if err != nil {
		v := &view.View{Dir: p.name(), Operation: view.Operation{Kind: view.OperationNone}}
		src := &source{reader: r, dir: p.Dir}
		v.Files, err = r.plainFiles(ctx, p.Dir)
		src.files = v.Files
		return v, src, err
	}
	s := &scan{ctx: ctx, reader: r, repo: rep, view: &view.View{Exists: true, Dir: p.name(), Bare: rep.Bare()}}
	if err := s.all(); err != nil {
		return nil, nil, err
	}
	return s.view, &source{reader: r, dir: p.Dir, repo: rep, files: s.view.Files}, nil
}

// name is the repository's folder below the base, with slashes.
func (p Params) name() string {
	if p.Base != "" {
		if rel, err := filepath.Rel(p.Base, p.Dir); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(p.Dir)
}

// hash turns the engine's hash into the view's; none is empty.
func hash(h plumbing.Hash) view.Hash {
	if h.IsZero() {
		return ""
	}
	return view.Hash(h.String())
}
