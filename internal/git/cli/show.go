package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/date"
	"cairn/internal/git/diff"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/pretty"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

func showCommand() Command {
	return Command{
		Name: "show", Summary: "Show commits, tags, folders and files as they were", Group: "history",
		Usage: []string{
			"git log [<options>] [<revision-range>] [[--] <path>...]",
			"   or: git show [<options>] <object>...",
		},
		Options: joined(logOnlyOptions(), revOptions(), mergeDiffOptions(), diffOptions()),
		Absent:  append(append(revAbsent(), Absent{"-L", "git log -L"}), diffAbsent()...),
		Example: "git show\n" +
			"git show --stat HEAD~2\n" +
			"git show v1.0:README.md",
		Setup: NeedRepo, Parse: KeepUnknown | KeepDash,
		Run: func(c *call) int { return c.toOutput(runShow) },
	}
}

func runShow(c *call) int {
	l, code, ok := c.logRun(revDefaults{head: "HEAD", anyObject: true})
	if !ok {
		return code
	}
	if l.merges == mergesUnset {
		l.merges, l.req.Dense = mergesDense, true
	}
	if l.req.Formats == 0 {
		l.req.Formats = diff.Patch
	}
	l.diffing = true
	if l.params.NoWalk == walk.Walking && !l.ranges() && c.last("do-walk") == nil && c.last("max-count") == nil {
		l.params.NoWalk = walk.Sorted
	}
	if l.walkReflogs && len(l.named) > 0 {
		return exitOK // as Git's show: a named reflog is no object to show
	}
	if l.walkReflogs {
		return l.reflogs(l.show)
	}
	if l.params.NoWalk == walk.Walking {
		tips, err := porcelain.Tips(c.repo, l.items)
		if err != nil {
			return c.fail(err)
		}
		l.params.Tips = tips
		l.walker = walk.New(l.params)
		code, _ := l.run(l.show)
		return code
	}
	if l.graph {
		return c.die("options '--no-walk' and '--graph' cannot be used together")
	}
	l.seen = map[plumbing.Hash]bool{}
	for _, it := range l.items {
		if code, ok := l.object(it); !ok {
			return code
		}
		if l.status != 0 {
			break // --exit-code and --check end at the first that says so
		}
	}
	return l.status
}

// ranges reports whether something is excluded: then history is walked.
func (l *logRun) ranges() bool {
	for _, it := range l.items {
		if it.Exclude || it.Side == rev.Left {
			return true
		}
	}
	return false
}

// object shows one object, and for a tag what it leads to.
func (l *logRun) object(it rev.Item) (int, bool) {
	store := l.repo.Objects()
	h := it.Hash
	for {
		kind, err := store.Kind(h)
		if err != nil {
			return l.fail(err), false
		}
		switch kind {
		case plumbing.CommitObject:
			if l.seen[h] {
				return 0, true
			}
			l.seen[h] = true
			l.params.Tips = []walk.Tip{{Hash: h}}
			l.walker = walk.New(l.params)
			return l.run(l.show)
		case plumbing.TreeObject:
			return l.treeObject(h, it.Spec)
		case plumbing.TagObject:
			target, err := l.tagObject(h)
			if err != nil {
				return l.fail(err), false
			}
			h = target
		default:
			data, err := store.Blob(h)
			if err != nil {
				return l.fail(err), false
			}
			_, _ = l.out.Write(data)
			return 0, true
		}
	}
}

func (l *logRun) treeObject(h plumbing.Hash, name string) (int, bool) {
	entries, err := l.repo.Objects().Tree(h)
	if err != nil {
		return l.fail(err), false
	}
	l.blankBetween()
	l.puts(l.printer.Colors.Commit + "tree " + name + l.printer.Colors.Reset + "\n\n")
	for _, e := range entries {
		l.puts(e.Name)
		if e.IsTree() {
			l.puts("/")
		}
		l.puts("\n")
	}
	return 0, true
}

func (l *logRun) blankBetween() {
	if l.shownOne {
		l.puts("\n")
	}
	l.shownOne = true
}

// tagObject writes an annotated tag and gives what it names.
func (l *logRun) tagObject(h plumbing.Hash) (plumbing.Hash, error) {
	tag, err := l.repo.Objects().Tag(h)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	l.blankBetween()
	l.puts(l.printer.Colors.Commit + "tag " + tag.Name + l.printer.Colors.Reset + "\n")
	if tag.Tagger != nil {
		l.tagger(*tag.Tagger)
	}
	l.puts("\n" + tag.Message)
	if tag.Message != "" && !strings.HasSuffix(tag.Message, "\n") {
		l.puts("\n")
	}
	return tag.Target, nil
}

func (l *logRun) tagger(s object.Signature) {
	who := s.Name + " <" + s.Email + ">\n"
	when := l.printer.Clock.Format(l.printer.Date, s.Date()) + "\n"
	switch {
	case l.format.Style == pretty.Oneline:
	case l.format.Style == pretty.Fuller:
		l.puts("Tagger:     " + who + "TaggerDate: " + when)
	case l.format.Style == pretty.Medium:
		l.puts("Tagger: " + who + "Date:   " + when)
	case l.format.IsMail():
		rfc := l.printer.Clock.Format(date.Mode{Kind: date.RFC}, s.Date()) + "\n"
		l.puts("From: " + who + "Date: " + rfc)
	default:
		l.puts("Tagger: " + who)
	}
}
