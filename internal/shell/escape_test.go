package shell_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"cairn/internal/shell"
)

// A way out of the practice folder that somebody may type. OUT stands for a
// folder outside that holds secret.txt; ABOVE for the folder that holds work.
type escape struct {
	name, line string
}

// escapes are tried one by one; each must be refused in plain words, and leave
// what lies outside as it was and unseen.
func escapes() []escape {
	return []escape{
		{"read an absolute path", `cat OUT/secret.txt`},
		{"read by climbing", `cat ../../outside/secret.txt`},
		{"read above the folder", `cat ../secret.txt`},
		{"climb from a subfolder", `cd sub && cat ../../../outside/secret.txt`},
		{"a dot in between", `cat ./sub/.././../../outside/secret.txt`},
		{"read by redirection", `cat < OUT/secret.txt`},
		{"read by substitution", `echo "$(<OUT/secret.txt)"`},
		{"read by a loop", `while read -r l; do echo "$l"; done < OUT/secret.txt`},
		{"write an absolute path", `echo x > OUT/new.txt`},
		{"append", `echo x >> OUT/secret.txt`},
		{"write both streams", `ls nothing &> OUT/new.txt`},
		{"write stderr", `ls nothing 2> OUT/new.txt`},
		{"clobber", `echo x >| OUT/secret.txt`},
		{"truncate without a command", `> OUT/secret.txt`},
		{"here-document into a file", "cat > OUT/new.txt <<EOF\nx\nEOF"},
		{"tee", `echo x | tee OUT/new.txt`},
		{"copy in", `cp OUT/secret.txt here.txt`},
		{"copy out", `cp inside.txt OUT/new.txt`},
		{"copy a folder in", `cp -r OUT here`},
		{"copy a folder out", `cp -r sub OUT/sub`},
		{"move in", `mv OUT/secret.txt here.txt`},
		{"move out", `mv inside.txt OUT/`},
		{"move by climbing", `mv inside.txt ../../outside/`},
		{"remove", `rm -f OUT/secret.txt; rm OUT/secret.txt`},
		{"remove a folder", `rm -rf OUT; rm -r OUT`},
		{"remove the folder above", `rm -rf ..; rm -rf ABOVE`},
		{"remove an empty folder", `rmdir OUT/empty`},
		{"touch", `touch OUT/new.txt`},
		{"make a folder", `mkdir OUT/new`},
		{"make folders", `mkdir -p OUT/a/b/c`},
		{"make a folder above", `mkdir ../new`},
		{"change rights", `chmod 777 OUT/secret.txt`},
		{"list", `ls OUT`},
		{"list the folder above", `ls ..; ls -la ABOVE`},
		{"list the root", `ls /`},
		{"tree", `tree OUT`},
		{"find", `find OUT -name '*.txt'`},
		{"find and delete", `find OUT -type f -delete`},
		{"grep", `grep -r canary OUT`},
		{"head", `head -1 OUT/secret.txt`},
		{"tail", `tail OUT/secret.txt`},
		{"wc", `wc OUT/secret.txt`},
		{"sort into a file", `sort -o OUT/new.txt inside.txt`},
		{"sort", `sort OUT/secret.txt`},
		{"uniq", `uniq OUT/secret.txt`},
		{"cut", `cut -c1-9 OUT/secret.txt`},
		{"sed", `sed -n p OUT/secret.txt`},
		{"sed in place", `sed -i s/canary/x/ OUT/secret.txt`},
		{"sed reading a file", `sed 'r OUT/secret.txt' inside.txt`},
		{"sed writing a file", `sed 'w OUT/new.txt' inside.txt`},
		{"diff", `diff inside.txt OUT/secret.txt`},
		{"source", `source OUT/script.sh`},
		{"run a script", `OUT/script.sh`},
		{"sh", `sh OUT/script.sh`},
		{"cd", `cd OUT && cat secret.txt`},
		{"cd above", `cd .. && cat secret.txt`},
		{"cd by OLDPWD", `OLDPWD=OUT; cd - && cat secret.txt`},
		{"cd by HOME", `HOME=OUT; cd && cat secret.txt`},
		{"pushd", `pushd OUT && cat secret.txt`},
		{"tilde of another user", `cat ~root/.profile`},
		{"PWD does not move", `PWD=OUT; cat secret.txt`},
		{"glob", `cat OUT/*`},
		{"glob above", `cat ../*.txt`},
		{"glob in a loop", `for f in OUT/*; do cat "$f"; done`},
		{"link to a file", `cat filelink`},
		{"link to a folder", `cat dirlink/secret.txt`},
		{"relative link", `cat rellink/secret.txt`},
		{"chain of links", `cat chain1/secret.txt`},
		{"write through a link", `echo x > filelink`},
		{"write through a dangling link", `echo x > dangling`},
		{"touch a dangling link", `touch dangling`},
		{"copy onto a dangling link", `cp inside.txt dangling`},
		{"make a folder through a link", `mkdir dirlink/new`},
		{"remove through a link", `rm dirlink/secret.txt`},
		{"move through a link", `mv inside.txt dirlink/`},
		{"list through a link", `ls dirlink/`},
		{"find through a link", `find dirlink/ -name '*.txt'`},
		{"cd through a link", `cd dirlink && cat secret.txt`},
		{"grep through a link", `grep canary filelink`},
		{"sed through a link", `sed -i s/canary/x/ filelink`},
		{"chmod through a link", `chmod 777 filelink`},
		{"test sees nothing", `[ -e OUT/secret.txt ] && echo canary-found || ls OUT/secret.txt`},
		{"device", `cat /dev/zero`},
		{"process information", `cat /proc/self/environ`},
		{"descriptor", `cat /dev/fd/0 /proc/self/cwd/secret.txt`},
		{"the interpreter's own temporary files", `echo x > TMP/sh-interp-canary`},
		{"temporary files by TMPDIR", `export TMPDIR=OUT; echo x > OUT/sh-interp-1`},
		{"temporary files after a fresh start", "x=a; for ((;;)); do x=$x$x; done\necho x > TMP/sh-interp-canary"},
		{"process substitution", `cat <(cat OUT/secret.txt)`},
		{"eval", `eval 'cat OUT/secret.txt'`},
		{"command", `command cat OUT/secret.txt`},
		{"exec", `exec cat OUT/secret.txt`},
		{"exec a redirection", `exec > OUT/new.txt`},
		{"sqlite3 file", `sqlite3 OUT/new.db 'create table t(a)'`},
		{"sqlite3 reading", `sqlite3 OUT/secret.txt 'select 1'`},
		{"sqlite3 attach", `sqlite3 a.db "ATTACH 'OUT/new.db' AS o; CREATE TABLE o.t(a)"`},
		{"sqlite3 attach an expression", `sqlite3 a.db "ATTACH 'OUT' || '/new.db' AS o; CREATE TABLE o.t(a)"`},
		{"sqlite3 attach a link", `sqlite3 a.db "ATTACH 'file:dirlink/new.db' AS o; CREATE TABLE o.t(a)"`},
		{"sqlite3 vacuum into", `sqlite3 a.db "CREATE TABLE t(a); VACUUM INTO 'OUT/new.db'"`},
		{"sqlite3 readfile", `sqlite3 a.db "SELECT readfile('OUT/secret.txt')"`},
		{"sqlite3 writefile", `sqlite3 a.db "SELECT writefile('OUT/new.txt', 'x')"`},
		{"sqlite3 extension", `sqlite3 a.db "SELECT load_extension('OUT/x.so')"`},
		{"sqlite3 dot commands", "sqlite3 a.db <<EOF\n.read OUT/secret.txt\nEOF"},
		{"sqlite3 output", "sqlite3 a.db <<EOF\n.output OUT/new.txt\nselect 1;\nEOF"},
		{"sqlite3 backup", `sqlite3 a.db ".backup OUT/new.db"`},
		{"sqlite3 shell", `sqlite3 a.db ".shell cat OUT/secret.txt"`},
		{"sqlite3 temporary folder", `sqlite3 a.db "PRAGMA temp_store_directory='OUT'"`},
		{"sqlite3 through a link", `sqlite3 dirlink/new.db 'create table t(a)'`},
		{"git -C", `git -C OUT init`},
		{"git -C above", `git -C .. init`},
		{"git init", `git init OUT/repo`},
		{"git init above", `git init ..`},
		{"git init through a link", `git init dirlink/repo`},
		{"git --git-dir", `git --git-dir=OUT/.git init`},
		{"git --work-tree", `git init -q r1; cd r1; git --work-tree=OUT add secret.txt`},
		{"git separate git dir", `git init --separate-git-dir=OUT/g r2`},
		{"git config -f", `git config -f OUT/secret.txt a.b c`},
		{"git config reading", `git config -f OUT/config user.name`},
		{"git GIT_DIR", `GIT_DIR=OUT/.git git init`},
		{"git GIT_WORK_TREE", `git init -q r3; cd r3; GIT_WORK_TREE=OUT git add secret.txt`},
		{"git GIT_INDEX_FILE", `git init -q r4; cd r4; echo x > f; GIT_INDEX_FILE=OUT/new.txt git add f`},
		{"git GIT_OBJECT_DIRECTORY", `git init -q r5; cd r5; echo x > f; GIT_OBJECT_DIRECTORY=OUT/o git add f`},
		{"git GIT_CONFIG_GLOBAL", `GIT_CONFIG_GLOBAL=OUT/new.txt git config --global a.b c`},
		{"git HOME", `HOME=OUT git config --global a.b c`},
		{"git XDG_CONFIG_HOME", `XDG_CONFIG_HOME=OUT git config --global a.b c`},
		{"git exported HOME", `export HOME=OUT; git config --global a.b c`},
		{"git include", `git init -q r6; cd r6; git config include.path OUT/config; git config user.secret`},
		{"git add outside", `git init -q r7; cd r7; git add OUT/secret.txt`},
		{"git add by climbing", `git init -q r8; cd r8; git add ../../../outside/secret.txt`},
		{"git add beyond a link", `git init -q; git add dirlink/secret.txt`},
		{"git core.worktree", `git init -q r9; cd r9; git config core.worktree OUT; git add secret.txt`},
		{"git gitfile", `mkdir r10; echo 'gitdir: OUT/.git' > r10/.git; cd r10; git add .`},
		{"git hash-object", `git hash-object OUT/secret.txt`},
		{"git hash-object through a link", `git hash-object -w --no-filters filelink`},
		{"git grep --no-index", `git grep --no-index -e c.nar OUT`},
		{"git grep --no-index in a repository", `git init -q r15; cd r15; git grep --no-index -e c.nar ../../../outside`},
		{"git grep -f", `git grep --no-index -f OUT/secret.txt -- inside.txt`},
		{"git diff order file", `git diff --no-index -O OUT/secret.txt inside.txt sub/deep.txt`},
		{"git hash-object paths from stdin", `echo OUT/secret.txt | git hash-object --stdin-paths`},
		{"git merge-file", `git merge-file -p inside.txt OUT/secret.txt inside.txt`},
		{"git rev-parse", `git rev-parse --git-dir --resolve-git-dir OUT`},
		{"git check-ignore", `git init -q r16; cd r16; git check-ignore OUT/secret.txt`},
		{"git ls-files excludes", `git init -q r17; cd r17; git ls-files -o -X OUT/secret.txt; cat OUT/secret.txt`},
		{"git commit-tree -F", `git init -q r18; cd r18; git commit-tree -F OUT/secret.txt 4b825dc642cb6eb9a060e54bf8d69288fbee4904`},
		{"git update-index", `git init -q r19; cd r19; git update-index --add OUT/secret.txt`},
		{"git diff --no-index", `git diff --no-index inside.txt OUT/secret.txt`},
		{"git commit -F", `git init -q r11; cd r11; git commit --allow-empty -F OUT/secret.txt && git log`},
		{"git blame of contents", `git init -q r12; cd r12; git blame --contents OUT/secret.txt HEAD -- f`},
		{"git alias", `git init -q r13; cd r13; git config alias.x '!cat OUT/secret.txt'; git x`},
		{"editor by environment", `GIT_EDITOR='cat OUT/secret.txt >' git config --edit`},
		{"git excludes file", `git init -q r14; cd r14; git config core.excludesFile OUT/secret.txt; git status; cat OUT/secret.txt`},
	}
}

