package index

import (
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"time"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/sharing"
)

// Encode writes the index in version 4 if it is one, else in version 2, or 3 where an entry needs extended flags.
func (x *Index) Encode() []byte {
	version := uint32(2)
	size := headerSize + hashSize
	for _, e := range x.entries {
		if e.extended() {
			version = 3
		}
		size += entryFixed + len(e.Path) + 10
	}
	if x.Version == PrefixVersion {
		version = PrefixVersion
	}
	buf := make([]byte, 0, size+4096)
	buf = append(buf, "DIRC"...)
	buf = binary.BigEndian.AppendUint32(buf, version)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(x.entries)))
	previous := ""
	for _, e := range x.entries {
		start := len(buf)
		if buf = e.appendTo(buf); version == PrefixVersion {
			buf = appendSuffix(buf, previous, e.Path)
			previous = e.Path
			continue
		}
		buf = append(buf, e.Path...)
		buf = append(buf, make([]byte, 8-(len(buf)-start)%8)...)
	}
	if x.trees != nil {
		buf = appendExtension(buf, "TREE", x.trees.appendTo(nil))
	}
	if len(x.undo) > 0 {
		buf = appendExtension(buf, "REUC", appendUndo(nil, x.undo))
	}
	sum := sha1.Sum(buf)
	return append(buf, sum[:]...)
}

func (e *Entry) extended() bool { return e.SkipWorktree || e.IntentToAdd }

// appendSuffix writes a path as version 4 does: how many bytes of the one before are not in it, and what comes instead.
func appendSuffix(buf []byte, previous, path string) []byte {
	common := 0
	for common < len(previous) && common < len(path) && previous[common] == path[common] {
		common++
	}
	buf = appendVarint(buf, len(previous)-common)
	return append(append(buf, path[common:]...), 0)
}

// appendVarint writes the variable-width number that the parser's varint reads.
func appendVarint(buf []byte, n int) []byte {
	var digits [10]byte
	at := len(digits) - 1
	digits[at] = byte(n & 0x7f)
	for n >>= 7; n > 0; n >>= 7 {
		n--
		at--
		digits[at] = 0x80 | byte(n&0x7f)
	}
	return append(buf, digits[at:]...)
}

// appendTo writes all of an entry but its path.
func (e *Entry) appendTo(buf []byte) []byte {
	s := &e.Stat
	for _, v := range [...]uint32{s.Ctime.Sec, s.Ctime.Nsec, s.Mtime.Sec, s.Mtime.Nsec,
		s.Dev, s.Ino, uint32(e.Mode), s.UID, s.GID, s.Size} {
		buf = binary.BigEndian.AppendUint32(buf, v)
	}
	buf = append(buf, e.Hash[:]...)
	flags := uint16(e.Stage&3)<<12 | uint16(min(len(e.Path), flagName))
	if e.AssumeValid {
		flags |= flagValid
	}
	if e.extended() {
		flags |= flagExt
	}
	buf = binary.BigEndian.AppendUint16(buf, flags)
	if e.extended() {
		var ext uint16
		if e.SkipWorktree {
			ext |= extSkip
		}
		if e.IntentToAdd {
			ext |= extIntent
		}
		buf = binary.BigEndian.AppendUint16(buf, ext)
	}
	return buf
}

func appendExtension(buf []byte, name string, body []byte) []byte {
	buf = append(buf, name...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(body)))
	return append(buf, body...)
}

func (t *cacheTree) appendTo(buf []byte) []byte {
	buf = append(buf, t.name...)
	buf = append(buf, 0)
	buf = strconv.AppendInt(buf, int64(t.count), 10)
	buf = append(buf, ' ')
	buf = strconv.AppendInt(buf, int64(len(t.subs)), 10)
	buf = append(buf, '\n')
	if t.count >= 0 {
		buf = append(buf, t.hash[:]...)
	}
	for _, s := range t.subs {
		buf = s.appendTo(buf)
	}
	return buf
}

func appendUndo(buf []byte, undo []ResolveUndo) []byte {
	for _, u := range undo {
		buf = append(append(buf, u.Path...), 0)
		for _, m := range u.Modes {
			buf = append(strconv.AppendUint(buf, uint64(m), 8), 0)
		}
		for i, m := range u.Modes {
			if m != 0 {
				buf = append(buf, u.Hashes[i][:]...)
			}
		}
	}
	return buf
}

// NullError says that an entry names no object. Git does not write such an index.
type NullError struct{ Path string }

// Advice is what Git prints before the error.
func (e *NullError) Advice() string { return "error: cache entry has null sha1: " + e.Path }
func (e *NullError) Error() string  { return "Unable to write new index file" }

// Null is the path of the first entry that names no object, "" if there is none.
func (x *Index) Null() string {
	for _, e := range x.entries {
		if e.Hash.IsZero() {
			return e.Path
		}
	}
	return ""
}

// Lock is the right to replace an index file. It ends with Commit or Release.
type Lock struct {
	held *lockfile.Lock
}

// NewLock takes the lock of an index file: the file `index.lock` beside it, which must
// not exist. The errors are those of package lockfile.
func NewLock(target string, share sharing.Source) (*Lock, error) {
	held, err := lockfile.Acquire(target)
	if err != nil {
		return nil, err
	}
	if err := held.Share(share); err != nil {
		return nil, err
	}
	return &Lock{held}, nil
}

// Commit writes the index into the lock file and puts that in the index's place, so
// that a reader sees the old or the new one, never a part. It ends the lock.
func (l *Lock) Commit(x *Index) error {
	defer l.Release()
	if _, err := l.held.Write(x.Encode()); err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	if err := l.held.Commit(); err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	if info, err := os.Stat(l.held.Path()); err == nil {
		x.Timestamp = timeOf(info.ModTime())
	}
	x.changed = false
	return nil
}

// Release gives the lock up and leaves the index as it was. After Commit it does
// nothing.
func (l *Lock) Release() {
	if l != nil {
		l.held.Rollback()
	}
}

func timeOf(t time.Time) Time {
	return Time{uint32(t.Unix()), uint32(t.Nanosecond())}
}
