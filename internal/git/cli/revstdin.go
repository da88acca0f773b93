package cli

import (
	"io"
	"strings"
)

// fromStdin reads more revisions, one a line; after "--" come paths.
func (r *revRun) fromStdin(negate bool) (int, bool) {
	if r.env.Stdin == nil {
		return 0, true
	}
	data, err := io.ReadAll(r.env.Stdin)
	if err != nil {
		return r.fail(err), false
	}
	inPaths := false
	for line := range strings.SplitSeq(string(data), "\n") {
		switch {
		case inPaths && line != "":
			r.paths = append(r.paths, line)
		case line == "":
			return 0, true
		case line == "--":
			inPaths = true
		case strings.HasPrefix(line, "-"):
			return r.die("options not supported in --stdin mode"), false
		default:
			v := r.resolver()
			v.TrustHashes = true
			items, err := v.Args(line)
			if gone := r.missing(items); err == nil && gone != "" {
				if r.passedOver = r.params.MissingOK; r.passedOver {
					continue
				}
				return r.die("bad object %s", gone), false
			}
			if err != nil {
				return r.die("bad revision '%s'", line), false
			}
			r.add(items, negate)
		}
	}
	return 0, true
}