// harmless are lines that Git may well run to their end, as long as nothing
// outside is touched: a link takes the place of a folder that Git knows.
func harmless() []escape {
	begin := `git init -q r; cd r; mkdir d; echo x > d/new.txt; echo y > d/secret.txt; git add .; git commit -qm x; `
	swap := begin + `rm -r d; mv ../dirlink d; `
	return []escape{
		{"git restore below a link", swap + `git restore d/new.txt`},
		{"git restore all", swap + `git restore .`},
		{"git checkout below a link", swap + `git checkout -- d/secret.txt`},
		{"git checkout -f", swap + `git checkout -f`},
		{"git reset --hard", swap + `git reset --hard`},
		{"git switch over a link", begin + `git switch -qc other; git rm -rq d; git commit -qm gone; mv ../dirlink d; git switch main; git switch -f main`},
		{"git rm below a link", swap + `git rm -rf d; git rm -f d/secret.txt`},
		{"git clean below a link", swap + `git clean -fdx; git clean -fdx d/`},
		{"git mv into a link", begin + `mv ../dirlink l; git mv d/new.txt l/; git mv -f d/secret.txt l/secret.txt`},
		{"git add a link and its contents", swap + `git add -A; git add d/secret.txt; git commit -qm y; git show --stat`},
		{"git stash below a link", swap + `git stash -u; git stash pop`},
		{"git diff below a link", swap + `git diff; git diff HEAD -- d/secret.txt`},
		{"git blame below a link", swap + `git blame d/secret.txt`},
		{"git grep below a link", swap + `git grep canar; git grep --no-index canar`},
		{"git commit by paths below a link", swap + `git commit -m z d/secret.txt`},
		{"git apply below a link", swap + `printf -- '--- a/d/new.txt\n+++ b/d/new.txt\n@@ -0,0 +1 @@\n+z\n' | git apply`},
		{"a hook as a link", begin + `mkdir -p .git/hooks; mv ../filelink .git/hooks/pre-commit; git commit --allow-empty -m z`},
		{"a hook that plants a link", begin + "mkdir -p .git/hooks; printf 'rm .git/logs/HEAD .git/COMMIT_EDITMSG\nmv ../dangling .git/logs/HEAD\n' > " +
			".git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; git commit --allow-empty -m z"},
		{"an index as a link", begin + `rm .git/index; mv ../dangling .git/index; git add .`},
		{"a ref as a link", begin + `rm .git/refs/heads/main; mv ../dangling .git/refs/heads/main; git commit --allow-empty -m z; git branch -f main HEAD`},
		{"a folder of refs as a link", begin + `mv ../dirlink .git/refs/heads/l; git branch l/new.txt; git branch -D l/secret.txt`},
		{"a folder of objects as a link", begin + `rm -rf .git/objects/*; mv ../dirlink .git/objects/ce; echo hello > h; git add h`},
		{"a reflog as a link", begin + `rm .git/logs/HEAD; mv ../dangling .git/logs/HEAD; git commit --allow-empty -m z`},
		{"the config as a link", begin + `rm .git/config; mv ../dangling .git/config; git config a.b c`},
		{"COMMIT_EDITMSG as a link", begin + `rm -f .git/COMMIT_EDITMSG; mv ../dangling .git/COMMIT_EDITMSG; git commit --allow-empty -m z`},
		{"an alternate", begin + `mkdir -p .git/objects/info; echo OUT > .git/objects/info/alternates; git log; git cat-file -p HEAD`},
		{"a common folder", begin + `echo OUT > .git/commondir; git config a.b c; git branch z`},
		{"core.hooksPath", begin + `git config core.hooksPath OUT; git commit --allow-empty -m z`},
		{"core.attributesFile", begin + `git config core.attributesFile OUT/secret.txt; git status; git add .`},
		{"commit.template", begin + `git config commit.template OUT/secret.txt; git commit --allow-empty`},
		{"git clone out", begin + `git clone . OUT/clone`},
		{"git clone in", `git clone OUT/repo here`},
		{"git worktree out", begin + `git worktree add OUT/wt`},
		{"git bundle out", begin + `git bundle create OUT/new.txt HEAD`},
		{"git archive out", begin + `git archive -o OUT/new.txt HEAD`},
		{"git format-patch out", begin + `git format-patch -o OUT --root`},
		{"git log --output", begin + `git log --output=OUT/new.txt`},
		{"git diff --output", begin + `git diff --output=OUT/new.txt HEAD`},
		{"git checkout-index prefix", begin + `git checkout-index --prefix=OUT/ -a`},
		{"git add pathspec from a file", begin + `git add --pathspec-from-file=OUT/secret.txt`},
		{"git commit -t", begin + `git commit --allow-empty -t OUT/secret.txt`},
		{"git tag -F", begin + `git tag -a v1 -F OUT/secret.txt; git show v1`},
		{"git merge-file", begin + `git merge-file -p d/new.txt OUT/secret.txt d/secret.txt; git merge-file OUT/secret.txt d/new.txt d/new.txt`},
		{"git blame --ignore-revs-file", begin + `git blame --ignore-revs-file OUT/secret.txt d/new.txt`},
		{"git grep -f", begin + `git grep -f OUT/secret.txt`},
		{"an ignore file as a link", begin + `mv ../filelink .gitignore; git status --ignored`},
		{"attributes as a link", begin + `mv ../filelink .gitattributes; git add .; git diff`},
		{"git shortlog --output", begin + `git shortlog --output=OUT/new.txt HEAD`},
		{"git show --output", begin + `git show --output=../../outside/new.txt`},
		{"git diff order file", begin + `git config diff.orderFile OUT/secret.txt; git diff --cached; git log -p -O OUT/secret.txt`},
		{"git merge -F", begin + `git commit -q --allow-empty -m z; git merge --no-ff -F OUT/secret.txt HEAD~1; git switch -qc o HEAD~1; git commit -q --allow-empty -m o; git merge -F OUT/secret.txt main; git log`},
		{"git init template", begin + `git init --template=OUT t; git config --global init.templateDir OUT; git init t2; GIT_TEMPLATE_DIR=OUT git init t3; cat t*/.git/secret.txt t*/.git/config`},
		{"git clone --reference", begin + `git clone --reference OUT . ../c; git clone --template=OUT . ../c2; cat ../c2/.git/secret.txt`},
		{"git clone --separate-git-dir", begin + `git clone --separate-git-dir=OUT/g . ../c; git clone -s OUT ../c3`},
		{"grafts and shallow by environment", begin + `GIT_GRAFT_FILE=OUT/secret.txt git log; GIT_SHALLOW_FILE=OUT/secret.txt git log`},
		{"grafts and shallow as links", begin + `mkdir -p .git/info; cp -P ../filelink .git/shallow; mv ../filelink .git/info/grafts; git log; git status`},
		{"alternates by environment", begin + `GIT_ALTERNATE_OBJECT_DIRECTORIES=OUT git log; GIT_COMMON_DIR=OUT git branch z; GIT_NAMESPACE=../../OUT git branch y`},
		{"traces", begin + `GIT_TRACE=OUT/new.txt git log; GIT_TRACE2=OUT/new.txt git log; GIT_TRACE_SETUP=OUT/new.txt git status; GIT_TRACE2_EVENT=OUT git status`},
		{"exclude files by option", begin + `git ls-files -o --exclude-per-directory=../../../outside/secret.txt; git clean -nd -e OUT; git ls-files -i -o -X OUT/secret.txt`},
		{"blame.ignoreRevsFile", begin + `git config blame.ignoreRevsFile OUT/secret.txt; git blame d/new.txt`},
		{"a linked working tree", begin + `mkdir -p .git/worktrees/w; echo OUT/.git > .git/worktrees/w/gitdir; echo ../.. > .git/worktrees/w/commondir; cp .git/HEAD .git/worktrees/w/HEAD; git branch -a; git branch -D main; git switch main`},
		{"a submodule whose repository is outside", begin + `mkdir s; echo 'gitdir: OUT' > s/.git; git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),s; git status; git diff --submodule=log; git add s; git rm -f s`},
		{"a packed-refs as a link", begin + `rm -f .git/packed-refs; mv ../dangling .git/packed-refs; git branch z; git branch -d z`},
		{"MERGE_MSG as a link", begin + `rm -f .git/MERGE_MSG; mv ../dangling .git/MERGE_MSG; git switch -qc o; git commit -q --allow-empty -m o; git switch -q main; git merge --no-ff --no-commit o`},
		{"a lock as a link", begin + `mv ../dangling .git/index.lock; git add .; git commit --allow-empty -m z`},
		{"a temporary message as a link", begin + `mv ../dangling .git/COMMIT_EDITMSG.new; git commit --allow-empty -m z`},
		{"files of the working tree as folders of links", begin + `rm -rf d; mkdir d; cp -P ../filelink d/new.txt; git checkout d/new.txt; git reset --hard; cp -P ../dangling d/new.txt; git stash; git checkout -f`},
		{"git update-index with a path that climbs", begin + `b=$(git hash-object -w d/new.txt); git update-index --add --cacheinfo 100644,$b,../../../outside/new.txt; printf '100644 %s 0\t../../../outside/new.txt\n' $b | git update-index --index-info; git checkout -f; git reset --hard`},
		{"git log --format from a file", begin + `git log --format='%(trailers:key=OUT)' --date=format:OUT; git for-each-ref --format='%(contents:OUT)'`},
		{"mailmap", begin + `git config mailmap.file OUT/secret.txt; git log --use-mailmap`},
	}
}

