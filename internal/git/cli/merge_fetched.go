package cli

import (
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
)

// fetchedHeads reads what FETCH_HEAD says is to be merged: "HASH<tab><tab>branch 'x' of
// SOURCE" a line; others have "not-for-merge" between the tabs.
func (m *merging) fetchedHeads() (int, bool) {
	data, err := disk.ReadFile(m.repo.StateFile("FETCH_HEAD"))
	if err != nil {
		return m.die("could not open '.git/FETCH_HEAD' for reading: %s", lockfile.Reason(err)), false
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\n"), "\n") {
		name, rest, _ := strings.Cut(line, "\t")
		mark, what, _ := strings.Cut(rest, "\t")
		if mark != "" || line == "" {
			continue
		}
		if _, ok := object.ParseHash(name); !ok {
			return m.die("not something we can merge in .git/FETCH_HEAD: %s", line), false
		}
		h, err := m.mergeHead(name)
		if err != nil {
			return m.die("not something we can merge in .git/FETCH_HEAD: %s", line), false
		}
		h.Fetched = what
		m.heads = append(m.heads, h)
	}
	return 0, true
}

// cutSource splits "branch 'x' of SOURCE"; here is true where that is this repository.
func cutSource(fetched string) (what, source string, here bool) {
	if at := strings.LastIndex(fetched, " of "); at >= 0 {
		return fetched[:at], fetched[at+len(" of "):], fetched[at+len(" of "):] == "."
	}
	return "", fetched, false
}

// fetchedTitle names heads by their sources: "branch 'a', tag 'x' of ../there; ../else".
func fetchedTitle(heads []porcelain.MergeHead) string {
	var sources []string
	names := map[string]*mergeNames{}
	whole := map[string]bool{} // what is merged is the HEAD of that source
	for _, h := range heads {
		what, source, _ := cutSource(h.Fetched)
		n := names[source]
		if n == nil {
			n = &mergeNames{}
			names[source] = n
			sources = append(sources, source)
		}
		kind, quoted, _ := strings.Cut(what, " ")
		switch kind {
		case "":
			whole[source] = true
		case "branch":
			n.branches = append(n.branches, quoted)
		case "remote-tracking":
			n.remotes = append(n.remotes, strings.TrimPrefix(quoted, "branch "))
		case "tag":
			n.tags = append(n.tags, quoted)
		default:
			n.commits = append(n.commits, what)
		}
	}
	var parts []string
	for _, source := range sources {
		text := names[source].String()
		switch {
		case text == "":
			text = source
		case whole[source]:
			text = "HEAD, " + text + " of " + source
		case source != ".":
			text += " of " + source
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// fetchedName is how the list of --log names a head.
func fetchedName(fetched string) string {
	what, source, here := cutSource(fetched)
	for _, kind := range []string{"branch ", "remote-tracking branch "} {
		if quoted, ok := strings.CutPrefix(what, kind); ok {
			if here {
				return strings.Trim(quoted, "'")
			}
			return quoted + " of " + source
		}
	}
	switch {
	case !strings.HasPrefix(what, "tag "):
		return source
	case here:
		return what
	}
	return what + " of " + source
}
