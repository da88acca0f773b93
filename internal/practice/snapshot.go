package practice

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"

	"cairn/internal/disk"
)

// moment is a snapshot: all files of the workspace and what stands beside them.
type moment struct {
	Entries  []entry   `json:"entries"`
	Clock    time.Time `json:"clock"`
	Commands []string  `json:"commands"`
	Failed   []int     `json:"failed,omitempty"`
	Fired    []int     `json:"fired"`
	Cwd      string    `json:"cwd"`
}

// sameFiles reports whether two snapshots show the learner the same.
func (m *moment) sameFiles(o *moment) bool { return shownAlike(m.Entries, o.Entries) }

// store keeps snapshots in a folder: contents by their hash, and a list of
// entries for each moment. Nothing in it is linked to a live file, so no
// program can change a snapshot by changing a file.
type store struct {
	dir   string // the undo folder
	base  string // the workspace, which holds work and home
	cache map[string]cached
	made  map[string]bool // objects known to exist
	size  int64           // bytes of the objects, as far as known
}

// cached is what a file's stat data were when it was hashed.
type cached struct {
	entry  entry
	hashed time.Time
}

func openStore(dir, base string) (*store, error) {
	for _, sub := range []string{"objects", "moments"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, fmt.Errorf("open undo store: %w", err)
		}
	}
	return &store{dir: dir, base: base, cache: map[string]cached{}, made: map[string]bool{}}, nil
}

// maxKept is the size of the largest file that undo brings back.
const maxKept = 64 << 20

// racy is how long after a change a file's time cannot be trusted to tell the
// next change: clocks of file systems tick in steps.
const racy = 100 * time.Millisecond

// scan lists all files, and hashes those whose stat data changed. With keep,
// new contents go into the store.
func (s *store) scan(keep bool) ([]entry, error) {
	var list []entry
	for _, top := range []string{"work", "home"} {
		var err error
		if list, err = s.scanDir(list, top, keep); err != nil {
			return nil, fmt.Errorf("take a snapshot: %w", err)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Path < list[j].Path })
	return list, nil
}

func (s *store) scanDir(list []entry, rel string, keep bool) ([]entry, error) {
	full := filepath.Join(s.base, filepath.FromSlash(rel))
	info, err := os.Lstat(full)
	if err == nil && info.IsDir() {
		list = append(list, entry{Path: rel, Mode: info.Mode()})
	}
	entries, err := os.ReadDir(full)
	if errors.Is(err, fs.ErrNotExist) {
		return list, nil // removed by another program, or never made
	}
	if err != nil {
		return list, err
	}
	for _, d := range entries {
		path := rel + "/" + d.Name()
		if d.IsDir() {
			if list, err = s.scanDir(list, path, keep); err != nil {
				return list, err
			}
			continue
		}
		e, err := s.describe(path, d, keep)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errSpecial) {
			continue // gone since the folder was listed, or a pipe or socket
		}
		if err != nil {
			return list, err
		}
		list = append(list, e)
	}
	return list, nil
}

var errSpecial = errors.New("neither a file nor a link")

func (s *store) describe(path string, d fs.DirEntry, keep bool) (entry, error) {
	full := filepath.Join(s.base, filepath.FromSlash(path))
	info, err := d.Info()
	if err != nil {
		return entry{}, err
	}
	e := entry{Path: path, Mode: info.Mode(), Size: info.Size(), Time: info.ModTime().UnixNano()}
	if info.Mode()&fs.ModeSymlink != 0 {
		e.Size, e.Time = 0, 0
		e.Link, err = os.Readlink(full)
		return e, err
	}
	if !info.Mode().IsRegular() {
		return e, errSpecial
	}
	if old, ok := s.cache[path]; ok && old.entry.Size == e.Size && old.entry.Time == e.Time &&
		old.hashed.Sub(info.ModTime()) > racy && (!keep || s.made[old.entry.Hash]) {
		e.Hash, e.Says = old.entry.Hash, old.entry.Says
		return e, nil
	}
	if e.Size > maxKept {
		return e, nil
	}
	now := time.Now()
	hash, size, err := s.hash(full, keep)
	if errors.Is(err, fs.ErrPermission) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e.Hash, e.Size = hash, size
	if isIndex(path) {
		e.Says = indexSays(full)
	}
	s.cache[path] = cached{entry: e, hashed: now}
	return e, nil
}