func TestRun_letsGitReachNothingOutside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs rights on Windows")
	}
	for _, e := range harmless() {
		t.Run(e.name, func(t *testing.T) {
			c := newConsole(t, shell.Limits{Time: 5 * time.Second})
			outside := plant(t, c)
			line := strings.ReplaceAll(e.line, "OUT", outside)
			before := photograph(t, c.base)
			out, errOut, _ := c.run(line)
			if after := photograph(t, c.base); after != before {
				t.Errorf("%s\nchanged what lies outside:\n%s\nbefore:\n%s\nit said: %s%s", line, after, before, out, errOut)
			}
			if strings.Contains(out+errOut, "canary") {
				t.Errorf("%s\nshowed what lies outside:\n%s%s", line, out, errOut)
			}
			if strings.Contains(out+errOut, "failed inside Cairn") {
				t.Errorf("%s\nfailed inside:\n%s%s", line, out, errOut)
			}
			leak(t, c)
		})
	}
}

// plant makes what lies outside, and links in work that lead there.
func plant(t *testing.T, c *console) (outside string) {
	t.Helper()
	outside = filepath.Join(c.base, "outside")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Join(outside, "empty"), 0o755))
	must(os.WriteFile(filepath.Join(outside, "secret.txt"), []byte("canary\n"), 0o644))
	must(os.WriteFile(filepath.Join(outside, "config"), []byte("[user]\n\tname = canary\n\tsecret = canary\n"), 0o644))
	must(os.WriteFile(filepath.Join(outside, "script.sh"), []byte("echo canary\n"), 0o755))
	must(os.WriteFile(filepath.Join(c.base, "secret.txt"), []byte("canary\n"), 0o644))
	c.file("inside.txt", "inside\n")
	c.file("sub/deep.txt", "deep\n")
	links := map[string]string{
		"filelink": filepath.Join(outside, "secret.txt"), "dirlink": outside, "rellink": "../outside",
		"chain1": "chain2", "chain2": "chain3", "chain3": "../outside", "dangling": filepath.Join(outside, "new.txt"),
	}
	for name, target := range links {
		must(os.Symlink(target, filepath.Join(c.work, name)))
	}
	return outside
}

