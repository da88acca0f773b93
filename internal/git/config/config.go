package config

import (
	"strings"
)

// Scope says where a value comes from; a later scope wins.
type Scope int

// The scopes in the order in which they are read.
const (
	System Scope = iota // read only when GIT_CONFIG_SYSTEM names a file
	Global
	Local
	Worktree
	Command
)

// String is the scope's name as `git config --show-scope` prints it.
func (s Scope) String() string {
	return [...]string{"system", "global", "local", "worktree", "command"}[s]
}

// Source is the kind of place that values come from.
type Source int

// The kinds of places.
const (
	FromFile Source = iota
	FromStdin
	FromBlob
	FromCommandLine // and the environment
)

// Origin is the place of a value.
type Origin struct {
	Scope  Scope
	Source Source
	Name   string // of the file as Git prints it, or of the blob
	Line   int
}

// Prefix and Name together are the origin as `git config --show-origin` prints
// it; only the name may have to be quoted.
func (o Origin) Prefix() string {
	return [...]string{"file:", "standard input:", "blob:", "command line:"}[o.Source]
}

// place is the origin as messages name it.
func (o Origin) place() string {
	return [...]string{"file " + o.Name, "standard input", "blob " + o.Name, "command line"}[o.Source]
}

// Entry is one value that is in force.
type Entry struct {
	Key      Key
	Value    string
	Implicit bool // written without "="; as a boolean it is true
	Origin   Origin
	included bool
}

// Override is a value from the command line (-c) or the environment.
type Override struct {
	Key      string
	Value    string
	Implicit bool // "-c name" without "="
}

// Config is everything in force, in order. It is read only; files are edited
// through File.
type Config struct {
	entries []Entry
	byKey   map[string][]int
}

func newConfig() *Config { return &Config{byKey: map[string][]int{}} }

func (c *Config) add(e Entry) {
	name := e.Key.String()
	c.byKey[name] = append(c.byKey[name], len(c.entries))
	c.entries = append(c.entries, e)
}

// Entries lists every value in the order in which it was read. The slice is
// shared: it must not be changed.
func (c *Config) Entries() []Entry { return c.entries }

// Get returns the value in force, the last one read.
func (c *Config) Get(key string) (string, bool) {
	e, ok := c.Last(key)
	return e.Value, ok
}

// Last is Get with the place of the value.
func (c *Config) Last(key string) (Entry, bool) {
	at := c.byKey[Canonical(key)]
	if len(at) == 0 {
		return Entry{}, false
	}
	return c.entries[at[len(at)-1]], true
}

// String returns the value in force, or def.
func (c *Config) String(key, def string) string {
	if v, ok := c.Get(key); ok {
		return v
	}
	return def
}

// All lists every value of a key, in order.
func (c *Config) All(key string) []string {
	at := c.byKey[Canonical(key)]
	values := make([]string, len(at))
	for i, n := range at {
		values[i] = c.entries[n].Value
	}
	return values
}

// Section lists the values below "section.sub", with the names only.
func (c *Config) Section(section, sub string) []Entry {
	var list []Entry
	section = strings.ToLower(section)
	for _, e := range c.entries {
		if e.Key.Section == section && e.Key.Sub == sub && e.Key.HasSub == (sub != "") {
			list = append(list, e)
		}
	}
	return list
}

// Subsections lists the subsections of a section in the order in which they
// were first met, e.g. the names of all remotes.
func (c *Config) Subsections(section string) []string {
	var subs []string
	seen := map[string]bool{}
	section = strings.ToLower(section)
	for _, e := range c.entries {
		if e.Key.Section == section && e.Key.HasSub && !seen[e.Key.Sub] {
			seen[e.Key.Sub] = true
			subs = append(subs, e.Key.Sub)
		}
	}
	return subs
}
