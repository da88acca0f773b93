// Package diff compares trees, finds renames, and writes the differences as Git
// does: patches, statistics, lists of names, combined diffs of merges.
//
// It owns pairs of files (Pair), what git-diff(1) calls the diffcore (Refine) and the
// output (Format). It never writes a repository, and it does not look at the
// working tree: whoever compares one hands in files with a Read function.
package diff

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// File is one version of a file: a side of a pair.
type File struct {
	Path string            // slash-separated, relative to the top
	Mode filemode.FileMode // 0: no such file on this side
	Hash plumbing.Hash     // zero when only the content is at hand
	// Read gives content that is not in the object database (a file of the
	// working tree). nil: the object Hash is the content.
	Read func() ([]byte, error)
	// Dirty is what follows a submodule's hash when it has changes of its own.
	Dirty bool
	// Untracked says that a submodule has files of its own that it does not know.
	Untracked bool
	// HideHash prints zeros for the hash in raw output, though it is known.
	HideHash bool

	data   []byte
	loaded bool
}

// Exists reports whether there is a file on this side.
func (f *File) Exists() bool { return f.Mode != 0 }

func (f *File) isSubmodule() bool { return f.Mode == filemode.Submodule }
func (f *File) isLink() bool      { return f.Mode == filemode.Symlink }
func (f *File) isRegular() bool {
	return f.Mode == filemode.Regular || f.Mode == filemode.Executable || f.Mode == filemode.Deprecated
}

// noFile reports whether there is no text to compare: a side is a folder, or there are headers alone.
func (p *Pair) noFile() bool { return p.isFolder() || p.headersOnly }

// isFolder reports whether a side is a folder: only lists of names and modes show those.
func (p *Pair) isFolder() bool { return p.Old.Mode == filemode.Dir || p.New.Mode == filemode.Dir }

// kindOf is the part of a mode that makes a change a change of type.
func kindOf(m filemode.FileMode) filemode.FileMode {
	if m == filemode.Executable || m == filemode.Deprecated {
		return filemode.Regular
	}
	return m
}

// Absent is the missing side of an added or deleted path.
func Absent(path string) *File { return &File{Path: path, loaded: true} }

// Status is the letter of git-diff(1) --name-status.
type Status byte

// The kinds of change.
const (
	Added       Status = 'A'
	Copied      Status = 'C'
	Deleted     Status = 'D'
	Modified    Status = 'M'
	Renamed     Status = 'R'
	TypeChanged Status = 'T'
	Unmerged    Status = 'U'
	Unknown     Status = 'X'
	pairBroken  Status = 'B'
)

// Pair is a change of one file. Both sides are there, one may be Absent.
type Pair struct {
	Old, New *File
	Status   Status
	// Score is the similarity of a rename or copy, or the dissimilarity of a
	// complete rewrite, from 0 to MaxScore.
	Score int
	// Rewrite says that a modified file was broken up and put together again.
	Rewrite bool
	// Stages holds the base, our and their side of an unmerged path that is
	// compared with the working tree; such a pair is written as a combined diff.
	Stages *[3]File

	// headersOnly: nothing changed, but there are headers to show (Options.Headers).
	headersOnly bool

	broken   bool
	renamedN int
}

// MaxScore is a similarity of 100 %.
const MaxScore = 60000

// Percent of a score, rounded down as Git shows it.
func Percent(score int) int { return score * 100 / MaxScore }

// NewPair makes a pair and names its status from the two sides.
func NewPair(before, after *File) Pair {
	p := Pair{Old: before, New: after, Status: Modified}
	switch {
	case !before.Exists():
		p.Status = Added
	case !after.Exists():
		p.Status = Deleted
	case kindOf(before.Mode) != kindOf(after.Mode):
		p.Status = TypeChanged
	}
	return p
}

// Path is the path by which the pair is sorted and selected.
func (p *Pair) Path() string { return p.New.Path }

// same reports whether nothing differs but perhaps the stat data.
func (p *Pair) same() bool {
	return p.Old.Mode == p.New.Mode && p.Old.Path == p.New.Path &&
		!p.New.Hash.IsZero() && p.Old.Hash == p.New.Hash && p.Old.changed() == p.New.changed()
}

// Blobs gives the content of files.
type Blobs interface {
	Blob(plumbing.Hash) ([]byte, error)
}

// content reads a side once.
func (f *File) content(blobs Blobs) ([]byte, error) {
	if f.loaded {
		return f.data, nil
	}
	var err error
	switch {
	case f.isSubmodule():
		f.data = []byte("Subproject commit " + f.Hash.String() + f.dirtyMark() + "\n")
	case f.Read != nil:
		f.data, err = f.Read()
	default:
		f.data, err = blobs.Blob(f.Hash)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Path, err)
	}
	f.loaded = true
	return f.data, nil
}

// changed: a submodule has changes that its commit does not tell of.
func (f *File) changed() bool { return f.Dirty || f.Untracked }

func (f *File) dirtyMark() string {
	if f.changed() {
		return "-dirty"
	}
	return ""
}

// SetContent gives a side its content at once.
func (f *File) SetContent(data []byte) { f.data, f.loaded = data, true }

// hash is the object's name, worked out from the content where it is not known.
// An unreadable file has none.
func (f *File) hash(o *Options) plumbing.Hash {
	if !f.Hash.IsZero() || !f.Exists() || f.isSubmodule() {
		return f.Hash
	}
	data, err := f.content(o.Blobs)
	if err != nil {
		return plumbing.ZeroHash
	}
	f.Hash = object.HashOf(plumbing.BlobObject, data)
	return f.Hash
}

// binary tells whether a side is shown as binary.
func (f *File) binary(o *Options) (bool, error) {
	if !f.Exists() {
		return false, nil
	}
	if d := o.driverOf(f); d.Binary || d.Text {
		return d.Binary, nil
	}
	data, err := f.content(o.Blobs)
	return looksBinary(data), err
}