// photograph describes all that lies in base but not in work or home.
func photograph(t *testing.T, base string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(base, path)
		if err != nil {
			return err
		}
		if rel == "work" || rel == "home" {
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		b.WriteString(rel + " " + info.Mode().String())
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b.WriteString(" " + string(data) + info.ModTime().String())
		}
		b.WriteString("\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRun_refusesEveryWayOut(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs rights on Windows; the names are tested in windows_test.go")
	}
	if n := len(escapes()); n < 60 {
		t.Fatalf("%d escapes, want at least 60", n)
	}
	for _, e := range escapes() {
		t.Run(e.name, func(t *testing.T) {
			c := newConsole(t, shell.Limits{Time: 5 * time.Second})
			outside := plant(t, c)
			line := strings.NewReplacer("OUT", outside, "ABOVE", c.base, "TMP", os.TempDir()).Replace(e.line)
			before := photograph(t, c.base)
			out, errOut, _ := c.run(line)
			if after := photograph(t, c.base); after != before {
				t.Errorf("%s\nchanged what lies outside:\n%s\nbefore:\n%s", line, after, before)
			}
			if strings.Contains(out+errOut, "canary") && !strings.Contains(line, "canary") {
				t.Errorf("%s\nshowed what lies outside:\n%s%s", line, out, errOut)
			}
			if errOut == "" {
				t.Errorf("%s\nwas not refused in words; it printed %q", line, out)
			}
			if found, _ := filepath.Glob(filepath.Join(os.TempDir(), "sh-interp-*")); len(found) > 0 {
				t.Errorf("%s\nleft %v", line, found)
			}
			leak(t, c)
		})
	}
}

