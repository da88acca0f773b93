package difftest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"cairn/internal/difftest"
)

// witness is a testing.TB that remembers failures, so that the harness itself can be tested.
type witness struct {
	testing.TB
	said strings.Builder
}

func (w *witness) Helper() {}

func (w *witness) Errorf(format string, args ...any) { fmt.Fprintf(&w.said, format, args...) }

func (w *witness) Error(args ...any) { fmt.Fprintln(&w.said, args...) }

// standIn is an engine that runs a program with something done after it.
func standIn(t *testing.T, program, after string) *difftest.Tools {
	t.Helper()
	fake := filepath.Join(t.TempDir(), "git")
	text := "#!/bin/sh\n" + program + " \"$@\"\ncode=$?\n" + after + "\nexit $code\n"
	if err := os.WriteFile(fake, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	stand, err := difftest.Build(fake)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stand.Remove)
	return stand
}

// against runs lines with a stand-in for the engine that is real git with something done after it.
func against(t *testing.T, after, lines string) string {
	t.Helper()
	script, err := difftest.Parse("self", "# The harness sees it.\n"+lines)
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{TB: t}
	difftest.Run(w, difftest.Params{Tools: standIn(t, tools.Git, after)}, script)
	return w.said.String()
}

const oneCommit = "git init -q\necho one >a.txt\ngit add a.txt\ngit commit -q -m one\ngit status\n"

func TestRun_findsNothingBetweenGitAndGit(t *testing.T) {
	if said := against(t, "", oneCommit); said != "" {
		t.Errorf("git differs from itself:\n%s", said)
	}
}

func TestRun_findsWhatDiffers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a shell script")
	}
	for name, c := range map[string]struct{ after, want string }{
		"exit code":         {`[ $code = 0 ] && code=3`, "exit code: git 0, engine 3"},
		"stdout":            {`[ "$1" = status ] && echo more`, "stdout differs"},
		"stderr":            {`[ "$1" = status ] && echo more >&2`, "stderr differs"},
		"a file":            {`[ "$1" = commit ] && echo two >a.txt`, "state work/a.txt differs"},
		"a file's mode":     {`[ "$1" = commit ] && chmod +x a.txt`, "state work/a.txt differs"},
		"a file too many":   {`[ "$1" = commit ] && echo two >b.txt`, "state work/b.txt: only with the engine"},
		"a folder too many": {`[ "$1" = commit ] && mkdir -p empty`, "state work/empty/: only with the engine"},
		"a file too few":    {`[ "$1" = commit ] && rm a.txt`, "state work/a.txt: only with git"},
		"a ref":             {`[ "$1" = commit ] && cp .git/refs/heads/main .git/refs/heads/x`, "refs/heads/x: only with the engine"},
		"a reflog":          {`[ "$1" = commit ] && echo x >>.git/logs/HEAD`, "state work/.git/logs/HEAD differs"},
		"the index":         {`[ "$1" = add ] && rm .git/index`, "state work/.git index: only with git"},
		"config":            {`[ "$1" = commit ] && echo '[a]' >>.git/config`, "state work/.git/config differs"},
		"home":              {`[ "$1" = commit ] && echo x >$HOME/x`, "state home/x: only with the engine"},
		"a lost object":     {`[ "$1" = status ] && find .git/objects -type f -delete`, "git fsck at the end in work"},
		"stat data":         {`[ "$1" = status ] && touch -d 2020-01-01 a.txt`, "git diff-files (stat data) at the end in work"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if said := against(t, c.after, oneCommit); !strings.Contains(said, c.want) {
				t.Errorf("want %q in:\n%s", c.want, said)
			}
		})
	}
}

func TestRun_takesPackedRefsForLooseOnes(t *testing.T) {
	said := against(t, `[ "$1" = commit ] && `+"git pack-refs --all", oneCommit)
	if said != "" {
		t.Errorf("packing refs changes nothing that counts:\n%s", said)
	}
}

func TestRun_letsTextDifferWhereTheScriptSaysSo(t *testing.T) {
	lines := strings.Replace(oneCommit, "git status", "# stdout: off a reason\ngit status", 1)
	if said := against(t, `[ "$1" = status ] && echo more`, lines); said != "" {
		t.Errorf("unexpected:\n%s", said)
	}
}

