package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/confine"
	"cairn/internal/git/paths"
	"cairn/internal/git/wildmatch"
)

// Params says which files there are. Empty names are skipped.
type Params struct {
	Env       map[string]string // HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL, GIT_CONFIG_COUNT …
	Root      confine.Root
	GitDir    string // for includeIf "gitdir:"; "" outside a repository
	CommonDir string
	// Branch gives the short name of the current branch; it is asked for an includeIf "onbranch:" only. nil: none.
	Branch    func() string
	Dir       string // current folder; file names are shown relative to it
	Top       string // if set, file names are shown relative to it: Git goes there first
	Overrides []Override
	// Warn is told of a line that is passed over; nil: nobody is told.
	Warn func(line string)
}

// GlobalFiles are the learner's own files in the order in which they are
// read; the last one is the one that is written, unless only the first exists.
func GlobalFiles(env map[string]string) []string {
	if f, ok := env["GIT_CONFIG_GLOBAL"]; ok {
		return []string{f}
	}
	var files []string
	if xdg := env["XDG_CONFIG_HOME"]; xdg != "" {
		files = append(files, filepath.Join(xdg, "git", "config"))
	} else if home := env["HOME"]; home != "" {
		files = append(files, filepath.Join(home, ".config", "git", "config"))
	}
	if home := env["HOME"]; home != "" {
		files = append(files, filepath.Join(home, ".gitconfig"))
	}
	return files
}

// SystemFile is the file for all people of a machine: none, unless
// GIT_CONFIG_SYSTEM names one.
func SystemFile(env map[string]string) string { return env["GIT_CONFIG_SYSTEM"] }

// noSystem reports whether that file is not to be read by itself.
func noSystem(env map[string]string) bool {
	off, ok := ParseBool(env["GIT_CONFIG_NOSYSTEM"])
	return ok && off
}

// Load reads everything that is in force.
func Load(p Params) (*Config, error) {
	l := &loader{Params: p, out: newConfig()}
	if f := SystemFile(p.Env); f != "" && !noSystem(p.Env) {
		if err := l.file(l.abs(f), f, System, 0); err != nil {
			return nil, err
		}
	}
	for _, f := range GlobalFiles(p.Env) {
		if err := l.file(l.abs(f), f, Global, 0); err != nil {
			return nil, err
		}
	}
	if p.CommonDir != "" {
		if err := l.local(); err != nil {
			return nil, err
		}
	}
	if err := l.overrides(); err != nil {
		var inFile *ParseError
		if errors.As(err, &inFile) { // of a file that is included
			return nil, err
		}
		return nil, &CommandLineError{err}
	}
	return l.out, nil
}

// LoadFlat is Load without following includes.
func LoadFlat(p Params) (*Config, error) {
	all, err := Load(p)
	if err != nil {
		return nil, err
	}
	flat := newConfig()
	for _, e := range all.entries {
		if !e.included {
			flat.add(e)
		}
	}
	return flat, nil
}

// CommandLineError says that -c or GIT_CONFIG_COUNT is wrong.
type CommandLineError struct{ Cause error }

func (e *CommandLineError) Error() string { return "unable to parse command-line config" }
func (e *CommandLineError) Unwrap() error { return e.Cause }

// Advice is what Git prints before the error.
func (e *CommandLineError) Advice() string { return "error: " + e.Cause.Error() }

// LoadFile reads one file alone, following its includes if asked to. Messages
// name it as shown. It must exist.
func LoadFile(p Params, path, shown string, scope Scope, includes bool) (*Config, error) {
	l := &loader{Params: p, out: newConfig(), flat: !includes}
	if paths.IsNull(path) {
		return l.out, nil
	}
	if err := p.Root.Check(path); err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return l.out, l.file(path, shown, scope, 0)
}

// LoadBytes reads what is in no file: standard input or a blob.
func LoadBytes(p Params, text []byte, from Origin, includes bool) (*Config, error) {
	l := &loader{Params: p, out: newConfig(), flat: !includes}
	return l.out, l.text(text, "", from, 0)
}

