package index

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
)

// ErrFormat is wrapped by all errors about the content of an index file.
var ErrFormat = errors.New("index file corrupt")

// OpenError says that an index file cannot be opened.
type OpenError struct {
	Path  string
	Cause error
}

func (e *OpenError) Error() string {
	return e.Path + ": index file open failed: " + lockfile.Reason(e.Cause)
}
func (e *OpenError) Unwrap() error { return e.Cause }

// DamagedError says that an index file cannot be read as one. The cause wraps ErrFormat.
type DamagedError struct {
	Path  string
	Cause error
}

func (e *DamagedError) Error() string { return ErrFormat.Error() }
func (e *DamagedError) Unwrap() error { return e.Cause }

// Advice is what Git prints before the error: what is wrong.
func (e *DamagedError) Advice() string {
	return "error: " + strings.TrimPrefix(e.Cause.Error(), ErrFormat.Error()+": ")
}

// Hint is the way out, of which Git says nothing.
func (e *DamagedError) Hint() string {
	return "The index can be made anew from the last commit, and files stay as they are:\n" +
		"remove " + e.Path + ",\nthen run \"git reset\"."
}

const (
	headerSize  = 12
	entryFixed  = 62 // ten words of stat data, mode and size among them, hash, flags
	hashSize    = 20
	extHeader   = 8
	flagValid   = 1 << 15
	flagExt     = 1 << 14
	flagName    = 0xfff
	extSkip     = 1 << 14
	extIntent   = 1 << 13
	maxChainLen = 1 << 20 // no path is longer
)

