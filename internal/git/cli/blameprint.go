package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/blame"
	"cairn/internal/git/color"
	"cairn/internal/git/columns"
	"cairn/internal/git/date"
	"cairn/internal/git/object"
	"cairn/internal/git/pretty"
)

// blameStyle is how blame is written.
type blameStyle struct {
	porcelain, everyLine            bool
	annotate, rawTime, long, short  bool
	name, number, email, blank      bool
	dates                           date.Mode
	abbrev                          int
	abbrevSet                       bool
	mailmap                         *pretty.Mailmap
	widthName, widthFile, widthHash int
	widthOrigin, widthLine          int
	markIgnored, markUnblamable     bool
	colors                          blameColors
}

func (b *blameRun) outputStyle() (int, bool) {
	cfg := b.repo.Config()
	s := &b.style
	s.porcelain = b.flag("porcelain") || b.flag("line-porcelain")
	s.everyLine = b.flag("line-porcelain")
	s.annotate, s.rawTime, s.long, s.short = b.flag("c"), b.flag("t"), b.flag("l"), b.flag("s")
	s.name, s.number = b.flag("show-name"), b.flag("show-number")
	s.email, _ = cfg.Bool("blame.showEmail", false)
	if b.last("show-email") != nil {
		s.email = b.flag("show-email")
	}
	s.blank, _ = cfg.Bool("blame.blankBoundary", false)
	s.blank = s.blank || b.flag("b")
	s.markIgnored, _ = cfg.Bool("blame.markIgnoredLines", false)
	s.markUnblamable, _ = cfg.Bool("blame.markUnblamableLines", false)
	s.mailmap = b.mailmap()
	s.dates = date.Mode{Kind: date.ISO}
	format, ok := b.value("date")
	if !ok {
		format, ok = cfg.Get("blame.date")
	}
	if ok {
		mode, err := date.ParseMode(format, b.env.Terminal)
		if err != nil {
			return b.fail(err), false
		}
		s.dates = mode
	}
	if s.annotate {
		s.dates = date.Mode{Kind: date.ISO}
	}
	if s.rawTime {
		s.dates = date.Mode{Kind: date.Raw}
	}
	if code, ok := b.colorStyle(); !ok {
		return code, false
	}
	if g := b.last("abbrev"); g != nil {
		s.abbrev, s.abbrevSet = abbrevLength(g), g.has || g.off
	}
	return 0, true
}

func (b *blameRun) write(res *blame.Result) {
	switch {
	case b.flag("incremental"):
		b.writeIncremental(res)
		return
	case b.style.porcelain:
		b.writePorcelain(res)
		return
	}
	b.measure(res)
	for i := range res.Entries {
		b.writeEntry(res, &res.Entries[i])
	}
}

// measure finds the widths of the columns.
func (b *blameRun) measure(res *blame.Result) {
	const digits = 40
	s := &b.style
	unique := 0
	for i := range res.Entries {
		e := &res.Entries[i]
		if e.Path != b.path {
			s.name = true
		}
		name, mail := s.mailmap.Map(e.Commit.Author.Name, e.Commit.Author.Email)
		if s.email {
			name = "<" + mail + ">"
		}
		s.widthName = max(s.widthName, columns.Of(name))
		s.widthFile = max(s.widthFile, len(e.Path))
		s.widthOrigin = max(s.widthOrigin, len(strconv.Itoa(e.OriginLine+e.Count)))
		s.widthLine = max(s.widthLine, len(strconv.Itoa(e.Line+e.Count)))
		if !s.abbrevSet && !e.Commit.Hash.IsZero() {
			unique = max(unique, len(b.repo.Objects().Abbrev(e.Commit.Hash, 0)))
		}
	}
	const least = 7
	s.widthHash = max(unique, least)
	if s.abbrevSet {
		s.widthHash = s.abbrev
	}
	s.widthHash = min(s.widthHash+1, digits) // room for the ^ of boundaries
	if s.long {
		s.widthHash = digits
	}
	if s.annotate && !s.abbrevSet && !s.long {
		s.widthHash = max(unique, least) + 1
	}
}

func (b *blameRun) writeEntry(res *blame.Result, e *blame.Entry) {
	s := &b.style
	for n := range e.Count {
		length := s.widthHash
		paint := ""
		if !s.annotate {
			paint = s.colors.of(e, n > 0)
		}
		b.printf("%s", paint)
		if e.Boundary {
			switch {
			case s.blank:
				b.printf("%s", strings.Repeat(" ", length))
				length = 0
			case !s.annotate:
				length--
				b.printf("^")
			}
		}
		if e.Unblamable && s.markUnblamable {
			length--
			b.printf("*")
		}
		if e.Ignored && s.markIgnored {
			length--
			b.printf("?")
		}
		if length > 0 {
			b.printf("%s", e.Commit.Hash.String()[:min(length, 40)])
		}
		line := strings.TrimSuffix(res.Lines[e.Line+n], "\n")
		if s.annotate {
			b.annotated(e, n)
		} else {
			b.plain(e, n)
		}
		if paint != "" {
			b.printf("%s", color.Reset)
		}
		b.printf("%s\n", line)
	}
}

