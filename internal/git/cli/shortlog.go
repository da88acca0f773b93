package cli

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/date"
	"cairn/internal/git/object"
	"cairn/internal/git/pretty"
	"cairn/internal/git/trailer"
	"cairn/internal/git/walk"
)

func shortlogCommand() Command {
	return Command{
		Name: "shortlog", Summary: "Show commits grouped by author", Group: "history",
		Usage: []string{
			"git shortlog [<options>] [<revision-range>] [[--] <path>...]",
			"git log --pretty=short | git shortlog [<options>]",
		},
		Options: joined([]Option{
			{Short: 'c', Long: "committer", Help: "group by committer rather than author"},
			{Short: 'n', Long: "numbered", Help: "sort output according to the number of commits per author"},
			{Short: 's', Long: "summary", Help: "suppress commit descriptions, only provides commit count"},
			{Short: 'e', Long: "email", Help: "show the email address of each author"},
			{Short: 'w', Arg: "w[,i1[,i2]]", OptArg: true, Help: "linewrap output"},
			{Long: "group", Arg: "field", Help: "group by field"},
			{Long: "output", Arg: "file", NoNeg: true, Hidden: true, Help: "output to a specific file"},
			{Long: "abbrev", Arg: "n", OptArg: true, Hidden: true, Help: "use <n> digits to display object names"},
		}, withoutOption(withoutShort(revOptions(), 'n'), "stdin")),
		Absent: append(revAbsent(), []Absent{
			{"--combined-all-paths", "git log --combined-all-paths"}, {"--remerge-diff", "git log --remerge-diff"},
		}...),
		Example: "git shortlog -sn\n" +
			"git shortlog v1.0..HEAD",
		Setup: MaybeRepo, Parse: KeepUnknown | KeepDash,
		Run: func(c *call) int { return c.toOutput(runShortlog) },
	}
}

// withoutOption takes an option away.
func withoutOption(options []Option, long string) []Option {
	return slices.DeleteFunc(options, func(o Option) bool { return o.Long == long })
}

// withoutShort takes a short name away that means something else here.
func withoutShort(options []Option, short byte) []Option {
	for i := range options {
		if options[i].Short == short {
			options[i].Short = 0
		}
	}
	return options
}

// shortlog is one run of it.
type shortlog struct {
	*call
	printer pretty.Printer
	groups  []string
	format  string
	wrap    []int // width, first indent, further indent; nil does not wrap
	lists   map[string][]string

	trailers *trailer.Settings
}

func runShortlog(c *call) int {
	s := &shortlog{call: c, lists: map[string][]string{}, trailers: trailer.Usual()}
	if c.repo != nil {
		s.trailers = trailer.Read(c.repo.Config())
		s.printer.Trailers = s.trailers
	}
	if code, ok := s.grouping(); !ok {
		return code
	}
	s.printer.Mailmap = s.mailmap()
	if c.repo == nil {
		return s.outside()
	}
	if code, ok := s.settings(); !ok {
		return code
	}
	r, code, ok := c.revisions(revDefaults{})
	if !ok {
		return code
	}
	if len(r.items) == 0 && !r.sawRefs() {
		if c.env.Terminal {
			if code, ok := r.head("HEAD"); !ok {
				return code
			}
			r.params.Tips = []walk.Tip{{Hash: r.items[0].Hash}}
		} else {
			return s.fromStdin()
		}
	}
	if r.walkReflogs {
		return exitOK // Git's shortlog walks no reflogs, and says nothing
	}
	code, ok = r.each(walk.New(r.params), func(it *walk.Commit) (bool, error) {
		s.add(it.Commit)
		return true, nil
	})
	if !ok {
		return code
	}
	s.write()
	return exitOK
}

// outside reads a log from standard input where there is no repository.
func (s *shortlog) outside() int {
	refs := []string{"all", "branches", "tags", "remotes", "glob", "reflog", "exclude", "not"}
	foreign := slices.ContainsFunc(s.opts, func(g given) bool { return slices.Contains(refs, g.opt.key()) })
	if len(s.args) > 0 || foreign {
		s.errorf("too many arguments given outside repository")
		return s.usage()
	}
	return s.fromStdin()
}

// settings reads how commits are written.
func (s *shortlog) settings() (int, bool) {
	s.printer.Clock = s.repo.Clock()
	s.printer.Encoding = s.logEncoding()
	abbrev := 0
	if g := s.last("abbrev"); g != nil {
		abbrev = abbrevLength(g)
	}
	s.printer.Abbrev = func(h plumbing.Hash) string { return s.repo.Objects().Abbrev(h, abbrev) }
	if v, ok := s.value("date"); ok {
		mode, err := date.ParseMode(v, s.env.Terminal)
		if err != nil {
			return s.fail(err), false
		}
		s.printer.Date, s.printer.DateSet = mode, true
	}
	if s.flag("relative-date") {
		s.printer.Date, s.printer.DateSet = date.Mode{Kind: date.Relative}, true
	}
	for _, name := range []string{"pretty", "format"} {
		if v, ok := s.value(name); ok {
			if f, err := pretty.ParseFormat(v, s.formatAliases()); err == nil && f.Style == pretty.User {
				s.format = f.Text
			}
		}
	}
	return 0, true
}

