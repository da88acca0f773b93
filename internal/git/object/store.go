// Package object owns the object database: it reads loose objects and packs, its
// own and borrowed ones, writes loose objects whole or not at all, decodes and
// encodes commits, trees and tags, and spells and expands short hashes. It refuses
// to hand out an object of the wrong kind, to write outside its folder, and, by
// CheckPath and its kin, names in trees that must never reach a disk. It knows
// nothing of refs.
package object

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/confine"
	"cairn/internal/git/sharing"
)

// Params says where the objects lie.
type Params struct {
	Dir        string       // the "objects" folder, absolute
	Shown      string       // Dir as messages name it; "": as it is
	Alternates []string     // more such folders, read only (GIT_ALTERNATE_OBJECT_DIRECTORIES)
	Root       confine.Root // alternates outside it are refused
	MinAbbrev  int          // core.abbrev; 0 is Git's "auto"
	Share      sharing.Source
	Tell       func(text string) // of an alternate that is not there; nil: nobody is told
	// Replacements, if set, gives the objects to read in place of others (git-replace(1)), and
	// Parents the parents of commits that are to count instead of those that they name. Each is
	// asked once, when the first object or the first commit is read.
	Replacements func() (map[plumbing.Hash]plumbing.Hash, error)
	Parents      func() (map[plumbing.Hash][]plumbing.Hash, error)
}

// Store is one object database with its alternates. It may be used by
// several goroutines at once.
type Store struct {
	params Params
	dirs   []*dir // dirs[0] is the one written to

	commits   commitCache
	overrides overrides
	gaps      []string // what is wrong with alternates
	once      sync.Once

	mu    sync.Mutex
	aside aside // nil, but while Aside is open
	trees map[plumbing.Hash][]TreeEntry
	bases *baseCache

	workers int // how many decode ahead

	looseTrees map[plumbing.Hash][]byte
	looseBytes int
}

// cacheLimit bounds how many decoded commits and trees are kept; when it is
// reached the cache starts anew, which costs little and needs no bookkeeping.
const cacheLimit = 1 << 17

// Open prepares a store; nothing is read yet except info/alternates.
func Open(p Params) (*Store, error) {
	if p.Shown == "" {
		p.Shown = p.Dir
	}
	s := &Store{
		params:     p,
		trees:      map[plumbing.Hash][]TreeEntry{},
		looseTrees: map[plumbing.Hash][]byte{},
		bases:      newBaseCache(64 << 20),
		workers:    min(runtime.GOMAXPROCS(0)-1, aheadMost),
	}
	s.dirs = []*dir{newDir(p.Dir)}
	if err := s.addAlternates(); err != nil {
		return nil, fmt.Errorf("open object database %s: %w", p.Dir, err)
	}
	return s, nil
}

// Dir is the folder that new objects are written to.
func (s *Store) Dir() string { return s.params.Dir }

// Close gives the files of packs back; Windows cannot delete them before. The
// store must not be used afterwards.
func (s *Store) Close() {
	for _, d := range s.dirs {
		list := d.packList.Load()
		if list == nil {
			continue
		}
		for _, p := range *list {
			p.once.Do(func() { p.openErr = os.ErrClosed })
			if p.idx != nil {
				_, _ = p.idx.Close(), p.file.Close()
			}
		}
	}
}

// MissingError says that no object has this hash.
type MissingError struct{ Hash plumbing.Hash }

func (e *MissingError) Error() string { return "object " + e.Hash.String() + " is missing" }

// Is lets errors.Is(err, plumbing.ErrObjectNotFound) hold.
func (e *MissingError) Is(target error) bool { return target == plumbing.ErrObjectNotFound }

// KindError says that an object is of another kind than was asked for.
type KindError struct {
	Hash       plumbing.Hash
	Want, Have plumbing.ObjectType
}

func (e *KindError) Error() string {
	return fmt.Sprintf("object %s is a %s, not a %s", e.Hash, e.Have, e.Want)
}

// CorruptError says that an object is there but cannot be read.
type CorruptError struct {
	Hash  plumbing.Hash
	Cause error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("object %s is corrupt: %v", e.Hash, e.Cause)
}
func (e *CorruptError) Unwrap() error { return e.Cause }

// EmptyTree is the hash of the tree without entries. Git knows it whether or
// not it is stored, and so does the Store.
var EmptyTree = plumbing.NewHash("4b825dc642cb6eb9a060e54bf8d69288fbee4904")

// Raw returns an object's kind and content. The content is shared with the
// cache: it must not be changed.
func (s *Store) Raw(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	instead, err := s.Replacement(h)
	if err != nil {
		return plumbing.InvalidObject, nil, err
	}
	kind, data, err := s.find(instead)
	if err != nil && instead == EmptyTree {
		return plumbing.TreeObject, nil, nil
	}
	return kind, data, notReplaced(err, h, instead)
}

