package porcelain

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

// CommitParams say what a commit takes in.
type CommitParams struct {
	All     bool     // -a
	Include bool     // -i: the paths besides what is staged
	Only    bool     // -o, and the default where paths are given: nothing but the paths, none perhaps
	Paths   []string // pathspecs
	Amend   bool
	DryRun  bool // no blob is stored; Finish must not be called
	// Selected is an index in memory to commit, chosen hunk by hunk (-p).
	Selected *index.Index
}

// CommitDraft is a commit between its content, which is settled, and its message, which
// is not. It holds the lock of the index until Finish or Abort.
type CommitDraft struct {
	Worktree *worktree.Worktree
	// Index is what will be committed.
	Index    *index.Index
	Head     *object.Commit // nil before the first commit
	Branch   string         // full name; "" when detached
	Op       Operation
	Warnings []string
	// Conflicts are paths in conflict that a commit of other paths leaves as they are.
	Conflicts []string
	// Changes are the files that differ from Index, where Known says so.
	Changes []worktree.Change
	Known   bool

	params CommitParams
	repo   *repo.Repo
	lock   *index.Lock
	saved  *index.Index // what will be the index on disk, if not Index
	final  bool         // the index on disk is right already
}

// CommitUnmergedError says that conflicts are in the way.
type CommitUnmergedError struct{ Paths []string }

func (e *CommitUnmergedError) Error() string {
	return "Exiting because of an unresolved conflict."
}

// UnknownPathsError says that pathspecs match nothing that Git knows.
type UnknownPathsError struct{ Specs []string }

func (e *UnknownPathsError) Error() string {
	var lines []string
	for _, s := range e.Specs {
		lines = append(lines, "pathspec '"+s+"' did not match any file(s) known to git")
	}
	return strings.Join(lines, "\nerror: ")
}

// Level makes the error print as "error: ".
func (e *UnknownPathsError) Level() string { return "error" }

// ExitCode is 1.
func (e *UnknownPathsError) ExitCode() int { return 1 }

// StartCommit settles what will be committed.
func StartCommit(r *repo.Repo, p CommitParams) (*CommitDraft, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, err
	}
	d := &CommitDraft{Worktree: w, params: p, repo: r, Op: ReadOperation(r)}
	var at plumbing.Hash
	if d.Branch, at, err = r.Refs().Head(); err != nil {
		return nil, err
	}
	if !at.IsZero() {
		if d.Head, err = r.Objects().Commit(at); err != nil {
			return nil, fmt.Errorf("read HEAD: %w", err)
		}
	}
	if err := d.takeIndex(); err != nil {
		d.Abort()
		return nil, err
	}
	return d, nil
}

func (d *CommitDraft) takeIndex() error {
	spec, err := d.Worktree.Pathspec(d.params.Paths, pathspec.Params{})
	if err != nil {
		return err
	}
	if d.lock, err = d.Worktree.Lock(); err != nil {
		return err
	}
	x, err := d.Worktree.ReadIndex()
	if err != nil {
		return err
	}
	d.Index = x
	switch {
	case d.params.Selected != nil:
		d.Index = d.params.Selected
	case d.params.All:
		return d.everything(nil)
	case len(d.params.Paths) > 0 && d.params.Include:
		return d.everything(spec)
	case len(d.params.Paths) > 0, d.params.Only:
		return d.partial(spec)
	}
	return d.asIs()
}

// asIs commits the index; renewed stat data and computed trees are kept at once, as in Git.
func (d *CommitDraft) asIs() error {
	d.Changes, d.Known = d.Worktree.Compare(d.Index, worktree.CompareParams{}), true
	if err := d.conflicts(d.Index); err != nil {
		return err
	}
	if d.params.Selected == nil && len(d.Index.Unmerged()) == 0 {
		if _, err := d.writeTree(d.Index); err != nil {
			return err
		}
		if !d.Index.Changed() {
			d.lock.Release()
			d.final = true
			return nil
		}
		if err := d.Worktree.Save(d.lock, d.Index); err != nil {
			return err
		}
		d.final = true
	}
	return nil
}

func (d *CommitDraft) everything(spec *pathspec.Set) error {
	res, err := AddTracked(d.Worktree, d.Index, spec)
	if res != nil {
		d.Warnings = res.Warnings
	}
	if err != nil {
		return err
	}
	if spec != nil { // Git refreshes the other paths, too
		d.Worktree.Compare(d.Index, worktree.CompareParams{})
	}
	return d.conflicts(d.Index)
}