// hash reads a file once, and keeps its contents if asked to.
func (s *store) hash(full string, keep bool) (string, int64, error) {
	data, err := disk.ReadFile(full)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(data)
	name := hex.EncodeToString(sum[:])
	if keep && !s.made[name] {
		if err := s.put(name, data); err != nil {
			return "", 0, err
		}
		s.made[name] = true
	}
	return name, int64(len(data)), nil
}

func (s *store) object(name string) string {
	return filepath.Join(s.dir, "objects", name[:2], name[2:])
}

func (s *store) put(name string, data []byte) error {
	path := s.object(name)
	if info, err := os.Stat(path); err == nil && info.Size() == int64(len(data)) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	s.size += int64(len(data))
	return replaceFile(path, data)
}

// get reads contents back and checks them.
func (s *store) get(name string) ([]byte, error) {
	if len(name) != sha256.Size*2 {
		return nil, fmt.Errorf("read undo store: %q is not a name of contents", name)
	}
	data, err := os.ReadFile(s.object(name))
	if err != nil {
		return nil, fmt.Errorf("read undo store: %w", err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != name {
		return nil, fmt.Errorf("read undo store: contents %s are damaged", name[:12])
	}
	return data, nil
}

// save writes a moment under a number.
func (s *store) save(id int, m *moment) error {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestSpeed)
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	if err := errors.Join(json.NewEncoder(z).Encode(m), z.Close()); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	if err := replaceFile(s.momentPath(id), buf.Bytes()); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	return nil
}

func (s *store) load(id int) (*moment, error) {
	f, err := os.Open(s.momentPath(id))
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read snapshot %d: %w", id, err)
	}
	m := &moment{}
	if err := json.NewDecoder(io.LimitReader(z, 256<<20)).Decode(m); err != nil {
		return nil, fmt.Errorf("read snapshot %d: %w", id, err)
	}
	return m, nil
}

func (s *store) momentPath(id int) string {
	return filepath.Join(s.dir, "moments", fmt.Sprintf("%08d.json.gz", id))
}

// sweep removes moments that are not listed, and contents that no listed
// moment needs. What cannot be removed now is tried again the next time. Ids
// whose moment cannot be read are taken off the list.
func (s *store) sweep(ids map[int]bool) error {
	needed := map[string]bool{}
	for id := range ids {
		m, err := s.load(id)
		if err != nil {
			delete(ids, id)
			continue
		}
		for _, e := range m.Entries {
			needed[e.Hash] = true
		}
	}
	files, err := os.ReadDir(filepath.Join(s.dir, "moments"))
	if err != nil {
		return fmt.Errorf("clean undo store: %w", err)
	}
	for _, f := range files {
		var id int
		if n, err := fmt.Sscanf(f.Name(), "%d.json.gz", &id); err != nil || n != 1 || !ids[id] {
			_ = os.Remove(filepath.Join(s.dir, "moments", f.Name()))
		}
	}
	return s.sweepObjects(needed)
}

// sweepObjects removes contents that are not needed, two letters a folder.
func (s *store) sweepObjects(needed map[string]bool) error {
	s.made, s.size = map[string]bool{}, 0
	objects := filepath.Join(s.dir, "objects")
	folders, err := os.ReadDir(objects)
	if err != nil {
		return fmt.Errorf("clean undo store: %w", err)
	}
	for _, folder := range folders {
		files, err := os.ReadDir(filepath.Join(objects, folder.Name()))
		if err != nil {
			return fmt.Errorf("clean undo store: %w", err)
		}
		for _, f := range files {
			if name := folder.Name() + f.Name(); needed[name] {
				s.made[name] = true
				if info, err := f.Info(); err == nil {
					s.size += info.Size()
				}
			} else {
				_ = os.Remove(filepath.Join(objects, folder.Name(), f.Name()))
			}
		}
	}
	return nil
}

// replaceFile writes a file beside its place and renames it there, so that a
// program that is killed leaves the old one. It does not wait for the disk: a
// loss of power may cost steps of undo, never the learner's files.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = disk.Rename(f.Name(), path)
	}
	if err != nil {
		_ = disk.Remove(f.Name()) // the first error tells more
	}
	return err
}
