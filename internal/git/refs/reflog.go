package refs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/paths"
)

// Entry is one line of a reflog.
type Entry struct {
	Old, New plumbing.Hash
	Who      object.Signature
	Message  string
	signed   string // Who as it stands in the file
}

// who is the signature as it was read, or as it would be written.
func (e Entry) who() string {
	if e.signed != "" {
		return e.signed
	}
	return e.Who.String()
}

func (s *Store) logPath(name string) string {
	return filepath.Join(s.base(name), "logs", filepath.FromSlash(name))
}

// HasReflog reports whether a reflog exists, even an empty one.
func (s *Store) HasReflog(name string) bool {
	if !safe(name) || !paths.Keeps(name) {
		return false
	}
	info, err := os.Stat(s.logPath(name))
	return err == nil && info.Mode().IsRegular()
}

// Reflog returns a ref's history, newest first: entry n is name@{n}. A ref
// without a reflog has none.
func (s *Store) Reflog(name string) ([]Entry, error) {
	if !safe(name) || !paths.Keeps(name) {
		return nil, nil
	}
	data, err := disk.ReadFile(s.logPath(name))
	if err != nil {
		if isAbsent(err) || isDir(s.logPath(name)) {
			return nil, nil
		}
		return nil, fmt.Errorf("read reflog of %s: %w", name, err)
	}
	entries := parseLog(string(data))
	slices.Reverse(entries)
	return entries, nil
}

// isDir reports whether a folder stands there; a link to one is none.
func isDir(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// parseLog reads reflog lines; damaged ones are left out, as Git leaves them out.
func parseLog(text string) []Entry {
	entries := make([]Entry, 0, strings.Count(text, "\n"))
	for line := range strings.SplitSeq(text, "\n") {
		if e, ok := parseEntry(line); ok {
			entries = append(entries, e)
		}
	}
	return entries
}

func parseEntry(line string) (Entry, bool) {
	if len(line) < 83 || line[40] != ' ' || line[81] != ' ' {
		return Entry{}, false
	}
	from, ok1 := object.ParseHash(line[:40])
	to, ok2 := object.ParseHash(line[41:81])
	who, msg, _ := strings.Cut(line[82:], "\t")
	if !ok1 || !ok2 || !strings.Contains(who, "> ") {
		return Entry{}, false
	}
	return Entry{Old: from, New: to, Who: object.ParseSignature(who), Message: msg, signed: who}, true
}

// format is the entry as a line.
func (e Entry) format(who string) string {
	line := e.Old.String() + " " + e.New.String() + " " + who
	if e.Message != "" {
		line += "\t" + e.Message
	}
	return line + "\n"
}

// cleanMessage makes one line of a message: runs of white space become a space.
func cleanMessage(msg string) string { return strings.Join(strings.Fields(msg), " ") }

// AppendReflog adds an entry without changing the ref, beginning a reflog if
// core.logAllRefUpdates says so for this name.
func (s *Store) AppendReflog(name string, from, to plumbing.Hash, message string) error {
	return s.appendLog(name, from, to, message, false)
}

func (s *Store) appendLog(name string, from, to plumbing.Hash, message string, force bool) error {
	path := s.logPath(name)
	if !s.HasReflog(name) {
		if !force && !s.begins(name) {
			return nil
		}
		if err := s.makeLog(name, path); err != nil {
			return err
		}
	}
	who, err := s.p.Identity()
	if err != nil {
		return err
	}
	line := Entry{Old: from, New: to, Message: cleanMessage(message)}.format(who)
	if err := appendLine(path, line); err != nil {
		return &LogError{Name: name, Why: "unable to append to '" + s.shown(path) + "': " + lockfile.Reason(err), Cause: err}
	}
	return s.p.Share.Adjust(path)
}

// appendLine refuses a symbolic link: it would have the line written where it leads.
func appendLine(path, line string) error {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return errors.New("it is a symbolic link")
	}
	f, err := disk.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	if tornEnd(f) {
		line = "\n" + line
	}
	_, err = f.WriteString(line)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// BeginReflog makes an empty reflog for a ref that need not exist yet, so that entries are written to it
// whatever core.logAllRefUpdates says.
func (s *Store) BeginReflog(name string) error {
	if s.HasReflog(name) {
		return nil
	}
	path := s.logPath(name)
	if err := s.makeLog(name, path); err != nil {
		return err
	}
	f, err := disk.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return fmt.Errorf("begin reflog of %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("begin reflog of %s: %w", name, err)
	}
	return s.p.Share.Adjust(path)
}

// tornEnd reports whether the last line of a file was cut off, by a power cut or a full disk: what is appended must not
// become part of it.
func tornEnd(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}

// makeLog makes room for a reflog: its folders, and no empty folder in its place.
func (s *Store) makeLog(name, path string) error {
	if err := s.p.Share.MkdirAll(filepath.Dir(path)); err != nil {
		return &LogError{Name: name, Why: "unable to create directory for '" + s.shown(path) + "': " + lockfile.Reason(err), Cause: err}
	}
	if isDir(path) {
		removeEmptyDirs(path)
	}
	if isDir(path) {
		return &LogError{Name: name, Why: "there are still logs under '" + s.shown(path) + "'"}
	}
	return nil
}

// begins reports whether a first entry for this name begins a reflog.
func (s *Store) begins(name string) bool {
	switch s.p.Log {
	case LogAlways:
		return true
	case LogBranches:
		return name == HEAD || strings.HasPrefix(name, Heads) || strings.HasPrefix(name, Remotes) || strings.HasPrefix(name, "refs/notes/")
	default:
		return false
	}
}

// DeleteReflog removes a ref's reflog, if it has one.
func (s *Store) DeleteReflog(name string) error {
	path := s.logPath(name)
	if isDir(path) {
		return nil
	}
	if err := disk.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) && !isAbsent(err) {
		return fmt.Errorf("delete reflog of %s: %w", name, err)
	}
	if strings.HasPrefix(name, "refs/") {
		s.prune(path, filepath.Join(s.base(name), "logs"), name)
	}
	return nil
}

