package reflist

import (
	"cmp"
	"slices"
	"strings"
)

// compareVersions orders names as versions: numbers in them by their value.
// Where they begin to differ, a suffix such as "-rc" may have its place by
// configuration (versionsort.suffix in git-config(1)).
func compareVersions(a, b string, suffixes []string) int {
	if len(suffixes) > 0 {
		if n := compareSuffixes(a, b, suffixes); n != 0 {
			return n
		}
	}
	for a != "" && b != "" {
		x, y := leadingDigits(a), leadingDigits(b)
		if x > 0 && y > 0 {
			if n := compareDigits(a[:x], b[:y]); n != 0 {
				return n
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func compareDigits(a, b string) int {
	x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if n := cmp.Compare(len(x), len(y)); n != 0 {
		return n
	}
	if n := strings.Compare(x, y); n != 0 {
		return n
	}
	return cmp.Compare(len(b), len(a))
}

// versionSuffixes are the suffixes in their order, when versions are compared;
// "" is the place of names without any.
func (c *Context) versionSuffixes(keys []Key, items int) []string {
	if items < 2 || !slices.ContainsFunc(keys, func(k Key) bool { return k.version }) {
		return nil
	}
	old := c.Repo.Config().All("versionsort.prereleaseSuffix")
	list := c.Repo.Config().All("versionsort.suffix")
	if len(list) == 0 {
		return old
	}
	if len(old) > 0 && c.Warn != nil {
		c.Warn("warning: ignoring versionsort.prereleasesuffix because versionsort.suffix is set")
	}
	return list
}

// compareSuffixes orders two names by the suffixes at which they part; 0 when
// these say nothing.
func compareSuffixes(a, b string, suffixes []string) int {
	if a == b {
		return 0
	}
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	x, y := suffixAt(a, at, suffixes), suffixAt(b, at, suffixes)
	return cmp.Compare(x, y)
}

// suffixAt is the number of the suffix that a name has around a place: the one
// that begins first, and of those the longest. Without one it is the number of
// "", or one behind all.
func suffixAt(name string, at int, suffixes []string) int {
	found, start, size := slices.Index(suffixes, ""), len(name)+1, 0
	if found < 0 {
		found = len(suffixes)
	}
	for i, s := range suffixes {
		if s == "" {
			continue
		}
		from := max(0, at-len(s))
		end := min(len(name), at+len(s)) // it may begin at the place itself
		n := strings.Index(name[from:end], s)
		if n < 0 {
			continue
		}
		if n += from; n < start || n == start && len(s) > size {
			found, start, size = i, n, len(s)
		}
	}
	return found
}
