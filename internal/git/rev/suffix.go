package rev

import (
	"errors"
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
	h, err = v.objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		return nil, v.wrongKind(spec, err)
	}
	return v.objects().Commit(h)
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

// cutPeel splits "base^{kind}".
func cutPeel(spec string) (base, kind string, ok bool) {
	if len(spec) < 4 || spec[len(spec)-1] != '}' {
		return "", "", false
	}
	at := strings.LastIndex(spec, "^{")
	if at < 0 {
		return "", "", false
	}
	return spec[:at], spec[at+2 : len(spec)-1], true
}

func (v *Resolver) peel(spec, base, kind string) (plumbing.Hash, error) {
	to, want := plumbing.AnyObject, Any
	switch {
	case kind == "" || kind == "object":
	case kind == "commit":
		to, want = plumbing.CommitObject, Committish
	case kind == "tree":
		to, want = plumbing.TreeObject, Treeish
	case kind == "blob":
		to = plumbing.BlobObject
	case kind == "tag":
		to = plumbing.TagObject
	case kind[0] == '/':
		want = Committish
	default:
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	h, err := v.hash(base, want)
	if err != nil {
		if isUnknown(err) {
			err = &UnknownError{spec}
		}
		return plumbing.ZeroHash, err
	}
	if kind == "object" {
		if !v.objects().Has(h) {
			return plumbing.ZeroHash, &UnknownError{spec}
		}
		return h, nil
	}
	if kind != "" && kind[0] == '/' {
		return v.peelText(spec, h, kind[1:])
	}
	h, err = v.objects().Peel(h, to)
	if err != nil {
		return plumbing.ZeroHash, v.wrongKind(spec, err)
	}
	return h, nil
}

func (v *Resolver) peelText(spec string, h plumbing.Hash, text string) (plumbing.Hash, error) {
	h, err := v.objects().Peel(h, plumbing.AnyObject)
	if err != nil {
		return plumbing.ZeroHash, v.wrongKind(spec, err)
	}
	if text == "" {
		return h, nil
	}
	if _, err := v.objects().Commit(h); err != nil {
		return plumbing.ZeroHash, v.wrongKind(spec, err)
	}
	return v.search(spec, text, []plumbing.Hash{h})
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
