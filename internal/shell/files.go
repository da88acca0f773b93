package shell

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"cairn/internal/disk"
)

// OutsideError says that a path lies, or leads through a symbolic link, outside
// the folders that the console may touch. It counts as "does not exist", so that
// a pattern such as /etc/* finds nothing.
type OutsideError struct{ Path string }

func (e *OutsideError) Error() string {
	return fmt.Sprintf("%s: outside the practice folder", e.Path)
}

// Is reports that what lies outside does not exist for the console.
func (e *OutsideError) Is(target error) bool { return target == fs.ErrNotExist }

// Files is the only way from the console to the disk. Every operation goes
// through an os.Root on one of its folders, so that neither "..", an absolute
// path nor a symbolic link leaves them, even when something changes between
// check and use.
type Files struct {
	roots []root
}

type root struct {
	dir string
	os  *os.Root
}

// OpenFiles opens the folders that the console may touch. They must exist and
// be absolute.
func OpenFiles(dirs ...string) (*Files, error) {
	f := &Files{}
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) {
			f.Close()
			return nil, fmt.Errorf("open practice folder %s: the path is not absolute", dir)
		}
		r, err := os.OpenRoot(dir)
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("open practice folder: %w", err)
		}
		f.roots = append(f.roots, root{dir: filepath.Clean(dir), os: r})
	}
	return f, nil
}

// Close lets go of the folders.
func (f *Files) Close() {
	for _, r := range f.roots {
		_ = r.os.Close()
	}
	f.roots = nil
}

// maxPath is shorter than what systems allow, so that what the console makes
// can be read by other programs, and by undo.
const maxPath = 1500

// Locate finds the folder in which an absolute path lies, and the path within
// it. The path is taken as it is spelt; links are followed by the os.Root.
func (f *Files) Locate(path string) (*os.Root, string, error) {
	if path == "" {
		return nil, "", &fs.PathError{Op: "open", Path: path, Err: syscall.ENOENT}
	}
	if strings.ContainsRune(path, 0) {
		return nil, "", &OutsideError{Path: strings.ReplaceAll(path, "\x00", "?")}
	}
	if len(path) > maxPath {
		return nil, "", &fs.PathError{Op: "open", Path: path[:64] + "…", Err: syscall.ENAMETOOLONG}
	}
	for _, r := range f.roots {
		rel, err := filepath.Rel(r.dir, path)
		if err == nil && filepath.IsLocal(rel) {
			return r.os, rel, nil
		}
	}
	return nil, "", &OutsideError{Path: path}
}

// Abs makes a name absolute against dir. It follows the spelling only, as a
// shell's cd does.
func Abs(dir, name string) string {
	if name == "" {
		return "" // no name is no file, and not the folder
	}
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	// A name such as \etc or C:x is neither absolute nor relative on Windows;
	// filepath.Join would make it look as if it were inside.
	if runtime.GOOS == "windows" && (filepath.VolumeName(name) != "" || os.IsPathSeparator(firstByte(name))) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

func firstByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

// Stat describes what a path leads to.
func (f *Files) Stat(path string) (fs.FileInfo, error) {
	r, rel, err := f.Locate(path)
	if err != nil {
		return nil, err
	}
	info, err := r.Stat(rel)
	return info, confined(path, err)
}

// Lstat describes a path itself, without following a last symbolic link.
func (f *Files) Lstat(path string) (fs.FileInfo, error) {
	r, rel, err := f.Locate(path)
	if err != nil {
		return nil, err
	}
	info, err := r.Lstat(rel)
	return info, confined(path, err)
}

// Readlink gives the text of a symbolic link.
func (f *Files) Readlink(path string) (string, error) {
	r, rel, err := f.Locate(path)
	if err != nil {
		return "", err
	}
	text, err := r.Readlink(rel)
	return text, confined(path, err)
}

// OpenFile opens a regular file or a folder. Pipes and devices are refused:
// opening one can wait for ever.
func (f *Files) OpenFile(path string, flag int, perm fs.FileMode) (*os.File, error) {
	r, rel, err := f.Locate(path)
	if err != nil {
		return nil, err
	}
	if info, err := r.Stat(rel); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	file, err := r.OpenFile(rel, flag, perm)
	return file, confined(path, err)
}

// ReadDir lists a folder, sorted by name.
func (f *Files) ReadDir(path string) ([]fs.DirEntry, error) {
	r, rel, err := f.Locate(path)
	if err != nil {
		return nil, err
	}
	// Not fs.ReadDir: it refuses names that are not UTF-8.
	dir, err := r.Open(rel)
	if err != nil {
		return nil, confined(path, err)
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, confined(path, err)
}

// Mkdir makes one folder.
func (f *Files) Mkdir(path string) error {
	r, rel, err := f.Locate(path)
	if err != nil {
		return err
	}
	return confined(path, r.Mkdir(rel, 0o755))
}

// Remove removes a file, a link or an empty folder.
func (f *Files) Remove(path string) error {
	r, rel, err := f.Locate(path)
	if err != nil {
		return err
	}
	if rel == "." {
		return fmt.Errorf("%s: the practice folder itself stays", path)
	}
	return confined(path, RemoveIn(r, rel))
}

// Rename moves a path within one folder of the console.
func (f *Files) Rename(from, to string) error {
	r1, rel1, err := f.Locate(from)
	if err != nil {
		return err
	}
	r2, rel2, err := f.Locate(to)
	if err != nil {
		return err
	}
	if rel1 == "." || rel2 == "." {
		return fmt.Errorf("%s: the practice folder itself stays", from)
	}
	if r1 != r2 {
		return errOtherRoot
	}
	return confined(from, disk.Do(func() error { return r1.Rename(rel1, rel2) }))
}

// errOtherRoot says that a move would cross from work to home; mv copies then.
var errOtherRoot = errors.New("another practice folder")

// Symlink makes a symbolic link; where it leads is checked when it is followed.
func (f *Files) Symlink(text, path string) error {
	r, rel, err := f.Locate(path)
	if err != nil {
		return err
	}
	return confined(path, r.Symlink(text, rel))
}

// Chmod changes permission bits.
func (f *Files) Chmod(path string, mode fs.FileMode) error {
	r, rel, err := f.Locate(path)
	if err != nil {
		return err
	}
	return confined(path, r.Chmod(rel, mode))
}

// confined turns the error by which os.Root refuses a way out into ours. The
// standard library keeps that error to itself, so its text is the only sign.
func confined(path string, err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) && strings.Contains(pathErr.Err.Error(), "escapes from parent") {
		return &OutsideError{Path: path}
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) && strings.Contains(linkErr.Err.Error(), "escapes from parent") {
		return &OutsideError{Path: path}
	}
	return err
}
