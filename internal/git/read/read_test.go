package read

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/view"
)

// practice makes a repository with real Git, one line of shell after the other.
func practice(t testing.TB, dir, script string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git to make a repository with")
	}
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C", "TZ=UTC",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_AUTHOR_DATE=1736157600 +0000",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com", "GIT_COMMITTER_DATE=1736157600 +0000")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

const shop = `
git init -q -b main shop; cd shop
echo one > a; mkdir lib; echo two > lib/b; git add .; git commit -qm "First

With a body."
git tag -a -m "Release one" v1
git switch -qc topic; echo three >> a; git commit -qam Second; git switch -q main
echo lost > lost; git add lost; git commit -qm Lost; git reset -q --hard HEAD~
echo '*.log' > .gitignore; echo x > debug.log; echo new > new; echo changed > a; git add a; echo again >> a; rm lib/b
git branch -q --set-upstream-to=main topic
`

func readShop(t testing.TB) (*view.View, view.Source) {
	t.Helper()
	base := t.TempDir()
	practice(t, base, shop)
	v, src, err := View(context.Background(), Params{Dir: filepath.Join(base, "shop"), Base: base, Root: base, Env: map[string]string{"HOME": base}})
	if err != nil {
		t.Fatal(err)
	}
	return v, src
}

func TestView_showsEverythingOfARepository(t *testing.T) {
	v, src := readShop(t)
	if !v.Exists || v.Bare || v.Dir != "shop" || v.Head.Branch != "main" || v.Head.Detached {
		t.Errorf("head: %+v %q", v.Head, v.Dir)
	}
	var refs, subjects []string
	for _, r := range v.Refs {
		refs = append(refs, string(r.Kind)+" "+r.Short)
		if r.Short == "v1" && (!r.Annotated || r.Message != "Release one" || r.Hash == r.Commit) {
			t.Errorf("tag: %+v", r)
		}
		if r.Short == "topic" && (r.Upstream != "refs/heads/main" || r.Ahead != 1 || r.Behind != 0) {
			t.Errorf("upstream: %+v", r)
		}
	}
	if diff := cmp.Diff([]string{"branch main", "branch topic", "tag v1"}, refs); diff != "" {
		t.Error(diff)
	}
	for _, c := range v.Commits {
		mark := ""
		if !c.Reachable {
			mark = "~"
		}
		subjects = append(subjects, mark+c.Subject+" "+strings.Join(c.Paths, ","))
	}
	if len(subjects) != 3 || subjects[2] != "First a,lib/b" || !strings.Contains(strings.Join(subjects, "|"), "~Lost lost") {
		t.Errorf("commits: %q", subjects)
	}
	if v.Commits[2].Body != "With a body." {
		t.Errorf("body: %q", v.Commits[2].Body)
	}
	var status []string
	for _, c := range v.Status {
		status = append(status, string([]byte{c.X, c.Y})+" "+c.Path)
	}
	if diff := cmp.Diff([]string{"MM a", " D lib/b", "?? .gitignore", "?? new"}, status); diff != "" {
		t.Error(diff)
	}
	for _, f := range v.Files {
		if f.Ignored != (f.Path == "debug.log") || f.Tracked != (f.Path == "a") {
			t.Errorf("file: %+v", f)
		}
		if f.Path == "new" {
			if data, err := src.Blob(f.Hash); err != nil || string(data) != "new\n" {
				t.Errorf("content: %q, %v", data, err)
			}
		}
	}
	if got := v.Reflogs["HEAD"]; len(got) == 0 || got[0].Message != "reset: moving to HEAD~" {
		t.Errorf("reflog: %+v", got)
	}
	if got := v.Config["branch.topic.merge"]; len(got) != 1 || got[0] != "refs/heads/main" {
		t.Errorf("config: %v", got)
	}
	if got, err := src.Range("main..topic"); err != nil || len(got) != 1 {
		t.Errorf("range: %v, %v", got, err)
	}
	if got, err := src.Tree(v.Head.Hash); err != nil || len(got) != 2 || got[1].Path != "lib/b" {
		t.Errorf("tree: %v, %v", got, err)
	}
}

