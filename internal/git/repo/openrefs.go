package repo

import (
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
)

func (r *Repo) openRefs() error {
	mode := refs.LogBranches
	bare, err := r.cfg.Bool("core.bare", false)
	if err != nil {
		return err
	}
	if bare && r.p.WorkTree == "" && r.p.Env["GIT_WORK_TREE"] == "" {
		mode = refs.LogNone
	}
	if v, ok := r.cfg.Get("core.logAllRefUpdates"); ok {
		if strings.EqualFold(v, "always") {
			mode = refs.LogAlways
		} else if on, err := r.cfg.Bool("core.logAllRefUpdates", false); err == nil { // a wrong one leaves the default
			if mode = refs.LogNone; on {
				mode = refs.LogBranches
			}
		}
	}
	patience := r.patience("core.filesRefLockTimeout", 100)
	packed := r.patience("core.packedRefsTimeout", 1000)
	r.refs = refs.Open(refs.Params{
		GitDir: r.gitDir, CommonDir: r.commonDir, Shown: r.Shown, Log: mode, Share: r.Sharing,
		Patience: patience, PackedPatience: packed,
		Identity: func() (string, error) { return r.reflogIdentity() },
		IsCommit: func(h plumbing.Hash) (bool, error) {
			kind, err := r.objects.Kind(h)
			return kind == plumbing.CommitObject, err
		},
	})
	return nil
}

// patience reads a setting in milliseconds; a wrong one leaves the default.
func (r *Repo) patience(key string, def int) time.Duration {
	n, err := r.cfg.Int(key, def)
	if err != nil {
		n = def
	}
	return time.Duration(n) * time.Millisecond
}
