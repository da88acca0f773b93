// Package view holds one value of what a practice repository looks like at one
// moment: refs, commits, index, working tree, operation under way, stash,
// reflogs, configuration, remotes and teammates. It is read once after each
// change, and goals, graph, three trees and file list all read that one value.
// The package does no I/O and imports the standard library only.
package view

import "time"

// Hash is an object name as 40 lower-case hex digits; empty means "none".
type Hash string

// Short returns the first seven digits, the abbreviation that Git prints in a
// small repository.
func (h Hash) Short() string {
	if len(h) <= 7 {
		return string(h)
	}
	return string(h[:7])
}

// Branch is a branch's short name, such as "main" or "feature/orders".
type Branch string

// RefName is a full ref name, such as "refs/heads/main".
type RefName string

// View is what a repository looks like. The zero value is "no repository".
type View struct {
	// Exists is false before `git init`: then every other field but Files and
	// Commands is empty.
	Exists bool
	// Dir is the repository's folder below the workspace's work folder, with
	// slashes, such as "shop"; bare repositories end in ".git".
	Dir  string
	Bare bool

	Head Head
	// Refs are all refs but HEAD, by name.
	Refs []Ref
	// Commits are those reachable from refs, HEAD and reflogs, newest
	// committer date first, children always before their parents.
	Commits []Commit
	// Index are the staged entries in index order; a path in conflict has up
	// to three, with stages 1 to 3.
	Index []IndexEntry
	// Files are the files of the working tree, ignored ones included, by path.
	Files []File
	// Status are the paths that differ between HEAD, index and working tree,
	// in the order in which `git status` lists them.
	Status []Change

	Operation Operation
	Stash     []StashEntry
	// Reflogs has the newest entry first, by full ref name or "HEAD".
	Reflogs map[RefName][]ReflogEntry
	// Config has every value of the repository's own and the learner's global
	// configuration, by lower-case key such as "user.name".
	Config map[string][]string

	Remotes   []Remote
	Teammates []Teammate
	// Commands are the lines that the learner typed, undone ones taken out.
	Commands []string
	// Worked are those of Commands that ended with exit status 0.
	Worked []string
}

// Head is where HEAD points.
type Head struct {
	// Ref is the branch that HEAD names; empty when detached.
	Ref RefName
	// Branch is Ref's short name; empty when detached.
	Branch Branch
	// Hash is the commit; empty on a branch without commits.
	Hash Hash
	// Detached is true when HEAD names a commit directly.
	Detached bool
}

// Ref is one branch, tag, remote-tracking branch, note or stash ref.
type Ref struct {
	Name RefName
	Kind RefKind
	// Short is the name without "refs/heads/", "refs/tags/" or "refs/remotes/".
	Short string
	// Hash is what the ref holds; Commit is the commit it leads to, which for
	// an annotated tag is another object.
	Hash, Commit Hash
	// Symbolic is the ref that this one names, as refs/remotes/origin/HEAD does.
	Symbolic RefName
	// Upstream is a branch's configured upstream, and Ahead and Behind count
	// the commits on one side only.
	Upstream      RefName
	Ahead, Behind int
	// Annotated and Message are set for annotated tags.
	Annotated bool
	Message   string
}

// RefKind says what a ref is for.
type RefKind string

// The kinds of refs.
const (
	KindBranch RefKind = "branch"
	KindTag    RefKind = "tag"
	KindRemote RefKind = "remote"
	KindOther  RefKind = "other"
)

// Commit is one commit.
type Commit struct {
	Hash    Hash
	Tree    Hash
	Parents []Hash
	Author  Signature
	// Committer is who wrote the commit object, which differs from Author
	// after an amend or a rebase.
	Committer Signature
	// Subject is the first paragraph on one line, Body what follows it.
	Subject, Body string
	// Reachable is false for commits that only a reflog keeps.
	Reachable bool
	// Paths are the paths that differ from the first parent.
	Paths []string
}

// Signature is who did something, and when.
type Signature struct {
	Name, Email string
	When        time.Time
}

// Mode is a file mode as Git writes it: 100644, 100755, 120000, 160000, 040000.
type Mode string

// IndexEntry is one entry of the index.
type IndexEntry struct {
	Path  string
	Stage int
	Mode  Mode
	Hash  Hash
	// IntentToAdd is true after `git add -N`.
	IntentToAdd bool
}

// File is a file of the working tree.
type File struct {
	Path string
	Mode Mode
	Size int64
	// Hash is the name that its bytes have, or would have, as a blob.
	Hash    Hash
	Tracked bool
	Ignored bool
}

// Change is one path as `git status --porcelain` gives it.
type Change struct {
	Path string
	// From is the old path of a rename.
	From string
	// X is the state of the index against HEAD and Y that of the working tree
	// against the index, in the letters of git-status(1): ' ', 'M', 'T', 'A',
	// 'D', 'R', 'C', 'U', '?', '!'.
	X, Y byte
}

// Conflicted reports whether the path waits for a resolution.
func (c Change) Conflicted() bool {
	return c.X == 'U' || c.Y == 'U' || (c.X == 'A' && c.Y == 'A') || (c.X == 'D' && c.Y == 'D')
}

// Operation is what was begun and not finished.
type Operation struct {
	Kind OperationKind
	// Head is the commit being merged, picked or reverted.
	Head Hash
	// Onto, Step and Steps describe a rebase.
	Onto        Hash
	Branch      Branch
	Step, Steps int
}

// OperationKind names an operation under way.
type OperationKind string

// The operations; OperationNone means that nothing is under way.
const (
	OperationNone       OperationKind = "none"
	OperationMerge      OperationKind = "merge"
	OperationRebase     OperationKind = "rebase"
	OperationCherryPick OperationKind = "cherry-pick"
	OperationRevert     OperationKind = "revert"
	OperationBisect     OperationKind = "bisect"
)

// StashEntry is one entry of the stash, the newest first.
type StashEntry struct {
	Hash    Hash
	Message string
}

// ReflogEntry is one line of a reflog.
type ReflogEntry struct {
	Old, New Hash
	Who      Signature
	Message  string
}

// Remote is a configured remote, with a view of its repository when that lies
// within the workspace.
type Remote struct {
	Name, URL string
	View      *View
}

// Teammate is another person's clone within the workspace.
type Teammate struct {
	Name string
	View *View
}

// TreeEntry is a file of a commit's tree, by its full path.
type TreeEntry struct {
	Path string
	Mode Mode
	Hash Hash
}

// Source answers what a View leaves out because it is large: contents by hash,
// and revisions by their syntax. It reads the repository as it is when asked.
type Source interface {
	// Blob gives a file's bytes by hash; files of the working tree that were
	// never added are found as well, as long as they are unchanged.
	Blob(Hash) ([]byte, error)
	// Tree lists all files of a commit or tree, by path.
	Tree(Hash) ([]TreeEntry, error)
	// Resolve gives the object that a revision such as "HEAD~2" names.
	Resolve(rev string) (Hash, error)
	// Range gives the commits of a range such as "main..topic" as `git log`
	// would list them.
	Range(spec string) ([]Hash, error)
}
