package object

import "github.com/go-git/go-git/v5/plumbing"

// TreePair goes through two trees side by side.
type TreePair struct {
	hashes [2]plumbing.Hash
	a, b   RawTree
}

// NewTreePair begins to compare two trees. The zero hash is the empty tree.
func NewTreePair(read func(plumbing.Hash) (RawTree, error), a, b plumbing.Hash) (TreePair, error) {
	p := TreePair{hashes: [2]plumbing.Hash{a, b}}
	var err error
	if !a.IsZero() {
		if p.a, err = read(a); err != nil {
			return p, err
		}
	}
	if !b.IsZero() {
		p.b, err = read(b)
	}
	return p, err
}

// Next gives the next entries that differ: of one name and kind, or one alone, where
// the other is the zero entry. More is false at the end.
func (p *TreePair) Next() (x, y TreeEntry, more bool, err error) {
	for {
		p.skipSame()
		if len(p.a) == 0 && len(p.b) == 0 {
			return TreeEntry{}, TreeEntry{}, false, nil
		}
		if x, y, err = p.first(); err != nil {
			return TreeEntry{}, TreeEntry{}, false, err
		}
		if x.Hash != y.Hash || x.Mode != y.Mode {
			return x, y, true, nil
		}
	}
}

// skipSame drops the entries that both trees begin with.
func (p *TreePair) skipSame() {
	same := commonLength(p.a, p.b)
	for pos := 0; ; {
		n := entryLength(p.a[pos:])
		if n == 0 || pos+n > same {
			p.a, p.b = p.a[pos:], p.b[pos:]
			return
		}
		pos += n
	}
}

// first takes the first entry of both trees, or the one that only one of them has.
func (p *TreePair) first() (x, y TreeEntry, err error) {
	restA, restB := p.a, p.b
	if len(p.a) > 0 {
		if x, restA, err = p.a.Next(); err != nil {
			return x, y, &CorruptError{Hash: p.hashes[0], Cause: err}
		}
	}
	if len(p.b) > 0 {
		if y, restB, err = p.b.Next(); err != nil {
			return x, y, &CorruptError{Hash: p.hashes[1], Cause: err}
		}
	}
	order := 0
	switch {
	case len(p.b) == 0:
		order = -1
	case len(p.a) == 0:
		order = 1
	default:
		order = CompareEntries(x, y)
	}
	if order < 0 {
		p.a = restA
		return x, TreeEntry{}, nil
	}
	p.b = restB
	if order > 0 {
		return TreeEntry{}, y, nil
	}
	p.a = restA
	return x, y, nil
}