// leak fails when a copy of the secret has come into the practice folder.
func leak(t *testing.T, c *console) {
	t.Helper()
	err := filepath.WalkDir(c.work, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && string(data) == "canary\n" {
			t.Errorf("the secret was copied to %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRun_reachesNothingThatItsDotsOnlyLookLike(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	c.file("..data/file.txt", "mine\n")
	if out, errOut, code := c.run("cat ..data/file.txt sub/../..data/file.txt"); code != 0 || out != "mine\nmine\n" {
		t.Errorf("a folder whose name begins with dots: %q %q %d", out, errOut, code)
	}
	if out, _, _ := c.run("cat " + filepath.ToSlash(filepath.Join(c.work, "..data", "file.txt"))); out != "mine\n" {
		t.Errorf("an absolute path within the folder gave %q", out)
	}
}

func TestRun_writesItsHomeButNotTheFolderAroundIt(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	if _, errOut, code := c.run("echo x > ~/note.txt && cat ~/note.txt"); code != 0 {
		t.Errorf("home: %s", errOut)
	}
	if _, errOut, code := c.run("echo x > ~/../note.txt"); code == 0 || !strings.Contains(errOut, "outside the practice folder") {
		t.Errorf("around home: %d %s", code, errOut)
	}
}

func TestRun_stopsWhenAsked(t *testing.T) {
	for _, line := range []string{
		"while true; do :; done", "while true; do echo y; done", "for ((;;)); do :; done", "sleep 50", "until false; do :; done",
		"f() { while true; do :; done; }; f | cat", "while true; do echo y; done | cat > /dev/null", "x=$(while true; do :; done)",
		"sqlite3 :memory: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c) SELECT count(*) FROM c'",
		"while true; do sleep 10 | cat; done", "seq 1 9000000000000000000 > /dev/null",
		"while true; do git init -q r; done", "eval 'while true; do :; done'", "cat", "read x; while true; do read x; done",
	} {
		t.Run(line, func(t *testing.T) {
			c := newConsole(t, shell.Limits{})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			time.AfterFunc(150*time.Millisecond, cancel)
			begun := time.Now()
			_, _, code := c.runContext(ctx, line, "")
			if line == "cat" || strings.HasPrefix(line, "read") && time.Since(begun) < 150*time.Millisecond {
				return // ends by itself at the end of its empty input
			}
			if code != 130 {
				t.Errorf("exit code %d, want 130", code)
			}
			if took := time.Since(begun); took > 400*time.Millisecond {
				t.Errorf("took %v to stop", took)
			}
			if out, _, _ := c.run("echo fine"); out != "fine\n" {
				t.Errorf("the console is broken afterwards: %q", out)
			}
		})
	}
}
