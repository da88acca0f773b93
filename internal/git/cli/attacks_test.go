package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/cli"
	"cairn/internal/git/object"
)

// scene is a folder with a repository that an attacker made, r, and what lies beside it.
type scene struct {
	t     *testing.T
	dir   string
	store *object.Store
}

func newScene(t *testing.T) *scene {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t: t, dir: dir}
	s.git(".", "init -q -b main r")
	if s.store, err = object.Open(object.Params{Dir: s.path("r/.git/objects")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.store.Close)
	s.write("r/a", "one\n")
	s.git("r", "add a")
	s.git("r", "commit -q -m one")
	return s
}

func (s *scene) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *scene) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// git runs a command in a folder; whether it fails is told, not judged.
func (s *scene) git(dir, line string) (code int, said string) {
	return s.run(dir, strings.Fields(line)...)
}

func (s *scene) run(dir string, args ...string) (code int, said string) {
	var out bytes.Buffer
	code = cli.Run(context.Background(), cli.Env{
		Dir: s.path(dir), Stdin: strings.NewReader("y\ny\ny\n"), Stdout: &out, Stderr: &out,
		Vars: map[string]string{
			"HOME": s.dir, "PATH": os.Getenv("PATH"), "GIT_MERGE_AUTOEDIT": "no", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x",
			"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@x",
		},
		Edit: func(context.Context, string) error { return nil },
	}, args)
	return code, out.String()
}

func (s *scene) tree(entries ...object.TreeEntry) object.TreeEntry {
	s.t.Helper()
	h, err := s.store.PutTree(entries)
	if err != nil {
		s.t.Fatal(err)
	}
	return object.TreeEntry{Mode: filemode.Dir, Hash: h}
}

func (s *scene) blob(name string, mode filemode.FileMode, text string) object.TreeEntry {
	s.t.Helper()
	h, err := s.store.Put(plumbing.BlobObject, []byte(text))
	if err != nil {
		s.t.Fatal(err)
	}
	return object.TreeEntry{Name: name, Mode: mode, Hash: h}
}

func named(name string, e object.TreeEntry) object.TreeEntry {
	e.Name = name
	return e
}

// evil points the branch evil at a commit of a tree.
func (s *scene) evil(top object.TreeEntry) {
	s.t.Helper()
	text := fmt.Sprintf("tree %s\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nevil\n", top.Hash)
	h, err := s.store.Put(plumbing.CommitObject, []byte(text))
	if err != nil {
		s.t.Fatal(err)
	}
	if code, said := s.git("r", "update-ref refs/heads/evil "+h.String()); code != 0 {
		s.t.Fatal(said)
	}
}

// comeOut brings the evil commit into the working tree in every way there is.
func (s *scene) comeOut() {
	for _, line := range []string{
		"checkout evil", "switch -f evil", "checkout evil -- .", "restore -s evil -SW .", "reset --hard evil", "reset evil", "checkout -f",
		"merge --allow-unrelated-histories -m m evil", "merge --squash --allow-unrelated-histories evil", "clone -q -b evil . ../cloned",
	} {
		s.git("r", line)
	}
}

