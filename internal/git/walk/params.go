package walk

import (
	"math"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// Order is the order in which commits are given.
type Order int

// The orders of git-rev-list(1).
const (
	// ByDate gives the newest commit first whose child was given: clocks that
	// go backwards may put a parent before a child.
	ByDate Order = iota
	// Topo gives no parent before all of its children, and keeps lines of
	// history together.
	Topo
	// DateTopo gives no parent before all of its children, else by committer date.
	DateTopo
	// AuthorTopo is DateTopo by author date.
	AuthorTopo
)

// Tip is where a walk starts, or with Exclude, what it leaves out.
type Tip struct {
	Hash    plumbing.Hash
	Exclude bool
	// Left is true for A in A...B.
	Left bool
	// Bottom is true for an exclusion that was typed, as B in B..A; --ancestry-path
	// starts from those.
	Bottom bool
}

// Paths compares trees under the paths of a path-limited walk. The zero hash is
// the empty tree.
type Paths interface {
	Same(older, newer plumbing.Hash) (bool, error)
}

// NoWalk says whether commits are walked at all.
type NoWalk int

// Walking, and the two forms of --no-walk.
const (
	Walking NoWalk = iota
	Sorted
	Unsorted
)

// Params is what a walk is made of. The zero values are Git's defaults, but for
// Max, for which use NoLimit.
type Params struct {
	Store Commits
	Tips  []Tip
	Order Order
	// Reverse gives the chosen commits oldest first.
	Reverse bool
	// FirstParent follows first parents only; ExcludeFirstParent does so for
	// what is left out.
	FirstParent, ExcludeFirstParent bool
	// MinParents and MaxParents choose by number of parents; MaxParents 0 is no
	// limit, use NoParents for "roots only".
	MinParents, MaxParents int
	Skip                   int
	// Max is how many commits are given, NoLimit (0) for all, NoCommits for none.
	Max int
	// Since and Until bound the committer's date in seconds since 1970; 0 is
	// no bound. SinceAsFilter walks on below an older commit.
	Since, Until  int64
	SinceAsFilter bool
	// Paths limits the walk to what changed some paths; nil does not.
	Paths Paths
	// FullHistory, SimplifyMerges, Sparse, ShowPulls and AncestryPath choose the
	// simplification of git-log(1), "History Simplification".
	FullHistory, SimplifyMerges, Sparse, ShowPulls, AncestryPath bool
	// AncestryFrom are the commits of --ancestry-path=<commit>; empty: the
	// excluded ones.
	AncestryFrom []plumbing.Hash
	// Decorated reports whether a ref points to a commit, for
	// --simplify-by-decoration; nil does not simplify so.
	Decorated func(plumbing.Hash) bool
	// RewriteParents fills Commit.Parents with the nearest ancestors that are
	// given too.
	RewriteParents bool
	// CherryPick leaves out, and CherryMark marks, commits of A...B that make
	// the same change as one on the other side, by PatchID; LeftOnly and
	// RightOnly give one side.
	CherryPick, CherryMark, LeftOnly, RightOnly bool
	PatchID                                     func(*object.Commit) (string, error)
	// Limited walks everything before the first commit is given, which tells where clocks
	// go backwards.
	Limited bool
	// Bisect gives what halves the walk instead of all of it.
	Bisect Bisect
	// Boundary gives the excluded parents of given commits at the end.
	Boundary bool
	NoWalk   NoWalk
	// Keep filters by content (--author, --grep); nil keeps all.
	Keep func(*object.Commit) (bool, error)
	// MissingOK skips tips whose commits cannot be read.
	MissingOK bool
}

// NoParents as MaxParents gives root commits only; NoCommits as Max gives none.
const (
	NoLimit   = 0
	NoParents = -1
	NoCommits = math.MinInt
)
