package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cairn/internal/difftest"
	"cairn/internal/git/cli"
)

// meter measures commands in twin copies of one repository.
type meter struct {
	tools      *difftest.Tools
	home       string
	git, cairn string // the two copies
	sampling   sampling
}

// sampling says how often a command is measured, and which of its times counts.
type sampling struct {
	runs  int
	least bool // the least; else the median
}

func (s sampling) String() string {
	if s.least {
		return fmt.Sprintf("least of %d", s.runs)
	}
	return fmt.Sprintf("median of %d", s.runs)
}

func (s sampling) of(all []time.Duration) time.Duration {
	slices.Sort(all)
	if s.least {
		return all[0]
	}
	return all[len(all)/2]
}

// result holds what counts of the times of each way to run a command.
type result struct {
	git, whole, inside time.Duration
	missing            bool // the engine does not have the command yet
}

// newMeter makes a repository twice, with its index refreshed so that no entry looks recently touched.
func newMeter(base string, tools *difftest.Tools, r repository, s sampling) (*meter, error) {
	m := &meter{tools: tools, home: base, sampling: s}
	text := r.stream()
	for side, dir := range map[string]*string{"git": &m.git, "cairn": &m.cairn} {
		*dir = filepath.Join(base, r.name+"-"+side)
		if err := os.Mkdir(*dir, 0o755); err != nil {
			return nil, fmt.Errorf("make repository: %w", err)
		}
		// Stat data is only trusted when a file is older than the index, so the index is written a second later.
		for _, line := range []string{
			"git init -q -b main", "git fast-import --quiet", "git reset -q --hard main; git branch main-was; sleep 1.1",
			"rm .git/index; git reset -q --hard main; sleep 1.1; git read-tree main; git update-index -q --refresh",
		} {
			if err := m.shell(*dir, line, text); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

func (m *meter) env() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + m.home, "LC_ALL=C", "TZ=UTC", "GIT_CONFIG_NOSYSTEM=1", "GIT_MERGE_AUTOEDIT=no",
		"GIT_AUTHOR_NAME=Ada Lovelace", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_COMMITTER_NAME=Ada Lovelace",
		"GIT_COMMITTER_EMAIL=ada@example.org",
	}
}

// shell runs a line that prepares; it is not timed.
func (m *meter) shell(dir, line, stdin string) error {
	cmd := exec.Command("/bin/sh", "-c", line)
	cmd.Dir, cmd.Env, cmd.Stdin = dir, m.env(), strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", line, err, out)
	}
	return nil
}

// measure takes turns, so that a busy moment of the machine meets all three alike.
func (m *meter) measure(c benchCase) (result, error) {
	var git, whole, inside []time.Duration
	for range m.sampling.runs {
		took, _, err := m.process(m.tools.Git, m.git, c)
		if err != nil {
			return result{}, err
		}
		git = append(git, took)
		took, absent, err := m.process(m.tools.Engine, m.cairn, c)
		if absent {
			return result{git: took, missing: true}, nil
		}
		if err != nil {
			return result{}, err
		}
		whole = append(whole, took)
		if took, err = m.call(c); err != nil {
			return result{}, err
		}
		inside = append(inside, took)
	}
	return result{git: m.sampling.of(git), whole: m.sampling.of(whole), inside: m.sampling.of(inside)}, nil
}

// process runs a program once and says how long it took.
func (m *meter) process(program, dir string, c benchCase) (took time.Duration, absent bool, err error) {
	if err := m.prepare(dir, c); err != nil {
		return 0, false, err
	}
	var stderr bytes.Buffer
	cmd := exec.Command(program, c.args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, m.env(), io.Discard, &stderr
	start := time.Now()
	err = cmd.Run()
	took = time.Since(start)
	if err != nil {
		absent = strings.Contains(stderr.String(), "is not a git command")
		err = fmt.Errorf("%s %s: %w\n%s", filepath.Base(program), strings.Join(c.args, " "), err, stderr.String())
	}
	return took, absent, err
}

// call runs the command within this process.
func (m *meter) call(c benchCase) (time.Duration, error) {
	if err := m.prepare(m.cairn, c); err != nil {
		return 0, err
	}
	vars := map[string]string{}
	for _, pair := range m.env() {
		name, value, _ := strings.Cut(pair, "=")
		vars[name] = value
	}
	var stderr bytes.Buffer
	env := cli.Env{Dir: m.cairn, Vars: vars, Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &stderr, Now: time.Now}
	start := time.Now()
	code := cli.Run(context.Background(), env, c.args)
	took := time.Since(start)
	if code != 0 {
		return took, fmt.Errorf("in process: %s: exit code %d\n%s", strings.Join(c.args, " "), code, stderr.String())
	}
	return took, nil
}

func (m *meter) prepare(dir string, c benchCase) error {
	if c.before == "" {
		return nil
	}
	return m.shell(dir, c.before, "")
}

// print writes one row; a row that misses what is wanted is marked.
func (r result) print(out io.Writer, repository string, c benchCase) {
	if r.missing {
		fmt.Fprintf(out, "%s\t%s\t%s\tnot there yet\t\t\t\t\t\t\n", repository, c.name, ms(r.git))
		return
	}
	wanted, misses := "in process <= 0.5", float64(r.inside) > 0.5*float64(r.git)
	if c.wanted > 0 {
		wanted = fmt.Sprintf("whole <= %.1f or +5 ms", c.wanted)
		misses = float64(r.whole) > max(c.wanted*float64(r.git), float64(r.git+5*time.Millisecond))
	}
	mark := ""
	if misses {
		mark = "MISSED"
	}
	fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%.2f\t%s\t%.2f\t%s\t%s\t\n", repository, c.name, ms(r.git), ms(r.whole),
		float64(r.whole)/float64(r.git), ms(r.inside), float64(r.inside)/float64(r.git), wanted, mark)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond)) }
