// Package inflate unpacks zlib streams (RFC 1950 and 1951) that lie whole in
// memory, as Git's objects do. compress/zlib serves readers: it takes 40 kB for
// each stream, asks for its bytes one by one, and copies all text twice, which is
// most of the time that small objects take (BenchmarkStream shows both). It refuses
// preset dictionaries, and whatever is damaged; it never takes memory for text.
package inflate

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
	"sync"
)

// Errors of damaged streams.
var (
	ErrHeader   = errors.New("zlib: not a zlib stream")
	ErrDamaged  = errors.New("zlib: stream is damaged")
	ErrShort    = errors.New("zlib: stream ends too early")
	ErrTooLong  = errors.New("zlib: stream holds more than was expected")
	ErrChecksum = errors.New("zlib: checksum does not fit")
)

// Slack is how many bytes Fill may write beyond what it is asked for.
const Slack = 258

// Stream is one zlib stream that is being unpacked. The text that was unpacked
// before stays with the caller, who hands it in again each time.
type Stream struct {
	src   []byte
	pos   int    // the next byte of src that is not in bits
	bits  uint64 // the next bits, lowest first; above count they are as in src
	count int    // how many of them were taken from src

	block  block
	final  bool // the block is the last one
	stored int  // bytes that remain of a stored block

	lits, dists           *table // of the block
	ownLits, ownDists     table
	fixedLits, fixedDists table
	lengths               table
	code                  []coded // while tables are made
	meanings              *meanings
}

// block is where in the stream the reader stands.
type block uint8

const (
	between block = iota
	storedBlock
	codedBlock
	ended
)

var streams = sync.Pool{New: func() any { return &Stream{meanings: newMeanings()} }}

// Open begins to unpack the stream at the start of src. Close gives its tables to
// the next one.
func Open(src []byte) (*Stream, error) {
	// The method is 8, the window at most 32 KiB, and the two bytes are a multiple of 31.
	if len(src) < 2 || src[0]&15 != 8 || src[0]>>4 > 7 || binary.BigEndian.Uint16(src)%31 != 0 || src[1]&0x20 != 0 {
		return nil, ErrHeader
	}
	s := streams.Get().(*Stream) //nolint:forcetypeassert // the pool holds nothing else
	s.src, s.pos, s.bits, s.count, s.block, s.final = src, 2, 0, 0, between, false
	return s, nil
}

// Close ends the use of the stream.
func (s *Stream) Close() {
	s.src, s.lits, s.dists = nil, nil, nil
	streams.Put(s)
}

// Into unpacks the stream at the start of src, whose text must fill dst to the byte,
// and gives the length of the stream.
func Into(dst, src []byte) (int, error) {
	s, err := Open(src)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if err := s.Rest(dst, 0); err != nil {
		return 0, err
	}
	return s.pos, nil
}

// Fill unpacks until at least want bytes of text are known or the text ends. The
// first n bytes of out are the text so far; out must have room for want + Slack
// bytes. It gives the new length of the text.
func (s *Stream) Fill(out []byte, n, want int) (int, error) {
	for n < want && s.block != ended {
		var err error
		if n, err = s.step(out, n, want); err != nil {
			return n, err
		}
	}
	return n, nil
}

// Rest unpacks the rest of the text, which must fill out to the byte, and compares
// the checksum. The first n bytes of out are the text so far.
func (s *Stream) Rest(out []byte, n int) error {
	for s.block != ended {
		var err error
		if n, err = s.step(out, n, len(out)+1); err != nil {
			return err
		}
	}
	if n < len(out) {
		return ErrShort
	}
	if len(s.src)-s.pos < 4 {
		return ErrShort
	}
	if binary.BigEndian.Uint32(s.src[s.pos:]) != adler32.Checksum(out) {
		return ErrChecksum
	}
	s.pos += 4
	return nil
}

// step does the next part of the stream: the head of a block, or its text.
func (s *Stream) step(out []byte, n, want int) (int, error) {
	switch s.block {
	case between:
		return n, s.begin()
	case storedBlock:
		return s.copyStored(out, n, want)
	default:
		return s.decode(out, n, want)
	}
}

// begin reads the head of a block, or gives back what was taken beyond the end.
func (s *Stream) begin() error {
	if s.final {
		s.toByte()
		s.block = ended
		return nil
	}
	head, err := s.take(3)
	if err != nil {
		return err
	}
	s.final = head&1 != 0
	switch head >> 1 {
	case 0:
		return s.beginStored()
	case 1:
		s.fixed()
	case 2:
		if err := s.dynamic(); err != nil {
			return err
		}
	default:
		return ErrDamaged
	}
	s.block = codedBlock
	return nil
}

// toByte drops the rest of a byte and puts whole ones back.
func (s *Stream) toByte() {
	s.pos -= s.count >> 3
	s.bits, s.count = 0, 0
}

func (s *Stream) beginStored() error {
	s.toByte()
	if len(s.src)-s.pos < 4 {
		return ErrShort
	}
	length := binary.LittleEndian.Uint16(s.src[s.pos:])
	if length != ^binary.LittleEndian.Uint16(s.src[s.pos+2:]) {
		return ErrDamaged
	}
	s.pos += 4
	s.stored, s.block = int(length), storedBlock
	return nil
}

func (s *Stream) copyStored(out []byte, n, want int) (int, error) {
	part := min(s.stored, want-n)
	if part > len(out)-n {
		return n, ErrTooLong
	}
	if part > len(s.src)-s.pos {
		return n, ErrShort
	}
	n += copy(out[n:], s.src[s.pos:s.pos+part])
	s.pos += part
	if s.stored -= part; s.stored == 0 {
		s.block = between
	}
	return n, nil
}

// refill makes sure of 56 bits, or of all that there are.
func (s *Stream) refill() {
	if s.pos+8 <= len(s.src) {
		s.bits |= binary.LittleEndian.Uint64(s.src[s.pos:]) << s.count
		s.pos += (63 - s.count) >> 3
		s.count |= 56
		return
	}
	for s.count < 56 && s.pos < len(s.src) {
		s.bits |= uint64(s.src[s.pos]) << s.count
		s.pos++
		s.count += 8
	}
}

// take reads up to 16 bits.
func (s *Stream) take(n int) (uint, error) {
	if s.count < n {
		if s.refill(); s.count < n {
			return 0, ErrShort
		}
	}
	v := uint(s.bits) & (1<<n - 1)
	s.bits >>= n
	s.count -= n
	return v, nil
}
