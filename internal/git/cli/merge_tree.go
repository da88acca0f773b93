package cli

import (
	"bufio"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
	"cairn/internal/git/walk"
)

func mergeTreeCommand() Command {
	return Command{
		Name: "merge-tree", Summary: "Merge without touching index or working tree", Group: "plumbing",
		Usage: []string{
			"git merge-tree [--write-tree] [<options>] <branch1> <branch2>",
			"git merge-tree [--trivial-merge] <base-tree> <branch1> <branch2>",
		},
		Options: []Option{
			{Long: "write-tree", NoNeg: true, Help: "do a real merge instead of a trivial merge"},
			{Long: "trivial-merge", NoNeg: true, Help: "do a trivial merge only"},
			{Long: "messages", Help: "also show informational/conflict messages"},
			{Short: 'z', NoNeg: true, Help: "separate paths with the NUL character"},
			{Long: "name-only", NoNeg: true, Help: "list filenames without modes/oids/stages"},
			{Long: "allow-unrelated-histories", NoNeg: true, Help: "allow merging unrelated histories"},
			{Long: "stdin", NoNeg: true, Help: "perform multiple merges, one per line of input"},
		},
		Example: "git merge-tree --write-tree main topic",
		Setup:   NeedRepo,
		Run:     runMergeTree,
	}
}

// treeMerger is one run of git merge-tree.
type treeMerger struct {
	*call
	end      string // of a line
	messages int    // -1: only with conflicts
}

func runMergeTree(c *call) int {
	t := &treeMerger{call: c, end: "\n", messages: -1}
	if c.flag("z") || c.flag("stdin") {
		t.end = "\x00"
	}
	switch {
	case c.flag("messages"):
		t.messages = 1
	case c.off("messages"):
		t.messages = 0
	}
	if c.flag("stdin") {
		return t.stdin()
	}
	const branches = 2
	if c.flag("trivial-merge") || len(c.args) > branches && !c.flag("write-tree") {
		return t.trivial()
	}
	if len(c.args) != branches {
		return c.usage()
	}
	clean, code := t.merge(c.args[0], c.args[1])
	if code != 0 {
		return code
	}
	if !clean {
		return exitFail
	}
	return exitOK
}

// stdin merges the pair on each line: a digit, the result, a separator.
func (t *treeMerger) stdin() int {
	in := bufio.NewScanner(t.env.Stdin)
	for in.Scan() {
		words := strings.Fields(in.Text())
		if len(words) != 2 {
			return t.die("malformed input line: '%s'.", in.Text())
		}
		if _, code := t.merge(words[0], words[1]); code != 0 {
			return code
		}
		t.printf("%s", t.end)
	}
	return exitOK
}

func (t *treeMerger) commit(name string) (plumbing.Hash, bool) {
	commit, err := t.resolver().Commit(name)
	if err != nil {
		t.say("merge-tree: %s - not something we can merge", name)
		return plumbing.ZeroHash, false
	}
	return commit.Hash, true
}

func (t *treeMerger) merge(one, two string) (clean bool, code int) {
	a, ok := t.commit(one)
	if !ok {
		return false, exitFail
	}
	b, ok := t.commit(two)
	if !ok {
		return false, exitFail
	}
	bases, err := walk.MergeBases(t.repo.Objects(), a, b)
	if err != nil {
		return false, t.fail(err)
	}
	if len(bases) == 0 && !t.flag("allow-unrelated-histories") {
		return false, t.die("refusing to merge unrelated histories")
	}
	o, err := porcelain.MergeSettings(t.repo, one, two)
	if err != nil {
		return false, t.fail(err)
	}
	r, err := merge.OverBases(a, b, bases, o)
	if err != nil {
		return false, t.fail(err)
	}
	t.show(r)
	return r.Clean, 0
}

func (t *treeMerger) show(r *merge.Result) {
	if t.flag("stdin") {
		digit := "0"
		if r.Clean {
			digit = "1"
		}
		t.printf("%s%s", digit, t.end)
	}
	t.printf("%s%s", r.Tree, t.end)
	if !r.Clean {
		t.conflicts(r.Conflicts)
	}
	if t.messages == 1 || t.messages < 0 && !r.Clean {
		t.printf("%s", t.end)
		if t.end == "\n" {
			t.mergeMessages(r)
			return
		}
		for _, m := range r.Messages {
			t.message(&m)
		}
	}
}

func (t *treeMerger) conflicts(list []merge.Conflict) {
	for i := range list {
		name := t.relativeTo(list[i].Path)
		if t.end == "\n" {
			name = quote.Path(name, t.quoteHigh())
		}
		if t.flag("name-only") {
			t.printf("%s%s", name, t.end)
			continue
		}
		for stage, v := range list[i].Stages {
			if v.Mode != 0 {
				t.printf("%06o %s %d\t%s%s", uint32(v.Mode), v.Hash, stage+1, name, t.end)
			}
		}
	}
}

func (t *treeMerger) quoteHigh() bool {
	on, err := t.repo.Config().Bool("core.quotePath", true)
	return on || err != nil
}

// relativeTo shows a path as seen from the current folder.
func (c *call) relativeTo(path string) string {
	prefix := strings.Split(strings.TrimSuffix(c.repo.Prefix(), "/"), "/")
	if prefix[0] == "" {
		return path
	}
	parts := strings.Split(path, "/")
	same := 0
	for same < len(prefix) && same < len(parts)-1 && prefix[same] == parts[same] {
		same++
	}
	return strings.Repeat("../", len(prefix)-same) + strings.Join(parts[same:], "/")
}

// message is a message for programs: how many paths, the paths, the kind, the text.
func (t *treeMerger) message(m *merge.Message) {
	t.printf("%d\x00%s\x00%s\x00%s\n\x00", len(m.Paths), strings.Join(m.Paths, "\x00"), m.Kind, m.Text)
}
