package difftest_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var (
	histories    = flag.Int("histories", 8, "how many random histories TestHistories walks and merges")
	firstHistory = flag.Int("first-history", 1, "the number of the first random history")
)

// past is a random history, as commits in the order they were made, and what to ask of it.
type past struct {
	commits  []pastCommit
	tags     []int
	branches []int
	a, b     int // two commits
	tips     []string
	path     string
}

type pastCommit struct {
	parents []int
	date    int
	files   map[string]string
}

var pastFiles = []string{"f", "g", "d/h"}

// aPast draws one: few files of which lines change, commits with up to three parents among the last six, and dates that
// go backwards in every second history.
var aPast = rapid.Custom(func(t *rapid.T) *past {
	const begin, minute, jitter = 1_750_000_000, 60, 500
	h := &past{}
	backwards := rapid.Bool().Draw(t, "backwards")
	for i := range rapid.IntRange(8, 22).Draw(t, "commits") {
		c := pastCommit{date: begin + i*minute, files: map[string]string{}}
		if backwards {
			c.date += rapid.IntRange(-jitter, jitter).Draw(t, "date")
		}
		wanted := 0
		if i > 0 {
			wanted = rapid.SampledFrom([]int{0, 1, 1, 1, 1, 1, 1, 2, 2, 3}).Draw(t, "parents")
		}
		for len(c.parents) < min(wanted, i) {
			if p := rapid.IntRange(max(0, i-6), i-1).Draw(t, "parent"); !slices.Contains(c.parents, p) {
				c.parents = append(c.parents, p)
			} else {
				wanted--
			}
		}
		if len(c.parents) > 0 {
			like := rapid.SampledFrom(c.parents).Draw(t, "like")
			for name, text := range h.commits[like].files {
				c.files[name] = text
			}
		}
		c.change(t)
		h.commits = append(h.commits, c)
		if rapid.IntRange(0, 6).Draw(t, "tagged") == 0 {
			h.tags = append(h.tags, i)
		}
	}
	last := len(h.commits) - 1
	one := rapid.IntRange(0, last)
	h.branches = []int{last, one.Draw(t, "branch"), one.Draw(t, "branch")}
	h.a, h.b = one.Draw(t, "a"), one.Draw(t, "b")
	a, b := name(h.a), name(h.b)
	h.tips = rapid.SampledFrom([][]string{
		{"b0"}, {"--branches"}, {b + "..b0"}, {a + "..." + b}, {"b0", "^" + a}, {"b0", "b1"}, {"--all"},
	}).Draw(t, "tips")
	h.path = rapid.SampledFrom([]string{"f", "g", "d", "d/h"}).Draw(t, "path")
	return h
})

// change changes, adds or takes away a file.
func (c *pastCommit) change(t *rapid.T) {
	const lines = 12
	name := rapid.SampledFrom(pastFiles).Draw(t, "file")
	switch rapid.IntRange(0, 9).Draw(t, "change") {
	case 0:
		delete(c.files, name)
	case 1, 2, 3: // nothing
	default:
		text := c.files[name]
		if text == "" {
			for i := range lines {
				text += "line " + strconv.Itoa(i) + "\n"
			}
		}
		at := rapid.IntRange(0, lines-1).Draw(t, "line")
		all := strings.SplitAfter(text, "\n")
		all[at] = rapid.SampledFrom([]string{"red\n", "blue\n", "line\n"}).Draw(t, "text")
		c.files[name] = strings.Join(all, "")
	}
}

func name(commit int) string { return "refs/work/" + strconv.Itoa(commit) }

