package refs

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/sharing"
)

// packedRefs is the file packed-refs, sorted by name.
type packedRefs struct {
	list  []Ref
	mtime time.Time
	size  int64
}

func (p *packedRefs) find(name string) (Ref, bool) {
	i, ok := slices.BinarySearchFunc(p.list, name, func(r Ref, n string) int { return strings.Compare(r.Name, n) })
	if !ok {
		return Ref{}, false
	}
	return p.list[i], true
}

func (p *packedRefs) withPrefix(prefix string) []Ref {
	lo := sort.Search(len(p.list), func(i int) bool { return p.list[i].Name >= prefix })
	hi := lo
	for hi < len(p.list) && strings.HasPrefix(p.list[hi].Name, prefix) {
		hi++
	}
	return p.list[lo:hi]
}

// readPacked reads packed-refs, again if it changed.
func (s *Store) readPacked() (*packedRefs, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := filepath.Join(s.p.CommonDir, "packed-refs")
	info, err := os.Stat(path)
	if err != nil {
		if isAbsent(err) {
			s.packed = nil
			return &packedRefs{}, nil
		}
		return nil, fmt.Errorf("read packed-refs: %w", err)
	}
	if s.packed != nil && s.packed.mtime.Equal(info.ModTime()) && s.packed.size == info.Size() {
		return s.packed, nil
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read packed-refs: %w", err)
	}
	list, err := parsePacked(string(data))
	if err != nil {
		return nil, err
	}
	s.packed = &packedRefs{list: list, mtime: info.ModTime(), size: info.Size()}
	return s.packed, nil
}

// PackedError says that packed-refs holds a line that is none.
type PackedError struct {
	Line string
	Cut  bool // it is the last one, and its end is missing
}

func (e *PackedError) Error() string {
	if e.Cut {
		return "unterminated line in .git/packed-refs: " + e.Line
	}
	return "unexpected line in .git/packed-refs: " + e.Line
}

// parsePacked refuses whatever is no line of packed-refs: it is written anew from what was read, so that a line passed
// over would be lost.
func parsePacked(text string) ([]Ref, error) {
	var list []Ref
	sorted := true
	if text == "" {
		return nil, nil
	}
	body, ended := strings.CutSuffix(text, "\n")
	if !ended {
		return nil, &PackedError{body[strings.LastIndexByte(body, '\n')+1:], true}
	}
	if header, rest, _ := strings.Cut(body, "\n"); strings.HasPrefix(header, "# pack-refs with:") {
		if body = rest; body == "" {
			return nil, nil
		}
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasPrefix(line, "^") {
			h, ok := object.ParseHash(strings.TrimRight(line[1:], "\r"))
			if !ok || len(list) == 0 {
				return nil, &PackedError{Line: line}
			}
			list[len(list)-1].Peeled = h
			continue
		}
		hex, name, _ := strings.Cut(strings.TrimRight(line, "\r"), " ")
		h, ok := object.ParseHash(hex)
		if !ok || name == "" {
			return nil, &PackedError{Line: line}
		}
		if !safe(name) {
			continue
		}
		if n := len(list); n > 0 && list[n-1].Name > name {
			sorted = false
		}
		list = append(list, Ref{Name: name, Hash: h, Packed: true})
	}
	if !sorted {
		sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	}
	return list, nil
}

func writePacked(list []Ref) []byte {
	var b strings.Builder
	b.WriteString("# pack-refs with: peeled fully-peeled sorted \n")
	for _, r := range list {
		b.WriteString(r.Hash.String() + " " + r.Name + "\n")
		if !r.Peeled.IsZero() {
			b.WriteString("^" + r.Peeled.String() + "\n")
		}
	}
	return []byte(b.String())
}

// packedLock is packed-refs being rewritten: under packed-refs.lock the new
// text is staged in packed-refs.new, as Git does it.
type packedLock struct {
	lock  *lockfile.Lock
	fresh string // the staged file; "" before there is one
	share sharing.Source
}

func (s *Store) lockPacked() (*packedLock, error) {
	if err := s.p.Share.Check(); err != nil {
		return nil, err
	}
	lock, err := lockfile.AcquireWithin(filepath.Join(s.p.CommonDir, "packed-refs"), s.p.PackedPatience)
	if err != nil {
		return nil, err
	}
	return &packedLock{lock: lock, share: s.p.Share}, lock.Share(s.p.Share)
}

func (p *packedLock) stage(list []Ref) error {
	name := p.lock.Path() + ".new"
	f, err := disk.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return &PackedWriteError{Path: name, Cause: err}
	}
	p.fresh = name
	_, err = f.Write(writePacked(list))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = p.share.Adjust(name)
	}
	if err != nil {
		return fmt.Errorf("write packed-refs: %w", err)
	}
	return nil
}

// commit puts the staged text in place, if there is one, and frees the lock.
func (p *packedLock) commit() error {
	defer p.rollback()
	if p.fresh == "" {
		return nil
	}
	if err := disk.Rename(p.fresh, p.lock.Path()); err != nil {
		return fmt.Errorf("write packed-refs: %w", err)
	}
	p.fresh = ""
	return nil
}

func (p *packedLock) rollback() {
	if p.fresh != "" {
		_ = disk.Remove(p.fresh)
		p.fresh = ""
	}
	p.lock.Rollback()
}

// PackedWriteError says that packed-refs cannot be written anew.
type PackedWriteError struct {
	Path  string
	Cause error
}

func (e *PackedWriteError) Error() string {
	return "unable to create file " + e.Path + ": " + lockfile.Reason(e.Cause)
}
func (e *PackedWriteError) Unwrap() error { return e.Cause }

// withoutPacked locks packed-refs and stages it without the given names, if
// any is in it.
func (s *Store) withoutPacked(names []string) (*packedLock, error) {
	p, err := s.lockPacked()
	if err != nil {
		return nil, err
	}
	packed, err := s.readPacked()
	if err != nil {
		p.rollback()
		return nil, err
	}
	drop := map[string]bool{}
	for _, n := range names {
		if _, ok := packed.find(n); ok {
			drop[n] = true
		}
	}
	if len(drop) == 0 {
		return p, nil
	}
	rest := slices.DeleteFunc(slices.Clone(packed.list), func(r Ref) bool { return drop[r.Name] })
	if err := p.stage(rest); err != nil {
		p.rollback()
		return nil, err
	}
	return p, nil
}

// forgetPacked makes the next reader read packed-refs again.
func (s *Store) forgetPacked() {
	s.mu.Lock()
	s.packed = nil
	s.mu.Unlock()
}
