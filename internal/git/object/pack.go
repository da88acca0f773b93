package object

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/inflate"
)

// pack is one packfile with its index. go-git decodes and hashes a whole
// index before the first look-up and seeks through a scanner for each object
// (ten times Git's time over a history of 10,000 commits: BenchmarkPack);
// this reader takes single ranges of both files when they are needed.
type pack struct {
	base string // path without ".idx"

	once    sync.Once
	openErr error
	idx     *os.File
	idxSize int64
	fan     [256]uint32
	count   int
	file    *os.File
	size    int64

	mu      sync.Mutex // held while buckets and blocks are read, not to look at them
	buckets [256]atomic.Pointer[bucket]
	blocks  []atomic.Pointer[[]byte] // by offset / blockSize
	loaded  int                      // how many blocks there are
	ahead   ahead

	orderOnce sync.Once
	orderErr  error
	order     []packed // see byOffset
}

// packs lists the folder's packs, newest first, as Git tries them. Again
// makes it look for packs that came since.
func (d *dir) packs(again bool) ([]*pack, error) {
	if list := d.packList.Load(); list != nil && !again {
		return *list, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var before []*pack
	if list := d.packList.Load(); list != nil {
		if before = *list; !again {
			return before, nil
		}
	}
	known := map[string]*pack{}
	for _, p := range before {
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
			p = &pack{base: base}
		}
		found = append(found, dated{p, info.ModTime().UnixNano()})
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].at > found[j].at })
	list := make([]*pack, len(found))
	for i, f := range found {
		list[i] = f.p
	}
	d.packList.Store(&list)
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
	name := filepath.Base(p.base)
	idx, err := disk.Open(p.base + ".idx") // so that Windows lets both be removed while they are open
	if err != nil {
		return fmt.Errorf("open pack index: %w", err)
	}
	info, err := idx.Stat()
	if err != nil {
		_ = idx.Close()
		return fmt.Errorf("open pack index: %w", err)
	}
	var head [idxHashes]byte
	if _, err := idx.ReadAt(head[:], 0); err != nil || string(head[:8]) != "\xfftOc\x00\x00\x00\x02" {
		_ = idx.Close()
		return fmt.Errorf("open pack index %s.idx: not an index of version 2", name)
	}
	last := uint32(0)
	for i := range p.fan {
		p.fan[i] = binary.BigEndian.Uint32(head[idxHeader+4*i:])
		if p.fan[i] < last {
			_ = idx.Close()
			return fmt.Errorf("open pack index %s.idx: its table is not in order", name)
		}
		last = p.fan[i]
	}
	if info.Size() < idxHashes+int64(last)*28+40 {
		_ = idx.Close()
		return fmt.Errorf("open pack index %s.idx: too short for %d objects", name, last)
	}
	f, err := disk.Open(p.base + ".pack")
	if err != nil {
		_ = idx.Close()
		return fmt.Errorf("open pack: %w", err)
	}
	packInfo, err := f.Stat()
	if err != nil {
		_, _ = idx.Close(), f.Close()
		return fmt.Errorf("open pack: %w", err)
	}
	p.idx, p.idxSize, p.count, p.file, p.size = idx, info.Size(), int(last), f, packInfo.Size()
	p.blocks = make([]atomic.Pointer[[]byte], p.size/blockSize+1)
	return nil
}

// Pack bytes are read in blocks that overlap, so that nearly every object
// lies whole in one block.
const (
	blockSize    = 32 << 10
	blockOverlap = 8 << 10
	blockLimit   = 1024 // 40 MiB; then the cache starts anew
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
	block, err := p.block(start)
	if err != nil {
		return nil, err
	}
	return block[off-start:], nil
}

// block reads the block that begins at start, once.
func (p *pack) block(start int64) ([]byte, error) {
	slot := &p.blocks[start/blockSize]
	if b := slot.Load(); b != nil {
		return *b, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := slot.Load(); b != nil {
		return *b, nil
	}
	block := make([]byte, min(blockSize+blockOverlap, p.size-start))
	if _, err := p.file.ReadAt(block, start); err != nil {
		return nil, err
	}
	if p.loaded++; p.loaded > blockLimit {
		for i := range p.blocks {
			p.blocks[i].Store(nil)
		}
		p.loaded = 1
	}
	slot.Store(&block)
	return block, nil
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

// inflate unpacks the compressed bytes at e.data, into the room if there is one.
func (p *pack) inflate(e entry, room *scratch) ([]byte, error) {
	if e.size > 1<<31 {
		return nil, fmt.Errorf("object of %d bytes is too large", e.size)
	}
	// zlib's worst case: 5 bytes for each 16 KiB block, and a frame.
	raw, err := p.at(e.data, e.size+e.size>>10+64)
	if err != nil {
		return nil, err
	}
	// A size that lies is found out before much memory is taken for it.
	if e.size > int64(len(raw))*mostShrunk {
		return nil, errors.New("object size does not fit its compressed bytes")
	}
	out := room.take(e.size)
	if _, err := inflate.Into(out, raw); err != nil {
		return nil, err
	}
	return out, nil
}
