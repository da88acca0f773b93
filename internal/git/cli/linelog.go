package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/lineranges"
	"cairn/internal/git/object"
	"cairn/internal/git/walk"
)

// lineLog follows ranges of lines through the history: log -L. Each commit gets the
// ranges of its children, as they were before those.
type lineLog struct {
	ranges map[plumbing.Hash][]*followedFile
	// origins are the parents that a commit passed its ranges on to.
	origins map[plumbing.Hash][]plumbing.Hash
}

// followedFile are the ranges of one file in one commit.
type followedFile struct {
	path   string
	ranges []lineranges.Range
	// change is how the commit changed the ranges, nil if it did not.
	change *lineChange
}

// lineChange is a change of a followed file, with those of its hunks that touch the
// ranges.
type lineChange struct {
	pair          diff.Pair
	before, after []string
	hunks         []lines.Change
}

// lineHistory runs log -L.
func (l *logRun) lineHistory() int {
	if l.req.Formats&^(diff.Patch|diff.NoOutput) != 0 {
		return l.die("-L does not yet support diff formats besides -p and -s")
	}
	if l.req.Formats == 0 {
		l.req.Formats = diff.Patch
	}
	if len(l.paths) > 0 {
		return l.die("-L<range>:<file> cannot be used with pathspec")
	}
	start, code, ok := l.lineStart()
	if !ok {
		return code
	}
	l.lines.ranges = map[plumbing.Hash][]*followedFile{}
	l.lines.origins = map[plumbing.Hash][]plumbing.Hash{}
	for _, spec := range l.values("L") {
		if code, ok := l.lineSpec(start, spec); !ok {
			return code
		}
	}
	if l.params.Order == walk.ByDate {
		l.params.Order = walk.Topo // a commit must come after its children
	}
	// Where parents are drawn or named, all must be known before the first is shown.
	waits := l.params.Reverse || l.params.RewriteParents
	var waiting []*walk.Commit
	reverse := l.params.Reverse
	l.params.Reverse = false
	judge := walk.New(l.params)
	// Lines are followed through commits that are not shown, too.
	l.params.Until, l.params.Keep, l.params.MinParents, l.params.MaxParents = 0, nil, 0, 0
	l.walker = walk.New(l.params)
	code, ok = l.each(l.walker, func(c *walk.Commit) (bool, error) {
		changed, err := l.lines.follow(l, c)
		if err != nil {
			return false, err
		}
		passes := changed
		if changed {
			if _, passes, err = judge.Single(c.Hash); err != nil {
				return false, err
			}
		}
		if !passes {
			l.walker.Unshow()
			return true, nil
		}
		if waits {
			waiting = append(waiting, c)
			return true, nil
		}
		_, err = l.commit(&logItem{Commit: c})
		return true, err
	})
	if l.params.RewriteParents {
		l.lines.joinParents(waiting)
	}
	if reverse {
		slices.Reverse(waiting)
	}
	for _, c := range waiting {
		if l.drawing != nil {
			l.drawing.Add(c, c.Parents, l.sign(c))
		}
		if _, err := l.commit(&logItem{Commit: c}); err != nil {
			return l.fail(err)
		}
	}
	if !ok {
		return code
	}
	return l.status
}

// file gives the followed file of a commit, new if it is not followed yet.
func (f *lineLog) file(h plumbing.Hash, path string) *followedFile {
	for _, x := range f.ranges[h] {
		if x.path == path {
			return x
		}
	}
	x := &followedFile{path: path}
	f.ranges[h] = append(f.ranges[h], x)
	slices.SortFunc(f.ranges[h], func(a, b *followedFile) int { return strings.Compare(a.path, b.path) })
	return x
}

// give merges ranges into those of a commit.
func (f *lineLog) give(h plumbing.Hash, files []*followedFile) {
	for _, x := range files {
		mine := f.file(h, x.path)
		mine.ranges = lineranges.Sorted(append(mine.ranges, x.ranges...))
	}
}