func TestView_listsFilesWhereThereIsNoRepository(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	v, src, err := View(context.Background(), Params{Dir: dir})
	if err != nil || v.Exists || len(v.Files) != 1 || v.Files[0].Path != "notes" {
		t.Fatalf("%+v, %v", v, err)
	}
	if data, err := src.Blob(v.Files[0].Hash); err != nil || string(data) != "x" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := src.Resolve("HEAD"); err == nil {
		t.Error("a revision resolves without a repository")
	}
	v, _, err = View(context.Background(), Params{Dir: filepath.Join(dir, "missing")})
	if err != nil || v.Exists || len(v.Files) != 0 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestView_readsRemotesAndTeammates(t *testing.T) {
	base := t.TempDir()
	practice(t, base, shop+"cd ..; git init -q -b main --bare origin.git; cd shop; git remote add origin ../origin.git; git push -q origin main; cd ..; git clone -q origin.git grace")
	v, _, err := View(context.Background(), Params{
		Dir: filepath.Join(base, "shop"), Base: base, Root: base, Env: map[string]string{"HOME": base},
		Teammates: []Teammate{{"Grace", filepath.Join(base, "grace")}}, Commands: []string{"git status"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Remotes) != 1 || v.Remotes[0].View == nil || !v.Remotes[0].View.Bare || v.Remotes[0].View.Dir != "origin.git" {
		t.Errorf("remotes: %+v", v.Remotes)
	}
	if len(v.Teammates) != 1 || v.Teammates[0].View.Head.Branch != "main" || len(v.Teammates[0].View.Remotes) != 1 || v.Teammates[0].View.Remotes[0].View == nil {
		t.Errorf("teammates: %+v", v.Teammates)
	}
	if len(v.Commands) != 1 {
		t.Errorf("commands: %v", v.Commands)
	}
}

func TestView_showsWhatIsUnderWay(t *testing.T) {
	base := t.TempDir()
	practice(t, base, shop+"git reset -q --hard; echo other > a; git commit -qam Other; git merge topic || true")
	v, _, err := View(context.Background(), Params{Dir: filepath.Join(base, "shop"), Env: map[string]string{"HOME": base}})
	if err != nil {
		t.Fatal(err)
	}
	if v.Operation.Kind != view.OperationMerge || v.Operation.Head == "" {
		t.Errorf("operation: %+v", v.Operation)
	}
	if len(v.Status) == 0 || !v.Status[0].Conflicted() || v.Status[0].X != 'U' {
		t.Errorf("status: %+v", v.Status)
	}
}

func TestView_showsAStagedRenameAsOneChange(t *testing.T) {
	base := t.TempDir()
	practice(t, base, shop+"git reset -q --hard; git mv lib/b lib/c; echo four >> a")
	v, _, err := View(context.Background(), Params{Dir: filepath.Join(base, "shop"), Env: map[string]string{"HOME": base}})
	if err != nil {
		t.Fatal(err)
	}
	want := []view.Change{{Path: "a", X: ' ', Y: 'M'}, {Path: "lib/c", From: "lib/b", X: 'R', Y: ' '}}
	if diff := cmp.Diff(want, v.Status[:2]); diff != "" {
		t.Error(diff)
	}
}

func TestView_survivesADamagedRepository(t *testing.T) {
	base := t.TempDir()
	practice(t, base, shop+"rm -r .git/objects; mkdir .git/objects; echo junk > .git/index; echo junk > .git/refs/heads/bad; echo junk > .git/logs/HEAD")
	v, _, err := View(context.Background(), Params{Dir: filepath.Join(base, "shop"), Env: map[string]string{"HOME": base}})
	if err != nil || !v.Exists || len(v.Files) == 0 {
		t.Errorf("%+v, %v", v, err)
	}
}

func BenchmarkView(b *testing.B) {
	base := b.TempDir()
	practice(b, base, shop+`for i in $(seq 60); do echo $i > f$i; git add f$i; git commit -qm "Commit $i"; done`)
	r := NewReader()
	p := Params{Dir: filepath.Join(base, "shop"), Base: base, Root: base, Env: map[string]string{"HOME": base}}
	for b.Loop() {
		if _, _, err := r.View(context.Background(), p); err != nil {
			b.Fatal(err)
		}
	}
}
