package object

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// pack is one packfile with its index. go-git decodes and hashes a whole
// index before the first look-up and seeks through a scanner for each object
// (ten times Git's time over a history of 10,000 commits: BenchmarkPack);
// this reader takes single ranges of both files when they are needed.
type pack struct {
	base string // path without ".idx"

	once    sync.Once
	openErr error
	idx     []byte
	count   int
	file    *os.File
	size    int64

	mu     sync.Mutex
	blocks map[int64][]byte
	ahead  ahead
}

// packs lists the folder's packs, newest first, as Git tries them. Again
// makes it look for packs that came since.
func (d *dir) packs(again bool) ([]*pack, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.listed && !again {
		return d.packList, nil
	}
	known := map[string]*pack{}
	for _, p := range d.packList {
		known[p.base] = p
	}
	folder := filepath.Join(d.path, "pack")
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("list packs: %w", err)
	}
	type dated struct {
		p  *pack
		at int64
	}
	var found []dated
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".idx")
		if !ok || !strings.HasPrefix(name, "pack-") {
			continue
		}
		base := filepath.Join(folder, name)
		info, err := os.Stat(base + ".pack")
		if err != nil {
			continue
		}
		p := known[base]
		if p == nil {
			p = &pack{base: base, blocks: map[int64][]byte{}}
		}
		found = append(found, dated{p, info.ModTime().UnixNano()})
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].at > found[j].at })
	list := make([]*pack, len(found))
	for i, f := range found {
		list[i] = f.p
	}
	d.packList, d.listed = list, true
	return list, nil
}

const (
	idxHeader = 8
	idxFanout = 256 * 4
	idxHashes = idxHeader + idxFanout
)

// open loads the index and opens the pack, once.
func (p *pack) open() error {
	p.once.Do(func() { p.openErr = p.load() })
	return p.openErr
}