// grouping reads by what commits are grouped, and how lines are wrapped.
func (s *shortlog) grouping() (int, bool) {
	for _, g := range s.values("group") {
		switch {
		case g == "author", g == "committer", strings.HasPrefix(g, "trailer:"):
			s.groups = append(s.groups, g)
		case strings.HasPrefix(g, "format:"), strings.Contains(g, "%"):
			s.groups = append(s.groups, "format:"+strings.TrimPrefix(g, "format:"))
		default:
			return s.misuse("unknown group type: %s", g), false
		}
	}
	if s.flag("committer") {
		s.groups = append(s.groups, "committer")
	}
	if len(s.groups) == 0 {
		s.groups = []string{"author"}
	}
	if g := s.last("w"); g != nil {
		s.wrap = []int{76, 6, 9}
		for i, part := range strings.Split(g.value, ",") {
			n, err := strconv.Atoi(part)
			if part != "" && (err != nil || i > 2) {
				return s.misuse("-w[<w>[,<i1>[,<i2>]]]"), false
			}
			if part != "" {
				s.wrap[i] = n
			}
		}
		if s.wrap[0] > 0 && (s.wrap[1] >= s.wrap[0] || s.wrap[2] >= s.wrap[0]) {
			return s.misuse("-w[<w>[,<i1>[,<i2>]]]"), false
		}
	}
	return 0, true
}

// add files a commit under each of its groups, under one name once.
func (s *shortlog) add(c *object.Commit) {
	line := ""
	if !s.flag("summary") {
		line = s.line(c)
	}
	c = c.Recoded(s.printer.Encoding)
	seen := map[string]bool{}
	put := func(name string) {
		if !seen[name] {
			seen[name] = true
			s.lists[name] = append(s.lists[name], line)
		}
	}
	for _, g := range s.groups {
		switch {
		case g == "author":
			put(s.person(c.Author.Name, c.Author.Email))
		case g == "committer":
			put(s.person(c.Committer.Name, c.Committer.Email))
		case strings.HasPrefix(g, "trailer:"):
			list, _ := s.trailers.Items(c.Message)
			for _, t := range list {
				if strings.EqualFold(t.Key, strings.TrimPrefix(g, "trailer:")) {
					put(s.trailer(trailer.Unfold(t.Value)))
				}
			}
		default:
			put(s.printer.Expand(strings.TrimPrefix(g, "format:"), &pretty.Item{Commit: c}))
		}
	}
}

// trailer names the person of a trailer, or gives its value as it is.
func (s *shortlog) trailer(value string) string {
	name, rest, ok := strings.Cut(value, "<")
	mail, _, closed := strings.Cut(rest, ">")
	if !ok || !closed {
		return value
	}
	return s.person(strings.TrimSpace(name), mail)
}

func (s *shortlog) person(name, mail string) string {
	name, mail = s.printer.Mailmap.Map(name, mail)
	if s.flag("email") {
		return name + " <" + mail + ">"
	}
	return name
}

// line is what stands for a commit in its list.
func (s *shortlog) line(c *object.Commit) string {
	if s.format != "" {
		text := s.printer.Message(pretty.Format{Style: pretty.User, Text: s.format}, &pretty.Item{Commit: c})
		return subjectLine(object.Subject(text))
	}
	return subjectLine(c.Recoded(s.printer.Encoding).Subject())
}

func subjectLine(subject string) string {
	subject = strings.TrimLeft(subject, " \t")
	if strings.HasPrefix(subject, "[PATCH") {
		if _, rest, ok := strings.Cut(subject, "]"); ok {
			subject = strings.TrimLeft(rest, " \t")
		}
	}
	if subject == "" {
		return "<none>"
	}
	return subject
}

// write prints the groups, by name or by number of commits.
func (s *shortlog) write() {
	names := make([]string, 0, len(s.lists))
	for name := range s.lists {
		names = append(names, name)
	}
	slices.Sort(names)
	if s.flag("numbered") {
		slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(len(s.lists[b]), len(s.lists[a])) })
	}
	for _, name := range names {
		list := s.lists[name]
		if s.flag("summary") {
			s.printf("%6d\t%s\n", len(list), name)
			continue
		}
		s.printf("%s (%d):\n", name, len(list))
		for _, line := range slices.Backward(list) {
			switch {
			case s.wrap == nil:
				s.printf("      %s\n", line)
			default:
				s.printf("%s\n", strings.TrimSuffix(pretty.Wrap(line, s.wrap[1], s.wrap[2], s.wrap[0]), "\n"))
			}
		}
		s.printf("\n")
	}
}