// Read reads an index file. A file that does not exist is an empty index.
func Read(path string) (*Index, error) {
	f, err := disk.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return New(), nil
	}
	if err != nil {
		return nil, &OpenError{Path: path, Cause: err}
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	text, err := readString(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	x, err := parse(text)
	if err != nil {
		return nil, &DamagedError{Path: path, Cause: err}
	}
	x.Timestamp = timeOf(info.ModTime())
	return x, nil
}

// readString reads exactly size bytes. The index of a big repository is held once, not as bytes and as a string.
func readString(r io.Reader, size int64) (string, error) {
	var text strings.Builder
	text.Grow(int(size))
	part := make([]byte, min(size, 64<<10))
	for rest := size; rest > 0; {
		n, err := io.ReadFull(r, part[:min(rest, int64(len(part)))])
		text.Write(part[:n])
		if rest -= int64(n); err != nil {
			return "", err
		}
	}
	return text.String(), nil
}

// Parse reads an index from memory. The checksum is not verified, as Git does not
// either outside fsck; every length is.
func Parse(data []byte) (*Index, error) { return parse(string(data)) }

// VersionOf is the version of an index file, of which the first eight bytes are given.
func VersionOf(head []byte) (uint32, bool) {
	if len(head) < 8 || string(head[:4]) != "DIRC" {
		return 0, false
	}
	v := be32(string(head[4:8]))
	return v, v >= FirstVersion && v <= PrefixVersion
}

func parse(text string) (*Index, error) {
	if len(text) < headerSize+hashSize {
		return nil, fmt.Errorf("%w: index file smaller than expected", ErrFormat)
	}
	if text[:4] != "DIRC" {
		return nil, fmt.Errorf("%w: bad signature 0x%08x", ErrFormat, be32(text))
	}
	p := parser{text: text, pos: headerSize, end: len(text) - hashSize}
	p.x = &Index{Version: be32(p.text[4:])}
	if p.x.Version < FirstVersion || p.x.Version > PrefixVersion {
		return nil, fmt.Errorf("%w: bad index version %d", ErrFormat, p.x.Version)
	}
	n := int(be32(p.text[8:]))
	if n > p.end/(entryFixed) {
		return nil, fmt.Errorf("%w: %d entries in %d bytes", ErrFormat, n, len(text))
	}
	if err := p.readEntries(n); err != nil {
		return nil, err
	}
	if err := p.extensions(); err != nil {
		return nil, err
	}
	return p.x, nil
}

type parser struct {
	text string // the whole file: the paths are slices of it
	pos  int
	end  int
	x    *Index
}

func be32(s string) uint32 {
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}

func be16(s string) uint16 { return uint16(s[0])<<8 | uint16(s[1]) }

func (p *parser) readEntries(n int) error {
	slab := make([]Entry, n)
	p.x.entries = make([]*Entry, n)
	previous := ""
	for i := range slab {
		e := &slab[i]
		if err := p.entry(e, previous); err != nil {
			return err
		}
		p.x.entries[i] = e
		if i > 0 && !entryLess(p.x.entries[i-1], e) {
			return fmt.Errorf("%w: unordered stage entries in index at %q", ErrFormat, e.Path)
		}
		previous = e.Path
	}
	return nil
}

func (p *parser) entry(e *Entry, previous string) error {
	if p.pos+entryFixed > p.end {
		return fmt.Errorf("%w: it ends too early", ErrFormat)
	}
	start := p.pos
	s := p.text[start : start+entryFixed]
	e.Stat = Stat{
		Ctime: Time{be32(s), be32(s[4:])}, Mtime: Time{be32(s[8:]), be32(s[12:])},
		Dev: be32(s[16:]), Ino: be32(s[20:]), UID: be32(s[28:]), GID: be32(s[32:]), Size: be32(s[36:]),
	}
	e.Mode = filemode.FileMode(be32(s[24:]))
	copy(e.Hash[:], s[40:60])
	flags := be16(s[60:])
	e.AssumeValid = flags&flagValid != 0
	e.Stage = Stage(flags >> 12 & 3)
	p.pos += entryFixed
	if flags&flagExt != 0 {
		if p.x.Version < 3 || p.pos+2 > p.end {
			return fmt.Errorf("%w: unknown index entry format", ErrFormat)
		}
		ext := be16(p.text[p.pos:])
		e.SkipWorktree, e.IntentToAdd = ext&extSkip != 0, ext&extIntent != 0
		p.pos += 2
	}
	return p.name(e, start, int(flags&flagName), previous)
}

// name reads the path: in version 4 as what differs from the one before, else padded
// with NULs to a multiple of eight bytes.
func (p *parser) name(e *Entry, start, length int, previous string) error {
	prefix := ""
	if p.x.Version == 4 {
		strip, err := p.varint()
		if err != nil {
			return err
		}
		if strip > len(previous) {
			return fmt.Errorf("%w: malformed name field", ErrFormat)
		}
		prefix = previous[:len(previous)-strip]
	}
	var stop int
	if p.x.Version < 4 && length < flagName && p.pos+length < p.end && p.text[p.pos+length] == 0 {
		stop = length
	} else if stop = strings.IndexByte(p.text[p.pos:p.end], 0); stop < 0 {
		return fmt.Errorf("%w: a path has no end", ErrFormat)
	}
	tail := p.text[p.pos : p.pos+stop]
	p.pos += stop + 1
	if p.x.Version == 4 {
		if len(prefix)+len(tail) > maxChainLen {
			return fmt.Errorf("%w: a path is too long", ErrFormat)
		}
		e.Path = prefix + tail
	} else {
		e.Path = tail
		p.pos = start + (p.pos-start+7)&^7
	}
	if p.pos > p.end {
		return fmt.Errorf("%w: malformed name field", ErrFormat)
	}
	if err := object.CheckInside(e.Path); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return nil
}

// varint is the variable-width number of pack offsets: each further byte adds one.
func (p *parser) varint() (int, error) {
	v := 0
	for i := 0; ; i++ {
		if p.pos >= p.end || i > 3 {
			return 0, fmt.Errorf("%w: malformed name field", ErrFormat)
		}
		c := p.text[p.pos]
		p.pos++
		v = v<<7 | int(c&0x7f)
		if c&0x80 == 0 {
			return v, nil
		}
		v++
	}
}

// extensions reads what follows the entries. One that begins with a small letter must be
// understood; others may be dropped.
func (p *parser) extensions() error {
	for p.pos+extHeader <= p.end {
		name := p.text[p.pos : p.pos+4]
		size := int(be32(p.text[p.pos+4:]))
		p.pos += extHeader
		if size < 0 || size > p.end-p.pos {
			return fmt.Errorf("%w: extension %q is cut off", ErrFormat, name)
		}
		body := p.text[p.pos : p.pos+size]
		p.pos += size
		switch {
		case name == "TREE":
			// A broken cache is only a cache: it is computed again.
			p.x.trees = parseTrees(body, len(p.x.entries))
		case name == "REUC":
			undo, err := parseUndo(body)
			if err != nil {
				return err
			}
			p.x.undo = undo
		case name[0] < 'A' || name[0] > 'Z':
			return fmt.Errorf("%w: index uses %s extension, which we do not understand", ErrFormat, name)
		}
	}
	return nil
}

func parseTrees(s string, entries int) *cacheTree {
	t, rest, ok := parseTree(s, 0)
	if !ok || rest != "" || t.count > entries {
		return nil
	}
	return t
}

const maxTreeDepth = 4096

func parseTree(s string, depth int) (*cacheTree, string, bool) {
	name, s, ok := strings.Cut(s, "\x00")
	if !ok || depth > maxTreeDepth {
		return nil, "", false
	}
	line, s, ok := strings.Cut(s, "\n")
	if !ok {
		return nil, "", false
	}
	count, subs, _ := strings.Cut(line, " ")
	t := &cacheTree{name: name}
	var err error
	if t.count, err = strconv.Atoi(count); err != nil {
		return nil, "", false
	}
	n, err := strconv.Atoi(subs)
	if err != nil || n < 0 || n > len(s) {
		return nil, "", false
	}
	if t.count >= 0 {
		if len(s) < hashSize {
			return nil, "", false
		}
		copy(t.hash[:], s)
		s = s[hashSize:]
	} else {
		t.count = -1
	}
	for ; n > 0; n-- {
		sub, rest, ok := parseTree(s, depth+1)
		if !ok {
			return nil, "", false
		}
		t.subs, s = append(t.subs, sub), rest
	}
	sort.Slice(t.subs, func(i, j int) bool { return subLess(t.subs[i].name, t.subs[j].name) })
	return t, s, true
}

func parseUndo(s string) ([]ResolveUndo, error) {
	bad := fmt.Errorf("%w: bad resolve-undo record", ErrFormat)
	var all []ResolveUndo
	for s != "" {
		var u ResolveUndo
		var ok bool
		if u.Path, s, ok = strings.Cut(s, "\x00"); !ok {
			return nil, bad
		}
		for i := range u.Modes {
			var mode string
			if mode, s, ok = strings.Cut(s, "\x00"); !ok {
				return nil, bad
			}
			m, err := strconv.ParseUint(mode, 8, 32)
			if err != nil {
				return nil, bad
			}
			u.Modes[i] = filemode.FileMode(m)
		}
		for i := range u.Modes {
			if u.Modes[i] == 0 {
				continue
			}
			if len(s) < hashSize {
				return nil, bad
			}
			copy(u.Hashes[i][:], s)
			s = s[hashSize:]
		}
		all = append(all, u)
	}
	return all, nil
}
