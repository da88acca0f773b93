package rev

import (
	"fmt"
	"strconv"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
)

// mostMoves bounds the number in ref@{N}; it and all above are read as dates.
const mostMoves = 100_000_000

// reflogPlace resolves the part in braces: a number of moves or a date.
func (v *Resolver) reflogPlace(spec, base, full, place string) (plumbing.Hash, error) {
	entries, err := v.Repo.Refs().Reflog(full)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	shown := base
	if base == "" {
		shown = refs.Short(full)
	}
	l := reflog{v: v, entries: entries, full: full, shown: shown}
	if n, err := strconv.Atoi(place); err == nil && n >= 0 && n < mostMoves && place[0] != '+' {
		return l.before(n)
	}
	when, ok := v.Repo.Clock().Approx(place)
	if !ok {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	return l.at(when)
}

// reflog looks up former values of a ref.
type reflog struct {
	v       *Resolver
	entries []refs.Entry // newest first
	full    string
	shown   string // as the ref was named
}

func (l *reflog) empty() error { return &Error{Text: fmt.Sprintf("log for %s is empty", l.full)} }

// before is the value n moves ago: what the nth entry moved the ref from. Where it did not exist then, as between the two
// entries of a renamed branch, it is the next value that it had before (seen in 2.39).
func (l *reflog) before(n int) (plumbing.Hash, error) {
	switch {
	case len(l.entries) == 0 && n == 0:
		return l.v.Repo.Refs().Resolve(l.full)
	case len(l.entries) == 0:
		return plumbing.ZeroHash, l.empty()
	case n == 0:
		return l.entries[0].New, nil
	}
	for i := n - 1; i < len(l.entries); i++ {
		if old := l.entries[i].Old; !old.IsZero() {
			l.warnOfGap(i)
			return old, nil
		}
	}
	return plumbing.ZeroHash, l.tooShort()
}

func (l *reflog) tooShort() error {
	return &Error{
		Text: fmt.Sprintf("log for '%s' only has %d entries", l.shown, len(l.entries)), Silent: l.v.Quiet,
	}
}

// at is the value at a moment.
func (l *reflog) at(when time.Time) (plumbing.Hash, error) {
	if len(l.entries) == 0 {
		return plumbing.ZeroHash, l.empty()
	}
	if when.Unix() == 0 { // "never" is for Git no moment, and no number either
		return plumbing.ZeroHash, l.tooShort()
	}
	for i := range l.entries {
		if e := &l.entries[i]; !e.Who.When.After(when) {
			return l.since(i, e.Who.When.Equal(when))
		}
	}
	oldest := &l.entries[len(l.entries)-1]
	if !l.v.Quiet {
		l.v.warn("warning: log for '%s' only goes back to %s", l.shown, logDate(oldest))
	}
	if oldest.Old.IsZero() {
		return oldest.New, nil
	}
	return oldest.Old, nil
}

// since is the value after an entry. Where no later entry goes on from it, the ref's value now is believed before it.
func (l *reflog) since(i int, exact bool) (plumbing.Hash, error) {
	e := &l.entries[i]
	if i > 0 && !l.entries[i-1].Old.IsZero() {
		l.warnOfGap(i)
		return e.New, nil
	}
	now, err := l.v.Repo.Refs().Resolve(l.full)
	if exact || err != nil || now == e.New {
		return e.New, nil //nolint:nilerr // a ref that is gone cannot contradict its log
	}
	l.v.warn("warning: log for ref %s unexpectedly ended on %s", l.full, logDate(e))
	return now, nil
}

// warnOfGap tells where an entry does not lead to the next one.
func (l *reflog) warnOfGap(i int) {
	if i > 0 && !l.entries[i-1].Old.IsZero() && l.entries[i-1].Old != l.entries[i].New {
		l.v.warn("warning: log for ref %s has gap after %s", l.full, logDate(&l.entries[i]))
	}
}

func logDate(e *refs.Entry) string { return e.Who.When.Format("Mon, 2 Jan 2006 15:04:05 -0700") }
