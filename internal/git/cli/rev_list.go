package cli

import (
	"strings"

	"cairn/internal/git/pretty"
	"cairn/internal/git/walk"
)

func revListCommand() Command {
	return Command{
		Name: "rev-list", Summary: "List commits by their hashes, for scripts", Group: "plumbing",
		Usage: []string{"git rev-list [<options>] <commit>... [--] [<path>...]"},
		Options: joined([]Option{
			{Long: "count", NoNeg: true, Help: "print how many commits there are"},
			{Long: "objects", NoNeg: true, Help: "list trees and files too"},
			{Long: "object-names", Help: "with --objects: print paths"},
			{Long: "quiet", NoNeg: true, Help: "print nothing"},
			{Long: "timestamp", NoNeg: true, Help: "print the commit's date before its hash"},
			{Long: "commit-header", Help: "with --pretty: print the line with the hash"},
			{Long: "abbrev", Arg: "n", OptArg: true, Help: "use <n> digits to display object names"},
			{Long: "bisect-vars", NoNeg: true, Help: "print what halves the commits, as shell variables"},
			{Long: "bisect-all", NoNeg: true, Help: "print all commits, those first that halve them best"},
			{Long: "color", Arg: "when", OptArg: true, Hidden: true, Help: "show colours"},
		}, revOptions()),
		Absent: append(revAbsent(), []Absent{
			{"--header", "--pretty=raw"}, {"--disk-usage", ""}, {"--filter", ""}, {"--objects-edge", "--objects"},
			{"--unpacked", ""}, {"--use-bitmap-index", ""},
		}...),
		Example: "git rev-list --count HEAD\n" +
			"git rev-list main..topic",
		Setup: NeedRepo, Parse: KeepUnknown | KeepDash,
		Run: runRevList,
	}
}

func runRevList(c *call) int {
	r, code, ok := c.revisions(revDefaults{})
	if !ok {
		return code
	}
	if len(r.items) == 0 && !r.sawRefs() && !r.walkReflogs {
		return c.usage()
	}
	for _, name := range []string{"notes", "show-notes"} {
		if c.last(name) != nil && !c.off(name) {
			return c.die("rev-list does not support display of notes")
		}
	}
	l := &logRun{revRun: r}
	if code, ok := l.settings(); !ok {
		return code
	}
	l.printer.PlainSubject = true
	l.printer.TabWidth = 0 // whatever --expand-tabs says
	l.bisects()
	l.walker = walk.New(l.params)
	list := &revList{logRun: l}
	if c.flag("objects") {
		list.objects = newObjectList(l)
	}
	if l.walkReflogs {
		if code := l.reflogs(list.show); code != exitOK {
			return code
		}
		return list.finish()
	}
	if code, ok := l.run(list.show); !ok {
		return code
	}
	return list.finish()
}

// revList is one run of rev-list.
type revList struct {
	*logRun
	left, right, same int
	objects           *objectList
}

func (r *revList) show(it *logItem) (bool, error) {
	if r.flag("bisect-vars") && !r.flag("bisect-all") {
		return true, nil // told at the end
	}
	if r.objects != nil {
		r.objects.commits = append(r.objects.commits, it.Commit)
	}
	if r.flag("count") {
		switch {
		case it.PatchSame():
			r.same++
		case it.Left():
			r.left++
		default:
			r.right++
		}
		return true, nil
	}
	r.showDistance(it.Commit)
	if !r.flag("quiet") {
		r.write(it)
	}
	return true, nil
}

// finish prints the counts, or the objects below the commits.
func (r *revList) finish() int {
	if r.flag("bisect-vars") {
		return r.bisectVars()
	}
	if r.flag("count") {
		switch {
		case r.leftRight && r.cherryMark:
			r.printf("%d\t%d\t%d\n", r.left, r.right, r.same)
		case r.leftRight:
			r.printf("%d\t%d\n", r.left, r.right)
		case r.cherryMark:
			r.printf("%d\t%d\n", r.left+r.right, r.same)
		default:
			r.printf("%d\n", r.left+r.right)
		}
		return exitOK
	}
	if r.objects != nil && !r.flag("quiet") {
		if err := r.objects.write(); err != nil {
			return r.fail(err)
		}
	}
	return exitOK
}

// write prints one commit: its hash, and with --pretty its text.
func (r *revList) write(it *logItem) {
	r.graphCommit()
	oneline := r.format.Style == pretty.Oneline
	header := !r.verbose || r.format.Style != pretty.User || !r.off("commit-header")
	if header {
		if r.flag("timestamp") {
			r.printf("%d ", it.Committer.When.Unix())
		}
		if r.verbose && !oneline {
			r.puts("commit ")
		}
		if r.drawing == nil {
			r.puts(r.mark(it.Commit))
		}
		r.puts(r.shortHash(it.Hash))
		r.relatives(it)
		r.decoration(it.Hash)
		switch {
		case oneline:
			r.puts(" ")
		case r.verbose:
			r.puts("\n")
		}
	}
	if !r.verbose {
		if r.graphRestBelow() || header {
			r.puts("\n")
		}
		return
	}
	r.writeText(it, oneline)
}

// graphRestBelow draws the graph's remaining rows on lines of their own.
func (r *revList) graphRestBelow() bool {
	if r.drawing == nil || r.drawing.Done() {
		return false
	}
	r.puts("\n")
	return r.graphRest()
}

func (r *revList) writeText(it *logItem, oneline bool) {
	text := r.printer.Message(r.format, r.item(it))
	if text == "" {
		if r.graphRest() || oneline {
			r.puts("\n")
		}
		return
	}
	if !oneline {
		r.graphRow()
	}
	r.graphText(text)
	if strings.HasSuffix(text, "\n") {
		r.graphPadding()
	}
	r.puts("\n")
}
