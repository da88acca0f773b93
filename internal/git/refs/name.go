// Package refs owns branches, tags and every other name of a commit: reading
// them loose and packed, changing several at once or none, and their reflogs.
// It refuses names that git-check-ref-format(1) refuses, and two names of
// which one would be the folder of the other.
package refs

import "strings"

// HEAD is the name of the ref that is checked out.
const HEAD = "HEAD"

// Prefixes of the kinds of refs.
const (
	Heads   = "refs/heads/"
	Tags    = "refs/tags/"
	Remotes = "refs/remotes/"
)

// ValidName reports whether a full name such as refs/heads/main is well
// formed. With oneLevel a name without a slash is, too.
func ValidName(name string, oneLevel bool) bool {
	if name == "" || name == "@" || strings.HasSuffix(name, ".") {
		return false
	}
	parts := 0
	for part := range strings.SplitSeq(name, "/") {
		if !validPart(part) {
			return false
		}
		parts++
	}
	return parts > 1 || oneLevel
}

func validPart(p string) bool {
	if p == "" || p[0] == '.' || strings.HasSuffix(p, ".lock") || strings.Contains(p, "..") || strings.Contains(p, "@{") {
		return false
	}
	for i := range len(p) {
		switch c := p[i]; {
		case c < 0x20, c == 0x7f, strings.IndexByte(" ~^:?*[\\", c) >= 0:
			return false
		}
	}
	return true
}

// ValidBranch reports whether a branch may have this short name.
func ValidBranch(short string) bool {
	return !strings.HasPrefix(short, "-") && short != HEAD && ValidName(Heads+short, false)
}

// ValidTag reports whether a tag may have this short name.
func ValidTag(short string) bool {
	return !strings.HasPrefix(short, "-") && ValidName(Tags+short, false)
}

// IsPseudo reports whether the name is one of the refs in the root of the Git
// folder, such as HEAD and ORIG_HEAD.
func IsPseudo(name string) bool {
	if name == "" {
		return false
	}
	for i := range len(name) {
		if c := name[i]; (c < 'A' || c > 'Z') && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// safe reports whether a name that was read, not given, can be used as a path.
func safe(name string) bool {
	if strings.HasPrefix(name, "refs/") {
		return !strings.Contains("/"+name+"/", "/../") && !strings.Contains(name, "\\")
	}
	return IsPseudo(name)
}

// OfWorktree reports whether each linked working tree has a ref of its own by
// this name.
func OfWorktree(name string) bool {
	return !strings.HasPrefix(name, "refs/") || strings.HasPrefix(name, "refs/bisect/") ||
		strings.HasPrefix(name, "refs/worktree/") || strings.HasPrefix(name, "refs/rewritten/")
}

// Short is the name without refs/heads/, refs/tags/ or refs/remotes/.
func Short(name string) string {
	for _, p := range []string{Heads, Tags, Remotes} {
		if s, ok := strings.CutPrefix(name, p); ok {
			return s
		}
	}
	return strings.TrimPrefix(name, "refs/")
}

// Shorten is the shortest name that still means the ref: "main" for
// refs/heads/main unless a tag of that name stands before it. Strict takes
// every other ref of that short name as an obstacle, not just those that
// would win.
func (s *Store) Shorten(full string, strict bool) string {
	forms := []struct{ head, tail string }{
		{"", ""}, {"refs/", ""}, {Tags, ""}, {Heads, ""}, {Remotes, ""}, {Remotes, "/HEAD"},
	}
	for i := len(forms) - 1; i > 0; i-- {
		f := forms[i]
		if len(full) <= len(f.head)+len(f.tail) || !strings.HasPrefix(full, f.head) || !strings.HasSuffix(full, f.tail) {
			continue
		}
		short := full[len(f.head) : len(full)-len(f.tail)]
		free := true
		for j, other := range forms {
			if j == i || (!strict && j > i) {
				continue
			}
			if s.Exists(other.head + short + other.tail) {
				free = false
				break
			}
		}
		if free {
			return short
		}
	}
	return full
}
