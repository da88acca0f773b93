package porcelain

import (
	"slices"
	"strconv"
	"strings"

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
	Total       uint64     // older entries go; seconds of the epoch
	Unreachable uint64     // older ones go if they are not reachable from the ref
	Sound       *Soundness // if set, entries go whose history is not whole
}

// ExpireReflog removes old entries of a ref (full name).
func ExpireReflog(r *repo.Repo, name string, p ExpireParams) error {
	var reach map[plumbing.Hash]bool
	return thinReflog(r, name, p.ReflogParams, func(_ int, e refs.Entry) (bool, error) {
		when := uint64(max(e.Who.When.Unix(), 0))
		if when < p.Total {
			return true, nil
		}
		if p.Sound != nil && (!p.Sound.Commit(e.Old) || !p.Sound.Commit(e.New)) {
			return true, nil
		}
		if when >= p.Unreachable {
			return false, nil
		}
		if reach == nil {
			reach = reachableFrom(r, name)
		}
		return lost(r, reach, e.Old) || lost(r, reach, e.New), nil
	})
}

// lost reports whether a ref does not reach an object; what is no commit is not judged.
func lost(r *repo.Repo, reach map[plumbing.Hash]bool, h plumbing.Hash) bool {
	if h.IsZero() || reach[h] {
		return false
	}
	kind, err := r.Objects().Kind(h)
	return err != nil || kind == plumbing.CommitObject
}

// reachableFrom is what a ref reaches; for HEAD, what any ref reaches. What is
// missing ends a history.
func reachableFrom(r *repo.Repo, name string) map[plumbing.Hash]bool {
	tips := []string{name}
	if name == refs.HEAD {
		tips = append(tips, refNames(r)...)
	}
	seen := map[plumbing.Hash]bool{}
	markHistory(r, tips, seen)
	return seen
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
		entries, err := r.Refs().Reflog(name)
		if err != nil {
			return err
		}
		// The entry that name@{date} means: the newest one before.
		n = slices.IndexFunc(entries, func(e refs.Entry) bool { return e.Who.When.Before(when) })
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
