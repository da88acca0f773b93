package difftest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/difftest"
)

var (
	sequences = flag.Int("sequences", 100, "how many random command sequences TestRandom compares")
	first     = flag.Int("first", 1, "the number of the first random sequence")
	length    = flag.Int("length", 40, "how many lines a random sequence has")
	wordsToo  = flag.Bool("words", false, "compare what random sequences print, too")
	without   = flag.String("without", "", "leave out the templates that contain this")
	keep      = flag.Bool("keep", false, "keep the shrunk sequence of a failure under scripts/regressions")
)

// opening gives every sequence something to change, to merge and to go back to.
var opening = []string{
	"git init -q",
	"for f in a b d/x; do mkdir -p d; seq -f \"$f %g\" 10 >$f; done",
	"git add .",
	"git commit -q -m base",
	"git tag v1",
	"git switch -q -c one",
	"sed -i '2s/$/ red/' a; sed -i '9s/$/ red/' d/x; git mv b c",
	"git commit -q -am one",
	"git switch -q -c two main",
	"sed -i '2s/$/ blue/' a; sed -i '5s/$/ blue/' b; git rm -q d/x",
	"git commit -q -am two",
	"git switch -q -c three main",
	"mkdir e; git mv d/x e; echo white >c; git add c",
	"git commit -q -am three",
	"git switch -q main",
}

