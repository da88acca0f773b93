package rev

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
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
}

// Args resolves one argument: A, ^A, A..B, A...B, A^@, A^!, A^-n. For A...B
// the items are both sides; whoever walks leaves out their merge bases.
func (v *Resolver) Args(arg string) ([]Item, error) {
	if items, ok, err := v.Range(arg); ok || err != nil {
		return items, err
	}
	name, exclude := strings.CutPrefix(arg, "^")
	h, err := v.lookupCommittish(name)
	if err != nil {
		if isUnknown(err) {
			err = &UnknownError{arg}
		}
		return nil, err
	}
	return []Item{{Hash: h, Exclude: exclude, Spec: name}}, nil
}

// Range resolves the forms of Args that stand for several revisions; ok is
// false for all others.
func (v *Resolver) Range(arg string) (items []Item, ok bool, err error) {
	if items, ok, err = v.dotted(arg); ok || err != nil {
		return items, ok, err
	}
	return v.parents(arg)
}

func (v *Resolver) lookupCommittish(name string) (plumbing.Hash, error) {
	res, err := v.Lookup(name, Committish)
	return res.Hash, err
}

// dotted resolves the two forms with dots; a missing side is HEAD. ".." alone
// is the folder above.
func (v *Resolver) dotted(arg string) ([]Item, bool, error) {
	at := strings.Index(arg, "..")
	if at < 0 || arg == ".." {
		return nil, false, nil
	}
	left, right := arg[:at], arg[at+2:]
	symmetric := strings.HasPrefix(right, ".")
	right = strings.TrimPrefix(right, ".")
	if left == "" {
		left = "HEAD"
	}
	if right == "" {
		right = "HEAD"
	}
	a, err := v.lookupCommittish(left)
	if err == nil {
		var b plumbing.Hash
		if b, err = v.lookupCommittish(right); err == nil {
			return v.pair(a, b, left, right, symmetric)
		}
	}
	if isUnknown(err) {
		err = nil // "A..B" may be part of a path or of :/text
	}
	return nil, false, err
}

func (v *Resolver) pair(a, b plumbing.Hash, left, right string, symmetric bool) ([]Item, bool, error) {
	if !symmetric {
		return []Item{
			{Hash: a, Exclude: true, Side: Bottom, Spec: left},
			{Hash: b, Side: Top, Spec: right},
		}, true, nil
	}
	items := []Item{{Hash: a, Side: Left, Spec: left}, {Hash: b, Side: Right, Spec: right}}
	for i, it := range items {
		h, err := v.objects().Peel(it.Hash, plumbing.CommitObject)
		if err != nil {
			return nil, false, &Error{Text: fmt.Sprintf("Invalid symmetric difference expression %s...%s", left, right)}
		}
		items[i].Hash = h
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
	only := 0
	switch {
	case mark == "@" || mark == "!":
	case mark == "-":
		only = 1
	case mark[0] == '-':
		n, err := strconv.Atoi(mark[1:])
		if err != nil || n < 1 {
			return nil, false, nil
		}
		only = n
	default:
		return nil, false, nil
	}
	c, err := v.commit(base)
	if err != nil {
		if isUnknown(err) || !errors.Is(v.wrongKind(base, err), err) {
			err = nil
		}
		return nil, false, err
	}
	if only > len(c.ParentHashes) {
		return nil, false, nil
	}
	var items []Item
	if mark != "@" {
		items = append(items, Item{Hash: c.Hash, Exclude: exclude, Spec: base})
	}
	for i, p := range c.ParentHashes {
		if only == 0 || only == i+1 {
			items = append(items, Item{Hash: p, Exclude: exclude != (mark != "@"), Side: Parent, Spec: base})
		}
	}
	return items, true, nil
}
