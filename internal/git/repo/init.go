package repo

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/confine"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/refs"
	"cairn/internal/git/sharing"
)

// InitParams says what to make.
type InitParams struct {
	Params
	Path   string // folder to make it in, absolute; made if missing
	Bare   bool
	Branch string // first branch, short; "" takes init.defaultBranch or master
	// Separate is a folder for the repository away from the files; a ".git" file
	// there names it. A repository that is there already is moved.
	Separate string
	// Template is a folder whose files go into the repository in place of
	// Git's own; with HasTemplate and an empty name, none do.
	Template    string
	HasTemplate bool
	// Shared is the value of --shared; without it the configuration decides on who may use the files.
	Shared *string
}

// InitResult says what was done.
type InitResult struct {
	GitDir        string
	Reinit        bool
	Branch        string // the first branch of a new repository, short
	DefaultUsed   bool   // nobody named a first branch: Git gives a hint then
	NoTemplate    string // the template that was named and is not there
	BranchIgnored bool   // Branch was given, but the repository was there already
	Shared        sharing.Mode
}

// BranchNameError says that the first branch cannot have this name.
type BranchNameError struct {
	Name   string
	Config bool // it came from init.defaultBranch
}

func (e *BranchNameError) Error() string {
	if e.Config {
		return "invalid branch name: init.defaultBranch = " + e.Name
	}
	return "invalid initial branch name: '" + e.Name + "'"
}

// description and exclude are the two files that Git puts into each new
// repository; tools compare with them to see whether they were edited.
const (
	description = "Unnamed repository; edit this file 'description' to name the repository.\n"
	exclude     = "# git ls-files --others --exclude-from=.git/info/exclude\n" +
		"# Lines that start with '#' are comments.\n" +
		"# For a project mostly in C, the following would be a good set of\n" +
		"# exclude patterns (uncomment them if you want to use them):\n" +
		"# *.[oa]\n# *~\n"
)

// Init makes a repository, or completes one that is there.
func Init(p InitParams) (*Repo, InitResult, error) {
	r := &Repo{p: p.Params}
	if err := r.checkInit(p); err != nil {
		return nil, InitResult{}, err
	}
	cfg, err := config.Load(config.Params{Env: p.Env, Root: r.Root(), Overrides: p.Config, Dir: p.Dir})
	if err != nil {
		return nil, InitResult{}, err
	}
	if gitDir := r.givenGitDir(); gitDir != "" && !p.Bare && p.WorkTree == "" && p.Env["GIT_WORK_TREE"] == "" {
		p.Bare = filepath.Base(filepath.FromSlash(gitDir)) != ".git" // so Git guesses
	}
	gitDir, workTree, err := r.initDirs(p)
	if err != nil {
		return nil, InitResult{}, err
	}
	res := InitResult{GitDir: gitDir, Reinit: isGitDir(gitDir)}
	res.BranchIgnored = res.Reinit && p.Branch != ""
	if !res.Reinit {
		if res.Branch, res.DefaultUsed, err = firstBranch(cfg, p.Branch); err != nil {
			return nil, res, err
		}
	}
	if p.Shared != nil { // it is read before the folder is made
		if _, err := sharingOf(config.Entry{Value: *p.Shared}, "arg"); err != nil {
			return nil, res, err
		}
	}
	if err := os.MkdirAll(absFrom(p.Dir, p.Path), 0o777); err != nil {
		return nil, res, &MkdirError{p.Path, err}
	}
	if err := p.chooseTemplate(cfg); err != nil {
		return nil, res, err
	}
	if err := r.makeRepository(p, &res, workTree); err != nil {
		return nil, res, err
	}
	at := p.Params
	at.Dir, at.GitDir, at.WorkTree = filepath.Dir(gitDir), gitDir, ""
	if workTree != "" && !p.Bare {
		at.WorkTree = workTree
	}
	opened, err := Discover(at)
	return opened, res, err
}

// makeRepository makes the folders and files; res says where.
func (r *Repo) makeRepository(p InitParams, res *InitResult, workTree string) error {
	common, err := commonDirOf(res.GitDir) // a linked working tree has all else in common with the main one
	if err == nil {
		err = r.Root().Check(common)
	}
	if err != nil {
		return err
	}
	s := &sharedInit{p: p, gitDir: res.GitDir, common: common}
	if err := s.load(); err != nil {
		return err
	}
	if err := s.mode.MkdirAll(common); err != nil {
		return &MkdirError{common, err}
	}
	if p.Separate != "" {
		if err := writeGitFile(workTree, res.GitDir); err != nil {
			return err
		}
	}
	if res.NoTemplate, err = r.writeTemplate(p, common, s.mode); err != nil {
		return err
	}
	if err := s.load(); err != nil { // the template may say more
		return err
	}
	if err := makeFolders(common, p.HasTemplate, s.mode); err != nil {
		return err
	}
	_, err = os.Lstat(filepath.Join(common, "config"))
	s.config = err != nil
	if err := writeNew(common, res.Branch, workTree, p, res.Reinit); err != nil {
		return err
	}
	if res.Shared = s.mode; s.mode.Unset() {
		return nil
	}
	return s.finish(res.Reinit)
}

func (r *Repo) givenGitDir() string {
	if r.p.GitDir != "" {
		return r.p.GitDir
	}
	return r.p.Env["GIT_DIR"]
}