func (d *CommitDraft) conflicts(x *index.Index) error {
	if paths := x.Unmerged(); len(paths) > 0 && !d.params.DryRun {
		return &CommitUnmergedError{paths}
	}
	return nil
}

// listPaths gives the paths of index and HEAD that are selected.
func (d *CommitDraft) listPaths(spec *pathspec.Set, x *index.Index) ([]string, error) {
	seen := map[string]bool{}
	var paths []string
	take := func(path string) {
		if spec.Match(path) && !seen[path] {
			seen[path] = true
			paths = append(paths, path)
		}
	}
	for _, e := range x.Entries() {
		take(e.Path)
	}
	head, err := d.headIndex(x)
	if err != nil {
		return nil, err
	}
	for _, e := range head.Entries() {
		take(e.Path)
	}
	if un := spec.Unmatched(); len(un) > 0 {
		return nil, &UnknownPathsError{un}
	}
	return paths, nil
}

// headIndex is an index of HEAD's tree, with the stat data of x.
func (d *CommitDraft) headIndex(x *index.Index) (*index.Index, error) {
	head := index.New()
	if d.Head == nil {
		return head, nil
	}
	err := d.Worktree.Unpack(worktree.UnpackParams{Index: head, To: d.Head.TreeHash, IndexOnly: true})
	if err != nil {
		return nil, err
	}
	head.Timestamp = x.Timestamp
	for _, e := range head.Entries() {
		if old := x.Get(e.Path); old != nil && index.Same(old, e) {
			e.Stat, e.Seen = old.Stat, old.Seen
		}
	}
	return head, nil
}

// partial commits HEAD plus the present files of some paths; the index gets these files too.
func (d *CommitDraft) partial(spec *pathspec.Set) error {
	if d.Op.Merging {
		return errors.New("cannot do a partial commit during a merge.")
	}
	if d.Op.Picking {
		return errors.New("cannot do a partial commit during a cherry-pick.")
	}
	x := d.Index
	var paths []string
	if len(d.params.Paths) > 0 {
		var err error
		if paths, err = d.listPaths(spec, x); err != nil {
			return err
		}
	}
	head, err := d.headIndex(x)
	if err != nil {
		return err
	}
	for _, target := range []*index.Index{x, head} {
		if err := takeFiles(d.Worktree, target, paths, d.params.DryRun); err != nil {
			return err
		}
	}
	d.Worktree.Compare(x, worktree.CompareParams{})
	d.Conflicts = x.Unmerged()
	d.Index, d.saved = head, x
	d.Worktree.AttributesFrom(head)
	return nil
}

// takeFiles makes the index hold the present files of paths; what is gone is taken out.
func takeFiles(w *worktree.Worktree, x *index.Index, paths []string, dryRun bool) error {
	var gone []string
	var there []string
	for _, p := range paths {
		if _, err := os.Lstat(w.Path(p)); err == nil { // Git looks through links here
			there = append(there, p)
		} else {
			gone = append(gone, p)
		}
	}
	x.RemoveAll(gone)
	for _, s := range w.Stage(x, there, worktree.StageParams{DryRun: dryRun}) {
		if s.Err != nil {
			return &AddError{Path: s.Path, Err: s.Err}
		}
		x.Add(s.Entry)
	}
	return nil
}

func (d *CommitDraft) writeTree(x *index.Index) (plumbing.Hash, error) {
	return x.WriteTree(d.repo.Objects().PutTreeData)
}

// Differs reports whether the commit would change anything, without looking at the files.
func (d *CommitDraft) Differs() (bool, error) {
	tree, err := d.Worktree.HeadTree()
	if d.params.Amend {
		tree, err = d.Worktree.ParentTree()
	}
	if err != nil {
		return false, err
	}
	staged, err := d.Worktree.Staged(d.Index, tree, nil)
	return len(staged) > 0, err
}

// Abort gives everything up; the index stays as it was.
func (d *CommitDraft) Abort() {
	if d != nil && d.lock != nil {
		d.lock.Release()
	}
}

// Parents are those of the commit that is being made.
func (d *CommitDraft) Parents() ([]plumbing.Hash, error) {
	switch {
	case d.params.Amend:
		return d.Head.ParentHashes, nil
	case d.Head == nil:
		return nil, nil
	case !d.Op.Merging:
		return []plumbing.Hash{d.Head.Hash}, nil
	}
	return d.mergeParents()
}

