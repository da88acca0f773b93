package repo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// ReplaceBase is where the refs lie that name objects to read in place of others:
// "refs/replace/", or what GIT_REPLACE_REF_BASE says, which should end in a slash. Honoured is false where such refs do not
// count: GIT_NO_REPLACE_OBJECTS is set, or core.useReplaceRefs is off.
func (r *Repo) ReplaceBase() (base string, honoured bool) {
	base = "refs/replace/"
	if named := r.p.Env["GIT_REPLACE_REF_BASE"]; named != "" {
		base = named
	}
	if _, off := r.p.Env["GIT_NO_REPLACE_OBJECTS"]; off {
		return base, false
	}
	on, err := r.cfg.Bool("core.useReplaceRefs", true)
	return base, on || err != nil
}

// replacements reads the refs below ReplaceBase: each has the hash of the replaced object for
// its name, and leads to the one to read instead.
func (r *Repo) replacements() (map[plumbing.Hash]plumbing.Hash, error) {
	base, honoured := r.ReplaceBase()
	if !honoured || r.refs == nil || !r.refs.MayHave(base) {
		return nil, nil
	}
	list, err := r.refs.List(base)
	if err != nil {
		return nil, err
	}
	table := make(map[plumbing.Hash]plumbing.Hash, len(list))
	for _, ref := range list {
		name := ref.Name[strings.LastIndexByte(ref.Name, '/')+1:]
		from, ok := object.ParseHash(name)
		if !ok {
			r.warn("warning: bad replace ref name: " + name)
			continue
		}
		to, err := r.refs.Resolve(ref.Name)
		if err == nil {
			table[from] = to
		}
	}
	return table, nil
}

func (r *Repo) warn(line string) {
	if r.p.Warn != nil {
		r.p.Warn(line)
	}
}

// graftAdvice is what Git says where there is a file of grafts.
const graftAdvice = `Support for <GIT_DIR>/info/grafts is deprecated
and will be removed in a future Git version.

Please use "git replace --convert-graft-file"
to convert the grafts into replace refs.

Turn this message off by running
"git config advice.graftFileDeprecated false"`

// grafts reads the file of commits with other parents, and the one of commits whose parents
// were not fetched.
func (r *Repo) grafts() (map[plumbing.Hash][]plumbing.Hash, error) {
	path := filepath.Join(r.commonDir, "info", "grafts")
	if named := r.p.Env["GIT_GRAFT_FILE"]; named != "" {
		path = r.Abs(named)
		if err := r.Confine(path); err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil //nolint:nilerr // Git passes over a file that it cannot read
	}
	var table map[plumbing.Hash][]plumbing.Hash
	if err == nil {
		table = r.parseGrafts(string(text))
		if on, err := r.cfg.Bool("advice.graftFileDeprecated", true); on || err != nil {
			for line := range strings.SplitSeq(graftAdvice, "\n") {
				r.warn("hint: " + line)
			}
		}
	}
	return r.addShallow(table)
}

// parseGrafts reads lines of a commit and its parents; of two for one commit the first counts.
func (r *Repo) parseGrafts(text string) map[plumbing.Hash][]plumbing.Hash {
	table := map[plumbing.Hash][]plumbing.Hash{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n\v\f")
		if line == "" || line[0] == '#' {
			continue
		}
		list, ok := graftLine(line)
		if !ok {
			r.warn("error: bad graft data: " + line)
			continue
		}
		if _, twice := table[list[0]]; twice {
			r.warn("error: duplicate graft data: " + line)
			continue
		}
		table[list[0]] = list[1:]
	}
	return table
}

func graftLine(line string) ([]plumbing.Hash, bool) {
	const digits = 40
	var list []plumbing.Hash
	for {
		h, ok := object.ParseHash(line[:min(digits, len(line))])
		if !ok {
			return nil, false
		}
		list = append(list, h)
		if line = line[digits:]; line == "" {
			return list, true
		}
		if strings.IndexByte(" \t\v\f\r", line[0]) < 0 {
			return nil, false
		}
		line = line[1:]
	}
}

// addShallow takes the parents from the commits at which the history was cut off.
func (r *Repo) addShallow(table map[plumbing.Hash][]plumbing.Hash) (map[plumbing.Hash][]plumbing.Hash, error) {
	path := filepath.Join(r.commonDir, "shallow")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return table, nil
	}
	if err != nil {
		return nil, err
	}
	if table == nil {
		table = map[plumbing.Hash][]plumbing.Hash{}
	}
	for line := range strings.Lines(string(text)) {
		h, ok := object.ParseHash(strings.TrimRight(line, "\n"))
		if !ok {
			return nil, &FormatError{"bad shallow line: " + line}
		}
		table[h] = nil
	}
	return table, nil
}
