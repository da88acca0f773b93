package read

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"cairn/internal/git/confine"
	"cairn/internal/view"
)

// remotes reads the repositories of those remotes that lie on this disk and
// within the root. Their own remotes are not followed.
func (r *Reader) remotes(ctx context.Context, p Params, v *view.View, src *source) {
	if p.Root == "" || src.repo == nil {
		return
	}
	for i := range v.Remotes {
		dir := localPath(v.Remotes[i].URL, p.Dir)
		if dir == "" || confine.Root(p.Root).Check(dir) != nil {
			continue
		}
		q := p
		q.Dir = dir
		rv, _, err := r.one(ctx, q)
		if err == nil && rv.Exists {
			v.Remotes[i].View = rv
		}
	}
}

// localPath gives the folder that a remote's URL names, "" for one elsewhere.
func localPath(raw, dir string) string {
	if rest, ok := strings.CutPrefix(raw, "file://"); ok {
		path, err := url.PathUnescape(rest)
		if err != nil {
			return ""
		}
		return filepath.Clean(filepath.FromSlash(path))
	}
	if raw == "" || strings.Contains(raw, "://") || isRemoteShell(raw) {
		return ""
	}
	path := filepath.FromSlash(raw)
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return path
}

// isRemoteShell reports "host:path", which is not a drive letter.
func isRemoteShell(raw string) bool {
	colon := strings.IndexByte(raw, ':')
	slash := strings.IndexByte(raw, '/')
	return colon > 1 && (slash < 0 || colon < slash)
}