// follow passes a commit's ranges on to its parents and tells whether the commit
// changed any of them. A merge passes them to the parent that had them as they are,
// if there is one.
func (f *lineLog) follow(l *logRun, c *walk.Commit) (bool, error) {
	files := f.ranges[c.Hash]
	if len(files) == 0 {
		return false, nil
	}
	parents := c.ParentHashes
	if l.params.FirstParent && len(parents) > 1 {
		parents = parents[:1]
	}
	if len(parents) == 0 {
		_, changed, err := f.before(l, c.Commit, plumbing.ZeroHash, files)
		return changed, err
	}
	candidates := make([][]*followedFile, len(parents))
	for i, h := range parents {
		parent, err := l.repo.Objects().Commit(h)
		if err != nil {
			return false, err
		}
		older, changed, err := f.before(l, c.Commit, parent.TreeHash, files)
		if err != nil {
			return false, err
		}
		if !changed {
			f.origins[c.Hash] = []plumbing.Hash{h}
			f.give(h, older)
			return false, nil
		}
		candidates[i] = older
	}
	f.origins[c.Hash] = parents
	for i, h := range parents {
		f.give(h, candidates[i])
	}
	return true, nil
}

// before gives the ranges as they are in a parent's tree.
func (f *lineLog) before(l *logRun, c *object.Commit, tree plumbing.Hash, files []*followedFile) ([]*followedFile, bool, error) {
	pairs, err := f.pairs(l, c, tree, files)
	if err != nil {
		return nil, false, err
	}
	var out []*followedFile
	changed := false
	for _, file := range files {
		older := &followedFile{path: file.path, ranges: file.ranges}
		for i := range pairs {
			if pairs[i].New.Path != file.path {
				continue
			}
			change, err := compareLines(l, &pairs[i])
			if err != nil {
				return nil, false, err
			}
			var touched bool
			older.path = pairs[i].Old.Path
			older.ranges, touched = change.mapBack(file.ranges)
			if touched {
				changed = true
				if len(c.ParentHashes) < 2 { // merges are shown without their changes
					file.change = change
				}
			}
		}
		if len(older.ranges) > 0 {
			out = append(out, older)
		}
	}
	return out, changed, nil
}

// pairs lists how followed files changed, with renames found where one was added.
func (f *lineLog) pairs(l *logRun, c *object.Commit, tree plumbing.Hash, files []*followedFile) ([]diff.Pair, error) {
	followed := func(path string) bool {
		return slices.ContainsFunc(files, func(x *followedFile) bool { return x.path == path })
	}
	store := l.repo.Objects()
	pairs, err := diff.Trees(store, tree, c.TreeHash, diff.TreeOptions{Match: followed})
	if err != nil || !slices.ContainsFunc(pairs, func(p diff.Pair) bool { return p.Status == diff.Added }) {
		return pairs, err
	}
	if pairs, err = diff.Trees(store, tree, c.TreeHash, diff.TreeOptions{}); err != nil {
		return nil, err
	}
	o := *l.req.Options
	o.Filter, o.Pickaxe = diff.Filter{}, nil
	if pairs, err = o.Refine(pairs); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(pairs, func(p diff.Pair) bool { return !followed(p.New.Path) }), nil
}

func compareLines(l *logRun, p *diff.Pair) (*lineChange, error) {
	c := &lineChange{pair: *p}
	for _, side := range []struct {
		file *diff.File
		out  *[]string
	}{{p.Old, &c.before}, {p.New, &c.after}} {
		if !side.file.Exists() {
			continue
		}
		data, err := l.repo.Objects().Blob(side.file.Hash)
		if err != nil {
			return nil, err
		}
		*side.out = lines.Split(data)
	}
	c.hunks = lines.Compare(c.before, c.after, lines.Options{})
	return c, nil
}

// mapBack gives ranges as they were before the change, and keeps those hunks that
// touch them.
func (c *lineChange) mapBack(ranges []lineranges.Range) ([]lineranges.Range, bool) {
	var touched []lines.Change
	for _, h := range c.hunks {
		if slices.ContainsFunc(ranges, func(r lineranges.Range) bool { return h.NewEnd() > r.Start && h.NewStart < r.End }) {
			touched = append(touched, h)
		}
	}
	var out []lineranges.Range
	for _, r := range without(ranges, touched) {
		shift := 0
		for _, h := range c.hunks {
			if r.Start < h.NewStart {
				break
			}
			shift += h.OldCount - h.NewCount
		}
		out = append(out, lineranges.Range{Start: r.Start + shift, End: r.End + shift})
	}
	for _, h := range touched {
		out = append(out, lineranges.Range{Start: h.OldStart, End: h.OldEnd()})
	}
	c.hunks = touched
	return lineranges.Sorted(out), len(touched) > 0
}

