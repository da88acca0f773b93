package difftest

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// lineTimeout is far above what any line needs; a line that takes longer hangs.
const lineTimeout = 60 * time.Second

// errShellEnded says that a line ended the shell itself: a syntax error, or exit.
var errShellEnded = errors.New("the line ended the shell (syntax error or exit?)")

// errHangs says that a line did not end.
var errHangs = errors.New("the line did not end within a minute")

// driver runs lines as they come on fd 3 in one shell, so that cd, export and functions last, and answers each with
// its exit code on fd 4. The line itself sees neither.
const driver = `while IFS= read -r go <&3; do
{ . "$DIFFTEST_JOB/line"; } <"$DIFFTEST_JOB/in" >"$DIFFTEST_JOB/out" 2>"$DIFFTEST_JOB/err" 3<&- 4>&-
echo $? >&4
done`

// shell is one living /bin/sh with its own folder for a line and what it says.
type shell struct {
	job     string
	cmd     *exec.Cmd
	feed    *os.File
	answers *os.File
	lines   *bufio.Reader
}

// said is what one line gave.
type said struct {
	stdout, stderr string
	exit           int
}

// startShell starts the shell in dir with exactly env; job is a folder outside what is compared.
func startShell(dir, job string, env []string) (*shell, error) {
	feedOut, feed, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start shell: %w", err)
	}
	answers, answersIn, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start shell: %w", err)
	}
	cmd := exec.Command("/bin/sh", "-c", driver)
	cmd.Dir = dir
	cmd.Env = append(env, "DIFFTEST_JOB="+job)
	cmd.ExtraFiles = []*os.File{feedOut, answersIn}
	ownGroup(cmd)
	err = cmd.Start()
	_ = feedOut.Close()
	_ = answersIn.Close()
	if err != nil {
		return nil, fmt.Errorf("start shell: %w", err)
	}
	return &shell{job: job, cmd: cmd, feed: feed, answers: answers, lines: bufio.NewReader(answers)}, nil
}

// run runs one line at the given moment of the scripts' clock.
func (s *shell) run(step Step, now time.Time) (said, error) {
	date := strconv.FormatInt(now.Unix(), 10)
	line := "export GIT_AUTHOR_DATE='" + date + " +0000' GIT_COMMITTER_DATE='" + date + " +0000' GIT_TEST_DATE_NOW=" +
		date + "\n" + step.Text + "\n"
	for name, text := range map[string]string{"line": line, "in": step.Stdin} {
		if err := os.WriteFile(filepath.Join(s.job, name), []byte(text), 0o600); err != nil {
			return said{}, fmt.Errorf("write line: %w", err)
		}
	}
	if _, err := s.feed.WriteString("go\n"); err != nil {
		return said{}, errShellEnded
	}
	if err := s.answers.SetReadDeadline(time.Now().Add(lineTimeout)); err != nil {
		return said{}, fmt.Errorf("set deadline: %w", err)
	}
	answer, err := s.lines.ReadString('\n')
	result := said{stdout: s.read("out"), stderr: s.read("err")}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		killGroup(s.cmd)
		return result, errHangs
	}
	if err != nil {
		return result, errShellEnded
	}
	result.exit, err = strconv.Atoi(strings.TrimSpace(answer))
	if err != nil {
		return result, fmt.Errorf("exit code %q: %w", answer, err)
	}
	return result, nil
}

// read gives what the line wrote to one of its streams; a stream that was never opened said nothing.
func (s *shell) read(name string) string {
	text, err := os.ReadFile(filepath.Join(s.job, name))
	if err != nil {
		return ""
	}
	return string(text)
}

// close ends the shell and waits for it.
func (s *shell) close() {
	_ = s.feed.Close()
	_ = s.cmd.Wait()
	_ = s.answers.Close()
}
