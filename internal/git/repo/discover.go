package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/config"
	"cairn/internal/git/confine"
	"cairn/internal/git/object"
)

// NotARepositoryError says that there is no repository, in Git's words.
type NotARepositoryError struct {
	GitDir string // what was asked for; "" when the folders above were searched
	Plain  bool   // without quotes: a .git file named it
}

func (e *NotARepositoryError) Error() string {
	switch {
	case e.GitDir == "":
		return "not a git repository (or any of the parent directories): .git"
	case e.Plain:
		return "not a git repository: " + e.GitDir
	default:
		return "not a git repository: '" + e.GitDir + "'"
	}
}

// FormatError says that a repository's format is not one that can be opened.
type FormatError struct{ Text string }

func (e *FormatError) Error() string { return e.Text }

// Discover opens the repository that Dir lies in, or the one that GIT_DIR or
// --git-dir names.
func Discover(p Params) (*Repo, error) {
	r := &Repo{p: p}
	gitDir := p.GitDir
	if gitDir == "" {
		gitDir = p.Env["GIT_DIR"]
	}
	found := p.Dir // where the search ended: the default working tree
	switch {
	case gitDir != "":
		r.explicit = true
		if err := r.explicitDir(gitDir); err != nil {
			return nil, err
		}
	default:
		dir, err := r.search()
		if err != nil {
			return nil, err
		}
		found = dir
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	return r, r.place(found)
}

// Open opens the repository at dir: a working tree, a bare repository or a .git
// folder. The folders above are not searched, and GIT_DIR is ignored.
func Open(dir string, p Params) (*Repo, error) {
	p.Dir, p.GitDir, p.WorkTree = dir, "", ""
	r := &Repo{p: p}
	ok, err := r.tryDir(dir)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &NotARepositoryError{GitDir: dir}
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	return r, r.place(dir)
}

func (r *Repo) explicitDir(dir string) error {
	path := absFrom(r.p.Dir, dir)
	if err := r.Root().Check(path); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		target, err := r.readGitFile(path)
		if err != nil {
			return err
		}
		path, r.gitName = target, filepath.ToSlash(target)
	} else {
		r.gitName = dir
	}
	if !isGitDir(path) {
		return &NotARepositoryError{GitDir: dir}
	}
	r.gitDir = path
	return nil
}

// GitDirAt is the name given for a repository's folder, or the absolute path
// that a ".git" file of that name leads to; with slashes.
func GitDirAt(p Params, name string) (string, error) {
	r := &Repo{p: p}
	if err := r.explicitDir(name); err != nil {
		return "", &FormatError{"not a gitdir '" + name + "'"}
	}
	return r.gitName, nil
}

// search looks for a repository in Dir and the folders above it, up to the
// root and to GIT_CEILING_DIRECTORIES.
func (r *Repo) search() (string, error) {
	dir := r.p.Dir
	if err := r.Root().Check(dir); err != nil {
		return "", err
	}
	ceilings := r.ceilings()
	for {
		ok, err := r.tryDir(dir)
		if err != nil || ok {
			return dir, err
		}
		parent := filepath.Dir(dir)
		if parent == dir || ceilings[parent] || r.Root().Check(parent) != nil {
			return "", &NotARepositoryError{}
		}
		dir = parent
	}
}

// ceilings are the folders that the search does not go up to. Links in their
// names are followed, but not those that stand after an empty entry: git(1).
func (r *Repo) ceilings() map[string]bool {
	set := map[string]bool{}
	follow := true
	for _, c := range filepath.SplitList(r.p.Env["GIT_CEILING_DIRECTORIES"]) {
		switch {
		case c == "":
			follow = false
		case follow:
			set[confine.Real(filepath.Clean(c))] = true
			fallthrough
		default:
			set[filepath.Clean(c)] = true
		}
	}
	return set
}

// tryDir sets gitDir when dir holds a repository or is one.
func (r *Repo) tryDir(dir string) (bool, error) {
	dotGit := filepath.Join(dir, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.IsDir():
		if isGitDir(dotGit) {
			if err := r.Root().Check(dotGit); err != nil {
				return false, err
			}
			r.gitDir, r.top = dotGit, dir
			return true, nil
		}
	case err == nil && info.Mode().IsRegular():
		target, err := r.readGitFile(dotGit)
		if err != nil {
			return false, err
		}
		if !isGitDir(target) {
			return false, &NotARepositoryError{GitDir: target, Plain: true}
		}
		r.gitDir = target
		return true, nil
	}
	if isGitDir(dir) {
		r.gitDir = dir
		return true, nil
	}
	return false, nil
}

// readGitFile reads a ".git" file, which names the real folder.
func (r *Repo) readGitFile(path string) (string, error) {
	if err := r.Root().Check(path); err != nil {
		return "", err
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("error reading %s: %w", path, err)
	}
	target, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), "gitdir: ")
	if !ok || target == "" {
		return "", &FormatError{"invalid gitfile format: " + path}
	}
	target = absFrom(filepath.Dir(path), target)
	return target, r.Root().Check(target)
}

// IsNested reports whether a folder is the working tree of a repository: it has a ".git" that
// is one, or a file that names one.
func IsNested(dir string) bool {
	git := filepath.Join(dir, ".git")
	info, err := os.Stat(git)
	if err != nil {
		return false
	}
	if !info.Mode().IsRegular() {
		return isGitDir(git)
	}
	data, err := disk.ReadFile(git)
	if err != nil {
		return true // what cannot be read is left alone
	}
	target, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), "gitdir: ")
	return ok && isGitDir(absFrom(dir, target))
}