// unharmed fails if anything was planted: no file of such a name may be anywhere below the folder.
func (s *scene) unharmed(planted ...string) {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, _ os.DirEntry, err error) error {
		for _, name := range planted {
			if filepath.Base(path) == name {
				s.t.Errorf("%s is there", path)
			}
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

func TestCVE_2014_9390_noSpellingOfDotGitIsWritten(t *testing.T) {
	for _, name := range []string{".git", ".GIT", ".Git ", ".git.", "git~1", "GIT~1", ".g\u200cit", ".git::$INDEX_ALLOCATION", ".git\\hooks", "..", "."} {
		s := newScene(t)
		hooks := s.tree(s.blob("planted", filemode.Executable, "evil"))
		s.evil(s.tree(named(name, hooks)))
		s.comeOut()
		s.evil(s.tree(named("d", s.tree(named(name, hooks)))))
		s.comeOut()
		s.evil(s.tree(s.blob(name+"/planted", filemode.Regular, "evil")))
		s.comeOut()
		s.unharmed("planted")
	}
}

func TestCVE_2021_21300_nothingIsWrittenThroughALinkOfTheSameCommit(t *testing.T) {
	s := newScene(t)
	files := s.tree(s.blob("planted", filemode.Executable, "evil"))
	for _, target := range []string{".git/hooks", "..", s.path("r/.git")} {
		link := s.blob("a", filemode.Symlink, target)
		s.evil(s.tree(link, named("a", files)))
		s.comeOut()
		s.evil(s.tree(named("a", files), link))
		s.comeOut()
		s.evil(s.tree(link, s.blob("a/planted", filemode.Regular, "evil")))
		s.comeOut()
		for _, dir := range []string{"r/.git", "r/.git/hooks", "."} {
			if _, err := os.Lstat(s.path(dir + "/planted")); err == nil {
				t.Fatalf("link to %s: a file was planted in %s", target, dir)
			}
		}
	}
}

// The same trick with a submodule (CVE-2024-32002), and modules whose names, addresses and paths
// lead elsewhere (CVE-2018-11235), are options (CVE-2018-17456), or end in what a config cannot keep (CVE-2025-48384).
func TestCVE_2018_11235_2018_17456_2024_32002_2025_48384_modulesPlantNothing(t *testing.T) {
	s := newScene(t)
	module := object.TreeEntry{Name: "m", Mode: filemode.Submodule, Hash: plumbing.NewHash("1111111111111111111111111111111111111111")}
	for _, list := range []string{
		"[submodule \"../../planted\"]\n\tpath = planted\n\turl = -u./planted\n\tupdate = !touch planted\n",
		"[submodule \"x\"]\n\tpath = planted\r\n\turl = ./r\n", "[submodule \"x\"]\n\tpath = \"planted\r\"\n\turl = --upload-pack=touch planted\n",
	} {
		inLink := s.tree(s.blob("a", filemode.Symlink, ".git"), named("a", s.tree(named("modules", s.tree(module)))))
		s.evil(inLink)
		s.comeOut()
		s.git("r", "clone -q --recurse-submodules . ../recursive")
		if _, err := os.Lstat(s.path("r/.git/modules")); err == nil {
			t.Error(".git/modules was made")
		}
		s.git("r", "reset --hard main")
		s.evil(s.tree(s.blob(".gitmodules", filemode.Regular, list), module))
		s.comeOut()
		for _, line := range []string{"status", "add -A", "diff", "commit -q -am x", "rm -rf m", "mv m m2"} {
			s.git("r", line)
		}
	}
	s.git("r", "reset --hard main")
	s.evil(s.tree(s.blob(".gitmodules", filemode.Symlink, "../planted")))
	s.comeOut()
	if _, err := os.Lstat(s.path("r/.gitmodules")); err == nil {
		t.Error(".gitmodules is a link")
	}
	s.unharmed("planted")
}

// Settings, hooks and attributes of somebody else's repository start nothing: neither in a folder above the one where a
// command is typed (CVE-2022-24765), nor where such a repository is cloned (CVE-2024-32004, CVE-2024-32465), nor by an
// address or option of a clone (CVE-2025-21613 of go-git, CVE-2018-17456).
func TestCVE_2022_24765_2024_32004_2024_32465_2025_21613_noProgramIsStarted(t *testing.T) {
	s := newScene(t)
	touch := "touch " + filepath.ToSlash(s.path("planted")) + ";"
	s.write("r/.git/config", strings.ReplaceAll(`[core]
	fsmonitor = T
	editor = T
	pager = T
	sshCommand = T
	askPass = T
	hooksPath = hooks
	gitProxy = T
	alternateRefsCommand = T
[sequence]
	editor = T
[gpg]
	program = T
[commit]
	gpgSign = true
[tag]
	gpgSign = true
[diff]
	external = T
[interactive]
	diffFilter = T
[credential]
	helper = !T
[uploadpack]
	packObjectsHook = T
[remote "origin"]
	url = ext::sh -c T
	uploadpack = T
[protocol "ext"]
	allow = always
[alias]
	x = !T
	status = !T
[filter "f"]
	clean = T
	smudge = T
	process = T
[diff "f"]
	command = T
	textconv = T
[merge "f"]
	driver = T
[trailer "x"]
	key = X
	command = T
	cmd = T
`, "T", touch))
	s.write("r/.gitattributes", "* diff=f merge=f\nfiltered filter=f\n")
	s.write("r/filtered", "x\n")
	for _, hook := range []string{
		"pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-checkout", "post-merge", "pre-merge-commit", "post-index-change",
		"reference-transaction", "pre-auto-gc", "post-rewrite", "fsmonitor-watchman", "p4-changelist",
	} {
		s.write("r/.git/hooks/"+hook, "#!/bin/sh\n"+touch)
		s.write("r/hooks/"+hook, "#!/bin/sh\n"+touch)
	}
	s.write("r/sub/b", "b\n")
	for _, dir := range []string{"r", "r/sub"} {
		for _, line := range []string{
			"status", "x", "add -A", "add a", "add -p", "add -i", "diff", "diff HEAD", "log -p", "show", "blame a", "grep one", "commit -m two", "commit --amend", "tag -a v1",
			"tag -s -m x v2", "switch -c t", "commit --allow-empty -m t --trailer x=y", "switch main", "merge t", "checkout -f", "reset --hard", "branch -d t",
			"cat-file --textconv HEAD:a", "cat-file --filters HEAD:a", "merge -S t", "commit -S -m x", "log --show-signature", "config -e", "var GIT_EDITOR", "clean -fdx",
			"branch --edit-description", "help status", "-p log", "--paginate log",
		} {
			s.git(dir, line)
		}
	}
	s.git(".", "clone -q r cloned")
	s.git(".", "clone -q --no-local r cloned2")
	for _, args := range [][]string{
		{"clone", "--upload-pack=" + touch, "r", "c1"}, {"clone", "-u", touch, "r", "c2"}, {"clone", "-u" + touch, "r", "c3"}, {"clone", "--config", "core.fsmonitor=" + touch, "r", "c4"},
		{"clone", "ext::sh -c " + touch, "c5"}, {"clone", "file://--upload-pack=" + touch, "c6"}, {"clone", "file:///--upload-pack=" + touch + "/r", "c7"}, {"clone", "--", "-u" + touch, "c8"},
		{"clone", "--template=" + s.path("r/.git"), "r", "c9"}, {"-c", "alias.y=!" + touch, "y"}, {"-c", "core.pager=" + touch, "-p", "log"},
	} {
		s.run(".", args...)
	}
	s.unharmed("planted")
	for _, hook := range []string{"cloned/.git/hooks/post-checkout", "cloned2/.git/hooks/post-checkout"} {
		if _, err := os.Lstat(s.path(hook)); err == nil {
			t.Errorf("%s came along", hook)
		}
	}
}

// Hunks that are chosen one by one go to files, never through links (CVE-2023-23946), and leave no rejected ones behind
// where a link leads (CVE-2023-25652).
func TestCVE_2023_23946_2023_25652_hunksAreNotWrittenThroughLinks(t *testing.T) {
	s := newScene(t)
	s.write("r/d/f", "one\n")
	s.git("r", "add .")
	s.git("r", "commit -q -m two")
	s.write("outside/f", "theirs\n")
	if err := os.RemoveAll(s.path("r/d")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(s.path("outside"), s.path("r/d")); err != nil {
		t.Skip("no links here")
	}
	for _, name := range []string{"COMMIT_EDITMSG", "TAG_EDITMSG", "addp-hunk-edit.diff", "MERGE_MSG", "SQUASH_MSG", "COMMIT_EDITMSG.new", "EDIT_DESCRIPTION"} {
		if err := os.RemoveAll(s.path("r/.git/" + name)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(s.path("outside/f"), s.path("r/.git/"+name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{
		"restore -p d/f", "restore -p -s HEAD d/f", "checkout -p", "checkout -p HEAD", "checkout -p HEAD~1 -- .", "reset -p", "add -p", "restore d/f", "checkout HEAD -- d/f",
		"commit --allow-empty -m x", "commit --allow-empty", "tag -a v1", "tag -a -m x v2", "branch --edit-description", "merge --no-ff -m x HEAD", "reset --hard",
	} {
		s.git("r", line)
	}
	if text, err := os.ReadFile(s.path("outside/f")); err != nil || string(text) != "theirs\n" {
		t.Errorf("the file behind the link holds %q, %v", text, err)
	}
	s.unharmed("f.rej", "f.orig")
}