func (p *pack) load() error {
	idx, err := os.ReadFile(p.base + ".idx")
	if err != nil {
		return fmt.Errorf("open pack index: %w", err)
	}
	if len(idx) < idxHashes+40 || !bytes.Equal(idx[:8], []byte{0xff, 't', 'O', 'c', 0, 0, 0, 2}) {
		return fmt.Errorf("open pack index %s.idx: not an index of version 2", filepath.Base(p.base))
	}
	count := int(binary.BigEndian.Uint32(idx[idxHashes-4:]))
	if len(idx) < idxHashes+count*28+40 {
		return fmt.Errorf("open pack index %s.idx: too short for %d objects", filepath.Base(p.base), count)
	}
	f, err := os.Open(p.base + ".pack")
	if err != nil {
		return fmt.Errorf("open pack: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return fmt.Errorf("open pack: %w", err)
	}
	p.idx, p.count, p.file, p.size = idx, count, f, info.Size()
	return nil
}

func (p *pack) hashAt(i int) []byte { return p.idx[idxHashes+20*i : idxHashes+20*i+20] }

// bounds is the range of entries whose hash begins with the byte b.
func (p *pack) bounds(b byte) (lo, hi int) {
	if b > 0 {
		lo = int(binary.BigEndian.Uint32(p.idx[idxHeader+4*(int(b)-1):]))
	}
	hi = int(binary.BigEndian.Uint32(p.idx[idxHeader+4*int(b):]))
	return min(lo, p.count), min(hi, p.count)
}

// search finds the first entry that is not below h.
func (p *pack) search(h []byte) int {
	lo, hi := p.bounds(h[0])
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if bytes.Compare(p.hashAt(mid), h) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// offset finds where in the pack the object lies.
func (p *pack) offset(h plumbing.Hash) (int64, bool, error) {
	if err := p.open(); err != nil {
		return 0, false, err
	}
	i := p.search(h[:])
	if i >= p.count || !bytes.Equal(p.hashAt(i), h[:]) {
		return 0, false, nil
	}
	off, err := p.offsetAt(i)
	return off, err == nil, err
}

func (p *pack) offsetAt(i int) (int64, error) {
	table := idxHashes + p.count*24
	off := binary.BigEndian.Uint32(p.idx[table+4*i:])
	if off&(1<<31) == 0 {
		return int64(off), nil
	}
	at := table + p.count*4 + 8*int(off&^(1<<31))
	if at+8 > len(p.idx)-40 {
		return 0, errors.New("pack index: offset table is too short")
	}
	return int64(binary.BigEndian.Uint64(p.idx[at:])), nil
}

// Pack bytes are read in blocks that overlap, so that nearly every object
// lies whole in one block.
const (
	blockSize    = 128 << 10
	blockOverlap = 16 << 10
	blockLimit   = 512 // 64 MiB; then the cache starts anew
)

// at returns the bytes of the pack from off on: need of them, or as many as
// there are until its end; more may follow.
func (p *pack) at(off, need int64) ([]byte, error) {
	if off < 12 || off >= p.size-20 {
		return nil, fmt.Errorf("offset %d lies outside the pack", off)
	}
	need = min(need, p.size-off)
	start := off / blockSize * blockSize
	if need > start+blockSize+blockOverlap-off {
		buf := make([]byte, need)
		_, err := p.file.ReadAt(buf, off)
		return buf, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	block, ok := p.blocks[start]
	if !ok {
		block = make([]byte, min(blockSize+blockOverlap, p.size-start))
		if _, err := p.file.ReadAt(block, start); err != nil {
			return nil, err
		}
		if len(p.blocks) >= blockLimit {
			clear(p.blocks)
		}
		p.blocks[start] = block
	}
	return block[off-start:], nil
}

// Kinds of a pack entry beside the four of objects.
const (
	ofsDelta = 6
	refDelta = 7
)

// entry is the head of one object in a pack.
type entry struct {
	kind int
	size int64 // inflated
	data int64 // offset of the compressed bytes
	base int64 // ofsDelta: offset of the base
	ref  plumbing.Hash
}

func (p *pack) header(off int64) (entry, error) {
	buf, err := p.at(off, 64)
	if err != nil {
		return entry{}, err
	}
	e := entry{}
	n := 0
	next := func() byte {
		if n >= len(buf) {
			n = len(buf) + 1
			return 0
		}
		n++
		return buf[n-1]
	}
	b := next()
	e.kind, e.size = int(b>>4&7), int64(b&15)
	for shift := 4; b&0x80 != 0; shift += 7 {
		if shift > 56 {
			return e, errors.New("object size is too large")
		}
		b = next()
		e.size |= int64(b&0x7f) << shift
	}
	switch e.kind {
	case ofsDelta:
		b = next()
		back := int64(b & 0x7f)
		for b&0x80 != 0 {
			if back > 1<<54 {
				return e, errors.New("delta base offset is too large")
			}
			b = next()
			back = (back+1)<<7 | int64(b&0x7f)
		}
		if e.base = off - back; back <= 0 || e.base < 12 {
			return e, errors.New("delta base lies outside the pack")
		}
	case refDelta:
		for i := range e.ref {
			e.ref[i] = next()
		}
	case int(plumbing.CommitObject), int(plumbing.TreeObject), int(plumbing.BlobObject), int(plumbing.TagObject):
	default:
		return e, fmt.Errorf("unknown kind %d", e.kind)
	}
	if n > len(buf) {
		return e, io.ErrUnexpectedEOF
	}
	e.data = off + int64(n)
	return e, nil
}

type inflater struct {
	src bytes.Reader
	z   io.ReadCloser
}

var inflaters = sync.Pool{New: func() any { return new(inflater) }}

// inflate unpacks the compressed bytes at e.data.
func (p *pack) inflate(e entry) ([]byte, error) {
	if e.size > 1<<31 {
		return nil, fmt.Errorf("object of %d bytes is too large", e.size)
	}
	// zlib's worst case: 5 bytes for each 16 KiB block, and a frame.
	raw, err := p.at(e.data, e.size+e.size>>10+64)
	if err != nil {
		return nil, err
	}
	in := inflaters.Get().(*inflater)
	defer inflaters.Put(in)
	in.src.Reset(raw)
	if in.z == nil {
		in.z, err = zlib.NewReader(&in.src)
	} else {
		err = in.z.(zlib.Resetter).Reset(&in.src, nil)
	}
	if err != nil {
		in.z = nil
		return nil, err
	}
	// A size that lies is found out before much memory is taken for it.
	if e.size > int64(len(raw))*1100 {
		return nil, errors.New("object size does not fit its compressed bytes")
	}
	out := make([]byte, e.size)
	if _, err := io.ReadFull(in.z, out); err != nil {
		return nil, err
	}
	var rest [1]byte
	if n, err := in.z.Read(rest[:]); n != 0 || !errors.Is(err, io.EOF) {
		return nil, errors.New("content does not end where its header says")
	}
	return out, nil
}
