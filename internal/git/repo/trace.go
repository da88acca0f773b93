package repo

import (
	"fmt"
	"io"
)

// Trace writes what was decided about folders, in the lines that Git writes for
// GIT_TRACE_SETUP (git(1)); lead stands before each.
func (r *Repo) Trace(w io.Writer, lead string) error {
	or := func(s string) string {
		if s == "" {
			return "(null)"
		}
		return s
	}
	_, err := fmt.Fprintf(w, "%[1]ssetup: git_dir: %[2]s\n%[1]ssetup: git_common_dir: %[3]s\n%[1]ssetup: worktree: %[4]s\n"+
		"%[1]ssetup: cwd: %[5]s\n%[1]ssetup: prefix: %[6]s\n",
		lead, r.gitName, r.CommonName(), or(r.workTree), r.at, or(r.prefix))
	return err
}
