package goaltest_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/internal/course"
	"cairn/internal/goal/goaltest"
)

// With -update the answers in the lessons are written anew from what git says.
var update = flag.Bool("update", false, "write the answers into the lessons' console blocks")

const packDir = "../../../assets/packs/backend-roadmap"

// Every lesson's console blocks are one session, played with /bin/sh and the
// machine's git: what a lesson shows is what a learner gets.
func TestLessons_showWhatGitAnswers(t *testing.T) {
	goaltest.Need(t)
	for _, lesson := range goaltest.BuiltIn(t).Lessons {
		t.Run(string(lesson.Slug), func(t *testing.T) {
			blocks := goaltest.Consoles(lesson.Body)
			answers := session(t, lesson.Slug, blocks)
			body := lesson.Body
			for i, block := range blocks {
				want := transcript(block.Commands, answers[i])
				if want == block.Text {
					continue
				}
				if !*update {
					t.Errorf("a console block shows\n%s\nand git says\n%s", block.Text, want)
					continue
				}
				body = strings.Replace(body, "```console\n"+block.Text+"```\n", "```console\n"+want+"```\n", 1)
			}
			if *update && body != lesson.Body {
				rewrite(t, lesson, body)
			}
		})
	}
}

func transcript(commands, answers []string) string {
	var b strings.Builder
	for i, command := range commands {
		b.WriteString("$ " + command + "\n" + answers[i])
	}
	return b.String()
}

// session runs the commands of all blocks, one after the other in one shell,
// and gives what each of them printed.
func session(t *testing.T, slug course.Slug, blocks []goaltest.Console) [][]string {
	t.Helper()
	setup, err := goaltest.LessonSetup(slug)
	if err != nil {
		t.Fatal(err)
	}
	base := t.TempDir()
	dir := filepath.Join(base, "shop")
	if err := os.Mkdir(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	clock := time.Date(2025, 1, 6, 9, 0, 0, 0, time.FixedZone("", 3600))
	var script strings.Builder
	stamp := func() {
		date := clock.Format(time.RFC3339)
		script.WriteString("export GIT_AUTHOR_DATE=" + date + " GIT_COMMITTER_DATE=" + date + "\n")
		clock = clock.Add(time.Minute)
	}
	// A console on a screen lists files in columns.
	script.WriteString("exec 2>&1\nls() { command ls -C \"$@\"; }\n")
	for _, line := range goaltest.Lines(setup) {
		stamp()
		script.WriteString(line + "\n")
	}
	for _, block := range blocks {
		for _, command := range block.Commands {
			stamp()
			script.WriteString("printf '\\001'\n" + command + "\n")
		}
	}
	cmd := exec.Command("/bin/sh", "-c", script.String())
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + base, "LC_ALL=C", "TZ=UTC", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CEILING_DIRECTORIES=" + base, "GIT_COMMITTER_NAME=Ada Student", "GIT_COMMITTER_EMAIL=ada@example.com",
		"GIT_AUTHOR_NAME=Ada Student", "GIT_AUTHOR_EMAIL=ada@example.com",
	}
	out, err := cmd.Output()
	if err != nil {
		t.Logf("the session's last command: %v", err)
	}
	text := strings.ReplaceAll(string(out), base, "...")
	printed := strings.Split(text, "\x01")[1:]
	var answers [][]string
	for _, block := range blocks {
		if len(printed) < len(block.Commands) {
			t.Fatalf("the session ended early: %s", strconv.Quote(text))
		}
		answers = append(answers, printed[:len(block.Commands)])
		printed = printed[len(block.Commands):]
	}
	return answers
}

func rewrite(t *testing.T, lesson course.Lesson, body string) {
	t.Helper()
	name := filepath.Join(packDir, filepath.FromSlash(lesson.Pos.Path))
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimSuffix(string(data), lesson.Body) + body
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
