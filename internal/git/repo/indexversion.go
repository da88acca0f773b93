package repo

import (
	"strconv"

	"cairn/internal/git/index"
)

// unsetVersion is what Git takes when a setting is wrong: version 2 with room for more, see git-config(1), index.version.
const unsetVersion = 3

// IndexVersion is the version that a new index shall have: GIT_INDEX_VERSION, index.version or feature.manyFiles say so.
// An index that is there already keeps its own.
func (r *Repo) IndexVersion() (uint32, error) {
	if text, ok := r.p.Env["GIT_INDEX_VERSION"]; ok {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			n = 0
		}
		return r.checkVersion(int(n), "GIT_INDEX_VERSION"), nil
	}
	many, err := r.cfg.Bool("feature.manyFiles", false)
	if err != nil {
		return 0, err
	}
	def := unsetVersion
	if many {
		def = index.PrefixVersion
	}
	n, err := r.cfg.Int("index.version", def)
	if err != nil {
		return 0, err
	}
	return r.checkVersion(n, "index.version"), nil
}

func (r *Repo) checkVersion(n int, setting string) uint32 {
	if n >= index.FirstVersion && n <= index.PrefixVersion {
		return uint32(n)
	}
	if r.p.Warn != nil {
		r.p.Warn("warning: " + setting + " set, but the value is invalid.\nUsing version " + strconv.Itoa(unsetVersion))
	}
	return unsetVersion
}