// isGitDir reports whether dir looks like a repository: HEAD, objects and refs.
func isGitDir(dir string) bool {
	if !isHead(filepath.Join(dir, "HEAD")) {
		return false
	}
	common := dir
	if c, err := commonDirOf(dir); err == nil {
		common = c
	}
	return isDir(filepath.Join(common, "objects")) && isDir(filepath.Join(common, "refs"))
}

// isHead reports whether a file can be a HEAD: a ref's name, or a hash.
func isHead(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.IsDir() {
		return false
	}
	if info.Mode()&os.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		return err == nil && strings.HasPrefix(filepath.ToSlash(target), "refs/")
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return false
	}
	if name, ok := strings.CutPrefix(string(data), "ref:"); ok {
		return strings.HasPrefix(strings.TrimLeft(name, " \t"), "refs/")
	}
	_, ok := object.ParseHash(string(data[:min(len(data), 40)]))
	return ok
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func commonDirOf(gitDir string) (string, error) {
	data, err := disk.ReadFile(filepath.Join(gitDir, "commondir"))
	if errors.Is(err, os.ErrNotExist) {
		return gitDir, nil
	}
	if err != nil {
		return "", fmt.Errorf("read commondir: %w", err)
	}
	return absFrom(gitDir, strings.TrimSpace(string(data))), nil
}

// open reads the configuration and prepares refs and objects.
func (r *Repo) open() error {
	if err := r.Root().CheckLinks(r.gitDir); err != nil {
		return err
	}
	common, err := commonDirOf(r.gitDir)
	if err != nil {
		return err
	}
	if dir := r.p.Env["GIT_COMMON_DIR"]; dir != "" {
		common = absFrom(r.p.Dir, dir)
	}
	if err := r.Root().Check(common); err != nil {
		return err
	}
	if common != r.gitDir {
		if err := r.Root().CheckLinks(common); err != nil {
			return err
		}
	}
	r.commonDir = common
	if err := r.Reload(); err != nil {
		return err
	}
	if err := r.checkFormat(); err != nil {
		return err
	}
	if err := r.openObjects(); err != nil {
		return err
	}
	return r.openRefs()
}

// tell prints an error that does not end the command.
func (r *Repo) tell(text string) {
	if r.p.Warn != nil {
		r.p.Warn("error: " + text)
	}
}

func (r *Repo) openObjects() error {
	p := object.Params{
		Dir: filepath.Join(r.commonDir, "objects"), Root: r.Root(), Share: r.Sharing, Tell: r.tell,
		Parents: r.grafts, Replacements: r.replacements,
	}
	if dir := r.p.Env["GIT_OBJECT_DIRECTORY"]; dir != "" {
		p.Dir = absFrom(r.p.Dir, dir)
	}
	if err := r.Root().Check(p.Dir); err != nil {
		return err
	}
	for _, alt := range filepath.SplitList(r.p.Env["GIT_ALTERNATE_OBJECT_DIRECTORIES"]) {
		if alt != "" {
			p.Alternates = append(p.Alternates, absFrom(r.p.Dir, alt))
		}
	}
	switch v := r.cfg.String("core.abbrev", "auto"); strings.ToLower(v) {
	case "auto":
	case "no", "off", "false":
		p.MinAbbrev = 40
	default: // a wrong value is the commands' business: `git config` must be able to mend it
		if n, err := r.cfg.Int("core.abbrev", 0); err == nil && n >= 4 {
			p.MinAbbrev = min(n, 40)
		}
	}
	p.Shown = r.Shown(p.Dir)
	store, err := object.Open(p)
	r.objects = store
	return err
}

// checkFormat refuses repositories that need what this engine does not know.
func (r *Repo) checkFormat() error {
	version, err := r.cfg.Int("core.repositoryformatversion", 0)
	if err != nil {
		return err
	}
	if version > 1 {
		return &FormatError{fmt.Sprintf("Expected git repo version <= 1, found %d", version)}
	}
	if v := r.cfg.String("extensions.objectformat", "sha1"); v != "sha1" && version == 1 {
		return &FormatError{"repositories with object format " + v + " cannot be opened here, only sha1 ones"}
	}
	if version == 0 {
		return nil
	}
	var unknown []string
	for _, e := range r.cfg.Entries() {
		if e.Origin.Scope == config.Local && e.Key.Section == "extensions" && !knownExtension(e.Key.Name) {
			unknown = append(unknown, "\t"+e.Key.Name)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	word := "unknown repository extension found:"
	if len(unknown) > 1 {
		word = "unknown repository extensions found:"
	}
	return &FormatError{word + "\n" + strings.Join(unknown, "\n")}
}

func knownExtension(name string) bool {
	switch name {
	case "noop", "preciousobjects", "partialclone", "worktreeconfig", "objectformat":
		return true
	}
	return false
}

// WithoutFolder is a Repo outside of any repository: it has the learner's own
// configuration and identity, and nothing else. Refs and Objects are nil.
func WithoutFolder(p Params) (*Repo, error) {
	r := &Repo{p: p}
	cfg, err := config.Load(config.Params{Env: p.Env, Root: r.Root(), Dir: p.Dir, Overrides: p.Config})
	if err != nil {
		return nil, err
	}
	r.cfg = cfg
	return r, nil
}