func TestParse_wantsAPointAndReasons(t *testing.T) {
	for text, want := range map[string]string{
		"git init\n":                           "must say the script's point",
		"# point\n":                            "no lines to run",
		"# point\n# text: off\ngit init\n":     "needs a reason",
		"# point\n# stdin: a\\q\ngit init\n":   "stdin",
		"# point\n\n# a remark\n\n# another\n": "no lines to run",
	} {
		if _, err := difftest.Parse("x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, want %q", text, err, want)
		}
	}
}

func TestListIndex_agreesWithGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"2", "3", "4"} {
		t.Run("version "+version, func(t *testing.T) {
			dir := t.TempDir()
			run := func(args ...string) string {
				cmd := exec.Command(git, args...)
				cmd.Dir = dir
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("git %v: %v\n%s", args, err, out)
				}
				return string(out)
			}
			run("init", "-q")
			for _, name := range []string{"a", "dir/longer name", "dir/longer", strings.Repeat("x", 200)} {
				path := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			run("add", ".")
			run("update-index", "--index-version", version)
			if version == "3" {
				run("update-index", "--skip-worktree", "a")
			}
			content, err := os.ReadFile(filepath.Join(dir, ".git", "index"))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.ReplaceAll(difftest.ListIndex(content), " skip-worktree", "")
			if want := run("ls-files", "-s"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Stat data that differ once may be the clock's doing, and are asked for again; an engine that is wrong about them stays so.
func TestDiffer_findsStatDataThatStayWrong(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a shell script")
	}
	lines := strings.Split(strings.TrimSpace(oneCommit), "\n")
	for name, c := range map[string]struct {
		after, want string
		runs        int
	}{
		"never":           {after: `true`, runs: 1},
		"always":          {after: `touch -d 2020-01-01 a.txt`, want: difftest.StatDataDiffers, runs: 1 + statTries},
		"but at the last": {after: `[ $(wc -l <RUNS) -gt 4 ] || touch -d 2020-01-01 a.txt`, runs: 1 + statTries},
		"and more":        {after: `touch -d 2020-01-01 a.txt; echo more >b`, want: "state work/b", runs: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runs := filepath.Join(t.TempDir(), "runs")
			after := `[ "$1" = status ] && { echo run >>RUNS; ` + c.after + `; }`
			said := differ(t, standIn(t, tools.Git, strings.ReplaceAll(after, "RUNS", "'"+runs+"'")), lines)
			if (c.want == "") != (said == "") || !strings.Contains(said, c.want) {
				t.Errorf("want %q in:\n%s", c.want, said)
			}
			count, err := os.ReadFile(runs)
			if n := strings.Count(string(count), "\n"); err != nil || n != c.runs {
				t.Errorf("asked %d times, want %d (%v)", n, c.runs, err)
			}
		})
	}
}

// A file made a folder, and merges beside it: how they begin is the same, how they end is the merge's.
const folderForFile = `# a folder in place of a file, and a merge
git init -q
echo a >a && git add . && git commit -q -m base
git switch -q -c one && echo b >a && git commit -q -am one
git switch -q main && git commit -q --allow-empty -m two
`

// The differences that random sequences let pass are those that are meant: with anything more they are told.
func TestCompare_letsPassOnlyWhatGitLoses(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a shell script")
	}
	const (
		refused   = folderForFile + "rm a && mkdir a && echo mine >a/y\ngit merge -q one\n"
		aside     = folderForFile + "rm a && mkdir a && echo mine >a/y\ngit merge -q --autostash one\n"
		conflict  = folderForFile + "echo c >a; git commit -q -am c; rm a && mkdir a && echo mine >a/y\ngit merge -q --autostash one\n"
		untracked = folderForFile + "git switch -q one; echo n >n; git add n; git commit -q -m n; git switch -q main\n" +
			"rm a && mkdir a && echo mine >a/y && echo mine >n\ngit merge -q --autostash one\n"
		again = folderForFile + "git switch -q one; git rm -q a; echo mine >a\ngit merge -q --autostash main\ngit merge -q --autostash main\n"
		abort = folderForFile + "echo c >c; git add c; git commit -q -m c; echo c >a; git commit -q -am three; echo d >c\n" +
			"git merge -q --autostash one\necho e >c; git add c; echo f >c\ngit merge --abort\n"
		unstashed = folderForFile + "echo n >n; git add n; rm n; mkdir n; echo mine >n/y\ngit merge -q one\n"
		keeping   = folderForFile + "git rm -q --cached a; rm a; mkdir a && echo mine >a/y\ngit merge -q --autostash one\n"
		lost      = "state work/a/y: only with the engine"
		more      = `[ "$1" = merge ] && echo more >.git/MERGE_MSG`
		fewer     = `[ "$1" = merge ] && rm -r a/y`
		other     = `[ "$1" = merge ] && echo yours >a/y`
		reflog    = `[ "$1" = merge ] && echo x >>.git/logs/HEAD`
		sentence  = `[ "$1" = merge ] && { printf 'Updating the following directories would lose untracked files in them:\n\ta\n' >&2; exit 128; }`
	)
	for name, c := range map[string]struct {
		lines       string
		strict      bool
		after, want string
	}{
		"by a script":                      {lines: refused, strict: true, want: lost},
		"by a sequence":                    {lines: refused},
		"a file too many":                  {lines: refused, after: `[ "$1" = merge ] && echo more >b`, want: lost},
		"another content":                  {lines: refused, after: other, want: lost},
		"a reflog too long":                {lines: refused, after: reflog, want: lost},
		"aside, by a script":               {lines: aside, strict: true, want: lost},
		"aside, by a sequence":             {lines: aside},
		"aside, a state file":              {lines: aside, after: more, want: "exit code"},
		"aside, a reflog":                  {lines: aside, after: reflog, want: "exit code"},
		"aside, another content":           {lines: aside, after: other, want: "exit code"},
		"aside, lost here, too":            {lines: aside, after: fewer, want: "exit code"},
		"aside, said by one that goes on":  {lines: aside, after: `[ "$1" = merge ] && code=0`, want: lost},
		"aside with a conflict, by script": {lines: conflict, strict: true, want: lost},
		"aside with a conflict":            {lines: conflict},
		"aside with a conflict, more":      {lines: conflict, after: more, want: "exit code"},
		"aside, then refused":              {lines: untracked},
		"aside, then refused, a reflog":    {lines: untracked, after: reflog, want: "exit code"},
		"put aside twice, by a script":     {lines: again, strict: true, want: "state work/.git ref refs/stash"},
		"put aside twice":                  {lines: again},
		"put aside twice, a reflog":        {lines: again, after: reflog, want: "state work/.git"},
		"aborted in vain, by a script":     {lines: abort, strict: true, want: "state work/.git/MERGE_AUTOSTASH"},
		"aborted in vain":                  {lines: abort},
		"aborted in vain, more":            {lines: abort, after: more, want: "state work/.git/MERGE_"},
		"not unstashed, by a script":       {lines: unstashed, strict: true, want: "state work/.git index"},
		"not unstashed":                    {lines: unstashed},
		"not unstashed, more":              {lines: unstashed, after: more, want: "state work/.git/MERGE_MSG"},
		"not unstashed, lost here":         {lines: unstashed, after: `[ "$1" = merge ] && rm -r n`, want: "state work/n/y"},
		"not unstashed, index lost here":   {lines: unstashed, after: `[ "$1" = merge ] && { git rm -q --cached n; echo x >a; }`, want: "state work/a"},
		"refused by both":                  {lines: keeping},
		"refused by both, more":            {lines: keeping, after: more, want: "state work/.git/MERGE_MSG"},
		"said for no reason":               {lines: oneCommit + "git merge -q -m x main\n", after: sentence, want: "exit code"},
		"said, and nothing lost":           {lines: folderForFile + "git merge -q one\n", after: sentence, want: "exit code"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script, err := difftest.Parse("loss", "# A loss.\n"+c.lines)
			if err != nil {
				t.Fatal(err)
			}
			p := difftest.Params{Tools: standIn(t, tools.Engine, c.after), StateOnly: true, GitLoses: !c.strict}
			said, err := difftest.Compare(p, t.TempDir(), script)
			if err != nil {
				t.Fatal(err)
			}
			if (c.want == "") != (said == "") || !strings.Contains(said, c.want) {
				t.Errorf("want %q in:\n%s", c.want, said)
			}
		})
	}
}
