package porcelain

import (
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

// ReflogParams says how a reflog is thinned out.
type ReflogParams struct {
	Rewrite   bool // entries that stay connect to each other
	UpdateRef bool // the ref is set to the newest entry that stays
	DryRun    bool
	// Tell, if set, hears of every entry whether it goes.
	Tell func(e refs.Entry, gone bool)
}

// ExpireParams says which entries of a reflog are too old.
type ExpireParams struct {
	ReflogParams
	Total       time.Time // older entries go
	Unreachable time.Time // older ones go if they are not reachable from the ref
	Everything  bool      // --expire=now
	AllLost     bool      // --expire-unreachable=now
}

// ExpireReflog removes old entries of a ref (full name).
func ExpireReflog(r *repo.Repo, name string, p ExpireParams) error {
	var reach map[plumbing.Hash]bool
	return thinReflog(r, name, p.ReflogParams, func(_ int, e refs.Entry) (bool, error) {
		if p.Everything || e.Who.When.Before(p.Total) {
			return true, nil
		}
		if !p.AllLost && !e.Who.When.Before(p.Unreachable) {
			return false, nil
		}
		if reach == nil {
			var err error
			if reach, err = reachableFrom(r, name); err != nil {
				return false, err
			}
		}
		return lost(reach, e.Old) || lost(reach, e.New), nil
	})
}

func lost(reach map[plumbing.Hash]bool, h plumbing.Hash) bool { return !h.IsZero() && !reach[h] }

// reachableFrom is what a ref reaches; for HEAD, what any ref reaches.
func reachableFrom(r *repo.Repo, name string) (map[plumbing.Hash]bool, error) {
	var stack []plumbing.Hash
	add := func(ref string) {
		if h, err := r.Refs().Resolve(ref); err == nil {
			if c, err := r.Objects().Peel(h, plumbing.CommitObject); err == nil {
				stack = append(stack, c)
			}
		}
	}
	add(name)
	if name == refs.HEAD {
		all, err := r.Refs().List("")
		if err != nil {
			return nil, err
		}
		for _, ref := range all {
			add(ref.Name)
		}
	}
	seen := map[plumbing.Hash]bool{}
	for len(stack) > 0 {
		h := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[h] {
			continue
		}
		seen[h] = true
		c, err := r.Objects().Commit(h)
		if err != nil {
			return nil, err
		}
		stack = append(stack, c.ParentHashes...)
	}
	return seen, nil
}

// ReflogSpecError says that a name is no place in a reflog.
type ReflogSpecError struct{ Text string }

func (e *ReflogSpecError) Error() string { return e.Text }

// DeleteReflogEntry removes one entry, given as its ref (full name) and the
// place in braces: a number or a date.
func DeleteReflogEntry(r *repo.Repo, name, place string, p ReflogParams) error {
	n, err := strconv.Atoi(place)
	if err != nil {
		when, ok := r.Clock().Approx(place)
		if !ok {
			return &ReflogSpecError{"not a reflog: " + name + "@{" + place + "}"}
		}
		return thinReflog(r, name, p, func(_ int, e refs.Entry) (bool, error) { return e.Who.When.Before(when), nil })
	}
	return thinReflog(r, name, p, func(i int, _ refs.Entry) (bool, error) { return i == n, nil })
}

// SplitReflogSpec takes "main@{2}" apart.
func SplitReflogSpec(spec string) (name, place string, ok bool) {
	name, rest, ok := strings.Cut(spec, "@{")
	if !ok || !strings.HasSuffix(rest, "}") {
		return "", "", false
	}
	return name, strings.TrimSuffix(rest, "}"), true
}

// thinReflog keeps the entries for which gone says no. Entries are shown to
// it oldest first, with their number from the newest.
func thinReflog(r *repo.Repo, name string, p ReflogParams, gone func(int, refs.Entry) (bool, error)) error {
	entries, err := r.Refs().Reflog(name)
	if err != nil {
		return err
	}
	var kept []refs.Entry // oldest first
	last := plumbing.ZeroHash
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		if p.Rewrite {
			e.Old = last
		}
		out, err := gone(i, e)
		if err != nil {
			return err
		}
		if p.Tell != nil {
			p.Tell(e, out)
		}
		if out {
			continue
		}
		last = e.New
		kept = append([]refs.Entry{e}, kept...)
	}
	if p.DryRun || !r.Refs().HasReflog(name) {
		return nil
	}
	if err := r.Refs().RewriteReflog(name, kept); err != nil {
		return err
	}
	if !p.UpdateRef || last.IsZero() {
		return nil
	}
	if ref, err := r.Refs().Read(name); err != nil || ref.Symbolic() {
		return err
	}
	return r.Refs().Set(refs.Update{Name: name, New: last, NoDeref: true, NoLog: true})
}
