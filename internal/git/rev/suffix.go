package rev

import (
	"errors"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// maxCount bounds the number after ^ and ~ as a 32-bit count does in Git.
const maxCount = 1<<31 - 1

// hash resolves everything but paths: suffixes from the right, then the name.
func (v *Resolver) hash(spec string, want Want) (plumbing.Hash, error) {
	if base, mark, n, ok := cutCount(spec); ok {
		if n < 0 {
			return plumbing.ZeroHash, &UnknownError{spec}
		}
		if mark == '^' {
			return v.parent(spec, base, n)
		}
		return v.ancestor(spec, base, n)
	}
	if base, kind, ok := cutPeel(spec); ok {
		return v.peel(spec, base, kind)
	}
	h, err := v.name(spec)
	if err == nil || !isUnknown(err) {
		return h, err
	}
	if h, err = v.described(spec); err == nil || !isUnknown(err) {
		return h, err
	}
	return v.short(spec, want)
}

// cutCount splits "base~3" and "base^2"; without a number it is 1. The number
// is -1 when it is too large.
func cutCount(spec string) (base string, mark byte, n int, ok bool) {
	at := len(spec) - 1
	for at >= 0 && spec[at] >= '0' && spec[at] <= '9' {
		at--
	}
	if at < 0 || (spec[at] != '~' && spec[at] != '^') {
		return "", 0, 0, false
	}
	digits := spec[at+1:]
	if digits == "" {
		return spec[:at], spec[at], 1, true
	}
	for i := range len(digits) {
		if n = n*10 + int(digits[i]-'0'); n > maxCount {
			return spec[:at], spec[at], -1, true
		}
	}
	return spec[:at], spec[at], n, true
}

func (v *Resolver) base(spec, base string) (*object.Commit, error) {
	loud := *v // Git tells of an ambiguous hash before a suffix even when asked to be quiet
	loud.Quiet = false
	h, err := loud.hash(base, Committish)
	if err != nil {
		if isUnknown(err) {
			err = &UnknownError{spec}
		}
		return nil, err
	}
	h, err = v.CommitOf(h)
	if err != nil {
		if isUnknown(err) {
			err = &UnknownError{spec}
		}
		return nil, err
	}
	return v.objects().Commit(h)
}

// CommitOf is the commit that an object is, or that a tag leads to; what is none is an
// *UnknownError, with a note for standard error.
func (v *Resolver) CommitOf(h plumbing.Hash) (plumbing.Hash, error) {
	c, err := v.objects().Peel(h, plumbing.CommitObject)
	var kind *object.KindError
	var missing *object.MissingError
	switch {
	case errors.As(err, &kind):
		v.warn("error: object %s is a %s, not a %s", kind.Hash, kind.Have, kind.Want)
		return h, &UnknownError{h.String()}
	case errors.As(err, &missing):
		return h, &UnknownError{h.String()}
	}
	return c, err
}

// wrongKind makes an unknown name of an object that is missing or not a
// commit, with a note for standard error.
func (v *Resolver) wrongKind(spec string, err error) error {
	var k *object.KindError
	if errors.As(err, &k) {
		v.warn("error: %s: expected %s type, but the object dereferences to %s type", spec, k.Want, k.Have)
		return &UnknownError{spec}
	}
	var missing *object.MissingError
	if errors.As(err, &missing) {
		return &UnknownError{spec}
	}
	return err
}

func (v *Resolver) parent(spec, base string, n int) (plumbing.Hash, error) {
	c, err := v.base(spec, base)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if n == 0 {
		return c.Hash, nil
	}
	if n > len(c.ParentHashes) {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	return c.ParentHashes[n-1], nil
}

func (v *Resolver) ancestor(spec, base string, n int) (plumbing.Hash, error) {
	c, err := v.base(spec, base)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for range n {
		p, ok := c.FirstParent()
		if !ok {
			return plumbing.ZeroHash, &UnknownError{spec}
		}
		if c, err = v.objects().Commit(p); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return c.Hash, nil
}

// cutPeel splits "base^{kind}"; the kind comes with its closing brace, and whatever Git does
// not look at behind that one.
func cutPeel(spec string) (base, kind string, ok bool) {
	if len(spec) < 4 || spec[len(spec)-1] != '}' {
		return "", "", false
	}
	at := strings.LastIndex(spec, "^{")
	if at < 0 {
		return "", "", false
	}
	return spec[:at], spec[at+2:], true
}

// peelKind is one of the words in ^{...}.
type peelKind struct {
	word string
	to   plumbing.ObjectType
	want Want
}

var peelKinds = [...]peelKind{
	{"commit}", plumbing.CommitObject, Committish}, {"tree}", plumbing.TreeObject, Treeish},
	{"blob}", plumbing.BlobObject, Any}, {"tag}", plumbing.TagObject, Any},
	{"object}", plumbing.InvalidObject, Any}, {"}", plumbing.AnyObject, Any},
	{"/", plumbing.CommitObject, Committish},
}

func (v *Resolver) peel(spec, base, kind string) (plumbing.Hash, error) {
	i := slices.IndexFunc(peelKinds[:], func(k peelKind) bool { return strings.HasPrefix(kind, k.word) })
	if i < 0 {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	h, err := v.hash(base, peelKinds[i].want)
	if err != nil {
		if isUnknown(err) {
			err = &UnknownError{spec}
		}
		return plumbing.ZeroHash, err
	}
	if peelKinds[i].to == plumbing.InvalidObject {
		if !v.objects().Has(h) {
			return plumbing.ZeroHash, &UnknownError{spec}
		}
		return h, nil
	}
	h, err = v.objects().Peel(h, peelKinds[i].to)
	if err != nil {
		return plumbing.ZeroHash, v.wrongKind(spec, err)
	}
	if text, ok := strings.CutPrefix(kind, "/"); ok && text != "}" {
		return v.search(spec, strings.TrimSuffix(text, "}"), []plumbing.Hash{h})
	}
	return h, nil
}

// described resolves the output of git describe: "v1.0-3-gabc1234", possibly
// with anything before the "-g".
func (v *Resolver) described(spec string) (plumbing.Hash, error) {
	at := len(spec)
	for at > 0 && isHexDigit(spec[at-1]) {
		at--
	}
	if at < 2 || spec[at-1] != 'g' || spec[at-2] != '-' || len(spec)-at < 4 {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	return v.short(spec[at:], Commit)
}

func isHexDigit(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
}