// stream is the history for git fast-import.
func (h *past) stream() string {
	var b strings.Builder
	for i := range h.commits {
		c := &h.commits[i]
		fmt.Fprintf(&b, "commit %s\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata 3\nc%02d\n", name(i), i+1, c.date, i)
		for n, p := range c.parents {
			fmt.Fprintf(&b, "%s :%d\n", []string{"from", "merge", "merge"}[n], p+1)
		}
		b.WriteString("deleteall\n")
		for _, file := range pastFiles {
			if text, there := c.files[file]; there {
				fmt.Fprintf(&b, "M 100644 inline %s\ndata %d\n%s\n", file, len(text), text)
			}
		}
	}
	for n, i := range h.branches {
		fmt.Fprintf(&b, "reset refs/heads/b%d\nfrom :%d\n\n", n, i+1)
	}
	for _, i := range h.tags {
		fmt.Fprintf(&b, "reset refs/tags/t%d\nfrom :%d\n\n", i, i+1)
	}
	return b.String()
}

// questions are the command lines that both sides answer.
func (h *past) questions() [][]string {
	const format = "--format=%h %s %p"
	var all [][]string
	for _, o := range []string{
		"", "--graph", "--topo-order", "--date-order --parents", "--reverse", "--first-parent", "--boundary --graph",
		"--simplify-by-decoration --graph", "--ancestry-path", "--merges --parents", "--cherry-mark --left-right",
	} {
		all = append(all, slices.Concat([]string{"log", format}, strings.Fields(o), h.tips))
	}
	for _, o := range []string{
		"", "--full-history", "--full-history --parents", "--simplify-merges", "--simplify-merges --graph", "--graph", "--show-pulls",
		"--ancestry-path --parents", "--boundary --parents", "--topo-order --full-history --parents", "--children",
	} {
		all = append(all, slices.Concat([]string{"log", format}, strings.Fields(o), h.tips, []string{"--", h.path}))
	}
	a, b := name(h.a), name(h.b)
	return append(all,
		[]string{"merge-base", "--all", a, b}, []string{"merge-base", "--independent", a, b, "b1", "b2"},
		[]string{"merge-base", "--octopus", a, b, "b1"}, []string{"merge-base", "--is-ancestor", a, b},
		[]string{"merge-tree", "--write-tree", "--allow-unrelated-histories", a, b},
		[]string{"merge-tree", "--write-tree", "--allow-unrelated-histories", "b0", "b1"},
		slices.Concat([]string{"rev-list", "--objects"}, h.tips), slices.Concat([]string{"rev-list", "--bisect"}, h.tips),
		[]string{"describe", "--all", b}, []string{"name-rev", a, b},
	)
}

// TestHistories walks and merges random histories by their numbers: the same number is the same history.
func TestHistories(t *testing.T) {
	t.Parallel()
	for number := *firstHistory; number < *firstHistory+*histories; number++ {
		t.Run(strconv.Itoa(number), func(t *testing.T) {
			t.Parallel()
			h := aPast.Example(number)
			dir := t.TempDir()
			run := func(program, input string, args ...string) (string, int) {
				cmd := exec.Command(program, args...)
				var said bytes.Buffer
				cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(input), &said, &said
				cmd.Env = []string{"HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C", "PATH=" + os.Getenv("PATH")}
				_ = cmd.Run() // its exit code is compared
				return said.String(), cmd.ProcessState.ExitCode()
			}
			for _, begin := range [][]string{{"init", "-q"}, {"fast-import", "--quiet"}, {"symbolic-ref", "HEAD", "refs/heads/b0"}} {
				if said, code := run(tools.Git, h.stream(), begin...); code != 0 {
					t.Fatalf("git %s: %s", begin, said)
				}
			}
			for _, q := range h.questions() {
				real, realCode := run(tools.Git, "", q...)
				ours, oursCode := run(tools.Engine, "", q...)
				if real != ours || realCode != oursCode {
					t.Errorf("git %s\ngit exits %d:\n%s\nthe engine exits %d:\n%s\nof git fast-import <<'.'\n%s.",
						strings.Join(q, " "), realCode, real, oursCode, ours, h.stream())
				}
			}
		})
	}
}
