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
			{Long: "in-commit-order", NoNeg: true, Help: "with --objects: list the objects of each commit behind it"},
			{Long: "filter", Arg: "spec", Help: "with --objects: leave objects out: blob:none, blob:limit=<n>, tree:<depth>, object:type=<kind>, combine:…"},
			{Long: "filter-print-omitted", NoNeg: true, Help: "list what --filter left out, marked with ~"},
			{Long: "filter-provided-objects", NoNeg: true, Help: "filter what was named too"},
			{Long: "disk-usage", Arg: "human", OptArg: true, NoNeg: true, Help: "print how many bytes the listed objects take on disk"},
			{Long: "header", NoNeg: true, Help: "print commits as they are stored, parted by NUL"},
			{Long: "object-names", Help: "with --objects: print paths"},
			{Long: "quiet", NoNeg: true, Help: "print nothing"},
			{Long: "timestamp", NoNeg: true, Help: "print the commit's date before its hash"},
			{Long: "commit-header", Help: "with --pretty: print the line with the hash"},
			{Long: "abbrev", Arg: "n", OptArg: true, Help: "use <n> digits to display object names"},
			{Long: "bisect-vars", NoNeg: true, Help: "print what halves the commits, as shell variables"},
			{Long: "bisect-all", NoNeg: true, Help: "print all commits, those first that halve them best"},
			{Long: "use-bitmap-index", NoNeg: true, Hidden: true, Help: "may be faster in Git; here it is the same"},
			{Long: "color", Arg: "when", OptArg: true, Hidden: true, Help: "show colours"},
		}, revOptions()),
		Absent: append(revAbsent(), []Absent{
			{"--objects-edge", "--objects"}, {"--missing", ""}, {"--indexed-objects", "--objects"},
			{"--unpacked", ""}, {"--combined-all-paths", "git log --combined-all-paths"}, {"--remerge-diff", "git log --remerge-diff"},
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
	if len(r.items)+len(r.named) == 0 && !r.sawRefs() && !r.passedOver && !r.flag("objects") {
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
	if code, ok := list.listing(); !ok {
		return code
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
	header            bool  // --header
	usage             bool  // --disk-usage
	bytes             int64 // on disk
}

func (r *revList) show(it *logItem) (bool, error) {
	if r.flag("bisect-vars") && !r.flag("bisect-all") {
		return true, nil // told at the end
	}
	if r.objects != nil {
		r.objects.commits = append(r.objects.commits, it.Commit)
		if !r.objects.keepsCommit(it.Hash) {
			return true, nil
		}
	}
	if r.usage {
		return true, r.weigh(it.Hash)
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
	if r.objects != nil && r.flag("in-commit-order") {
		if err := r.objects.named(); err != nil {
			return true, err
		}
		return true, r.objects.of(it.Commit)
	}
	return true, nil
}

// finish prints the counts, or the objects below the commits.
func (r *revList) finish() int {
	if r.flag("bisect-vars") {
		return r.bisectVars()
	}
	if r.objects != nil {
		if err := r.objects.write(); err != nil {
			return r.fail(err)
		}
		if r.flag("filter-print-omitted") && !r.usage && !r.flag("count") {
			r.objects.printOmitted()
		}
	}
	switch {
	case r.usage:
		r.printUsage()
	case r.flag("count"):
		r.printCount()
	}
	return exitOK
}

func (r *revList) printCount() {
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
		if r.verbose && !oneline && !r.header {
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
	if r.header {
		r.puts("\x00")
		return
	}
	r.puts("\n")
}
