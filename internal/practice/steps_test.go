package practice_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"cairn/internal/course"
	"cairn/internal/practice"
	"cairn/internal/shell"
	"cairn/internal/view"
)

func TestReset_beginsAfreshAndUndoBringsBackWhatWas(t *testing.T) {
	w := open(t, tempDir(t), simple)
	fresh := photograph(t, w)
	must(t, w, "echo mine > mine; cd src; echo x >> c")
	mine := photograph(t, w)
	if err := w.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := photograph(t, w); got != fresh {
		t.Errorf("after Reset\n%s\nwant\n%s", got, fresh)
	}
	if len(w.Commands()) != 0 || !w.Clock().Equal(exercise().Clock.Add(2*time.Minute)) {
		t.Errorf("commands %v, clock %v", w.Commands(), w.Clock())
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := photograph(t, w); got != mine || len(w.Commands()) != 1 {
		t.Errorf("after Undo\n%s\nwant\n%s", got, mine)
	}
}

func TestUndo_keepsWhatAnotherProgramDidInBetween(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "echo one > f")
	write(t, filepath.Join(w.RepoDir(), "f"), "edited elsewhere\n")
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(w.RepoDir(), "f")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("f is still there: %v", err)
	}
	if err := w.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "cat f"); out != "edited elsewhere\n" {
		t.Errorf("f is %q", out)
	}
}

func TestUndo_passesLinesThatChangedNothing(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "echo one > f")
	must(t, w, "cat f")
	must(t, w, "ls")
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(w.RepoDir(), "f")); err == nil || len(w.Commands()) != 0 {
		t.Errorf("one Undo left f, or the commands %v", w.Commands())
	}
}

func TestUndo_seesAChangeThatLeavesSizeAndTime(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a line may take so long there that the file's time is trusted again")
	}
	w := open(t, tempDir(t), simple)
	path := filepath.Join(w.RepoDir(), "f")
	must(t, w, "echo one > f")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, "two\n")
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	must(t, w, "rm f")
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "cat f"); out != "two\n" {
		t.Errorf("f is %q", out)
	}
}

func TestUndo_isNotLedAstrayByALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs rights on Windows")
	}
	w := open(t, tempDir(t), simple)
	outside := tempDir(t)
	write(t, filepath.Join(outside, "c"), "outside\n")
	must(t, w, "echo new > src/c")
	if err := os.RemoveAll(filepath.Join(w.RepoDir(), "src")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(w.RepoDir(), "src")); err != nil {
		t.Fatal(err)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(outside, "c"))
	if err != nil || string(data) != "outside\n" {
		t.Errorf("outside: %q %v", data, err)
	}
	if data, err := w.ReadFile("src/c"); err != nil || string(data) != "c\n" {
		t.Errorf("src/c is %q, %v", data, err)
	}
	if err := w.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if link, err := os.Readlink(filepath.Join(w.RepoDir(), "src")); err != nil || link != outside {
		t.Errorf("redo: %q %v", link, err)
	}
}

func TestRun_saysThatTheFolderIsGoneAndUndoBringsItBack(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "echo one > f")
	if err := os.RemoveAll(filepath.Join(w.Dir(), "work")); err != nil {
		t.Fatal(err)
	}
	_, err := w.Run(t.Context(), shell.Line{Text: "ls"})
	if err == nil || !strings.Contains(err.Error(), "Undo brings it back") {
		t.Errorf("%v", err)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "cat src/c"); out != "c\n" {
		t.Errorf("src/c is %q", out)
	}
}

func TestOpen_buildsAgainWhatWasRemovedByHand(t *testing.T) {
	base := tempDir(t)
	w := open(t, base, simple)
	must(t, w, "echo one > f")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(base, "Cairn")); err != nil {
		t.Fatal(err)
	}
	w = open(t, base, simple)
	if !strings.Contains(w.Notice(), "built afresh") {
		t.Errorf("notice %q", w.Notice())
	}
	if out := must(t, w, "ls"); out != "src\n" {
		t.Errorf("ls: %q", out)
	}
}

