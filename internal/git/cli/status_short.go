package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
	"cairn/internal/git/rev"
	"cairn/internal/git/worktree"
)

// printShort writes the page as --short and --porcelain have it.
func (p *statusPage) printShort() error {
	if p.header {
		if err := p.shortBranch(); err != nil {
			return err
		}
	}
	for i := range p.st.Items {
		p.shortItem(&p.st.Items[i])
	}
	for _, path := range p.st.Untracked {
		p.shortOther("??", path)
	}
	for _, path := range p.st.Ignored {
		p.shortOther("!!", path)
	}
	return nil
}

func (p *statusPage) end() string {
	if p.null {
		return "\x00"
	}
	return "\n"
}

// shortPath also quotes names with spaces.
func (p *statusPage) shortPath(path string) string {
	if p.null {
		return path
	}
	if p.relative {
		path = fromPrefix(path, p.repo.Prefix())
	}
	if strings.Contains(path, " ") && !quote.Needed(path, p.quoteHigh) {
		return `"` + path + `"`
	}
	return quote.Path(path, p.quoteHigh)
}

func (p *statusPage) shortItem(it *worktree.Item) {
	if it.Unmerged != 0 {
		p.printf("%s %s%s", p.colors.paint("unmerged", string([]byte{it.Staged, it.Worktree})), p.shortPath(it.Path), p.end())
		return
	}
	work := it.Worktree
	if it.Submodule && p.format == formatShort && work == 'M' {
		switch {
		case it.Commits:
		case it.Dirty:
			work = 'm'
		case it.Untracked:
			work = '?'
		}
	}
	if work == 'T' && p.format == formatShort && it.WorkMode == filemode.Submodule {
		work = 'M' // a repository where a file was
	}
	letters := p.colors.paint("added", letter(it.Staged)) + p.colors.paint("changed", letter(work))
	from := it.From
	if from == "" {
		from = it.WorkFrom
	}
	switch {
	case from == "":
		p.printf("%s %s%s", letters, p.shortPath(it.Path), p.end())
	case p.null:
		p.printf("%s %s\x00%s\x00", letters, it.Path, from)
	default:
		p.printf("%s %s -> %s\n", letters, p.shortPath(from), p.shortPath(it.Path))
	}
}

func letter(b byte) string { return string([]byte{b}) }

func (p *statusPage) shortOther(mark, path string) {
	p.printf("%s %s%s", p.colors.paint("untracked", mark), p.shortPath(path), p.end())
}

func (p *statusPage) shortBranch() error {
	short, onBranch := strings.CutPrefix(p.branch, "refs/heads/")
	line := "## "
	if p.st.Initial {
		line += "No commits yet on "
	}
	if !onBranch {
		p.printf("%s%s%s", line, p.colors.paint("nobranch", "HEAD (no branch)"), p.end())
		return nil
	}
	line += p.colors.paint("localbranch", short)
	if p.st.Initial {
		if up, err := rev.Upstream(p.repo, short); err == nil { // Git compares nothing yet
			line += "..." + p.colors.paint("remotebranch", p.repo.Refs().Shorten(up, false)) + " [gone]"
		}
		p.printf("%s%s", line, p.end())
		return nil
	}
	t, ok, err := porcelain.ReadTracking(p.repo, p.branch, p.counts)
	if err != nil {
		return err
	}
	if ok {
		line += "..." + p.colors.paint("remotebranch", t.Upstream)
		switch {
		case t.Gone:
			line += " [gone]"
		case !t.Differ:
		case !p.counts:
			line += " [different]"
		case t.Behind == 0:
			line += " [ahead " + p.colors.paint("localbranch", itoa(t.Ahead)) + "]"
		case t.Ahead == 0:
			line += " [behind " + p.colors.paint("remotebranch", itoa(t.Behind)) + "]"
		default:
			line += " [ahead " + p.colors.paint("localbranch", itoa(t.Ahead)) + ", behind " + p.colors.paint("remotebranch", itoa(t.Behind)) + "]"
		}
	}
	p.printf("%s%s", line, p.end())
	return nil
}