// templates are the lines a sequence is made of, with how often they come up. The slots below are filled in.
var templates = []struct {
	weight int
	text   string
}{
	// editing
	{12, "sed -i 'LINEs/$/ WORD/' FILE"},
	{3, "sed -i 'LINEd' FILE"},
	{3, "sed -i 'LINEi WORD' FILE"},
	{3, "echo WORD >>FILE"},
	{2, "echo WORD >FILE"},
	{2, "mkdir -p d e; seq -f 'WORD %g' 12 >FILE"},
	{1, "printf 'no newline WORD' >FILE"},
	{2, "rm -f FILE"},
	{1, "rm -rf d"},
	{1, "mkdir -p d e"},
	{2, "mv FILE FILE"},
	{1, "cp FILE FILE"},
	{1, "chmod +x FILE"},
	{1, "ln -sf a FILE"},
	{1, "rm -rf d; ln -s e d"},
	{1, "ln -sfn e FILE"},
	{1, "chmod -x FILE"},
	{1, "rm -f FILE; mkdir FILE"},
	{1, "rm -rf a; mkdir -p a && echo WORD >a/y"},
	{1, "rm -rf d; echo WORD >d"},
	{1, "rm -rf e; mv d e"},
	{1, "mkdir -p f; mv FILE f/x"},
	{1, "printf 'CRLF\\r\\nWORD\\r\\n' >FILE"},
	{1, "echo FILE >>.gitignore"},
	// staging
	{3, "git add FILE"},
	{2, "git add ."},
	{3, "git add -A"},
	{2, "git add -u"},
	{1, "git add -N FILE"},
	{1, "git add -f FILE"},
	{1, "git update-index --chmod=+x FILE"},
	{1, "git update-index --chmod=-x FILE"},
	{1, "git update-index --assume-unchanged FILE"},
	{1, "git update-index --no-assume-unchanged FILE"},
	{1, "git update-index --add --remove FILE"},
	{1, "git update-index --force-remove FILE"},
	{1, "git add --renormalize ."},
	{1, "git add --chmod=+x FILE"},
	{1, "git add -u d"},
	// Where only conflicts are left to choose from, git 2.39 aborts with "BUG: add-patch.c".
	{1, "[ -n \"$(git ls-files -u)\" ] || printf 'y\\nn\\ns\\ny\\nn\\n' | git add -p"},
	{1, "[ -n \"$(git ls-files -u)\" ] || printf 'n\\ny\\ns\\nn\\ny\\n' | git restore -p FILE"},
	{1, "[ -n \"$(git ls-files -u)\" ] || printf 'y\\nn\\nd\\ny\\n' | git reset -p COMMIT"},
	{1, "[ -n \"$(git ls-files -u)\" ] || printf 'n\\ny\\ny\\n' | git checkout -p COMMIT -- FILE"},
	{1, "git rm -q FILE"},
	{1, "git rm -q --cached FILE"},
	{1, "git rm -rqf d"},
	{1, "git rm -rq --cached d"},
	{1, "git rm -q --ignore-unmatch FILE FILE"},
	{1, "git mv -k FILE FILE FILE d"},
	{1, "mkdir -p f; git mv d f"},
	{2, "git mv FILE FILE"},
	{1, "git mv -f FILE FILE"},
	{1, "git mv d e"},
	{1, "git mv e d"},
	{1, "git mv d f"},
	{1, "git mv FILE FILE d"},
	{1, "git restore FILE"},
	{1, "git restore --staged FILE"},
	{1, "git restore -s COMMIT FILE"},
	{1, "git restore -SW ."},
	{1, "git restore -SW -s COMMIT ."},
	{1, "git restore -S -s COMMIT FILE"},
	{1, "git restore --overlay -s COMMIT ."},
	{1, "git restore -S ."},
	{1, "git checkout --no-overlay COMMIT -- d"},
	{1, "git checkout -- FILE"},
	{1, "git checkout COMMIT -- FILE"},
	{1, "git checkout COMMIT -- ."},
	// committing
	{2, "git commit -q -m WORD"},
	{5, "git commit -q -am WORD"},
	{1, "git commit -q -m WORD FILE"},
	{1, "git commit -q --only -m WORD FILE FILE"},
	{1, "git commit -q -i -m WORD FILE"},
	{1, "git commit -q --amend -m WORD FILE"},
	{1, "git commit -q --amend --only --no-edit"},
	{1, "git commit -q --fixup=COMMIT"},
	{1, "git commit -q --amend -m WORD"},
	{1, "git commit -q --amend --no-edit -a"},
	{3, "git commit -q --no-edit"},
	{1, "git commit -q --allow-empty -m WORD"},
	{10, "git add -A; git commit -q -m WORD"},
	// branching
	{2, "git branch BRANCH COMMIT"},
	{1, "git branch -f BRANCH COMMIT"},
	{1, "git branch -d BRANCH"},
	{1, "git branch -D BRANCH"},
	{1, "git branch -m BRANCH BRANCH"},
	{1, "git branch -c BRANCH BRANCH"},
	{1, "git branch -M BRANCH BRANCH"},
	{1, "git branch -C BRANCH BRANCH"},
	{6, "git switch -q BRANCH"},
	{3, "git add -A; git commit -q -m WORD; git switch -q BRANCH"},
	{1, "git switch -q -c BRANCH"},
	{1, "git switch -q -C BRANCH COMMIT"},
	{1, "git switch -q --detach COMMIT"},
	{1, "git switch -q --discard-changes BRANCH"},
	{1, "git switch -q --orphan four"},
	{2, "git switch -q -f BRANCH"},
	{2, "git switch -q -m BRANCH"},
	{1, "git switch -q -"},
	{1, "git checkout -q BRANCH"},
	{1, "git checkout -q -b BRANCH COMMIT"},
	{1, "git checkout -q -f COMMIT"},
	{1, "git checkout -q COMMIT"},
	{1, "git checkout -q -B BRANCH COMMIT"},
	{1, "git checkout -q -m BRANCH"},
	{1, "git checkout -q --conflict=diff3 BRANCH"},
	{1, "git checkout -q --detach"},
	{1, "git checkout -q --orphan four"},
	{1, "git checkout -q --no-overwrite-ignore BRANCH"},
	// merging
	{4, "git merge -q BRANCH"},
	{10, "git add -A; git commit -q -m WORD; git merge -q BRANCH"},
	{2, "git reset -q --hard; git merge -q BRANCH"},
	{1, "git merge -q --no-ff -m WORD BRANCH"},
	{1, "git merge -q --ff-only BRANCH"},
	{1, "git merge -q --squash BRANCH"},
	{1, "git merge -q --no-commit BRANCH"},
	{1, "git merge -q -X SIDE BRANCH"},
	{1, "git merge -q -s ours BRANCH"},
	{1, "git merge -q --autostash BRANCH"},
	{3, "echo WORD >>FILE; git merge -q --autostash BRANCH"},
	{1, "sed -i 'LINEs/$/ WORD/' FILE; git add -u; git -c merge.autoStash=true merge -q BRANCH"},
	{1, "git merge -q --autostash --no-commit BRANCH"},
	{1, "git reset -q --hard; git merge -q -s resolve BRANCH || git reset -q --hard"},
	{1, "git merge -q -s octopus -s ort BRANCH"},
	{1, "git reset -q --hard; git merge -q -s ort -s resolve BRANCH || git reset -q --hard"},
	{1, "git merge -q --allow-unrelated-histories BRANCH"},
	{1, "git merge -q -X SIDE --no-ff BRANCH"},
	{1, "git -c merge.renames=false merge -q BRANCH"},
	{1, "git -c merge.directoryRenames=true merge -q BRANCH"},
	{1, "git merge -q TAG"},
	// An octopus that fails leaves the names of temporary files in its markers, other ones each time.
	{2, "git reset -q --hard; git merge -q BRANCH BRANCH || git reset -q --hard"},
	{1, "git -c merge.conflictStyle=diff3 merge -q COMMIT"},
	{1, "git -c merge.conflictStyle=zdiff3 merge -q COMMIT"},
	{1, "git merge -q -X no-renames BRANCH"},
	{1, "git merge -q --log -m WORD BRANCH"},
	{1, "git reset -q --hard; git merge -q BRANCH BRANCH BRANCH || git reset -q --merge"},
	// Two branches that merge each other's state before have two bases from then on.
	{2, "git reset -q --hard; git clean -qfdx; git branch -f four one; git switch -q one; git merge -q two; git add -A; git commit -q -m WORD; " +
		"git switch -q two; git merge -q four; git add -A; git commit -q -m WORD; sed -i 'LINEs/$/ WORD/' FILE; git commit -q -am WORD; git merge -q one"},
	// A folder that one side renames while the other puts a file into it.
	{2, "git reset -q --hard; git clean -qfdx; git switch -q BRANCH; git mv d f; git commit -q -m WORD; git switch -q BRANCH; mkdir -p d; " +
		"echo WORD >d/new; git add -A; git commit -q -m WORD; git merge -q BRANCH"},
	{2, "git merge --abort"},
	{1, "git merge --quit"},
	{1, "git merge --continue"},
	{1, "git checkout -q --ours FILE"},
	{1, "git checkout -q --theirs -- FILE"},
	{1, "git checkout -q --ours . && git add -A && git commit -q --no-edit"},
	{1, "git restore -q --ours FILE"},
	{1, "git restore -q --theirs ."},
	{2, "git restore -q --theirs . && git add -u && git merge --continue"},
	{1, "git checkout -q -m FILE"},
	{1, "git restore -q -m ."},
	// undoing
	{1, "git reset -q"},
	{1, "git reset -q FILE"},
	{1, "git reset -q COMMIT"},
	{1, "git reset -q --soft COMMIT"},
	{2, "git reset -q --hard"},
	{2, "git reset -q --hard COMMIT"},
	{1, "git reset -q --keep COMMIT"},
	{1, "git reset -q --merge COMMIT"},
	{1, "git reset -q --merge"},
	{1, "git reset -q COMMIT -- FILE"},
	{1, "git clean -qf"},
	{1, "git clean -qfd"},
	{1, "git clean -qfdx"},
	{1, "git clean -qfdX"},
	{1, "git clean -qfd d"},
	{1, "git reset -q -N"},
	{1, "git reset -q --no-refresh"},
	// tagging and housekeeping
	{1, "git tag TAG"},
	{1, "git tag -f TAG COMMIT"},
	{1, "git tag -a -m WORD TAG COMMIT"},
	{1, "git tag -d TAG"},
	{1, "git update-ref refs/heads/BRANCH COMMIT"},
	{1, "git symbolic-ref HEAD refs/heads/BRANCH"},
	// looking: may refresh the index's stat data, changes nothing else
	{1, "git status"},
	{1, "git diff --stat"},
	{1, "git diff --cached"},
	{1, "git log --oneline --graph --all"},
	{1, "git show --stat COMMIT"},
	{1, "git show COMMIT"},
	{1, "git diff"},
	{1, "git diff COMMIT BRANCH"},
	{1, "git diff -M HEAD~1 --stat"},
	{1, "git status --short --branch"},
	{1, "git status --porcelain=v2"},
	{1, "git log -3 -p"},
	{1, "git log --oneline -- FILE"},
	{1, "git blame HEAD -- FILE"},
	{1, "git branch -vv"},
	{1, "git reflog"},
	{1, "git describe --tags --always"},
	{1, "git ls-files -s"},
	{1, "git grep -n WORD"},
	{1, "git merge-base --all BRANCH BRANCH"},
}

