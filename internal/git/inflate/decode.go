package inflate

import "encoding/binary"

// enough bits for a length and a distance with what follows each: 15+5+15+13.
const enough = 48

// decode unpacks text of a coded block until want bytes are known or the block ends.
// It works on copies of the stream's fields, which the compiler keeps in registers.
func (s *Stream) decode(out []byte, n, want int) (int, error) {
	src, pos, bits, count := s.src, s.pos, s.bits, s.count
	lits, dists := s.lits.entries, s.dists.entries
	litMask, distMask := uint64(1)<<s.lits.root-1, uint64(1)<<s.dists.root-1
	err := error(nil)
	for n < want {
		if count < enough {
			if pos+8 <= len(src) {
				bits |= binary.LittleEndian.Uint64(src[pos:]) << (count & 63)
				pos += (63 - count) >> 3
				count |= 56
			} else {
				// Near its end the stream may have fewer bits; what is read beyond is
				// zero, and found out before it is believed.
				for count < 56 && pos < len(src) {
					bits |= uint64(src[pos]) << (count & 63)
					pos++
					count += 8
				}
			}
		}
		e := lits[bits&litMask]
		if e&kindMask == isLink {
			e = lits[e.value()+int(bits>>(e&15))&(1<<e.extra()-1)]
		}
		bits >>= e & 15
		if count -= int(e & 15); count < 0 {
			err = ErrShort
			break
		}
		if e&kindMask == isLiteral {
			if n >= len(out) {
				err = ErrTooLong
				break
			}
			out[n] = byte(e >> 16)
			n++
			continue
		}
		if e&kindMask != isCopy {
			if e&kindMask == isEnd {
				s.block = between
			} else {
				err = ErrDamaged
			}
			break
		}
		length := e.value() + int(bits&(1<<e.extra()-1))
		bits >>= e.extra()
		count -= e.extra()
		e = dists[bits&distMask]
		if e&kindMask == isLink {
			e = dists[e.value()+int(bits>>(e&15))&(1<<e.extra()-1)]
		}
		if e&kindMask != isCopy {
			err = ErrDamaged
			break
		}
		bits >>= e & 15
		distance := e.value() + int(bits&(1<<e.extra()-1))
		bits >>= e.extra()
		if count -= int(e&15) + e.extra(); count < 0 {
			err = ErrShort
			break
		}
		if distance > n {
			err = ErrDamaged
			break
		}
		if length > len(out)-n {
			err = ErrTooLong
			break
		}
		n = repeat(out, n, distance, length)
	}
	s.pos, s.bits, s.count = pos, bits, count
	return n, err
}

// repeat writes once more what was written some way back; what it writes itself may
// be part of that.
func repeat(out []byte, n, distance, length int) int {
	for length > distance {
		n += copy(out[n:n+distance], out[n-distance:n])
		length -= distance
		distance *= 2
	}
	return n + copy(out[n:n+length], out[n-distance:])
}