func (s *Store) find(h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	s.once.Do(s.tellGaps)
	if o, ok := s.fromAside(h); ok {
		return o.kind, o.data, nil
	}
	var damage error // the first there was; another copy may be whole, as Git has it
	for pass := range 2 {
		for _, d := range s.dirs {
			packs, err := d.packs(pass > 0)
			if err != nil {
				return plumbing.InvalidObject, nil, err
			}
			for _, p := range packs {
				off, ok, err := p.offset(h)
				if ok {
					var kind plumbing.ObjectType
					var data []byte
					if kind, data, err = s.fromPack(p, off); err == nil {
						return kind, data, nil
					}
				}
				damage = firstOf(damage, err)
			}
			kind, data, err := s.loose(d, h)
			if err == nil {
				return kind, data, nil
			}
			if !isMissing(err) {
				return plumbing.InvalidObject, nil, err
			}
		}
	}
	return plumbing.InvalidObject, nil, absent(h, damage)
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// absent says that there is no whole copy of an object: it is nowhere, or where it may be is damaged.
func absent(h plumbing.Hash, damage error) error {
	if damage != nil {
		return &CorruptError{Hash: h, Cause: damage}
	}
	return &MissingError{Hash: h}
}

// loose reads a loose object; trees, which are asked for again and again, once.
func (s *Store) loose(d *dir, h plumbing.Hash) (plumbing.ObjectType, []byte, error) {
	s.mu.Lock()
	data, ok := s.looseTrees[h]
	s.mu.Unlock()
	if ok {
		return plumbing.TreeObject, data, nil
	}
	kind, data, err := d.loose(h)
	if err == nil && kind == plumbing.TreeObject {
		s.mu.Lock()
		if s.looseBytes += len(data); s.looseBytes > looseLimit {
			clear(s.looseTrees)
			s.looseBytes = len(data)
		}
		s.looseTrees[h] = data
		s.mu.Unlock()
	}
	return kind, data, err
}

// looseLimit bounds the bytes of the loose trees that are remembered.
const looseLimit = 16 << 20

func (s *Store) typed(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error) {
	kind, data, err := s.Raw(h)
	if err != nil {
		return nil, err
	}
	if kind != want {
		return nil, &KindError{Hash: h, Want: want, Have: kind}
	}
	return data, nil
}

// Has reports whether the object is there, without reading its content.
func (s *Store) Has(h plumbing.Hash) bool {
	if h == EmptyTree {
		return true
	}
	return s.stored(h)
}

func (s *Store) stored(h plumbing.Hash) bool { return s.has(h, false) || s.has(h, true) }

// has looks for an object; again lists the packs anew.
func (s *Store) has(h plumbing.Hash, again bool) bool {
	s.once.Do(s.tellGaps)
	for _, d := range s.dirs {
		packs, err := d.packs(again)
		if err != nil {
			continue
		}
		for _, p := range packs {
			if _, ok, err := p.offset(h); err == nil && ok {
				return true
			}
		}
		if d.hasLoose(h) {
			return true
		}
	}
	return false
}

// Commit returns a decoded commit. It is shared: it must not be changed.
func (s *Store) Commit(h plumbing.Hash) (*Commit, error) {
	if c, ok := s.commits.get(h); ok {
		if c.pack != nil {
			s.noteUse(c)
		}
		return c, nil
	}
	data, err := s.typed(h, plumbing.CommitObject)
	if err != nil {
		return nil, err
	}
	c, err := DecodeCommit(h, data)
	if err != nil {
		return nil, &CorruptError{Hash: h, Cause: err}
	}
	if err := s.graft(c); err != nil {
		return nil, err
	}
	return s.commits.keep(c), nil
}

// Tree returns a tree's entries in the order in which they are stored. The
// slice is shared: it must not be changed.
func (s *Store) Tree(h plumbing.Hash) ([]TreeEntry, error) {
	s.mu.Lock()
	t, ok := s.trees[h]
	s.mu.Unlock()
	if ok {
		return t, nil
	}
	data, err := s.typed(h, plumbing.TreeObject)
	if err != nil {
		return nil, err
	}
	t, err = DecodeTree(data)
	if err != nil {
		return nil, &CorruptError{Hash: h, Cause: err}
	}
	s.mu.Lock()
	if len(s.trees) >= cacheLimit {
		clear(s.trees)
	}
	s.trees[h] = t
	s.mu.Unlock()
	return t, nil
}

// Tag returns a decoded annotated tag.
func (s *Store) Tag(h plumbing.Hash) (*Tag, error) {
	data, err := s.typed(h, plumbing.TagObject)
	if err != nil {
		return nil, err
	}
	t, err := DecodeTag(h, data)
	if err != nil {
		return nil, &CorruptError{Hash: h, Cause: err}
	}
	return t, nil
}

// Blob returns a file's content. The content is shared: it must not be changed.
func (s *Store) Blob(h plumbing.Hash) ([]byte, error) {
	return s.typed(h, plumbing.BlobObject)
}

// Peel follows tags, and a commit to its tree, until an object of kind to is
// reached; plumbing.AnyObject stops at the first that is no tag.
func (s *Store) Peel(h plumbing.Hash, to plumbing.ObjectType) (plumbing.Hash, error) {
	for {
		kind, err := s.Kind(h)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if kind == to || (to == plumbing.AnyObject && kind != plumbing.TagObject) {
			return h, nil
		}
		switch {
		case kind == plumbing.TagObject:
			t, err := s.Tag(h)
			if err != nil {
				return plumbing.ZeroHash, err
			}
			h = t.Target
		case kind == plumbing.CommitObject: // whatever is wanted: Git's message names the tree then
			c, err := s.Commit(h)
			if err != nil {
				return plumbing.ZeroHash, err
			}
			h = c.TreeHash
		default:
			return plumbing.ZeroHash, &KindError{Hash: h, Want: to, Have: kind}
		}
	}
}