// initDirs decides on the folders; none is made before all is known to be right.
func (r *Repo) initDirs(p InitParams) (gitDir, workTree string, err error) {
	path := absFrom(p.Dir, p.Path)
	if err := r.Root().Check(path); err != nil {
		return "", "", err
	}
	explicit := r.givenGitDir()
	switch {
	case explicit != "":
		gitDir = absFrom(path, explicit)
	case p.Bare:
		gitDir = path
	default:
		gitDir = filepath.Join(path, ".git")
	}
	if !p.Bare {
		workTree = path
		if t := p.Env["GIT_WORK_TREE"]; t != "" {
			workTree = absFrom(path, t)
		}
		if p.WorkTree != "" {
			workTree = absFrom(path, p.WorkTree)
		}
	}
	if info, err := os.Stat(gitDir); err == nil && info.Mode().IsRegular() {
		if gitDir, err = r.readGitFile(gitDir); err != nil {
			return "", "", err
		}
	}
	if p.Separate != "" {
		if gitDir, err = r.separate(p, gitDir); err != nil {
			return "", "", err
		}
	}
	if err := r.Root().Check(gitDir); err != nil {
		return "", "", err
	}
	return gitDir, workTree, r.Root().CheckLinks(gitDir)
}

// MkdirError says that the folder for a repository cannot be made.
type MkdirError struct {
	Path  string
	Cause error
}

func (e *MkdirError) Error() string {
	reason := lockfile.Reason(e.Cause)
	if reason == "Not a directory" {
		reason = "File exists" // Git makes the folders one by one, and the file is in the way
	}
	return fmt.Sprintf("cannot mkdir %s: %s", e.Path, reason)
}
func (e *MkdirError) Unwrap() error { return e.Cause }

func firstBranch(cfg *config.Config, given string) (name string, isDefault bool, err error) {
	if given != "" {
		if !refs.ValidBranch(given) {
			return "", false, &BranchNameError{Name: given}
		}
		return given, false, nil
	}
	name, ok := cfg.Get("init.defaultBranch")
	if !ok {
		return "master", true, nil
	}
	if !refs.ValidBranch(name) {
		return "", false, &BranchNameError{Name: name, Config: true}
	}
	return name, false, nil
}

func makeFolders(gitDir string, bareBones bool, share sharing.Mode) error {
	folders := []string{"objects/info", "objects/pack", "refs/heads", "refs/tags"}
	if !bareBones {
		folders = append(folders, "branches", "hooks", "info")
	}
	for _, dir := range folders {
		if err := share.MkdirAll(filepath.Join(gitDir, filepath.FromSlash(dir))); err != nil {
			return &MkdirError{gitDir, err}
		}
	}
	return nil
}

// writeNew writes the files that are not there yet.
func writeNew(gitDir, branch, workTree string, p InitParams, reinit bool) error {
	files := map[string]string{}
	if !p.HasTemplate {
		files["description"], files["info/exclude"] = description, exclude
	}
	if !reinit {
		files["HEAD"] = "ref: " + refs.Heads + branch + "\n"
	}
	for name, content := range files {
		if err := writeMissing(filepath.Join(gitDir, filepath.FromSlash(name)), content); err != nil {
			return err
		}
	}
	path := filepath.Join(gitDir, "config")
	if _, err := os.Lstat(path); err == nil && !reinit { // it came with the template
		return config.Edit(path, confine.Root(p.Root), func(f *config.File) error {
			for _, s := range newConfig(gitDir, workTree, p) {
				if err := f.Set(s[0], s[1], nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var b strings.Builder
	b.WriteString("[core]\n")
	for _, s := range newConfig(gitDir, workTree, p) {
		_, _ = fmt.Fprintf(&b, "\t%s = %s\n", strings.TrimPrefix(s[0], "core."), s[1])
	}
	return writeMissing(path, b.String())
}

// writeMissing writes a file whole, so that an init that is done again after a power cut finds it right or not at all.
func writeMissing(path, content string) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if err := lockfile.Replace(path, []byte(content)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// newConfig is the first configuration; what it says of the file system is
// what Git finds out by trying.
func newConfig(gitDir, workTree string, p InitParams) [][2]string {
	list := [][2]string{
		{"core.repositoryformatversion", "0"},
		{"core.filemode", strconv.FormatBool(runtime.GOOS != "windows")},
		{"core.bare", strconv.FormatBool(p.Bare)},
	}
	if !p.Bare {
		list = append(list, [2]string{"core.logallrefupdates", "true"})
		if workTree != "" && filepath.Join(workTree, ".git") != gitDir && p.Separate == "" {
			list = append(list, [2]string{"core.worktree", filepath.ToSlash(workTree)})
		}
	}
	if runtime.GOOS == "windows" {
		list = append(list, [2]string{"core.symlinks", "false"})
	}
	if ignoresCase(gitDir) {
		list = append(list, [2]string{"core.ignorecase", "true"})
	}
	if runtime.GOOS == "darwin" {
		list = append(list, [2]string{"core.precomposeunicode", "true"})
	}
	return list
}

// ignoresCase asks the file system for HEAD under a name that only one
// without case would know.
func ignoresCase(gitDir string) bool {
	_, err := os.Lstat(filepath.Join(gitDir, "hEaD"))
	return err == nil
}
