package porcelain

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// Tracking is how a branch stands to its upstream.
type Tracking struct {
	Upstream string // short: "origin/main"
	Gone     bool   // the ref does not exist, or its commit cannot be read
	Differ   bool   // the two are not the same commit
	Ahead    int    // 0 with Behind 0 and Differ: not counted
	Behind   int
}

// ReadTracking compares a branch (full name) with its upstream. ok is false where none
// is set. Without counting only Differ is told.
func ReadTracking(r *repo.Repo, branch string, count bool) (t Tracking, ok bool, err error) {
	short, isBranch := strings.CutPrefix(branch, "refs/heads/")
	if !isBranch {
		return t, false, nil
	}
	up, err := rev.Upstream(r, short)
	if err != nil {
		return t, false, nil //nolint:nilerr // no upstream
	}
	t.Upstream = shortRef(up)
	there, err := r.Refs().Resolve(up)
	if err != nil {
		t.Gone = true
		return t, true, nil //nolint:nilerr // the upstream is gone
	}
	here, err := r.Refs().Resolve(branch)
	if err != nil {
		return t, false, nil //nolint:nilerr // an unborn branch
	}
	if !readable(r, there) || !readable(r, here) {
		t.Gone = true // so Git takes a damaged commit
		return t, true, nil
	}
	t.Differ = here != there
	if !t.Differ || !count {
		return t, true, nil
	}
	t.Ahead, t.Behind, err = walk.AheadBehind(r.Objects(), here, there)
	return t, true, err
}

func readable(r *repo.Repo, commit plumbing.Hash) bool {
	_, err := r.Objects().Commit(commit)
	return err == nil
}

func shortRef(name string) string {
	for _, p := range []string{"refs/heads/", "refs/remotes/", "refs/tags/", "refs/"} {
		if s, ok := strings.CutPrefix(name, p); ok {
			return s
		}
	}
	return name
}

// HeadHash is the commit that HEAD names; zero before the first one.
func HeadHash(r *repo.Repo) (plumbing.Hash, error) {
	_, at, err := r.Refs().Head()
	return at, err
}
