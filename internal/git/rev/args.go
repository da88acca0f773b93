package rev

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/refs"
)

// Side is the part that a revision plays in a range.
type Side int

// The parts.
const (
	Plain  Side = iota
	Left        // the A of A...B
	Right       // the B of A...B
	Bottom      // the A of A..B
	Top         // the B of A..B
	Parent      // a parent, from A^@, A^! or A^-
)

// Item is one revision that an argument stands for.
type Item struct {
	Hash    plumbing.Hash
	Exclude bool // what is reachable from it is left out
	Side    Side
	Spec    string // as it was written, without ^ or dots
	Path    string // of "rev:path" and ":path", from the top
	Number  int    // which parent, from 1
}

// Args resolves one argument: A, ^A, A..B, A...B, A^@, A^!, A^-n. For A...B
// the items are both sides; whoever walks leaves out their merge bases.
func (v *Resolver) Args(arg string) ([]Item, error) {
	if items, ok, err := v.Range(arg); ok || err != nil {
		return items, err
	}
	name, exclude := strings.CutPrefix(arg, "^")
	res, err := v.Lookup(name, Committish)
	if err != nil {
		if isUnknown(err) {
			err = &UnknownError{arg}
		}
		return nil, err
	}
	return []Item{{Hash: res.Hash, Exclude: exclude, Spec: name, Path: res.Path}}, nil
}

// Range resolves the forms of Args that stand for several revisions; ok is
// false for all others.
func (v *Resolver) Range(arg string) (items []Item, ok bool, err error) {
	loud := *v // Git tells of ambiguous names here even when asked to be quiet
	loud.Quiet = false
	if items, ok, err = loud.dotted(arg); ok || err != nil {
		return items, ok, err
	}
	return loud.parents(arg)
}

func (v *Resolver) lookupCommittish(name string) (plumbing.Hash, error) {
	res, err := v.Lookup(name, Committish)
	return res.Hash, err
}

// dotted resolves the two forms with dots; a missing side is HEAD. ".." alone
// is the folder above.
func (v *Resolver) dotted(arg string) ([]Item, bool, error) {
	at := strings.Index(arg, "..")
	if at < 0 || arg == ".." && !v.NoPaths {
		return nil, false, nil
	}
	left, right := arg[:at], arg[at+2:]
	symmetric := strings.HasPrefix(right, ".")
	right = strings.TrimPrefix(right, ".")
	written := left + "..." + right
	left, right = cmp.Or(left, refs.HEAD), cmp.Or(right, refs.HEAD)
	a, err := v.lookupCommittish(left)
	if err == nil {
		var b plumbing.Hash
		if b, err = v.lookupCommittish(right); err == nil {
			items := []Item{{Hash: a, Side: Left, Spec: left}, {Hash: b, Side: Right, Spec: right}}
			if !symmetric {
				items[0].Exclude, items[0].Side, items[1].Side = true, Bottom, Top
				return items, true, nil
			}
			return v.symmetric(items, written)
		}
	}
	if isUnknown(err) {
		err = nil // "A..B" may be part of a path or of :/text
	}
	return nil, false, err
}

// symmetric makes commits of the sides of A...B.
func (v *Resolver) symmetric(items []Item, written string) ([]Item, bool, error) {
	if v.Script {
		return items, true, nil
	}
	failed := false
	for i, it := range items {
		h, err := v.CommitOf(it.Hash)
		failed = failed || err != nil
		items[i].Hash = h
	}
	if failed {
		return nil, false, &Error{Text: "Invalid symmetric difference expression " + written}
	}
	return items, true, nil
}

// parents resolves A^@ (all parents), A^! (A without its parents) and A^-n
// (A without its nth parent).
func (v *Resolver) parents(arg string) ([]Item, bool, error) {
	name, exclude := strings.CutPrefix(arg, "^")
	at := strings.LastIndexByte(name, '^')
	if at < 0 || at+1 >= len(name) {
		return nil, false, nil
	}
	base, mark := name[:at], name[at+1:]
	if !v.Script && len(mark) > 10 {
		return nil, false, nil // more than such a number is never looked at
	}
	only := 0
	switch {
	case mark == "@" || mark == "!":
	case mark == "-":
		only = 1
	case mark[0] == '-':
		n, err := strconv.ParseUint(mark[1:], 10, 64)
		if n < 1 || err != nil && !errors.Is(err, strconv.ErrRange) {
			return nil, false, nil
		}
		only = int(min(n, maxCount))
	default:
		return nil, false, nil
	}
	start, c, err := v.shorthandCommit(base)
	if c == nil || err != nil {
		return nil, false, err
	}
	if only > len(c.ParentHashes) {
		return nil, false, nil
	}
	var items []Item
	if mark != "@" && !v.Script {
		if _, err := v.lookupCommittish(base); err != nil { // Git asks again, and tells again
			return nil, false, err
		}
	}
	if mark != "@" {
		items = append(items, Item{Hash: start, Exclude: exclude, Spec: base})
	}
	for i, p := range c.ParentHashes {
		if only == 0 || only == i+1 {
			items = append(items, Item{Hash: p, Exclude: exclude != (mark != "@"), Side: Parent, Spec: base, Number: i + 1})
		}
	}
	return items, true, nil
}

// shorthandCommit resolves what stands before ^@, ^! or ^-: what the name leads to, and its
// commit, nil where there is none.
func (v *Resolver) shorthandCommit(base string) (plumbing.Hash, *object.Commit, error) {
	start, err := v.lookupCommittish(base)
	if err != nil {
		if isUnknown(err) {
			err = nil
		}
		return start, nil, err
	}
	silent := *v
	if !v.Script {
		silent.Warn = nil
	}
	h, err := silent.CommitOf(start)
	if isUnknown(err) {
		return start, nil, nil
	}
	if err != nil {
		return start, nil, err
	}
	c, err := v.objects().Commit(h)
	return start, c, err
}