// weighted holds each template as often as it weighs.
var weighted = sync.OnceValue(func() []string {
	var list []string
	for _, template := range templates {
		if *without != "" && strings.Contains(template.text, *without) {
			continue
		}
		list = append(list, slices.Repeat([]string{template.text}, template.weight)...)
	}
	return list
})

// slots are filled in this order.
var slots = []struct {
	name   string
	values []string
}{
	{"FILE", []string{"a", "b", "d/x", "c", "d/y", "e/x", "e", "f/x", "d/new"}},
	{"BRANCH", []string{"main", "one", "two", "three", "four"}},
	{"COMMIT", []string{"HEAD", "HEAD~1", "main", "one", "two", "HEAD~2", "HEAD@{1}", "v1", "v2", "main~1", "ORIG_HEAD", "HEAD^2"}},
	{"TAG", []string{"v1", "v2"}},
	{"LINE", []string{"1", "2", "3", "5", "6", "9", "10"}},
	{"SIDE", []string{"ours", "theirs"}},
	{"WORD", []string{"red", "green", "blue", "white"}},
}

// line draws one line: a template with its slots filled.
func line(t *rapid.T) string {
	words := strings.Split(rapid.SampledFrom(weighted()).Draw(t, "template"), " ")
	for i, word := range words {
		for _, slot := range slots {
			for strings.Contains(word, slot.name) {
				word = strings.Replace(word, slot.name, rapid.SampledFrom(slot.values).Draw(t, slot.name), 1)
			}
		}
		words[i] = word
	}
	return strings.Join(words, " ")
}