func (b *blameRun) authorOf(c *object.Commit) string {
	name, mail := b.style.mailmap.Map(c.Author.Name, c.Author.Email)
	if b.style.email {
		return "<" + mail + ">"
	}
	return name
}

func (b *blameRun) dateOf(c *object.Commit) string {
	clock := b.repo.Clock()
	if b.style.rawTime {
		return clock.Format(date.Mode{Kind: date.Raw}, c.Author.When)
	}
	text := clock.Format(b.style.dates, c.Author.When)
	if pad := blameDateWidth(clock, b.style.dates) - columns.Of(text); pad > 0 {
		text += strings.Repeat(" ", pad)
	}
	return text
}

// annotated writes the columns of `git annotate`.
func (b *blameRun) annotated(e *blame.Entry, n int) {
	b.printf("\t(%10s\t%10s\t%d)", b.authorOf(e.Commit), b.dateOf(e.Commit), e.Line+n+1)
}

func (b *blameRun) plain(e *blame.Entry, n int) {
	s := &b.style
	if s.name {
		b.printf(" %-*s", s.widthFile, e.Path)
	}
	if s.number {
		b.printf(" %*d", s.widthOrigin, e.OriginLine+n+1)
	}
	if !s.short {
		name := b.authorOf(e.Commit)
		b.printf(" (%s%s %10s", name, strings.Repeat(" ", s.widthName-columns.Of(name)), b.dateOf(e.Commit))
	}
	b.printf(" %*d) ", s.widthLine, e.Line+n+1)
}

// writePorcelain writes the format for other programs: what is known of a commit
// stands once, before its first line.
func (b *blameRun) writePorcelain(res *blame.Result) {
	known := map[plumbing.Hash]bool{}
	paths := map[plumbing.Hash]string{}
	several := map[plumbing.Hash]bool{}
	for i := range res.Entries {
		e := &res.Entries[i]
		if p, ok := paths[e.Commit.Hash]; ok && p != e.Path {
			several[e.Commit.Hash] = true
		}
		paths[e.Commit.Hash] = e.Path
	}
	details := func(e *blame.Entry) {
		fresh := b.style.everyLine || !known[e.Commit.Hash]
		known[e.Commit.Hash] = true
		if fresh {
			b.commitDetails(e)
		}
		if fresh || several[e.Commit.Hash] {
			if e.Previous != nil {
				b.printf("previous %s %s\n", e.Previous.Commit.Hash, e.Previous.Path)
			}
			b.printf("filename %s\n", e.Path)
		}
	}
	for i := range res.Entries {
		e := &res.Entries[i]
		b.printf("%s %d %d %d\n", e.Commit.Hash, e.OriginLine+1, e.Line+1, e.Count)
		details(e)
		for n := range e.Count {
			if n > 0 {
				b.printf("%s %d %d\n", e.Commit.Hash, e.OriginLine+n+1, e.Line+n+1)
				if b.style.everyLine {
					details(e)
				}
			}
			b.printf("\t%s", res.Lines[e.Line+n])
			if !strings.HasSuffix(res.Lines[e.Line+n], "\n") {
				b.printf("\n")
			}
		}
	}
}

// writeIncremental writes entries in the order in which they were found.
func (b *blameRun) writeIncremental(res *blame.Result) {
	known := map[plumbing.Hash]bool{}
	for i := range res.Found {
		e := &res.Found[i]
		b.printf("%s %d %d %d\n", e.Commit.Hash, e.OriginLine+1, e.Line+1, e.Count)
		if !known[e.Commit.Hash] {
			known[e.Commit.Hash] = true
			b.commitDetails(e)
		}
		if e.Previous != nil {
			b.printf("previous %s %s\n", e.Previous.Commit.Hash, e.Previous.Path)
		}
		b.printf("filename %s\n", e.Path)
	}
}

func (b *blameRun) commitDetails(e *blame.Entry) {
	person := func(role string, s object.Signature) {
		name, mail := b.style.mailmap.Map(s.Name, s.Email)
		b.printf("%s %s\n%s-mail <%s>\n%s-time %d\n%s-tz %s\n", role, name, role, mail, role, s.When.Unix(), role, s.When.Format("-0700"))
	}
	person("author", e.Commit.Author)
	person("committer", e.Commit.Committer)
	b.printf("summary %s\n", firstLine(e.Commit))
	if e.Boundary {
		b.printf("boundary\n")
	}
}

// firstLine is the first line of a message, or the hash of one without.
func firstLine(c *object.Commit) string {
	text := strings.TrimLeft(c.Message, " \t\r\n")
	line, _, _ := strings.Cut(text, "\n")
	if line == "" {
		return fmt.Sprintf("(%s)", c.Hash)
	}
	return line
}
