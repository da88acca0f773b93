package difftest_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/difftest"
)

var every = flag.Int("every", 4, "TestKill kills at every so many changes to the disk; 1 is all of them")

// killed are the commands that are killed at every change that they make: what goes before, and the command.
var killed = []struct{ name, before, command string }{
	{"add", "echo new >new; echo more >>a; rm b", "add -A"},
	{"add a folder", "mkdir -p x/y; for i in 1 2 3 4 5; do echo $i >x/y/$i; done", "add x"},
	{"commit", "echo more >>a; git add a", "commit -m two"},
	{"commit -a", "echo more >>a; rm b", "commit -a -m two"},
	{"commit --amend", "echo more >>a; git add a", "commit --amend -m again"},
	{"the first commit", "rm -rf .git; git init -q; git add .", "commit -m first"},
	{"commit after a merge", "git merge -q topic; echo solved >a; git add a", "commit -m merged"},
	{"switch", "", "switch topic"},
	{"switch -c", "", "switch -c new"},
	{"checkout of files", "echo more >>a; rm b", "checkout -- ."},
	{"merge, fast-forward", "git switch -q -c back HEAD~1", "merge main"},
	{"merge", "git reset -q --hard HEAD~1", "merge -m merged other"},
	{"merge with conflicts", "", "merge topic"},
	{"merge --abort", "git merge -q topic", "merge --abort"},
	{"merge --squash", "", "merge --squash other"},
	{"reset --hard", "echo more >>a; echo new >n; git add n", "reset --hard HEAD~1"},
	{"reset", "echo more >>a; git add a", "reset"},
	{"reset --soft", "", "reset --soft HEAD~1"},
	{"restore", "echo more >>a; git add a", "restore --staged --worktree a"},
	{"rm", "", "rm a b"},
	{"mv", "", "mv a renamed"},
	{"tag -a", "", "tag -a -m signed v2"},
	{"tag -d", "git pack-refs --all", "tag -d v1"},
	{"branch", "", "branch new"},
	{"branch -m", "", "branch -m main trunk"},
	{"branch -d", "git pack-refs --all; git switch -q topic; git branch near", "branch -D main near"},
	{"config", "", "config user.name Grace"},
	{"update-ref", "", "update-ref refs/heads/main HEAD~1"},
	{"symbolic-ref", "", "symbolic-ref HEAD refs/heads/topic"},
	{"clean", "mkdir u; echo x >u/x; echo y >y", "clean -fd"},
	{"reflog expire", "", "reflog expire --expire=all --all"},
}

// history is what every killed command starts from: a branch that merges, and one that conflicts.
const history = `git init -q
seq 10 >a; seq 20 30 >b; mkdir d; echo x >d/x
git add .; git commit -q -m base; git tag v1
git switch -q -c topic; sed -i 's/^5$/five/' a; echo t >t; git add .; git commit -q -m topic
git switch -q -c other main; sed -i 's/^22$/twenty-two/' b; git commit -q -am other
git switch -q main; sed -i 's/^5$/FIVE/' a; git commit -q -am main
`

func TestKill_leavesEachThingAsItWasOrAsItWillBe(t *testing.T) {
	t.Parallel()
	for _, c := range killed {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := newVictim(t, c.before, c.command)
			for n := 1; ; n += *every {
				call, err := v.run(t, n)
				if errors.Is(err, errNoTrace) {
					t.Skip(err)
				}
				if err != nil {
					t.Fatal(err)
				}
				if call == "" {
					t.Logf("killed at %d changes of about %d", (n-1) / *every, n-1)
					return
				}
				v.judge(t, n, call)
			}
		})
	}
}

func TestKill_leavesARepositoryHalfMadeThatInitFinishes(t *testing.T) {
	t.Parallel()
	v := newVictim(t, "rm -rf .git", "init")
	for n := 1; ; n += *every {
		call, err := v.run(t, n)
		if errors.Is(err, errNoTrace) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		if call == "" {
			return
		}
		v.shell(t, "run", "find . -name '*.lock' -delete")
		said := v.ours("init")
		left := v.state(t)
		for _, key := range []string{".git/HEAD", ".git/config", "a"} {
			if left[key] != v.after[key] {
				t.Errorf("killed at change %d (%s), then init again: %s is\n%s\nwant\n%s\n%s", n, call, key, left[key], v.after[key], said)
			}
		}
	}
}