// printPorcelain2 writes the page as --porcelain=v2 has it.
func (p *statusPage) printPorcelain2() error {
	if p.header {
		if err := p.headers2(); err != nil {
			return err
		}
	}
	if n := porcelain.StashCount(p.repo); p.stash && n > 0 {
		p.printf("# stash %d%s", n, p.end())
	}
	for i := range p.st.Items {
		if it := &p.st.Items[i]; it.Unmerged == 0 {
			p.item2(it)
		}
	}
	for i := range p.st.Items {
		if it := &p.st.Items[i]; it.Unmerged != 0 {
			p.unmerged2(it)
		}
	}
	for _, path := range p.st.Untracked {
		p.printf("? %s%s", p.path2(path), p.end())
	}
	for _, path := range p.st.Ignored {
		p.printf("! %s%s", p.path2(path), p.end())
	}
	return nil
}

func (p *statusPage) path2(path string) string {
	if p.null {
		return path
	}
	return quote.Path(path, p.quoteHigh)
}

func (p *statusPage) headers2() error {
	end := p.end()
	head, err := porcelain.HeadHash(p.repo)
	if err != nil {
		return err
	}
	if head.IsZero() {
		p.printf("# branch.oid (initial)%s", end)
	} else {
		p.printf("# branch.oid %s%s", head, end)
	}
	short, onBranch := strings.CutPrefix(p.branch, "refs/heads/")
	if !onBranch {
		p.printf("# branch.head (detached)%s", end)
		return nil
	}
	p.printf("# branch.head %s%s", short, end)
	t, ok, err := porcelain.ReadTracking(p.repo, p.branch, p.counts)
	if err != nil || !ok {
		return err
	}
	p.printf("# branch.upstream %s%s", t.Upstream, end)
	switch {
	case t.Gone:
	case t.Differ && !p.counts:
		p.printf("# branch.ab +? -?%s", end)
	default:
		p.printf("# branch.ab +%d -%d%s", t.Ahead, t.Behind, end)
	}
	return nil
}

func dotted(b byte) byte {
	if b == ' ' {
		return '.'
	}
	return b
}

func (p *statusPage) item2(it *worktree.Item) {
	head, index, work := it.HeadMode, it.IndexMode, it.WorkMode
	headHash, indexHash := it.HeadHash, it.IndexHash
	if it.Worktree == 'D' {
		work = 0
	}
	base := fmt.Sprintf("%c%c %s %06o %06o %06o %s %s", dotted(it.Staged), dotted(it.Worktree), sub2(it),
		uint32(head), uint32(index), uint32(work), headHash, indexHash)
	from, how, n := it.From, it.Staged, it.Score
	if from == "" && it.WorkFrom != "" {
		from, how, n = it.WorkFrom, it.Worktree, it.WorkScore
	}
	if from == "" {
		p.printf("1 %s %s%s", base, p.path2(it.Path), p.end())
		return
	}
	sep := "\t"
	if p.null {
		sep = "\x00"
	}
	p.printf("2 %s %c%d %s%s%s%s", base, how, n, p.path2(it.Path), sep, p.path2(from), p.end())
}

func sub2(it *worktree.Item) string {
	if !it.Submodule {
		return "N..."
	}
	mark := func(on bool, c byte) byte {
		if on {
			return c
		}
		return '.'
	}
	return string([]byte{'S', mark(it.Commits, 'C'), mark(it.Dirty, 'M'), mark(it.Untracked, 'U')})
}

func (p *statusPage) unmerged2(it *worktree.Item) {
	sub := "N..."
	for _, m := range it.StageModes {
		if m == filemode.Submodule {
			sub = "S..."
		}
	}
	p.printf("u %c%c %s %06o %06o %06o %06o %s %s %s %s%s", it.Staged, it.Worktree, sub,
		uint32(it.StageModes[0]), uint32(it.StageModes[1]), uint32(it.StageModes[2]), uint32(it.WorkMode),
		it.StageHashes[0], it.StageHashes[1], it.StageHashes[2], p.path2(it.Path), p.end())
}

func (p *statusPage) short(h plumbing.Hash) string { return p.repo.Objects().Abbrev(h, 0) }

func (p *statusPage) stateFileExists(name string) bool {
	_, err := os.Stat(p.repo.StateFile(name))
	return err == nil
}