func TestRun_leavesTheFolderWhenTheWayBackCannotBeSaved(t *testing.T) {
	if os.Getuid() == 0 {
		// The superuser may write anywhere: a file in the way does the same.
		base := tempDir(t)
		w := open(t, base, simple)
		moments := filepath.Join(base, "undo", "moments")
		if err := os.RemoveAll(moments); err != nil {
			t.Fatal(err)
		}
		write(t, moments, "in the way")
		before := photograph(t, w)
		_, err := w.Run(t.Context(), shell.Line{Text: "echo x > f"})
		if err == nil || !strings.Contains(err.Error(), "the line was not run") {
			t.Errorf("%v", err)
		}
		if got := photograph(t, w); got != before {
			t.Errorf("the folder changed:\n%s", got)
		}
	}
}

func TestEvents_happenBeforeAndAfterTheirLines(t *testing.T) {
	asked := 0
	w := open(t, tempDir(t), func(p *practice.Params) {
		simple(p)
		p.Exercise.Events = []course.Event{
			{Before: true, Line: "^cat", Run: "echo before > from-event"},
			{When: "count == 2", Run: "cd src\necho after > here"},
		}
		p.When = func(_ context.Context, condition string, v *view.View, _ view.Source) (bool, error) {
			asked++
			return condition == "count == 2" && len(v.Commands) == 2, nil
		}
	})
	clock := w.Clock()
	must(t, w, "ls")
	if out := must(t, w, "cat from-event; rm from-event"); out != "before\n" {
		t.Errorf("the event came too late: %q", out)
	}
	if out := must(t, w, "cat src/here; ls; pwd | sed 's/.*\\///'"); out != "after\nsrc\nshop\n" {
		t.Errorf("after: %q", out)
	}
	if !w.Clock().Equal(clock.Add(3 * time.Minute)) {
		t.Errorf("events moved the clock to %v", w.Clock())
	}
	if asked != 2 {
		t.Errorf("asked %d times, want 2: an event fires once", asked)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "cat from-event"); out != "before\n" {
		t.Errorf("undo did not take the event back: %q", out)
	}
}

