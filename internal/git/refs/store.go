package refs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/object"
	"cairn/internal/git/paths"
	"cairn/internal/git/sharing"
)

// LogMode is core.logAllRefUpdates.
type LogMode int

// The values of core.logAllRefUpdates. The default is LogBranches with a
// working tree and LogNone in a bare repository.
const (
	LogNone LogMode = iota
	LogBranches
	LogAlways
)

// Params says where the refs lie and who changes them.
type Params struct {
	GitDir    string                   // of this working tree
	CommonDir string                   // shared by all linked working trees
	Shown     func(path string) string // a path as messages name it, e.g. ".git/refs/heads/x"; nil: as it is
	Log       LogMode
	Share     sharing.Source
	// Patience is how long a ref's lock is waited for, PackedPatience that of packed-refs.
	Patience, PackedPatience time.Duration
	// Identity signs reflog entries: "Ada <ada@example.com> 0 +0000".
	Identity func() (string, error)
	// IsCommit, if set, is asked before a branch or HEAD is changed: they may hold commits only.
	IsCommit func(plumbing.Hash) (bool, error)
}

// Store is a repository's refs.
type Store struct {
	p Params

	mu     sync.Mutex
	packed *packedRefs
}

// Open prepares a store; nothing is read yet.
func Open(p Params) *Store { return &Store{p: p} }

// Ref is one ref as it is stored.
type Ref struct {
	Name   string
	Hash   plumbing.Hash // zero when symbolic (see Resolve) or broken
	Target string        // of a symbolic ref
	Broken bool          // the file holds neither a hash nor a target
	Packed bool
	Peeled plumbing.Hash // packed only: what the tag points at, if known
}

// Symbolic reports whether the ref points at another ref.
func (r Ref) Symbolic() bool { return r.Target != "" }

// NotFoundError says that there is no such ref.
type NotFoundError struct{ Name string }

func (e *NotFoundError) Error() string { return "ref '" + e.Name + "' not found" }

// BrokenError says that a ref's file is unreadable.
type BrokenError struct{ Name string }

func (e *BrokenError) Error() string {
	return "unable to resolve reference '" + e.Name + "': reference broken"
}

// LoopError says that symbolic refs lead in a circle.
type LoopError struct{ Name string }

func (e *LoopError) Error() string {
	return "unable to resolve reference '" + e.Name + "': Too many levels of symbolic links"
}

// IsNotFound reports whether err says that a ref does not exist.
func IsNotFound(err error) bool {
	var nf *NotFoundError
	return errors.As(err, &nf)
}

func (s *Store) path(name string) string {
	base := s.p.CommonDir
	if OfWorktree(name) {
		base = s.p.GitDir
	}
	return filepath.Join(base, filepath.FromSlash(name))
}

// Read reads one ref without following it. A missing one is a *NotFoundError.
func (s *Store) Read(name string) (Ref, error) {
	if !safe(name) {
		return Ref{}, &NotFoundError{name}
	}
	if paths.Keeps(name) { // else "main..." would be the file of main
		data, err := readRefFile(s.path(name))
		switch {
		case err == nil:
			return parseRef(name, data), nil
		case !isAbsent(err):
			return Ref{}, fmt.Errorf("read ref %s: %w", name, err)
		}
	}
	packed, err := s.readPacked()
	if err != nil {
		return Ref{}, err
	}
	if r, ok := packed.find(name); ok {
		return r, nil
	}
	return Ref{}, &NotFoundError{name}
}

// readRefFile reads a ref's file. A symbolic link into refs/ is how very old
// repositories wrote HEAD.
func readRefFile(path string) ([]byte, error) {
	data, err := disk.ReadPlain(path, maxRefFile+1)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		data, err = readOddRefFile(path)
	}
	if len(data) > maxRefFile {
		return []byte("too large"), nil
	}
	return data, err
}

func readOddRefFile(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fs.ErrNotExist
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		if target, err := os.Readlink(path); err == nil && strings.HasPrefix(filepath.ToSlash(target), "refs/") {
			return []byte("ref: " + filepath.ToSlash(target)), nil
		}
	}
	return disk.ReadStart(path, maxRefFile+1)
}

// maxRefFile is more than any ref takes, in bytes.
const maxRefFile = 1 << 16

func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "not a directory")
}

