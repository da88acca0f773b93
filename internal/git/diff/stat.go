package diff

import (
	"strconv"
	"strings"

	"cairn/internal/git/diff/lines"
	"cairn/internal/git/quote"
)

// FileStat counts what a pair adds and deletes: lines, or bytes if Binary.
type FileStat struct {
	Pair           *Pair
	Added, Deleted int
	Binary         bool
	Unmerged       bool
}

// Stats counts the lines that each pair adds and deletes. A modified file in
// which nothing that counts has changed is left out.
func Stats(pairs []Pair, o *Options) ([]FileStat, error) {
	out := make([]FileStat, 0, len(pairs))
	for i := range pairs {
		p := &pairs[i]
		s := FileStat{Pair: p, Unmerged: p.Status == Unmerged}
		if !s.Unmerged {
			if err := s.count(o); err != nil {
				return nil, err
			}
		}
		if p.Status == Modified && s.Added == 0 && s.Deleted == 0 && p.Old.Mode == p.New.Mode && !s.Binary && !onlyDirty(p) {
			continue
		}
		out = append(out, s)
	}
	return out, nil
}

// onlyDirty: of a submodule with changes of its own but no other commit no line counts.
func onlyDirty(p *Pair) bool {
	return p.New.isSubmodule() && p.Old.isSubmodule() && p.Old.Hash == p.New.Hash
}

func (s *FileStat) count(o *Options) error {
	p := s.Pair
	if onlyDirty(p) {
		return nil
	}
	a, err := p.Old.content(o.Blobs)
	if err != nil {
		return err
	}
	b, err := p.New.content(o.Blobs)
	if err != nil {
		return err
	}
	same := string(a) == string(b)
	if !o.Text {
		binA, err := p.Old.binary(o)
		if err != nil {
			return err
		}
		binB, err := p.New.binary(o)
		if err != nil {
			return err
		}
		if s.Binary = binA || binB; s.Binary {
			if !same {
				s.Added, s.Deleted = len(b), len(a)
			}
			return nil
		}
	}
	switch {
	case same:
	case p.Rewrite:
		s.Added, s.Deleted = lineCount(b), lineCount(a)
	default:
		s.countLines(o.hunks(p, a, b))
	}
	return nil
}

func (s *FileStat) countLines(hunks []lines.Hunk) {
	for _, h := range hunks {
		for _, l := range h.Lines {
			switch l.Op {
			case '+':
				s.Added++
			case '-':
				s.Deleted++
			}
		}
	}
}

func (f *formatter) statistics(pairs []Pair) error {
	stats, err := Stats(pairs, f.o)
	if err != nil {
		return err
	}
	if f.o.Formats&NumStat != 0 {
		for i := range stats {
			f.numStat(&stats[i])
		}
	}
	if f.o.Formats&Stat != 0 {
		f.statGraph(stats)
	}
	if f.o.Formats&ShortStat != 0 && len(stats) > 0 {
		f.puts(total(stats))
	}
	if f.o.Formats&DirStat != 0 && f.o.DirStat.By == "lines" {
		f.dirStatLines(stats)
	}
	return nil
}

func (f *formatter) numStat(s *FileStat) {
	if s.Binary {
		f.puts("-\t-\t")
	} else {
		f.printf("%d\t%d\t", s.Added, s.Deleted)
	}
	switch p := s.Pair; {
	case f.o.NUL && isRename(p):
		f.puts("\x00", p.Old.Path, "\x00", p.New.Path, "\x00")
	case p.Old.Path != p.New.Path:
		f.puts(renameName(p.Old.Path, p.New.Path, f.o.QuoteHigh), "\n")
	default:
		f.puts(f.quoted(p.New.Path), f.terminator())
	}
}

func isRename(p *Pair) bool { return p.Status == Renamed || p.Status == Copied }

// renameName joins two paths: dir/{old => new}/file.
func renameName(a, b string, high bool) string {
	if quote.Needed(a, high) || quote.Needed(b, high) {
		return quote.Path(a, high) + " => " + quote.Path(b, high)
	}
	prefix := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			prefix = i + 1
		}
	}
	// With a common prefix its final slash may be the first of the suffix too.
	least := max(prefix-1, 0)
	suffix := 0
	for i, j := len(a), len(b); i >= least && j >= least; i, j = i-1, j-1 {
		if byteAt(a, i) != byteAt(b, j) {
			break
		}
		if byteAt(a, i) == '/' {
			suffix = len(a) - i
		}
	}
	middle := func(s string) string { return s[prefix:max(prefix, len(s)-suffix)] }
	name := middle(a) + " => " + middle(b)
	if prefix+suffix > 0 {
		name = a[:prefix] + "{" + name + "}" + a[len(a)-suffix:]
	}
	return name
}

func byteAt(s string, i int) byte {
	if i == len(s) {
		return 0
	}
	return s[i]
}

func total(stats []FileStat) string {
	files, added, deleted := 0, 0, 0
	for i := range stats {
		if stats[i].Unmerged {
			continue
		}
		files++
		if !stats[i].Binary {
			added += stats[i].Added
			deleted += stats[i].Deleted
		}
	}
	return TotalLine(files, added, deleted)
}

// TotalLine is the last line of a statistic.
func TotalLine(files, added, deleted int) string {
	if files == 0 {
		return " 0 files changed\n"
	}
	var out strings.Builder
	out.WriteString(" " + plural(files, "file") + " changed")
	if added > 0 || deleted == 0 {
		out.WriteString(", " + plural(added, "insertion") + "(+)")
	}
	if deleted > 0 || added == 0 {
		out.WriteString(", " + plural(deleted, "deletion") + "(-)")
	}
	out.WriteString("\n")
	return out.String()
}

func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return strconv.Itoa(n) + " " + word
}
