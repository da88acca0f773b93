package attr

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"cairn/internal/disk"
)

// Params say where attributes come from.
type Params struct {
	Root     string // the working tree; "": only Read is asked
	InfoFile string // .git/info/attributes, absolute; "": none
	UserFile string // core.attributesFile, absolute; "": none
	FoldCase bool   // core.ignoreCase
	// Read gives the text of a .gitattributes that the working tree does not have, by its
	// slash-separated path: that of the index. nil: nothing.
	Read func(path string) (string, bool)
	// ReadFirst asks Read before the working tree, as Git does on checkout, where the
	// file of the new commit counts.
	ReadFirst bool
	// Warn is told of a file in the working tree that cannot be read; nil: nobody is told.
	Warn func(path string, cause error)
}

// Matcher answers questions about paths. It may be used by several goroutines.
type Matcher struct {
	params Params
	user   file
	info   file
	mu     sync.Mutex
	dirs   map[string]*file
	order  map[string]int // names by first appearance, for All
}

// New reads the files that hold for the whole working tree.
func New(p Params) *Matcher {
	m := &Matcher{params: p, dirs: map[string]*file{}, order: map[string]int{}}
	m.register([]string{"binary", "diff", "merge", "text"})
	m.user = m.outside(p.UserFile)
	m.register(m.user.names)
	m.info = m.outside(p.InfoFile)
	return m
}

// register numbers names that are new.
func (m *Matcher) register(names []string) {
	for _, n := range names {
		if _, known := m.order[n]; !known {
			m.order[n] = len(m.order)
		}
	}
}

func (m *Matcher) outside(path string) file {
	if path == "" {
		return file{}
	}
	text, err := disk.ReadFile(path)
	if err != nil {
		return file{}
	}
	return parse(string(text), "", true)
}

// dir gives the file of a directory ("" or "a/b/").
func (m *Matcher) dir(base string) *file {
	m.mu.Lock()
	f, ok := m.dirs[base]
	m.mu.Unlock()
	if ok {
		return f
	}
	f = &file{}
	if text, found := m.read(base + ".gitattributes"); found {
		*f = parse(text, base, base == "")
	}
	m.mu.Lock()
	m.dirs[base] = f
	m.register(f.names)
	m.mu.Unlock()
	return f
}

// maxFile bounds what is read of an attributes file in the working tree; Git leaves out larger ones, too.
const maxFile = 100 << 20

func (m *Matcher) read(path string) (string, bool) {
	if m.params.ReadFirst && m.params.Read != nil {
		if text, ok := m.params.Read(path); ok {
			return text, true
		}
	}
	if m.params.Root != "" {
		name := filepath.Join(m.params.Root, filepath.FromSlash(path))
		if info, err := os.Lstat(name); err == nil && !info.IsDir() {
			text, err := disk.ReadPlain(name, maxFile)
			if err == nil {
				return string(text), true
			}
			if m.params.Warn != nil {
				m.params.Warn(path, err)
			}
		}
	}
	if !m.params.ReadFirst && m.params.Read != nil {
		return m.params.Read(path)
	}
	return "", false
}

// Lookup gives the values of the named attributes for a path, in their order.
func (m *Matcher) Lookup(path string, names ...string) []Value {
	values := make([]Value, len(names))
	found := m.collect(path)
	if found == nil {
		return values
	}
	for i, n := range names {
		values[i] = found[n]
	}
	return values
}

// Named is an attribute with its value.
type Named struct {
	Name  string
	Value Value
}

// All gives every attribute that is specified for a path, in the order in which their names
// first came up, as `check-attr --all` lists them.
func (m *Matcher) All(path string) []Named {
	var all []Named
	for n, v := range m.collect(path) {
		if v.State != Unspecified {
			all = append(all, Named{n, v})
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.register(m.info.names)
	sort.Slice(all, func(i, j int) bool { return m.order[all[i].Name] < m.order[all[j].Name] })
	return all
}

// collect goes from the file that wins to the one that loses: info/attributes, the
// path's own directory, its parents, the user's file. What is decided first stays.
func (m *Matcher) collect(path string) map[string]Value {
	nameAt := strings.LastIndexByte(path, '/') + 1
	files := make([]*file, 0, 8)
	files = append(files, &m.info)
	m.dir("")
	for i := range nameAt { // from the top down, for the order of names
		if path[i] == '/' {
			m.dir(path[:i+1])
		}
	}
	for end := nameAt; ; {
		files = append(files, m.dir(path[:end]))
		if end == 0 {
			break
		}
		end = strings.LastIndexByte(path[:end-1], '/') + 1
	}
	files = append(files, &m.user)
	var c collector
	for _, f := range files {
		for i := len(f.rules) - 1; i >= 0; i-- {
			if f.rules[i].matches(path, nameAt, m.params.FoldCase) {
				if c.values == nil {
					c = collector{files: files, values: map[string]Value{}}
				}
				c.assign(f.rules[i].assigns)
			}
		}
	}
	return c.values
}

type collector struct {
	files  []*file
	values map[string]Value
}

// assign takes over what is not decided yet, the last word of a line first. Setting a
// macro decides its parts at once.
func (c *collector) assign(assigns []assignment) {
	for i := len(assigns) - 1; i >= 0; i-- {
		a := assigns[i]
		if _, decided := c.values[a.name]; decided {
			continue
		}
		c.values[a.name] = a.value
		if a.value.State == Set {
			c.assign(c.macro(a.name))
		}
	}
}

func (c *collector) macro(name string) []assignment {
	for _, f := range c.files {
		if parts, ok := f.macros[name]; ok {
			return parts
		}
	}
	if name == "binary" {
		return []assignment{{"diff", Value{State: Unset}}, {"merge", Value{State: Unset}}, {"text", Value{State: Unset}}}
	}
	return nil
}