func parseRef(name string, data []byte) Ref {
	r := Ref{Name: name}
	text := string(data)
	if target, ok := strings.CutPrefix(text, "ref:"); ok {
		r.Target = strings.TrimSpace(target)
		r.Broken = r.Target == ""
		return r
	}
	if len(text) >= 40 {
		h, ok := object.ParseHash(text[:40])
		if ok && (len(text) == 40 || strings.IndexByte(" \t\n\r\v\f", text[40]) >= 0) {
			r.Hash = h
			return r
		}
	}
	r.Broken = true
	return r
}

// maxSymbolic is how many symbolic refs are followed, as in Git.
const maxSymbolic = 5

// Follow follows symbolic refs and returns the last one. If that one does not
// exist (an unborn branch), the error is a *NotFoundError and the Ref has its name.
func (s *Store) Follow(name string) (Ref, error) {
	start := name
	for range maxSymbolic {
		r, err := s.Read(name)
		if err != nil {
			return Ref{Name: name}, err
		}
		if !r.Symbolic() {
			if r.Broken {
				return r, &BrokenError{name}
			}
			return r, nil
		}
		if !ValidName(r.Target, true) {
			return r, &BrokenError{name}
		}
		name = r.Target
	}
	return Ref{Name: name}, &LoopError{start}
}

// Resolve returns the hash that a ref leads to in the end.
func (s *Store) Resolve(name string) (plumbing.Hash, error) {
	r, err := s.Follow(name)
	return r.Hash, err
}

// Exists reports whether a ref of this name is stored, even a broken one.
func (s *Store) Exists(name string) bool {
	_, err := s.Read(name)
	return err == nil
}

// Head tells where HEAD is: on a branch (its full name, born or not) or
// detached (""), and on which commit (zero before the first one).
func (s *Store) Head() (branch string, at plumbing.Hash, err error) {
	r, err := s.Read(HEAD)
	if err != nil {
		return "", plumbing.ZeroHash, err
	}
	if !r.Symbolic() {
		if r.Broken {
			return "", plumbing.ZeroHash, &BrokenError{HEAD}
		}
		return "", r.Hash, nil
	}
	at, err = s.Resolve(r.Target)
	if IsNotFound(err) {
		err = nil
	}
	return r.Target, at, err
}

// List returns the refs whose names begin with prefix ("" or "refs/" is all),
// sorted by name, loose ones in place of packed ones. HEAD and its like are not
// in it. Broken ones are there, flagged.
func (s *Store) List(prefix string) ([]Ref, error) {
	return s.ListTelling(prefix, func(string) {})
}

// ListTelling is List that also tells the names which no ref may have; they
// are not in the list.
func (s *Store) ListTelling(prefix string, bad func(name string)) ([]Ref, error) {
	packed, err := s.readPacked()
	if err != nil {
		return nil, err
	}
	byName := map[string]Ref{}
	for _, r := range packed.withPrefix(prefix) {
		byName[r.Name] = r
	}
	bases := []string{s.p.CommonDir}
	if s.p.GitDir != s.p.CommonDir {
		bases = append(bases, s.p.GitDir)
	}
	for i, base := range bases {
		err := looseRefs(base, prefix, func(r Ref) {
			if !ValidName(r.Name, false) {
				bad(r.Name)
				return
			}
			if OfWorktree(r.Name) == (i == len(bases)-1) || !OfWorktree(r.Name) && i == 0 {
				byName[r.Name] = r
			}
		})
		if err != nil {
			return nil, err
		}
	}
	list := make([]Ref, 0, len(byName))
	for _, r := range byName {
		list = append(list, r)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

// looseRefs reads the files below base/refs that a prefix can match.
func looseRefs(base, prefix string, visit func(Ref)) error {
	start := "refs"
	if at := strings.LastIndexByte(prefix, '/'); at > len("refs") && strings.HasPrefix(prefix, "refs/") && safe(prefix) {
		start = prefix[:at]
	}
	root := filepath.Join(base, filepath.FromSlash(start))
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if isAbsent(err) {
				return nil
			}
			return err
		}
		if d.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(base, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if strings.HasSuffix(name, ".lock") || !strings.HasPrefix(name, prefix) || !safe(name) {
			return nil
		}
		data, err := readRefFile(path)
		if err != nil {
			return nil // it went away meanwhile
		}
		visit(parseRef(name, data))
		return nil
	})
	if err != nil {
		return fmt.Errorf("list refs: %w", err)
	}
	return nil
}
