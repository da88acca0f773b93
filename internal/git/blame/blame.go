// Package blame finds out for each line of a file which commit brought it in. It
// follows renames of the whole file, and on request lines that were moved within
// it or copied from others. It reads commits, trees and blobs; it knows nothing of
// working trees: whoever wants one hands in its content as a commit without hash.
//
// Blame goes from a commit to those of its parents that had the line already; what
// no parent had stays with the commit. See git-blame(1).
package blame

import (
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/object"
)

// Params says what is to be blamed.
type Params struct {
	Store *object.Store
	// Commit and Path name the file.
	Commit *object.Commit
	Path   string
	// Pending says that the file's newest version is Content, which no commit has yet;
	// it is blamed on Commit, whose hash is zero and whose parents are real.
	Pending bool
	Content []byte
	// PendingPairs lists how the next commit would differ from a tree; nil finds no
	// renames there.
	PendingPairs func(tree plumbing.Hash) ([]diff.Pair, error)
	// Ranges are the lines to blame, from 0, ends excluded; none means all.
	Ranges []Range
	// Stop reports commits that blame does not go beyond: excluded ones.
	Stop func(*object.Commit) bool
	// Children, if set, lets blame go the other way (--reverse): from Commit, the
	// oldest, to the last version that has each line. It lists whom to ask.
	Children map[plumbing.Hash][]*object.Commit
	// Report, if set, is told how many lines of how many were found.
	Report func(found, total int)
	// Root blames the first commit as any other instead of calling it a boundary.
	Root bool
	// FirstParent follows first parents only.
	FirstParent bool
	// Whitespace is what is ignored when lines are compared (-w).
	Whitespace lines.Whitespace
	Algorithm  lines.Algorithm
	// IndentHeuristic slides changes as git-diff(1) --indent-heuristic does.
	IndentHeuristic bool
	// Moves and Copies are the least number of letters and digits that a moved or
	// copied block must have; 0 does not look for them. CopyLevel is 1 to 3, how
	// often -C was given.
	Moves, Copies, CopyLevel int
	// Ignore are commits that are passed over as if they had changed nothing.
	Ignore map[plumbing.Hash]bool
}

// Range is a run of lines.
type Range struct{ Start, End int }

// Origin is a version of a file.
type Origin struct {
	Commit *object.Commit
	Path   string
	// Previous is the version that the commit changed, nil if there is none.
	Previous *Origin
	// Boundary is true when blame ended here only because it was to go no further.
	Boundary bool

	blob  plumbing.Hash
	lines []string
	read  bool
}

// Entry is a run of lines with one origin.
type Entry struct {
	// Line is the first line in the file that was blamed, from 0.
	Line, Count int
	*Origin
	// OriginLine is the first line in the origin's version.
	OriginLine int
	// Ignored tells that the entry was passed through an ignored commit,
	// Unblamable that it is the ignored commit's own.
	Ignored, Unblamable bool
}

// Result is a blamed file.
type Result struct {
	Lines   []string
	Entries []Entry
	// Found are the entries in the order in which they were found, not joined.
	Found []Entry
}

// NoFileError says that the commit does not have the file.
type NoFileError struct{ Path, Rev string }

func (e *NoFileError) Error() string {
	if e.Rev == "" {
		return "no such path '" + e.Path + "' in HEAD"
	}
	return "no such path " + e.Path + " in " + e.Rev
}

// Run blames a file.
func Run(ctx context.Context, p Params) (*Result, error) {
	b := &blamer{ctx: ctx, p: p, origins: map[originKey]*Origin{}, waiting: map[*Origin][]Entry{}}
	b.queue.oldestFirst = p.Children != nil
	first := b.origin(p.Commit, p.Path)
	if p.Pending {
		first.lines, first.read = lines.Split(p.Content), true
		first.blob = object.HashOf(plumbing.BlobObject, p.Content)
	} else if ok, err := b.find(first); err != nil || !ok {
		if err == nil {
			err = &NoFileError{Path: p.Path, Rev: p.Commit.Hash.String()}
		}
		return nil, err
	}
	text, err := b.text(first)
	if err != nil {
		return nil, err
	}
	b.newest = text
	ranges := p.Ranges
	if len(ranges) == 0 {
		ranges = []Range{{0, len(text)}}
	}
	for _, r := range ranges {
		b.total += r.End - r.Start
		if r.End > r.Start {
			b.give(Entry{Line: r.Start, Count: r.End - r.Start, Origin: first, OriginLine: r.Start})
		}
	}
	if err := b.run(); err != nil {
		return nil, err
	}
	return &Result{Lines: text, Entries: joined(slices.Clone(b.done)), Found: b.done}, nil
}

type originKey struct {
	commit plumbing.Hash
	path   string
}

