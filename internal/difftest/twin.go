package difftest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Start is the moment of a script's first line; each further line is 60 seconds later.
var Start = time.Date(2025, time.June, 16, 9, 0, 0, 0, time.UTC)

// lineStep is how far the clock moves on with each line: as in the practice console.
const lineStep = time.Minute

// record is what one line did on one side.
type record struct {
	said
	state State
	err   error // the line hung or ended the shell
}

// end is what real git says of a side when the script is over.
type end struct {
	Fsck, Status, Files map[string]string // by repository
}

// twins runs one script on both sides. Both run under the same absolute path, one after the other, so that every
// text and every file that holds a path can be compared as it is.
type twins struct {
	tools *Tools
	base  string // a temporary folder; the twins run in base/twin
	steps []Step
	// foreign has Git treat the disk as Windows' own.
	foreign bool
}

// run runs the whole script on one side and leaves its folder as base/SIDE.
func (w *twins) run(side string) ([]record, end, error) {
	twin, job := filepath.Join(w.base, "twin"), filepath.Join(w.base, "job-"+side)
	work, home := filepath.Join(twin, "work"), filepath.Join(twin, "home")
	for _, dir := range []string{work, home, job} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, end{}, fmt.Errorf("make twin: %w", err)
		}
	}
	config := filepath.Join(home, ".gitconfig")
	if err := os.WriteFile(config, []byte("[init]\n\tdefaultBranch = main\n"), 0o600); err != nil {
		return nil, end{}, fmt.Errorf("make twin: %w", err)
	}
	sh, err := startShell(work, job, w.env(side, home))
	if err != nil {
		return nil, end{}, err
	}
	records, err := w.lines(sh, twin)
	sh.close()
	if err != nil {
		return records, end{}, err
	}
	last := w.judge(twin, home, records)
	if err := os.Rename(twin, filepath.Join(w.base, side)); err != nil {
		return records, last, fmt.Errorf("put twin away: %w", err)
	}
	return records, last, nil
}

// lines runs line by line; it ends early when the shell did.
func (w *twins) lines(sh *shell, twin string) ([]record, error) {
	records := make([]record, 0, len(w.steps))
	now := Start
	for _, step := range w.steps {
		said, err := sh.run(step, now)
		state, readErr := ReadState(twin)
		if readErr != nil {
			return records, readErr
		}
		records = append(records, record{said: said, state: state, err: err})
		if errors.Is(err, errShellEnded) || errors.Is(err, errHangs) {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		now = now.Add(lineStep)
	}
	return records, nil
}

// env is the whole environment of a side.
func (w *twins) env(side, home string) []string {
	vars := []string{
		"PATH=" + w.tools.path(side), "HOME=" + home, "LC_ALL=C", "TZ=UTC", "TERM=dumb", "PAGER=cat",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada Lovelace", "GIT_AUTHOR_EMAIL=ada@example.org",
		"GIT_COMMITTER_NAME=Ada Lovelace", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_MERGE_AUTOEDIT=no",
	}
	if w.foreign && side == "real" {
		vars = append(vars, asOnWindows)
	}
	return vars
}

// judge asks real git whether the objects of a side are whole and its stat data right.
func (w *twins) judge(twin, home string, records []record) end {
	last := end{Fsck: map[string]string{}, Status: map[string]string{}, Files: map[string]string{}}
	if len(records) == 0 {
		return last
	}
	for _, repository := range records[len(records)-1].state.Repositories() {
		ask := func(args ...string) string {
			cmd := exec.Command(w.tools.Git, args...)
			cmd.Dir = filepath.Join(twin, filepath.FromSlash(repository))
			cmd.Env = append(w.env("real", home), "GIT_OPTIONAL_LOCKS=0")
			out, err := cmd.CombinedOutput()
			if err != nil {
				return fmt.Sprintf("%s%v\n", out, err)
			}
			return string(out)
		}
		// diff-files first: it believes the stat data, where status would refresh it.
		last.Files[repository] = ask("diff-files")
		last.Status[repository] = ask("status", "--porcelain=v2", "--branch")
		last.Fsck[repository] = ask("fsck", "--strict", "--no-dangling", "--no-progress")
	}
	return last
}
