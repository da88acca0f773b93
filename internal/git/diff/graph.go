package diff

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/internal/git/columns"
	"cairn/internal/git/quote"
)

// Widths of the parts of a statistics line (git-diff(1) --stat).
const (
	defaultWidth = 80
	leastName    = 10
	leastGraph   = 6
	frame        = 6 // " " before the name, " | " and " " after it, one more at the end
)

type statLayout struct {
	name, number, graph int
	most                int
	shown               int
}

// statGraph writes --stat.
func (f *formatter) statGraph(stats []FileStat) {
	if len(stats) == 0 {
		return
	}
	names := make([]string, len(stats))
	for i := range stats {
		names[i] = f.statName(&stats[i])
	}
	l := f.statLayout(stats, names)
	for i := range stats[:l.shown] {
		f.statLine(&stats[i], names[i], l)
	}
	if l.shown < len(stats) {
		f.puts(" ...\n")
	}
	f.puts(total(stats))
}

func (f *formatter) statName(s *FileStat) string {
	name := quote.Path(s.Pair.New.Path, f.o.QuoteHigh)
	if s.Pair.Old.Path != s.Pair.New.Path {
		name = renameName(s.Pair.Old.Path, s.Pair.New.Path, f.o.QuoteHigh)
	}
	if f.o.CompactSummary {
		name += compactNote(s.Pair)
	}
	return name
}

func (f *formatter) statLayout(stats []FileStat, names []string) statLayout {
	size := f.o.Stat
	l := statLayout{shown: len(stats)}
	if size.Count > 0 {
		l.shown = min(l.shown, size.Count)
	}
	longest, bin := 0, 0
	for i := range stats[:l.shown] {
		s := &stats[i]
		longest = max(longest, columns.Of(names[i]))
		switch {
		case s.Unmerged:
			bin = max(bin, len("Unmerged"))
		case s.Binary:
			bin = max(bin, len("Bin  ->  bytes")+decimals(s.Added)+decimals(s.Deleted))
			l.number = len("Bin")
		default:
			l.most = max(l.most, s.Added+s.Deleted)
		}
	}
	l.number = max(l.number, decimals(l.most))
	width := size.Width
	if size.FitPrefix {
		width = max(width-len(f.o.LinePrefix), 1)
	}
	if width <= 0 {
		width = defaultWidth
	}
	width = max(width, leastName+leastGraph+frame+l.number)
	l.graph = bin - 4
	if l.most+4 > bin {
		l.graph = l.most
	}
	if size.GraphWidth > 0 {
		l.graph = min(l.graph, size.GraphWidth)
	}
	l.name = longest
	if size.NameWidth > 0 {
		l.name = min(l.name, size.NameWidth)
	}
	l.fit(width, size.GraphWidth)
	return l
}

// fit shrinks the graph to three eighths of the width first, then the name.
func (l *statLayout) fit(width, graphLimit int) {
	if l.name+l.number+frame+l.graph <= width {
		return
	}
	if third := width*3/8 - l.number - frame; l.graph > third {
		l.graph = max(third, leastGraph)
	}
	if graphLimit > 0 {
		l.graph = min(l.graph, graphLimit)
	}
	if room := width - l.number - frame - l.graph; l.name > room {
		l.name = room
	} else {
		l.graph = width - l.number - frame - l.name
	}
}

func (f *formatter) statLine(s *FileStat, name string, l statLayout) {
	prefix, room := "", l.name
	if w := columns.Of(name); w > l.name {
		prefix, room = "...", max(l.name-len("..."), 0)
		for ; w > room; w = columns.Of(name) {
			_, size := utf8.DecodeRuneInString(name)
			name = name[size:]
		}
		if slash := strings.IndexByte(name, '/'); slash >= 0 {
			name = name[slash:]
		}
	}
	f.puts(" ", prefix, name, strings.Repeat(" ", max(room-columns.Of(name), 0)), " | ")
	switch {
	case s.Unmerged:
		// Git 2.39 ends no line here.
		f.printf("%*s", l.number, "Unmerged")
	case s.Binary:
		f.printf("%*s", l.number, "Bin")
		if s.Added != 0 || s.Deleted != 0 {
			f.printf(" %s%d%s -> %s%d%s bytes", f.c.Old, s.Deleted, f.c.Reset, f.c.New, s.Added, f.c.Reset)
		}
		f.puts("\n")
	default:
		f.bars(s, l)
	}
}

