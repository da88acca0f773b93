package practice_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/practice"
)

// TestScenario_givesTheHashesThatGitGives runs the lines of a scenario with
// the system's shell and Git, under the same clock and name, and compares
// every ref.
func TestScenario_givesTheHashesThatGitGives(t *testing.T) {
	gitPath, err := exec.LookPath("git")
	if err != nil {
		t.Skip("no git to compare with")
	}
	w := open(t, tempDir(t), nil)
	e := exercise()
	base := tempDir(t)
	repo, home := filepath.Join(base, "work", e.Repo), filepath.Join(base, "home")
	for _, dir := range []string{repo, home} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i, line := range practice.Lines(e.Scenario) {
		clock := e.Clock.Add(time.Duration(i) * time.Minute)
		date := fmt.Sprintf("%d %s", clock.Unix(), clock.Format("-0700"))
		cmd := exec.Command("/bin/sh", "-c", line)
		cmd.Dir = repo
		cmd.Env = []string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE=" + date, "GIT_COMMITTER_DATE=" + date,
			"GIT_AUTHOR_NAME=" + e.Identity.Name, "GIT_COMMITTER_NAME=" + e.Identity.Name,
			"GIT_AUTHOR_EMAIL=" + e.Identity.Email, "GIT_COMMITTER_EMAIL=" + e.Identity.Email,
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", line, err, out)
		}
	}
	refs := func(dir string, args ...string) string {
		cmd := exec.Command(gitPath, args...)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1"}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
		return string(out)
	}
	for _, args := range [][]string{{"show-ref", "--head"}, {"ls-files", "-s"}, {"status", "--porcelain"}} {
		if got, want := refs(w.RepoDir(), args...), refs(repo, args...); got != want {
			t.Errorf("git %s\ngave %s\nwant %s", strings.Join(args, " "), got, want)
		}
	}
	if out := refs(w.RepoDir(), "fsck", "--strict"); strings.Contains(out, "error") {
		t.Errorf("fsck: %s", out)
	}
}
