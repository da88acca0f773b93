package merge

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff/lines"
	"cairn/internal/git/object"
)

// DirectoryRenames says what follows from a folder that one side renamed for
// files that the other side put into it (git-config(1), merge.directoryRenames).
type DirectoryRenames int

// The choices; Git's default is to move the files and ask.
const (
	DirectoryConflict DirectoryRenames = iota
	DirectoryApply
	DirectoryIgnore
)

// Driver is what attributes say of merging a path.
type Driver struct {
	Binary     bool // -merge, merge=binary
	Union      bool // merge=union
	MarkerSize int  // conflict-marker-size, 0: seven
}

// Options tells how trees are merged. Begin with DefaultOptions.
type Options struct {
	Store        *object.Store
	Ours, Theirs string // names of the sides, for markers and messages
	Base         string // name of the base in diff3 markers
	Lines        lines.Options
	Style        Style
	Favor        Favor
	NoRenames    bool
	RenameLimit  int
	RenameScore  int // of diff.MaxScore; 0: one half
	Directories  DirectoryRenames
	Driver       func(path string) Driver // nil: text
	Subtree      Subtree
	// TypesInPlace leaves what is a file on one side and a link on the other at its path, the file written and both in the
	// index, as Git's older program does, which carries local changes to another branch and merges subtrees.
	TypesInPlace bool
	// Normalize brings a file into the form in which it would be stored now, before it is
	// merged (merge.renormalize); nil takes files as they are.
	Normalize func(path string, data []byte) []byte
}

const mergeRenameLimit = 7000

// DefaultOptions are the settings of git merge before configuration.
func DefaultOptions(store *object.Store, ours, theirs string) Options {
	return Options{
		Store: store, Ours: ours, Theirs: theirs, RenameLimit: mergeRenameLimit,
		// Unlike what diff shows, merges go without the indent heuristic (seen over 3,000 merges of flask).
		Lines: lines.Options{Algorithm: lines.Histogram},
	}
}

// Kind classifies a message, in the words of git-merge-tree(1).
type Kind string

// The kinds of message.
const (
	AutoMerging        Kind = "Auto-merging"
	ConflictContents   Kind = "CONFLICT (contents)"
	ConflictBinary     Kind = "CONFLICT (binary)"
	ConflictFileDir    Kind = "CONFLICT (file/directory)"
	ConflictTypes      Kind = "CONFLICT (distinct modes)"
	ConflictModDelete  Kind = "CONFLICT (modify/delete)"
	ConflictRename     Kind = "CONFLICT (rename/rename)"
	ConflictCollision  Kind = "CONFLICT (rename involved in collision)"
	ConflictRenDelete  Kind = "CONFLICT (rename/delete)"
	ConflictSuggested  Kind = "CONFLICT (directory rename suggested)"
	DirectoryApplied   Kind = "Path updated due to directory rename"
	DirectorySkipped   Kind = "Directory rename skipped since directory was renamed on both sides"
	ConflictInWay      Kind = "CONFLICT (file in way of directory rename)"
	ConflictDirCollide Kind = "CONFLICT(directory rename collision)"
	ConflictSplit      Kind = "CONFLICT(directory rename unclear split)"
	ConflictNotChecked Kind = "CONFLICT (submodule not initialized)"
	SubmoduleForward   Kind = "Fast forwarding submodule"
)

// Message is one thing to tell about a merge.
type Message struct {
	Kind  Kind
	Paths []string // the first is the one it is sorted by
	Text  string
}

// Version is a file at one side: mode 0 means that there is none.
type Version struct {
	Mode filemode.FileMode
	Hash plumbing.Hash
}

func (v Version) exists() bool { return v.Mode != 0 }

// Conflict is a path that could not be merged: base, our and their version.
type Conflict struct {
	Path   string
	Stages [3]Version
}

// Result of a merge of trees.
type Result struct {
	Tree      plumbing.Hash // conflicted files with their markers in it
	Clean     bool
	Conflicts []Conflict // by path
	Messages  []Message  // by path
	// Submodules are those that could not be merged because they are not checked out.
	Submodules []string
	// NeededLimit is the rename limit that would have been needed, 0 if it sufficed.
	NeededLimit int
}

func typeOf(m filemode.FileMode) filemode.FileMode {
	if m == filemode.Executable || m == filemode.Deprecated {
		return filemode.Regular
	}
	return m
}

func dirOf(path string) string {
	if at := strings.LastIndexByte(path, '/'); at >= 0 {
		return path[:at]
	}
	return ""
}