type loader struct {
	Params
	out   *Config
	flat  bool
	noURL bool // what is read now is included because of a remote's URL
}

func (l *loader) local() error {
	path := filepath.Join(l.CommonDir, "config")
	if err := l.file(path, l.shown(path), Local, 0); err != nil {
		return err
	}
	if on, err := l.out.Bool("extensions.worktreeConfig", false); err != nil || !on {
		return err
	}
	path = filepath.Join(l.GitDir, "config.worktree")
	return l.file(path, l.shown(path), Worktree, 0)
}

func (l *loader) abs(path string) string {
	if l.Dir == "" {
		return path
	}
	return paths.Abs(l.Dir, path)
}

// shown is a path as Git prints it: relative when it is below the current folder.
func (l *loader) shown(path string) string {
	if l.Dir == "" {
		return path
	}
	from := l.Dir
	if l.Top != "" {
		from = l.Top
	}
	rel, err := filepath.Rel(from, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return filepath.ToSlash(rel)
}

// maxDepth is how deep includes may nest, as in Git.
const maxDepth = 10

func (l *loader) file(path, shown string, scope Scope, depth int) error {
	if paths.IsNull(path) {
		return nil
	}
	if err := l.Root.Check(path); err != nil {
		return err
	}
	text, err := disk.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) || isDirectory(path) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	return l.text(text, path, Origin{Scope: scope, Name: shown}, depth)
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// text reads one source; path is "" when it is no file.
func (l *loader) text(text []byte, path string, from Origin, depth int) error {
	doc, err := parse(text, from)
	if err != nil {
		return err
	}
	for _, it := range doc.items {
		from.Line = it.line
		if it.key.Section == "" && l.Warn != nil {
			l.Warn("error: key does not contain a section: " + it.key.Name)
		}
		e := Entry{Key: it.key, Value: it.value, Implicit: it.implicit, Origin: from, included: depth > 0}
		if l.noURL && it.key.Section == "remote" && it.key.HasSub && it.key.Name == "url" {
			return &ValueError{"remote URLs cannot be configured in file directly or indirectly included by includeIf.hasconfig:remote.*.url"}
		}
		l.out.add(e)
		if l.flat {
			continue
		}
		if err := l.forbidURLs(e, path, depth); err != nil {
			return err
		}
		if !l.includes(e.Key, path) {
			continue
		}
		if e.Implicit {
			return &NoValueError{e}
		}
		if err := l.include(e.Value, path, e.Origin, depth); err != nil {
			return err
		}
	}
	return nil
}

// NoValueError says that a key which needs a value has none.
type NoValueError struct{ Entry Entry }

func (e *NoValueError) Error() string { return (&ParseError{e.Entry.Origin}).Error() }

// Advice is what Git prints before the error.
func (e *NoValueError) Advice() string {
	return fmt.Sprintf("error: missing value for '%s'", e.Entry.Key)
}

// forbidURLs makes sure that what is included because of a remote's URL sets
// no such URL, whether the condition holds or not: it could make itself true.
func (l *loader) forbidURLs(e Entry, from string, depth int) error {
	if e.Key.Section != "includeif" || !strings.HasPrefix(e.Key.Sub, "hasconfig:") || l.noURL || e.Implicit {
		return nil
	}
	probe := *l
	probe.out, probe.noURL = newConfig(), true
	return probe.include(e.Value, from, e.Origin, depth)
}

func (l *loader) include(value, from string, by Origin, depth int) error {
	target, err := ExpandHome(value, l.Env["HOME"])
	if err != nil {
		return err
	}
	target = filepath.FromSlash(target)
	name := filepath.ToSlash(target)
	if !filepath.IsAbs(target) {
		if from == "" {
			return &RelativeError{by}
		}
		if at := strings.LastIndexByte(by.Name, '/'); at >= 0 {
			name = by.Name[:at+1] + name // as it is spelt, with its ".."
		}
		target = filepath.Join(filepath.Dir(from), target)
	}
	if depth >= maxDepth {
		return &ValueError{fmt.Sprintf("exceeded maximum include depth (%d) while including\n\t%s\nfrom\n\t%s\n"+
			"This might be due to circular includes.", maxDepth, name, by.Name)}
	}
	return l.file(target, name, by.Scope, depth+1)
}

// RelativeError says that what is no file includes a file by a relative name.
type RelativeError struct{ Origin }

func (e *RelativeError) Error() string {
	if e.Source == FromCommandLine {
		return "relative config includes must come from files"
	}
	return (&ParseError{e.Origin}).Error()
}

// Advice is what Git prints before the error.
func (e *RelativeError) Advice() string {
	return "error: relative config includes must come from files"
}

// includes reports whether the key is an include that applies here.
func (l *loader) includes(k Key, from string) bool {
	if k.Name != "path" {
		return false
	}
	if k.Section == "include" {
		return !k.HasSub
	}
	if k.Section != "includeif" {
		return false
	}
	kind, pattern, _ := strings.Cut(k.Sub, ":")
	switch kind {
	case "gitdir":
		return l.inGitDir(pattern, from, wildmatch.Pathname)
	case "gitdir/i":
		return l.inGitDir(pattern, from, wildmatch.Pathname|wildmatch.CaseFold)
	case "onbranch":
		if strings.HasSuffix(pattern, "/") {
			pattern += "**"
		}
		if l.Branch == nil {
			return false
		}
		branch := l.Branch()
		return branch != "" && wildmatch.Match(pattern, branch, wildmatch.Pathname)
	case "hasconfig":
		key, pattern, _ := strings.Cut(pattern, ":")
		return key == "remote.*.url" && l.hasRemote(pattern)
	}
	return false
}

func (l *loader) hasRemote(pattern string) bool {
	text, err := disk.ReadFile(filepath.Join(l.CommonDir, "config"))
	if err != nil || l.CommonDir == "" {
		return false
	}
	doc, err := parse(text, Origin{})
	if err != nil {
		return false
	}
	for _, it := range doc.items {
		if it.key.Section == "remote" && it.key.HasSub && it.key.Name == "url" &&
			wildmatch.Match(pattern, it.value, wildmatch.Pathname) {
			return true
		}
	}
	return false
}

func (l *loader) inGitDir(pattern, from string, flags wildmatch.Flags) bool {
	if l.GitDir == "" {
		return false
	}
	switch {
	case strings.HasPrefix(pattern, "~/"):
		p, err := ExpandHome(pattern, l.Env["HOME"])
		if err != nil {
			return false
		}
		pattern = filepath.ToSlash(p)
	case strings.HasPrefix(pattern, "./"):
		pattern = filepath.ToSlash(filepath.Dir(from)) + pattern[1:]
	case !filepath.IsAbs(filepath.FromSlash(pattern)):
		pattern = "**/" + pattern
	}
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	dir := filepath.ToSlash(l.GitDir)
	if wildmatch.Match(pattern, dir, flags) {
		return true
	}
	if called, ok := l.asTheShellCallsIt(); ok && wildmatch.Match(pattern, filepath.ToSlash(called), flags) {
		return true
	}
	real, err := filepath.EvalSymlinks(l.GitDir)
	return err == nil && wildmatch.Match(pattern, filepath.ToSlash(real), flags)
}

// asTheShellCallsIt is the Git folder below the current one by the name that the shell has for that, through links.
func (l *loader) asTheShellCallsIt() (string, bool) {
	pwd := l.Env["PWD"]
	if pwd == "" || l.Dir == "" || pwd == l.Dir {
		return "", false
	}
	if real, err := filepath.EvalSymlinks(pwd); err != nil || real != l.Dir {
		return "", false
	}
	below, err := filepath.Rel(l.Dir, l.GitDir)
	return filepath.Join(pwd, below), err == nil
}
