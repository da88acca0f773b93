package config

import (
	"errors"
	"sort"
	"strings"
)

// address is a URL taken apart, in a form in which equal ones are spelt alike.
type address struct {
	scheme, user, host, port, path string
	hasUser                        bool
}

// errScheme is the reason that Git gives for most of what is no URL.
var errScheme = errors.New("invalid URL scheme name or missing '://' suffix")

func defaultPort(scheme string) string {
	switch scheme {
	case "http":
		return "80"
	case "https":
		return "443"
	case "ftp":
		return "21"
	case "ssh":
		return "22"
	case "git":
		return "9418"
	}
	return ""
}

func parseAddress(url string) (address, error) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok || scheme == "" || !isLetter(scheme[0]) || strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+.-") != "" {
		return address{}, errScheme
	}
	a := address{scheme: strings.ToLower(scheme)}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host := rest[:end]
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		a.user, _, _ = strings.Cut(host[:at], ":")
		a.hasUser, host = true, host[at+1:]
	}
	if at := strings.LastIndexByte(host, ':'); at >= 0 && !strings.HasSuffix(host, "]") {
		host, a.port = host[:at], strings.TrimLeft(host[at+1:], "0")
		if strings.Trim(a.port, "0123456789") != "" {
			return address{}, errors.New("invalid port number")
		}
		if a.port == defaultPort(a.scheme) {
			a.port = ""
		}
	}
	a.host = strings.ToLower(host)
	path, ok := cleanPath(rest[end:])
	if !ok {
		return address{}, errors.New("invalid '..' path segment")
	}
	a.path = path
	return a, nil
}

// cleanPath resolves "." and ".."; the result begins and ends with a slash.
func cleanPath(path string) (string, bool) {
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		switch part {
		case "", ".":
		case "..":
			if len(parts) == 0 {
				return "", false
			}
			parts = parts[:len(parts)-1]
		default:
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "/", true
	}
	return "/" + strings.Join(parts, "/") + "/", true
}

// fit is how well a pattern is like a URL: the longer host counts first, then
// the longer path, then a user that is named.
type fit struct {
	host, path int
	user       bool
}

func (f fit) better(than fit) bool {
	switch {
	case f.host != than.host:
		return f.host > than.host
	case f.path != than.path:
		return f.path > than.path
	}
	return f.user && !than.user
}

// match compares a pattern with a URL; a part "*" of the pattern's host stands
// for any one part.
func (a address) match(url address) (fit, bool) {
	if a.scheme != url.scheme || a.port != url.port || a.hasUser && a.user != url.user ||
		!strings.HasPrefix(url.path, a.path) || !hostLike(a.host, url.host) {
		return fit{}, false
	}
	return fit{host: len(a.host), path: len(a.path), user: a.hasUser}, true
}

func hostLike(pattern, host string) bool {
	p, h := strings.Split(pattern, "."), strings.Split(host, ".")
	if len(p) != len(h) {
		return false
	}
	for i := range p {
		if p[i] != h[i] && p[i] != "*" {
			return false
		}
	}
	return true
}

// ForURL gives the values of a section that are best for a URL, by name, as
// http.<url>.* in git-config(1) describes. With name set only that variable is
// looked for.
func (c *Config) ForURL(section, name, url string) ([]Entry, error) {
	wanted, err := parseAddress(url)
	if err != nil {
		return nil, err
	}
	type choice struct {
		Entry
		fit fit
	}
	best := map[string]choice{}
	for _, e := range c.entries {
		if e.Key.Section != strings.ToLower(section) || name != "" && e.Key.Name != strings.ToLower(name) {
			continue
		}
		var f fit
		if e.Key.HasSub {
			pattern, err := parseAddress(e.Key.Sub)
			if err != nil {
				continue
			}
			var ok bool
			if f, ok = pattern.match(wanted); !ok {
				continue
			}
		}
		if old, ok := best[e.Key.Name]; ok && old.fit.better(f) {
			continue
		}
		best[e.Key.Name] = choice{e, f}
	}
	list := make([]Entry, 0, len(best))
	for _, b := range best {
		list = append(list, b.Entry)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Key.Name < list[j].Key.Name })
	return list, nil
}
