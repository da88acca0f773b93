package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/repo"
)

// traceSetup tells where the repository and its files were found, where
// GIT_TRACE_SETUP asks for it: 1, 2 or true for standard error, or the
// absolute name of a file that the lines are added to. See git(1), GIT_TRACE.
func (c *call) traceSetup(r *repo.Repo) {
	where := c.env.Vars["GIT_TRACE_SETUP"]
	var w io.Writer
	switch strings.ToLower(where) {
	case "", "0", "false":
		return
	case "1", "2", "true":
		w = c.stderr()
	default:
		path := filepath.FromSlash(where)
		if !filepath.IsAbs(path) || repo.Root(c.env.Root).Check(path) != nil {
			return
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
		if err != nil {
			c.warn("could not open '%s' for tracing: %s", where, err)
			return
		}
		defer func() { _ = f.Close() }()
		w = f
	}
	lead := r.Clock().Now.Format("15:04:05.000000") + " trace.c                 "
	if c.env.Vars["GIT_TRACE_BARE"] != "" {
		lead = ""
	}
	_ = r.Trace(w, lead)
}
