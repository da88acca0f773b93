package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"cairn/internal/git/confine"
	"cairn/internal/git/wildmatch"
)

// Params says which files there are. Empty names are skipped.
type Params struct {
	Env       map[string]string // HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL, GIT_CONFIG_COUNT …
	Root      confine.Root
	GitDir    string // for includeIf "gitdir:"; "" outside a repository
	CommonDir string
	Branch    string // short name of the current branch, for includeIf "onbranch:"
	Dir       string // current folder; file names are shown relative to it
	Overrides []Override
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

// Load reads everything that is in force.
func Load(p Params) (*Config, error) {
	l := &loader{Params: p, out: newConfig()}
	for _, f := range GlobalFiles(p.Env) {
		if err := l.file(f, f, Global, 0); err != nil {
			return nil, err
		}
	}
	if p.CommonDir != "" {
		if err := l.local(); err != nil {
			return nil, err
		}
	}
	if err := l.overrides(); err != nil {
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
	if err := p.Root.Check(path); err != nil {
		return nil, err
	}
	l := &loader{Params: p, out: newConfig(), flat: !includes}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return l.out, l.file(path, shown, scope, 0)
}

// LoadBytes reads what came from somewhere else than a file, e.g. standard input.
func LoadBytes(p Params, text []byte, name string, scope Scope) (*Config, error) {
	l := &loader{Params: p, out: newConfig(), flat: true, stdin: true}
	return l.out, l.text(text, "", name, scope, 0)
}

type loader struct {
	Params
	out   *Config
	flat  bool
	stdin bool
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

// shown is a path as Git prints it: relative when it is below the current folder.
func (l *loader) shown(path string) string {
	if l.Dir == "" {
		return path
	}
	rel, err := filepath.Rel(l.Dir, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return filepath.ToSlash(rel)
}

// maxDepth is how deep includes may nest, as in Git.
const maxDepth = 10

func (l *loader) file(path, shown string, scope Scope, depth int) error {
	if err := l.Root.Check(path); err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) || isDirectory(path) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	return l.text(text, path, shown, scope, depth)
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (l *loader) text(text []byte, path, shown string, scope Scope, depth int) error {
	doc, err := parse(text, shown)
	if err != nil {
		return err
	}
	for _, it := range doc.items {
		e := Entry{Key: it.key, Value: it.value, Implicit: it.implicit, Origin: Origin{scope, shown, it.line, l.stdin}, included: depth > 0}
		l.out.add(e)
		if l.flat || !l.includes(e.Key, path) {
			continue
		}
		if e.Implicit {
			return &ValueError{fmt.Sprintf("missing value for '%s'", e.Key)}
		}
		if err := l.include(e.Value, path, shown, scope, depth); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) include(value, from, shown string, scope Scope, depth int) error {
	target, err := ExpandHome(value, l.Env["HOME"])
	if err != nil {
		return err
	}
	target = filepath.FromSlash(target)
	name := target
	if !filepath.IsAbs(target) {
		if from == "" {
			return &ValueError{"relative config includes must come from files"}
		}
		name = filepath.Join(filepath.Dir(shown), target)
		target = filepath.Join(filepath.Dir(from), target)
	}
	if depth >= maxDepth {
		return &ValueError{fmt.Sprintf("exceeded maximum include depth (%d) while including\n\t%s\nfrom\n\t%s\n"+
			"This might be due to circular includes.", maxDepth, filepath.ToSlash(name), shown)}
	}
	return l.file(target, name, scope, depth+1)
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
		return l.Branch != "" && wildmatch.Match(pattern, l.Branch, wildmatch.Pathname)
	case "hasconfig":
		key, pattern, _ := strings.Cut(pattern, ":")
		return key == "remote.*.url" && l.hasRemote(pattern)
	}
	return false
}

func (l *loader) hasRemote(pattern string) bool {
	text, err := os.ReadFile(filepath.Join(l.CommonDir, "config"))
	if err != nil || l.CommonDir == "" {
		return false
	}
	doc, err := parse(text, "")
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
		if strings.HasSuffix(pattern, "/") {
			p += "/"
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
	real, err := filepath.EvalSymlinks(l.GitDir)
	return err == nil && wildmatch.Match(pattern, filepath.ToSlash(real), flags)
}

// overrides adds the values of the environment and of the command line.
func (l *loader) overrides() error {
	if count, ok := l.Env["GIT_CONFIG_COUNT"]; ok && count != "" {
		n, err := strconv.Atoi(count)
		if err != nil || n < 0 {
			return &ValueError{"bogus count in GIT_CONFIG_COUNT"}
		}
		for i := range n {
			name := "GIT_CONFIG_KEY_" + strconv.Itoa(i)
			key, ok := l.Env[name]
			if !ok {
				return &ValueError{"missing config key " + name}
			}
			name = "GIT_CONFIG_VALUE_" + strconv.Itoa(i)
			value, ok := l.Env[name]
			if !ok {
				return &ValueError{"missing config value " + name}
			}
			if err := l.override(Override{Key: key, Value: value}); err != nil {
				return err
			}
		}
	}
	for _, o := range l.Overrides {
		if err := l.override(o); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) override(o Override) error {
	k, err := ParseKey(o.Key)
	if err != nil {
		return err
	}
	l.out.add(Entry{Key: k, Value: o.Value, Implicit: o.Implicit, Origin: Origin{Scope: Command}})
	if !l.flat && l.includes(k, "") && !o.Implicit {
		return l.include(o.Value, "", "", Command, 0)
	}
	return nil
}