func (d *CommitDraft) mergeParents() ([]plumbing.Hash, error) {
	parents := []plumbing.Hash{d.Head.Hash}
	data, err := disk.ReadFile(d.repo.StateFile("MERGE_HEAD"))
	if err != nil {
		return nil, fmt.Errorf("could not open MERGE_HEAD for reading: %w", err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		h, ok := object.ParseHash(strings.TrimSpace(line))
		if !ok {
			return nil, fmt.Errorf("Corrupt MERGE_HEAD file (%s)", line)
		}
		parents = append(parents, h)
	}
	if readLine(d.repo.StateFile("MERGE_MODE")) == "no-ff" {
		return parents, nil
	}
	return walk.Independent(d.repo.Objects(), parents)
}

// IsMerge reports whether the commit that is amended has several parents.
func (d *CommitDraft) IsMerge() bool { return d.Head != nil && len(d.Head.ParentHashes) > 1 }

// FinishParams are what a draft lacks.
type FinishParams struct {
	Message           string
	Typed             string // the message before it was made fit to be stored: the reflog has that
	Author, Committer object.Signature
	Encoding          string
}

// Finish makes the commit, moves the branch, and puts the index in its place.
func (d *CommitDraft) Finish(p FinishParams) (*object.Commit, error) {
	defer d.Abort()
	parents, err := d.Parents()
	if err != nil {
		return nil, err
	}
	tree, err := d.writeTree(d.Index)
	if err != nil {
		return nil, err
	}
	c := &object.Commit{
		TreeHash: tree, ParentHashes: parents, Author: p.Author, Committer: p.Committer,
		Message: p.Message, Encoding: p.Encoding,
	}
	if d.params.Amend {
		c.Extra = keptHeaders(d.Head.Extra)
	}
	h, err := d.repo.Objects().PutCommit(c)
	if err != nil {
		return nil, err
	}
	c.Hash = h
	if err := d.moveHead(c, p.Typed); err != nil {
		return nil, err
	}
	d.clearState()
	if d.final {
		return c, nil
	}
	x := d.Index
	if d.saved != nil {
		x = d.saved
	}
	d.Worktree.RepairTrees(x)
	if err := d.Worktree.Save(d.lock, x); err != nil {
		return c, fmt.Errorf("repository has been updated, but unable to write\nnew_index file. Check that disk is not full and quota is\nnot exceeded, and then \"git restore --staged :/\" to recover.: %w", err)
	}
	return c, nil
}

// keptHeaders are those that an amended commit keeps: a signature would be wrong.
func keptHeaders(all []object.Header) []object.Header {
	var kept []object.Header
	for _, h := range all {
		switch h.Key {
		case "mergetag", "gpgsig-sha256", "HG:extra":
		default:
			kept = append(kept, h)
		}
	}
	return kept
}

func (d *CommitDraft) moveHead(c *object.Commit, message string) error {
	old := plumbing.ZeroHash
	what := "commit (initial)"
	if d.Head != nil {
		old, what = d.Head.Hash, "commit"
	}
	switch {
	case d.params.Amend:
		what = "commit (amend)"
	case d.Op.Merging && d.Head != nil:
		what = "commit (merge)"
	case !d.Op.CherryPick.IsZero():
		what = "commit (cherry-pick)"
	}
	if action := d.repo.Env()["GIT_REFLOG_ACTION"]; action != "" {
		what = action
	}
	first, _, _ := strings.Cut(message, "\n")
	return d.repo.Refs().Set(refs.Update{Name: refs.HEAD, New: c.Hash, Old: &old, Message: what + ": " + first})
}

// clearState removes what told of the operation that the commit concludes.
func (d *CommitDraft) clearState() {
	for _, name := range []string{
		"CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_HEAD", "MERGE_MSG", "MERGE_MODE", "SQUASH_MSG", "AUTO_MERGE",
	} {
		_ = disk.Remove(d.repo.StateFile(name))
	}
	d.clearSequencer()
}

// clearSequencer ends a cherry-pick or revert of a single commit, or of the last one.
func (d *CommitDraft) clearSequencer() {
	todo, err := disk.ReadFile(d.repo.StateFile("sequencer/todo"))
	if err != nil || d.Op.Interactive {
		return
	}
	commands := 0
	for line := range strings.SplitSeq(string(todo), "\n") {
		if line != "" && line[0] != '#' {
			commands++
		}
	}
	if commands <= 1 {
		_ = disk.RemoveAll(d.repo.StateFile("sequencer"))
	}
}