func TestReplay_leavesNothingBehind(t *testing.T) {
	temp := tempDir(t)
	e := exercise()
	e.Scenario = "git init -q"
	w, err := practice.Replay(t.Context(), practice.ReplayParams{Exercise: e, Lines: "echo a > a\necho b > b", TempDir: temp})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Commands()) != 2 {
		t.Errorf("commands %v", w.Commands())
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestOpen_saysWhichScenarioLineFailed(t *testing.T) {
	base := tempDir(t)
	_, err := practice.Open(t.Context(), params(base, func(p *practice.Params) {
		p.Exercise.Scenario = "# a comment\n\ngit init -q\ncat nothing\n"
	}))
	var wrong *practice.ScenarioError
	if !errors.As(err, &wrong) || wrong.Line != 4 || !strings.Contains(wrong.Said, "No such file") {
		t.Fatalf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(base, "Cairn", "first-shop", "work")); err == nil {
		t.Error("half a scenario stayed")
	}
}

func TestWriteFile_isAStepThatUndoTakesBack(t *testing.T) {
	w := open(t, tempDir(t), simple)
	clock := w.Clock()
	if err := w.WriteFile(t.Context(), "src/c", []byte("edited\n")); err != nil {
		t.Fatal(err)
	}
	if data, err := w.ReadFile("src/c"); err != nil || string(data) != "edited\n" || !w.Clock().Equal(clock) {
		t.Errorf("%q %v, clock %v", data, err, w.Clock())
	}
	if err := w.WriteFile(t.Context(), "../../outside", []byte("x")); err == nil {
		t.Error("wrote outside the practice folder")
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if data, err := w.ReadFile("src/c"); err != nil || string(data) != "c\n" {
		t.Errorf("%q %v", data, err)
	}
}

func TestWatch_tellsOfOtherProgramsAndNotOfOwnLines(t *testing.T) {
	w := open(t, tempDir(t), simple)
	told := make(chan struct{}, 10)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := w.Watch(ctx, func() { told <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	must(t, w, "mkdir fresh; echo x > fresh/f")
	select {
	case <-told:
		t.Error("told of our own line")
	case <-time.After(500 * time.Millisecond):
	}
	write(t, filepath.Join(w.RepoDir(), "fresh", "f"), "other\n")
	select {
	case <-told:
	case <-time.After(3 * time.Second):
		t.Error("not told of another program's change in a new folder")
	}
}

// Windows lets no folder be renamed while one in it is open, as one that is watched by itself would be. (Wine does.)
func TestWatch_letsFoldersBeRenamed(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "mkdir -p outer/inner/most; echo x > outer/inner/most/f")
	told := make(chan struct{}, 20)
	if err := w.Watch(t.Context(), func() { told <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	must(t, w, "mv outer moved; git add .; git mv moved/inner deep; git status")
	if err := os.Rename(filepath.Join(w.RepoDir(), "deep"), filepath.Join(w.RepoDir(), "deeper")); err != nil {
		t.Fatal(err)
	}
	waitFor(t, told, "a folder has another name")
	pause()
	write(t, filepath.Join(w.RepoDir(), "deeper", "most", "f"), "other")
	waitFor(t, told, "a file in a folder that was renamed")
}

func TestPrompt_namesFolderBranchAndOperation(t *testing.T) {
	w := open(t, tempDir(t), simple)
	if got := w.Prompt(); got != "shop (main) $ " {
		t.Errorf("%q", got)
	}
	must(t, w, "cd src; git config a.b c")
	if got := w.Prompt(); got != "shop/src (main) $ " {
		t.Errorf("%q", got)
	}
	write(t, filepath.Join(w.RepoDir(), ".git", "MERGE_HEAD"), "x\n")
	must(t, w, "cd ..")
	if got := w.Prompt(); got != "shop (main|MERGING) $ " {
		t.Errorf("%q", got)
	}
	must(t, w, "cd ..")
	if got := w.Prompt(); got != "work $ " {
		t.Errorf("%q", got)
	}
}

func TestOpen_givesRepositoriesTheirOwnSettings(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "cd ..; git init -q other")
	for _, repo := range []string{"shop", "other"} {
		data, err := os.ReadFile(filepath.Join(w.Dir(), "work", repo, ".git", "config"))
		if err != nil || !strings.Contains(string(data), "autocrlf = false") || !strings.Contains(string(data), "longpaths = true") {
			t.Errorf("%s: %s %v", repo, data, err)
		}
	}
}

func TestRedo_staysAfterALineThatChangesNothing(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "echo one > f")
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	must(t, w, "ls")
	if err := w.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "cat f; echo two > f"); out != "one\n" {
		t.Errorf("f is %q", out)
	}
	if err := w.Redo(t.Context()); !errors.Is(err, practice.ErrNothing) {
		t.Errorf("redo after a change: %v", err)
	}
}

func TestView_isGivenWithoutARepositoryAndWithoutAFolder(t *testing.T) {
	w := open(t, tempDir(t), simple)
	must(t, w, "rm -rf .git")
	if v, _, err := w.View(t.Context()); err != nil || v.Exists || len(v.Files) != 1 {
		t.Errorf("without a repository: %v %v", v, err)
	}
	must(t, w, "cd ..; rm -rf shop")
	if v, _, err := w.View(t.Context()); err != nil || v.Exists {
		t.Errorf("without a folder: %v %v", v, err)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.Prompt(); got != "shop $ " {
		t.Errorf("prompt %q", got)
	}
}

func TestEvents_letATeammateActInTheirOwnClone(t *testing.T) {
	w := open(t, tempDir(t), func(p *practice.Params) {
		p.Exercise.Scenario = "git init -q\ngit init -q ../grace\nas Grace: git commit -q --allow-empty -m 'Hello'\ngit commit -q --allow-empty -m Mine"
		p.Exercise.Events = []course.Event{{Before: true, Line: "^git push", Run: "as Grace: echo x > x && git add x && git commit -q -m 'Faster'"}}
	})
	run(t, w, "git push")
	v, _, err := w.View(t.Context())
	if err != nil || len(v.Teammates) != 1 || v.Teammates[0].Name != "Grace" {
		t.Fatalf("%v %v", v, err)
	}
	commits := v.Teammates[0].View.Commits
	if len(commits) != 2 || commits[0].Subject != "Faster" || commits[0].Author.Name != "Grace" || commits[0].Author.Email != "grace@example.com" {
		t.Errorf("Grace's commits: %+v", commits)
	}
	if v.Commits[0].Author.Name != "Ada Student" {
		t.Errorf("our commit is by %s", v.Commits[0].Author.Name)
	}
}

func TestRun_interruptedLineIsKeptAndJudged(t *testing.T) {
	w := open(t, tempDir(t), simple)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	res, err := w.Run(ctx, shell.Line{Text: "echo begun > f; while true; do :; done"})
	if err != nil || res.Exit != 130 || !res.Changed {
		t.Errorf("%+v %v", res, err)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(w.RepoDir(), "f")); err == nil {
		t.Error("undo left what the line had begun")
	}
}

func TestUndo_saysWhichLargeFilesItDidNotKeep(t *testing.T) {
	w := open(t, tempDir(t), simple)
	big := filepath.Join(w.RepoDir(), "big")
	if err := os.WriteFile(big, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, 65<<20); err != nil {
		t.Fatal(err)
	}
	must(t, w, "echo x > f; rm big")
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.Notice(), "work/shop/big") {
		t.Errorf("notice %q", w.Notice())
	}
	if _, err := os.Stat(filepath.Join(w.RepoDir(), "f")); err == nil {
		t.Error("the rest was not undone")
	}
}

func TestUndo_passesLinesThatOnlyMadeGitLook(t *testing.T) {
	w := open(t, tempDir(t), nil)
	must(t, w, "echo x > f; git add f")
	must(t, w, "touch README.md src/shop.txt")
	must(t, w, "git status")
	must(t, w, "git diff")
	if _, exit := run(t, w, "git commit -m 'nobody'"); exit == 0 {
		t.Fatal("a commit without a name")
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "git status --porcelain"); out != "" {
		t.Errorf("one Undo left %q", out)
	}
}

func TestUndo_bringsBackNamesThatAreNotUTF8(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux lets any bytes be a name")
	}
	w := open(t, tempDir(t), simple)
	name := filepath.Join(w.RepoDir(), "caf\xe9")
	write(t, name, "latin\n")
	if out := must(t, w, "ls; rm caf*; ls"); out != "caf\xe9\nsrc\nsrc\n" {
		t.Errorf("%q", out)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "latin\n" {
		t.Errorf("%q %v", data, err)
	}
}

func TestOpen_givesTheScenarioItsFiles(t *testing.T) {
	w := open(t, tempDir(t), func(p *practice.Params) {
		p.Exercise.Scenario = "git init -q\ncp -r \"$FILES\"/. ."
		p.Exercise.Files = map[string][]byte{"data/prices.csv": []byte("tea,2\n"), "note.txt": []byte("hello\n")}
	})
	if out := must(t, w, "cat data/prices.csv note.txt"); out != "tea,2\nhello\n" {
		t.Errorf("%q", out)
	}
	_, err := practice.Open(t.Context(), params(tempDir(t), func(p *practice.Params) {
		p.Exercise.Files = map[string][]byte{"../outside": []byte("x")}
	}))
	if err == nil || !strings.Contains(err.Error(), "does not lie below its folder") {
		t.Errorf("a file outside: %v", err)
	}
}

func TestRun_commitsByTheNameThatGitConfigHas(t *testing.T) {
	w := open(t, tempDir(t), func(p *practice.Params) {
		simple(p)
		p.Identity = func() (course.Identity, bool) { return course.Identity{Name: "From Settings", Email: "set@x"}, true }
	})
	author := func() string {
		t.Helper()
		must(t, w, "git commit -q --allow-empty -m x")
		v, _, err := w.View(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v.Commits[0].Author.Name + " <" + v.Commits[0].Author.Email + ">"
	}
	if got := author(); got != "From Settings <set@x>" {
		t.Errorf("before git config: %s", got)
	}
	must(t, w, "git config --global user.name Grace")
	if got := author(); got != "Grace <set@x>" {
		t.Errorf("with a configured name: %s", got)
	}
	must(t, w, "git config user.email grace@x")
	if got := author(); got != "Grace <grace@x>" {
		t.Errorf("with both: %s", got)
	}
	must(t, w, "mkdir ../other; cd ../other; git init -q; git config user.name Other")
	must(t, w, "git commit -q --allow-empty -m y; git log -1 --format=%an > who")
	if out := must(t, w, "cat who"); out != "Other\n" {
		t.Errorf("in another repository: %q", out)
	}
}