// blamer is one run.
type blamer struct {
	ctx     context.Context
	p       Params
	origins map[originKey]*Origin
	// waiting are the entries that each origin is suspected of.
	waiting map[*Origin][]Entry
	queue   commitQueue
	queued  map[plumbing.Hash][]*Origin
	order   int
	done    []Entry
	newest  []string // the text that is blamed
	// lines of total are in done.
	lines, total int
}

func (b *blamer) origin(c *object.Commit, path string) *Origin {
	key := originKey{c.Hash, path}
	o := b.origins[key]
	if o == nil {
		o = &Origin{Commit: c, Path: path}
		b.origins[key] = o
	}
	return o
}

// find looks the origin's file up in its commit.
func (b *blamer) find(o *Origin) (bool, error) {
	if !o.blob.IsZero() {
		return true, nil
	}
	e, ok, err := b.p.Store.Lookup(o.Commit.TreeHash, o.Path)
	if err != nil || !ok || e.Mode == filemode.Dir || e.Mode == filemode.Submodule {
		return false, err
	}
	o.blob = e.Hash
	return true, nil
}

// text gives the lines of an origin's file.
func (b *blamer) text(o *Origin) ([]string, error) {
	if !o.read {
		data, err := b.p.Store.Blob(o.blob)
		if err != nil {
			return nil, fmt.Errorf("blame %s: %w", o.Path, err)
		}
		o.lines, o.read = lines.Split(data), true
	}
	return o.lines, nil
}

// give makes an origin the suspect of an entry.
func (b *blamer) give(e Entry) {
	o := e.Origin
	if b.waiting[o] == nil {
		if b.queued == nil {
			b.queued = map[plumbing.Hash][]*Origin{}
		}
		h := o.Commit.Hash
		if b.queued[h] == nil {
			heap.Push(&b.queue, queuedCommit{o.Commit, b.order})
			b.order++
		}
		if !slices.Contains(b.queued[h], o) {
			b.queued[h] = append([]*Origin{o}, b.queued[h]...)
		}
	}
	b.waiting[o] = append(b.waiting[o], e)
}

// run takes suspects, newest commit first, until all are found guilty.
func (b *blamer) run() error {
	for b.queue.Len() > 0 {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		c := heap.Pop(&b.queue).(queuedCommit).c //nolint:forcetypeassert // the queue holds nothing else
		suspects := b.queued[c.Hash]
		delete(b.queued, c.Hash)
		for _, o := range suspects {
			entries := b.waiting[o]
			delete(b.waiting, o)
			sortByOrigin(entries)
			left, err := b.suspect(o, entries)
			if err != nil {
				return err
			}
			b.found(left)
		}
	}
	return nil
}

func (b *blamer) found(entries []Entry) {
	b.done = append(b.done, entries...)
	for _, e := range entries {
		b.lines += e.Count
		if b.p.Report != nil {
			b.p.Report(b.lines, b.total)
		}
	}
}

// suspect passes blame to an origin's parents and gives what stays.
func (b *blamer) suspect(o *Origin, entries []Entry) ([]Entry, error) {
	if b.p.Stop != nil && b.p.Stop(o.Commit) {
		o.Boundary = true
		return entries, nil
	}
	left, err := b.pass(o, entries)
	if err != nil {
		return nil, err
	}
	switch {
	case b.p.Children != nil:
		o.Boundary = o.Commit.Hash == b.p.Commit.Hash
	case len(o.Commit.ParentHashes) == 0:
		o.Boundary = !b.p.Root
	}
	return left, nil
}

// parents are those to whom blame may be passed on: with Children, these.
func (b *blamer) parents(c *object.Commit) ([]*object.Commit, error) {
	if b.p.Children != nil {
		return b.p.Children[c.Hash], nil
	}
	hashes := c.ParentHashes
	if b.p.FirstParent && len(hashes) > 1 {
		hashes = hashes[:1]
	}
	out := make([]*object.Commit, 0, len(hashes))
	for _, h := range hashes {
		p, err := b.p.Store.Commit(h)
		if err != nil {
			return nil, fmt.Errorf("blame: read parent: %w", err)
		}
		out = append(out, p)
	}
	return out, nil
}

// joined sorts entries and joins those that follow each other in both files.
func joined(entries []Entry) []Entry {
	slices.SortFunc(entries, func(x, y Entry) int { return x.Line - y.Line })
	var out []Entry
	for _, e := range entries {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.Origin == e.Origin && last.Line+last.Count == e.Line && last.OriginLine+last.Count == e.OriginLine &&
				last.Ignored == e.Ignored && last.Unblamable == e.Unblamable {
				last.Count += e.Count
				continue
			}
		}
		out = append(out, e)
	}
	return out
}
