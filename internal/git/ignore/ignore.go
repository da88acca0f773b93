package ignore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"cairn/internal/disk"
)

// Params say where the patterns come from.
type Params struct {
	Root       string     // the working tree
	InfoFile   string     // .git/info/exclude, absolute; "": none
	InfoShown  string     // its name in messages; "": InfoFile
	UserFile   string     // core.excludesFile, absolute; "": none
	UserShown  string     // its name in messages; "": UserFile
	Extra      []*Pattern // from the command line; they win over all files
	Base       []*Pattern // from a file named on the command line; all others win over them
	FoldCase   bool       // core.ignoreCase
	NoStandard bool       // only Extra: no file is read
	PerDir     string     // name of the files in each directory; "": ".gitignore"
	// Warn is told of a file in the working tree that cannot be read; nil: nobody is told.
	Warn func(path string, cause error)
	// Absent gives the text of such a file that is not on disk, by its path; nil: there is none.
	Absent func(path string) (text string, ok bool)
}

// Matcher answers questions about paths. It may be used by several goroutines.
type Matcher struct {
	params Params
	top    *Dir
	mu     sync.Mutex
	dirs   map[string]*Dir
}

// Dir is what is known of one directory: the patterns that reach it, and whether it
// is ignored as a whole.
type Dir struct {
	parent   *Dir
	path     string // "" or "a/b/"
	patterns []*Pattern
	hidden   *Pattern // the pattern that ignores the directory itself, if any
	problem  error    // why its file cannot be read; told when it is asked for
	troubled bool     // it or one above has had such a problem
}

// New reads the files that hold for the whole working tree.
func New(p Params) (*Matcher, error) {
	if p.PerDir == "" {
		p.PerDir = ".gitignore"
	}
	m := &Matcher{params: p, dirs: map[string]*Dir{}}
	base := &Dir{patterns: slices.Clone(p.Base)}
	if !p.NoStandard {
		// Later patterns win: info/exclude stands after the user's file.
		for _, f := range []struct{ path, shown string }{{p.UserFile, p.UserShown}, {p.InfoFile, p.InfoShown}} {
			if f.path == "" {
				continue
			}
			if f.shown == "" {
				f.shown = f.path
			}
			text, err := disk.ReadFile(f.path)
			if err != nil && !absent(err) {
				return nil, &FileError{Name: f.shown, Cause: err}
			}
			base.patterns = append(base.patterns, Parse(string(text), f.shown, "")...)
		}
	}
	m.top = m.enter(base, "", nil)
	return m, nil
}

// maxFile bounds what is read of an ignore file in the working tree; Git refuses larger ones, too.
const maxFile = 100 << 20

// FileError says that a file of patterns that was named cannot be read.
type FileError struct {
	Name  string
	Cause error
}

func (e *FileError) Error() string { return "cannot use " + e.Name + " as an exclude file" }
func (e *FileError) Unwrap() error { return e.Cause }

func absent(err error) bool {
	var pe *fs.PathError
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) ||
		(errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "not a directory"))
}

// Top is the top directory of the working tree.
func (m *Matcher) Top() *Dir { return m.top }

// Enter gives a directory below d. hasFile says whether it holds an ignore file, where
// the caller has listed it; pass true where that is not known.
func (m *Matcher) Enter(d *Dir, name string, hasFile bool) *Dir {
	path := d.path + name + "/"
	hidden := d.hidden
	if hidden == nil {
		if p := m.Find(d, name, true); p != nil && !p.Negate {
			hidden = p
		}
	}
	if (!hasFile && m.params.Absent == nil) || hidden != nil {
		return &Dir{parent: d, path: path, hidden: hidden, troubled: d.troubled}
	}
	return m.enter(d, path, nil)
}

func (m *Matcher) enter(parent *Dir, path string, hidden *Pattern) *Dir {
	d := &Dir{parent: parent, path: path, hidden: hidden, troubled: parent.troubled}
	if m.params.NoStandard {
		return d
	}
	name := filepath.Join(m.params.Root, filepath.FromSlash(path), m.params.PerDir)
	info, err := os.Lstat(name)
	if err != nil && m.params.Absent != nil {
		if text, ok := m.params.Absent(path + m.params.PerDir); ok {
			d.patterns = Parse(text, path+m.params.PerDir, path)
		}
	}
	if err != nil || info.IsDir() {
		return d
	}
	text, err := disk.ReadPlain(name, maxFile)
	if err != nil {
		d.problem, d.troubled = err, true
		return d
	}
	d.patterns = Parse(string(text), path+m.params.PerDir, path)
	return d
}

// tell says once, from the top down, which files could not be read that decide about a directory's names.
func (m *Matcher) tell(d *Dir) {
	if d.parent != nil && d.parent.troubled {
		m.tell(d.parent)
	}
	m.mu.Lock()
	err := d.problem
	d.problem = nil
	m.mu.Unlock()
	if err != nil && m.params.Warn != nil {
		m.params.Warn(d.path+m.params.PerDir, err)
	}
}

// Find gives the pattern that decides about a name in the directory: nil, or one that
// ignores it, or one with Negate that takes it back. A name in an ignored directory
// is decided by what ignores the directory.
func (m *Matcher) Find(d *Dir, name string, isDir bool) *Pattern {
	if d.hidden != nil {
		return d.hidden
	}
	if d.troubled {
		m.tell(d)
	}
	path := d.path + name
	for i := len(m.params.Extra) - 1; i >= 0; i-- {
		if p := m.params.Extra[i]; p.matches(path, len(d.path), isDir, m.params.FoldCase) {
			return p
		}
	}
	for at := d; at != nil; at = at.parent {
		for i := len(at.patterns) - 1; i >= 0; i-- {
			if p := at.patterns[i]; p.matches(path, len(d.path), isDir, m.params.FoldCase) {
				return p
			}
		}
	}
	return nil
}

// Ignored reports whether a name in the directory is ignored.
func (m *Matcher) Ignored(d *Dir, name string, isDir bool) bool {
	p := m.Find(d, name, isDir)
	return p != nil && !p.Negate
}

// Decide gives the pattern that decides about a path with slashes, looking at each
// directory on the way.
func (m *Matcher) Decide(path string, isDir bool) *Pattern {
	dir, name := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir, name = path[:i], path[i+1:]
	}
	return m.Find(m.Dir(dir), name, isDir)
}

// Dir finds a directory by path ("a/b") and remembers it.
func (m *Matcher) Dir(path string) *Dir {
	if path == "" {
		return m.top
	}
	m.mu.Lock()
	d, ok := m.dirs[path]
	m.mu.Unlock()
	if ok {
		return d
	}
	parent, name := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		parent, name = path[:i], path[i+1:]
	}
	d = m.Enter(m.Dir(parent), name, true)
	m.mu.Lock()
	m.dirs[path] = d
	m.mu.Unlock()
	return d
}
