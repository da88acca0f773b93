package read

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
	"cairn/internal/view"
)

// The modes that files have in a working tree.
const (
	modeFile       view.Mode = "100644"
	modeExecutable view.Mode = "100755"
	modeLink       view.Mode = "120000"
	modeRepository view.Mode = "160000"
)

// mode writes a tree's mode as Git does.
func mode(m filemode.FileMode) view.Mode { return view.Mode(fmt.Sprintf("%06o", uint32(m))) }

// hashed is a file's hash with the stat data that it was computed under.
type hashed struct {
	size  int64
	mtime time.Time
	mode  fs.FileMode
	at    time.Time
	hash  view.Hash
}

// settleTime is how old a file's time must be before it is believed that any
// later change would show in it: file times move in steps of a few milliseconds.
const settleTime = 50 * time.Millisecond

// fits reports whether the kept hash still holds for a file.
func (h hashed) fits(info fs.FileInfo) bool {
	return h.size == info.Size() && h.mtime.Equal(info.ModTime()) && h.mode == info.Mode() &&
		h.at.Sub(h.mtime) > settleTime
}

// visitor decides what is listed: it is told each folder and file by its path.
type visitor struct {
	// skip leaves a folder out, such as one that is ignored and huge.
	ignored func(path string, isDir bool) bool
	tracked func(path string) bool
}

// plainFiles lists the files of a folder without a repository.
func (r *Reader) plainFiles(ctx context.Context, dir string) ([]view.File, error) {
	none := func(string) bool { return false }
	return r.listFiles(ctx, dir, visitor{ignored: func(string, bool) bool { return false }, tracked: none})
}

// listFiles lists a working tree by path. A folder that holds a repository of its
// own is one entry; unreadable ones are left out.
func (r *Reader) listFiles(ctx context.Context, root string, v visitor) ([]view.File, error) {
	if _, err := os.Stat(root); err != nil {
		return nil, nil
	}
	var out []view.File
	var walk func(dir string, ignored bool) error
	walk = func(dir string, ignored bool) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(dir)))
		if err != nil {
			return nil
		}
		for _, e := range entries {
			if strings.EqualFold(e.Name(), ".git") {
				continue
			}
			path := dir + e.Name()
			info, err := e.Info()
			if err != nil {
				continue
			}
			hidden := ignored || v.ignored(path, info.IsDir())
			if info.IsDir() && !r.isRepository(filepath.Join(root, filepath.FromSlash(path))) {
				if err := walk(path+"/", hidden); err != nil {
					return err
				}
				continue
			}
			if f, ok := r.file(root, path, info); ok {
				f.Tracked = v.tracked(path)
				f.Ignored = hidden && !f.Tracked
				out = append(out, f)
			}
		}
		return nil
	}
	err := walk("", false)
	slices.SortFunc(out, func(a, b view.File) int { return strings.Compare(a.Path, b.Path) })
	return out, err
}

func (r *Reader) isRepository(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// file describes one file; what is neither file nor link is not listed.
func (r *Reader) file(root, path string, info fs.FileInfo) (view.File, bool) {
	f := view.File{Path: path, Size: info.Size(), Mode: modeFile}
	switch {
	case info.IsDir():
		f.Mode, f.Size = modeRepository, 0
		return f, true
	case info.Mode()&fs.ModeSymlink != 0:
		f.Mode = modeLink
	case !info.Mode().IsRegular():
		return f, false
	case runtime.GOOS != "windows" && info.Mode()&0o100 != 0:
		f.Mode = modeExecutable
	}
	h, err := r.fileHash(filepath.Join(root, filepath.FromSlash(path)), f.Mode, info)
	f.Hash = h
	return f, err == nil
}

// fileHash hashes a file, or gives the hash that was kept for it.
func (r *Reader) fileHash(path string, mode view.Mode, info fs.FileInfo) (view.Hash, error) {
	r.mu.Lock()
	kept, ok := r.files[path]
	r.mu.Unlock()
	if ok && kept.fits(info) {
		return kept.hash, nil
	}
	now := time.Now()
	data, err := content(path, mode)
	if err != nil {
		return "", err
	}
	h := hash(object.HashOf(plumbing.BlobObject, data))
	r.mu.Lock()
	r.files[path] = hashed{size: info.Size(), mtime: info.ModTime(), mode: info.Mode(), at: now, hash: h}
	r.mu.Unlock()
	return h, nil
}