// without takes the lines that hunks made out of ranges.
func without(ranges []lineranges.Range, hunks []lines.Change) []lineranges.Range {
	var out []lineranges.Range
	for _, r := range ranges {
		for _, h := range hunks {
			if h.NewEnd() <= r.Start || h.NewStart >= r.End {
				continue
			}
			if h.NewStart > r.Start {
				out = append(out, lineranges.Range{Start: r.Start, End: h.NewStart})
			}
			r.Start = min(h.NewEnd(), r.End)
		}
		if r.Start < r.End {
			out = append(out, r)
		}
	}
	return out
}

// write shows a commit with what it did to the ranges.
func (f *lineLog) write(l *logRun, it *logItem) error {
	l.header(it)
	if l.req.Formats&diff.Patch == 0 {
		return nil
	}
	prefix := l.placed().LinePrefix
	l.puts(prefix + "\n")
	for _, file := range f.ranges[it.Hash] {
		if file.change != nil {
			l.lineHunks(prefix, file)
		}
	}
	return nil
}

// lineHunks writes the ranges of one file as hunks.
func (l *logRun) lineHunks(prefix string, file *followedFile) {
	c := file.change
	var p diff.Palette
	if l.req.Colors != nil {
		p = *l.req.Colors
	}
	before := "/dev/null"
	if c.pair.Old.Exists() {
		before = l.req.SrcPrefix + c.pair.Old.Path
	}
	l.puts(fmt.Sprintf("%s%sdiff --git a/%s b/%s%s\n", prefix, p.Meta, c.pair.Old.Path, c.pair.New.Path, p.Reset))
	l.puts(fmt.Sprintf("%s%s--- %s%s\n", prefix, p.Meta, before, p.Reset))
	l.puts(fmt.Sprintf("%s%s+++ b/%s%s\n", prefix, p.Meta, c.pair.New.Path, p.Reset))
	from := 0
	for _, r := range file.ranges {
		from = l.lineHunk(prefix, c, r, from, &p)
	}
}

// lineHunk writes one range with the changes in it, from that hunk on; it gives the
// hunk behind them. A hunk is shown with the first of the ranges that it touches.
func (l *logRun) lineHunk(prefix string, c *lineChange, r lineranges.Range, from int, p *diff.Palette) int {
	first := from
	for first < len(c.hunks) && c.hunks[first].NewEnd() < r.Start {
		first++
	}
	if first >= len(c.hunks) || c.hunks[first].NewStart >= r.End {
		return first
	}
	last := first
	for last+1 < len(c.hunks) && c.hunks[last+1].NewStart < r.End {
		last++
	}
	start := c.hunks[first].OldStart - max(c.hunks[first].NewStart-r.Start, 0)
	end := c.hunks[last].OldEnd() + max(r.End-c.hunks[last].NewEnd(), 0)
	if start == 0 && end == 0 {
		start, end = -1, -1
	}
	l.puts(fmt.Sprintf("%s%s@@ -%d,%d +%d,%d @@%s\n", prefix, p.Frag, start+1, end-start, r.Start+1, r.End-r.Start, p.Reset))
	at := r.Start
	line := func(sign, color string, text []string, n int) {
		body, ended := strings.CutSuffix(text[n], "\n")
		l.puts(prefix + color + sign + body + p.Reset + "\n")
		if !ended {
			l.puts("\\ No newline at end of file\n")
		}
	}
	for _, h := range c.hunks[first : last+1] {
		for ; at < h.NewStart; at++ {
			line(" ", p.Context, c.after, at)
		}
		for n := h.OldStart; n < h.OldEnd(); n++ {
			line("-", p.Old, c.before, n)
		}
		for ; at < h.NewEnd() && at < r.End; at++ {
			line("+", p.New, c.after, at)
		}
	}
	for ; at < r.End; at++ {
		line(" ", p.Context, c.after, at)
	}
	return last + 1
}
