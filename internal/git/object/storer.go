package object

import (
	"errors"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// Storer shows the store as go-git's interface, for its packfile encoder and
// its transports.
func (s *Store) Storer() storer.EncodedObjectStorer { return &gitStorer{s} }

var errNoAlternate = errors.New("alternates are added through info/alternates only")

type gitStorer struct{ s *Store }

var _ storer.EncodedObjectStorer = (*gitStorer)(nil)

func (g *gitStorer) NewEncodedObject() plumbing.EncodedObject { return &plumbing.MemoryObject{} }

func (g *gitStorer) SetEncodedObject(o plumbing.EncodedObject) (plumbing.Hash, error) {
	r, err := o.Reader()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return g.s.Put(o.Type(), data)
}

func (g *gitStorer) EncodedObject(kind plumbing.ObjectType, h plumbing.Hash) (plumbing.EncodedObject, error) {
	have, data, err := g.s.Raw(h)
	if isMissing(err) || (err == nil && kind != plumbing.AnyObject && kind != have) {
		return nil, plumbing.ErrObjectNotFound
	}
	if err != nil {
		return nil, err
	}
	o := &plumbing.MemoryObject{}
	o.SetType(have)
	if _, err := o.Write(data); err != nil {
		return nil, err
	}
	return o, nil
}

func (g *gitStorer) IterEncodedObjects(kind plumbing.ObjectType) (storer.EncodedObjectIter, error) {
	var hashes []plumbing.Hash
	err := g.s.All(func(h plumbing.Hash) error {
		have, err := g.s.Kind(h)
		if err == nil && (kind == plumbing.AnyObject || kind == have) {
			hashes = append(hashes, h)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return storer.NewEncodedObjectLookupIter(g, kind, hashes), nil
}

func (g *gitStorer) HasEncodedObject(h plumbing.Hash) error {
	if g.s.Has(h) {
		return nil
	}
	return plumbing.ErrObjectNotFound
}

func (g *gitStorer) EncodedObjectSize(h plumbing.Hash) (int64, error) {
	size, err := g.s.Size(h)
	if isMissing(err) {
		return 0, plumbing.ErrObjectNotFound
	}
	return size, err
}

// AddAlternate is refused: whoever wants one writes info/alternates, where
// the root is checked.
func (g *gitStorer) AddAlternate(string) error { return errNoAlternate }