func (f *formatter) bars(s *FileStat, l statLayout) {
	add, del := s.Added, s.Deleted
	f.printf("%*d", l.number, add+del)
	if add+del > 0 {
		f.puts(" ")
	}
	if l.graph <= l.most {
		add, del = scaled(add, del, l)
	}
	f.bar('+', add, f.c.New)
	f.bar('-', del, f.c.Old)
	f.puts("\n")
}

// scaled fits both bars into the graph; what is there shows at least once.
func scaled(add, del int, l statLayout) (int, int) {
	scale := func(n int) int {
		if n == 0 {
			return 0
		}
		return 1 + n*(l.graph-1)/l.most
	}
	sum := scale(add + del)
	if sum < 2 && add > 0 && del > 0 {
		sum = 2
	}
	if add < del {
		add = scale(add)
		return add, sum - add
	}
	del = scale(del)
	return sum - del, del
}

func (f *formatter) bar(sign byte, n int, color string) {
	if n > 0 {
		f.puts(color, strings.Repeat(string(rune(sign)), n), f.c.Reset)
	}
}

func decimals(n int) int { return len(strconv.Itoa(n)) }

// compactNote is what --compact-summary adds to a name.
func compactNote(p *Pair) string {
	exe := func(x *File) bool { return x.Mode&0o111 != 0 && x.isRegular() }
	switch {
	case p.Status == Added && p.New.isLink():
		return " (new +l)"
	case p.Status == Added && exe(p.New):
		return " (new +x)"
	case p.Status == Added:
		return " (new)"
	case p.Status == Deleted:
		return " (gone)"
	case p.Old.isLink() && !p.New.isLink():
		return " (mode -l)"
	case !p.Old.isLink() && p.New.isLink():
		return " (mode +l)"
	case p.Old.Mode != p.New.Mode && exe(p.New):
		return " (mode +x)"
	case p.Old.Mode != p.New.Mode && exe(p.Old):
		return " (mode -x)"
	}
	return ""
}

// summary writes what appeared, went, moved or changed its mode.
func (f *formatter) summary(pairs []Pair) bool {
	wrote := false
	for i := range pairs {
		p := &pairs[i]
		line := f.summaryLine(p)
		f.puts(line)
		wrote = wrote || line != ""
	}
	return wrote
}

func (f *formatter) summaryLine(p *Pair) string {
	name := f.quoted(p.New.Path)
	switch {
	case p.Status == Added:
		return fmt.Sprintf(" create mode %06o %s\n", uint32(p.New.Mode), name)
	case p.Status == Deleted:
		return fmt.Sprintf(" delete mode %06o %s\n", uint32(p.Old.Mode), name)
	case isRename(p):
		word := map[Status]string{Renamed: "rename", Copied: "copy"}[p.Status]
		return fmt.Sprintf(" %s %s (%d%%)\n", word, renameName(p.Old.Path, p.New.Path, f.o.QuoteHigh), Percent(p.Score)) +
			modeNote(p, "")
	case p.Rewrite:
		return fmt.Sprintf(" rewrite %s (%d%%)\n", name, Percent(p.Score)) + modeNote(p, "")
	case p.Status == Unmerged:
		return ""
	}
	return modeNote(p, " "+name)
}

func modeNote(p *Pair, name string) string {
	if p.Old.Mode == p.New.Mode || !p.Old.Exists() || !p.New.Exists() {
		return ""
	}
	return fmt.Sprintf(" mode change %06o => %06o%s\n", uint32(p.Old.Mode), uint32(p.New.Mode), name)
}
