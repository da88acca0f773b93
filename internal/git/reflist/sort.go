package reflist

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Key is one sort key.
type Key struct {
	atom    string
	reverse bool
	version bool
}

// ParseKey reads the argument of --sort.
func ParseKey(text string) (Key, error) {
	k := Key{}
	k.atom, k.reverse = strings.CutPrefix(text, "-")
	for _, p := range []string{"version:", "v:"} {
		if rest, ok := strings.CutPrefix(k.atom, p); ok {
			k.atom, k.version = rest, true
		}
	}
	return k, checkAtom(k.atom)
}

// Sort orders refs by keys, the last one given first as in Git, and by name
// where they are equal. A detached HEAD stands before all.
func Sort(c *Context, items []Item, keys []Key, ignoreCase bool) error {
	type row struct {
		it     Item
		values []string
	}
	rows := make([]row, len(items))
	for i, it := range items {
		rows[i] = row{it: it}
		for _, k := range keys {
			v, err := c.sortValue(it, k.atom)
			if err != nil {
				return err
			}
			if ignoreCase {
				v = strings.ToLower(v)
			}
			rows[i].values = append(rows[i].values, v)
		}
	}
	suffixes := c.versionSuffixes(keys, len(items))
	slices.SortStableFunc(rows, func(a, b row) int {
		if (a.it.Detached != "") != (b.it.Detached != "") {
			if a.it.Detached != "" {
				return -1
			}
			return 1
		}
		for i := len(keys) - 1; i >= 0; i-- {
			n := keys[i].compare(a.values[i], b.values[i], suffixes)
			if n != 0 {
				return n
			}
		}
		x, y := a.it.Name, b.it.Name
		if ignoreCase {
			x, y = strings.ToLower(x), strings.ToLower(y)
		}
		return strings.Compare(x, y)
	})
	for i := range rows {
		items[i] = rows[i].it
	}
	return nil
}

func (k Key) compare(a, b string, suffixes []string) int {
	n := 0
	switch {
	case k.version:
		n = compareVersions(a, b, suffixes)
	case k.numeric():
		x, _ := strconv.ParseInt(a, 10, 64)
		y, _ := strconv.ParseInt(b, 10, 64)
		n = cmp.Compare(x, y)
	default:
		n = strings.Compare(a, b)
	}
	if k.reverse {
		return -n
	}
	return n
}

func (k Key) numeric() bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(k.atom, "*"), ":")
	return strings.HasSuffix(name, "date") || name == "objectsize" || name == "numparent"
}

// sortValue is a field's value in a form that can be compared: dates as seconds.
func (c *Context) sortValue(it Item, atom string) (string, error) {
	name, _, _ := strings.Cut(atom, ":")
	if strings.HasSuffix(name, "date") {
		return c.value(it, name+":unix")
	}
	return c.value(it, atom)
}
