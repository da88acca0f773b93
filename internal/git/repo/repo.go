// Package repo finds, opens and makes repositories. A Repo holds everything
// that one command needs: folders, configuration, refs, objects, identity. It
// refuses to look outside its root and to open formats that it cannot keep.
package repo

import (
	"path/filepath"
	"strings"
	"time"

	"cairn/internal/git/config"
	"cairn/internal/git/confine"
	"cairn/internal/git/date"
	"cairn/internal/git/object"
	"cairn/internal/git/paths"
	"cairn/internal/git/refs"
)

// Env holds environment variables; nothing is read from the process's own.
type Env = map[string]string

// Params says where to look and as whom.
type Params struct {
	Dir    string // current folder, absolute
	Env    Env
	Root   string // if set, nothing outside it is read or written
	Now    func() time.Time
	Config []config.Override // -c key=value
	GitDir string            // --git-dir
	// WorkTree is --work-tree.
	WorkTree string
	Bare     bool // --bare
	// Warn, if set, is told the lines of warnings and hints that have no other way to the reader.
	Warn func(line string)
}

// Repo is an open repository.
type Repo struct {
	p         Params
	gitDir    string
	commonDir string
	workTree  string
	prefix    string
	explicit  bool // GIT_DIR was given
	chosen    bool // the working tree was named, not found
	conflict  bool // see Conflict
	bare      bool // it is one without files, not just seen from where none are
	// insideGitDir: see InsideGitDir.
	insideGitDir bool
	at           string
	top          string // where the search found ".git", which Git goes to
	gitName      string
	cfg          *config.Config
	refs         *refs.Store
	objects      *object.Store
}

// GitDir is the absolute folder with HEAD and the index of this working tree.
func (r *Repo) GitDir() string { return r.gitDir }

// CommonDir is the absolute folder with what linked working trees share:
// objects, refs and config. Mostly it is GitDir.
func (r *Repo) CommonDir() string { return r.commonDir }

// WorkTree is the absolute folder of the files, or "" in a bare repository.
func (r *Repo) WorkTree() string { return r.workTree }

// Bare reports whether there is no working tree, or none to be seen from
// inside the repository's own folder.
func (r *Repo) Bare() bool { return r.workTree == "" }

// IsBare reports whether the repository itself is one without files.
func (r *Repo) IsBare() bool { return r.bare }

// Prefix is the current folder below WorkTree with slashes: "" or "a/b/".
func (r *Repo) Prefix() string { return r.prefix }

// Dir is the current folder, absolute.
func (r *Repo) Dir() string { return r.p.Dir }

// Root is the folder that nothing may leave; empty without a limit.
func (r *Repo) Root() confine.Root { return confine.Root(r.p.Root) }

// Env is the environment. It must not be changed.
func (r *Repo) Env() Env { return r.p.Env }

// Params are what the repository was opened with, to open another one with
// the same clock, environment and root.
func (r *Repo) Params() Params { return r.p }

// Config is everything that is in force, read once; see Reload.
func (r *Repo) Config() *config.Config { return r.cfg }

// Refs are the repository's refs.
func (r *Repo) Refs() *refs.Store { return r.refs }

// Objects is the repository's object database.
func (r *Repo) Objects() *object.Store { return r.objects }

// Close gives back the files that are held open. The repository must not be
// used afterwards.
func (r *Repo) Close() {
	if r.objects != nil {
		r.objects.Close()
	}
}

// IndexFile is the path of the index.
func (r *Repo) IndexFile() string {
	if f := r.p.Env["GIT_INDEX_FILE"]; f != "" {
		return absFrom(r.p.Dir, f)
	}
	return filepath.Join(r.gitDir, "index")
}

// StateFile is the path of a file of this working tree's state, such as MERGE_HEAD.
func (r *Repo) StateFile(name string) string {
	return filepath.Join(r.gitDir, filepath.FromSlash(name))
}

// Now is the present moment in the reader's zone.
func (r *Repo) Now() time.Time { return r.Clock().Now }

// Clock is what dates are read and shown with.
func (r *Repo) Clock() date.Clock { return r.p.Clock() }

// Clock is the same without a repository.
func (p Params) Clock() date.Clock {
	now := time.Now
	if p.Now != nil {
		now = p.Now
	}
	zone := date.Zone(p.Env["TZ"])
	return date.Clock{Now: now().In(zone), Zone: zone}
}

// Shown is a path below the Git folder as messages name it: ".git/config", or
// whatever GitName says of the folder.
func (r *Repo) Shown(path string) string {
	rel, err := filepath.Rel(r.gitDir, path)
	switch {
	case err != nil || strings.HasPrefix(rel, "..") || r.gitName == "":
		return filepath.ToSlash(path)
	case r.gitName == ".":
		return filepath.ToSlash(rel)
	}
	return r.gitName + "/" + filepath.ToSlash(rel)
}

// Confine refuses a path that leaves the root; see confine.Root.Check. Every
// path from an argument, the environment or the configuration goes through it.
func (r *Repo) Confine(path string) error {
	return r.Root().Check(absFrom(r.p.Dir, path))
}

// Abs makes a path given on the command line absolute.
func (r *Repo) Abs(path string) string { return absFrom(r.p.Dir, path) }

func absFrom(dir, path string) string { return paths.Abs(dir, path) }

// Reload reads the configuration again, after an edit.
func (r *Repo) Reload() error {
	cfg, err := config.Load(config.Params{
		Env: r.p.Env, Root: r.Root(), GitDir: r.gitDir, CommonDir: r.commonDir,
		Branch: r.headBranch, Dir: r.p.Dir, Top: r.top, Overrides: r.p.Config, Warn: r.p.Warn,
	})
	if err != nil {
		return err
	}
	r.cfg = cfg
	return nil
}

// headBranch reads HEAD before the configuration is known.
func (r *Repo) headBranch() string {
	head, err := refs.Open(refs.Params{GitDir: r.gitDir, CommonDir: r.commonDir}).Read(refs.HEAD)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(head.Target, refs.Heads)
}

// Root makes a confine.Root of a folder's name.
func Root(dir string) confine.Root { return confine.Root(dir) }