// victim is one command with the states around it.
type victim struct {
	base          string // holds start, the folder before the command, and run, where it is killed
	argv, env     []string
	before, after difftest.State
	born          bool // HEAD names a commit before the command
}

func newVictim(t *testing.T, before, command string) *victim {
	t.Helper()
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	v := &victim{base: base, argv: append([]string{tools.Engine}, strings.Fields(command)...)}
	if err := os.Mkdir(v.path("run"), 0o700); err != nil {
		t.Fatal(err)
	}
	date := difftest.Start.Format("2006-01-02T15:04:05Z")
	v.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + base, "LC_ALL=C", "TZ=UTC", "GIT_CONFIG_NOSYSTEM=1", "GIT_MERGE_AUTOEDIT=no",
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=init.defaultBranch", "GIT_CONFIG_VALUE_0=main",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=" + date,
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_COMMITTER_DATE=" + date,
	}
	v.shell(t, "run", history+before+"\ntrue")
	v.before = v.state(t)
	v.born = v.shell(t, "run", "git rev-parse -q --verify HEAD || true") != ""
	v.shell(t, "", "cp -a run start")
	v.ours(v.argv[1:]...)
	v.after = v.state(t)
	return v
}

func (v *victim) path(name string) string { return filepath.Join(v.base, name) }

func (v *victim) shell(t *testing.T, dir, text string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", text)
	cmd.Dir, cmd.Env = v.path(dir), v.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", text, err, out)
	}
	return string(out)
}

// ours runs the engine; the exit code is not judged.
func (v *victim) ours(args ...string) string {
	cmd := exec.Command(tools.Engine, args...)
	cmd.Dir, cmd.Env = v.path("run"), v.env
	out, _ := cmd.CombinedOutput()
	return string(out)
}

func (v *victim) state(t *testing.T) difftest.State {
	t.Helper()
	state, err := difftest.ReadState(v.path("run"))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// program is the command, to be run in the folder run.
func (v *victim) program() traced {
	return traced{root: v.path("run"), dir: v.path("run"), env: v.env, argv: v.argv}
}

// run kills the command at its n-th change, in a fresh copy of the folder.
func (v *victim) run(t *testing.T, n int) (string, error) {
	t.Helper()
	v.shell(t, "", "rm -rf run && cp -a start run")
	return killAt(t, v.program(), n)
}

// allowed reports whether a thing is as before or as after, or what a dead program may leave: a lock, the text that was
// being edited, a reflog whose last line is cut off.
func (v *victim) allowed(key, text string) bool {
	switch {
	case text == v.before[key], text == v.after[key]:
		return true
	case text == "empty folder": // not yet filled, or just emptied
		return true
	case strings.HasSuffix(key, ".lock"), strings.HasSuffix(key, ".new"), strings.HasSuffix(key, "/COMMIT_EDITMSG"):
		return true
	case strings.Contains(key, "/logs/"):
		return strings.HasPrefix(text, v.before[key]) && strings.HasPrefix(v.after[key], text)
	}
	return false
}

// judge holds what a killed command left to the promises.
func (v *victim) judge(t *testing.T, n int, call string) {
	t.Helper()
	left := v.state(t)
	for key, text := range left {
		if !v.allowed(key, text) {
			t.Errorf("killed at change %d (%s), %s is neither as before nor as after:\n%s", n, call, key, text)
		}
	}
	for key := range v.before { // a file that must stay is never missing for a moment
		if _, kept := left[key]; !kept && v.after[key] != "" {
			t.Errorf("killed at change %d (%s), %s is gone", n, call, key)
		}
	}
	if v.born && v.shell(t, "run", "git rev-parse -q --verify HEAD || true") == "" {
		t.Errorf("killed at change %d (%s), HEAD names no commit", n, call)
	}
	if said := v.fsck(t); said != "" {
		t.Errorf("killed at change %d (%s), git fsck says:\n%s", n, call, said)
	}
}

// fsck lets Git go on, once the locks are removed as the message says, and gives what it complains of.
func (v *victim) fsck(t *testing.T) string {
	t.Helper()
	v.shell(t, "run", "test ! -e .git/HEAD || find .git -name '*.lock' -delete")
	return v.shell(t, "run", "test ! -e .git/HEAD || { git fsck --strict --no-dangling --no-progress 2>&1 | grep -v ^notice; git status --short >/dev/null; }")
}