// sequence draws the lines of one sequence.
var sequence = rapid.Custom(func(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.Custom(line), *length, *length).Draw(t, "lines")
})

// TestRandom compares sequences by the numbers 1, 2, 3 ...: the same number gives the same lines until the templates change.
// A sequence that differs is cut down to the lines that matter and told as a script.
func TestRandom(t *testing.T) {
	t.Parallel()
	for number := *first; number < *first+*sequences; number++ {
		t.Run(strconv.Itoa(number), func(t *testing.T) {
			t.Parallel()
			lines := slices.Concat(opening, sequence.Example(number))
			report := differ(t, tools, lines)
			if report == "" {
				return
			}
			lines, report = shrink(t, lines, report)
			text := sequenceText(lines)
			t.Errorf("%s\nthe script:\n%s", report, text)
			if *keep {
				keepRegression(t, text)
			}
		})
	}
}

// sequenceText is a sequence as a script.
func sequenceText(lines []string) string {
	return "# Found by a random sequence.\n" + strings.Join(lines, "\n") + "\n"
}

// differ compares one sequence and says what differs.
func differ(t *testing.T, with *difftest.Tools, lines []string) string {
	t.Helper()
	script, err := difftest.Parse("random", sequenceText(lines))
	if err != nil {
		t.Fatal(err)
	}
	compare := func() string {
		report, err := difftest.Compare(difftest.Params{Tools: with, StateOnly: !*wordsToo, GitLoses: true}, t.TempDir(), script)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	report := compare()
	for range statTries {
		if !strings.HasPrefix(strings.TrimSpace(report), difftest.StatDataDiffers) {
			break
		}
		report = compare()
	}
	return report
}

// statTries is how often a difference in stat data alone is asked for again. Git compares whole seconds: a file that is
// written again as it was looks changed if a second began meanwhile, on one side and not on the other, and on a busy machine
// that comes several times in a row. What the engine does wrong with stat data, it does wrong each time.
const statTries = 4

// shrink leaves out lines, many at once and then one by one, as long as a difference stays. It tells the last one, since
// one that hangs on the clock may not come again.
func shrink(t *testing.T, lines []string, report string) ([]string, string) {
	t.Helper()
	for size := len(lines) / 2; size > 0; size /= 2 {
		// From the end: what comes after the difference goes first.
		for from := len(lines) - size; from >= 0; from -= size {
			shorter := slices.Concat(lines[:from], lines[from+size:])
			if len(shorter) == 0 {
				continue
			}
			if found := differ(t, tools, shorter); found != "" {
				lines, report = shorter, found
			}
		}
	}
	return lines, report
}

// keepRegression writes a shrunk sequence among the scripts.
func keepRegression(t *testing.T, text string) {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	dir := filepath.Join("scripts", "regressions")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "random-"+hex.EncodeToString(sum[:4])+".txt")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("kept as %s", path)
}