// RewriteReflog replaces a reflog by entries, newest first as Reflog gives
// them. The ref is locked meanwhile, so that no entry is lost that somebody adds.
func (s *Store) RewriteReflog(name string, entries []Entry) error {
	var b strings.Builder
	for _, e := range slices.Backward(entries) {
		b.WriteString(e.format(e.who()))
	}
	if err := s.p.Share.MkdirAll(filepath.Dir(s.path(name))); err != nil {
		return fmt.Errorf("lock ref %s: %w", name, err)
	}
	lock, err := s.lock(name)
	if err != nil {
		return &LockError{Name: name, Why: err.Error(), Cause: err}
	}
	defer lock.Rollback()
	return lockfile.WriteFile(s.logPath(name), []byte(b.String()), s.p.Share)
}

// rawLog is a reflog's bytes, nil without one.
func (s *Store) rawLog(name string) ([]byte, error) {
	data, err := disk.ReadFile(s.logPath(name))
	if err != nil {
		if isAbsent(err) {
			return nil, nil
		}
		return nil, fmt.Errorf("read reflog of %s: %w", name, err)
	}
	return data, nil
}

// writeRawLog gives a ref a reflog that was moved: it keeps its permissions, unless mode is 0.
func (s *Store) writeRawLog(name string, data []byte, mode fs.FileMode) error {
	path := s.logPath(name)
	if err := s.makeLog(name, path); err != nil {
		return err
	}
	if err := lockfile.WriteFile(path, data, s.p.Share); err != nil || mode == 0 {
		return err
	}
	if err := os.Chmod(path, mode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("write reflog of %s: %w", name, err)
	}
	return nil
}

// Reflogs lists the refs that have a reflog: HEAD first, then by name.
func (s *Store) Reflogs() ([]string, error) {
	var names []string
	for _, base := range slices.Compact([]string{s.p.CommonDir, s.p.GitDir}) {
		root := filepath.Join(base, "logs")
		err := filepath.WalkDir(filepath.Join(root, "refs"), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if isAbsent(err) {
					return nil
				}
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err == nil && d.Type().IsRegular() {
				names = append(names, filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("list reflogs: %w", err)
		}
	}
	sort.Strings(names)
	names = slices.Compact(names)
	if s.HasReflog(HEAD) {
		names = append([]string{HEAD}, names...)
	}
	return names, nil
}
