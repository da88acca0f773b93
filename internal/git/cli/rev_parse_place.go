package cli

import (
	"path/filepath"
	"strconv"
	"strings"

	"cairn/internal/git/paths"
)

// place handles the options that tell where things are.
func (p *revParse) place(w string) bool {
	r := p.repo
	answer := func(b bool) { p.println(strconv.FormatBool(b)) }
	switch w {
	case "--git-dir":
		p.tellPath(p.gitDir(), r.GitDir())
	case "--absolute-git-dir":
		p.println(filepath.ToSlash(r.GitDir()))
	case "--git-common-dir":
		p.tellPath(p.commonDir(), r.CommonDir())
	case "--show-toplevel":
		if r.WorkTree() == "" {
			p.stop(p.die("this operation must be run in a work tree"))
			return true
		}
		p.tellPath(filepath.ToSlash(r.WorkTree()), r.WorkTree())
	case "--show-prefix":
		p.println(r.Prefix())
	case "--show-cdup":
		p.cdup()
	case "--is-inside-git-dir":
		answer(r.InsideGitDir())
	case "--is-inside-work-tree":
		answer(r.InsideWorkTree())
	case "--is-bare-repository":
		answer(r.IsBare())
	case "--is-shallow-repository":
		answer(fileHasContent(filepath.Join(r.CommonDir(), "shallow")))
	case "--local-env-vars":
		p.println(localVars)
	case "--shared-index-path", "--show-superproject-working-tree":
		// neither a split index nor a superproject is known here: nothing to tell
	default:
		return p.objectFormat(w) || p.pathFormat(w)
	}
	return true
}

func (p *revParse) objectFormat(w string) bool {
	name, value, has := strings.Cut(w, "=")
	if name != "--show-object-format" {
		return false
	}
	if has && value != "storage" && value != "input" && value != "output" {
		p.stop(p.die("unknown mode for --show-object-format: %s", value))
		return true
	}
	p.println("sha1")
	return true
}

// pathFormat is --path-format, which holds for the paths asked for behind it.
func (p *revParse) pathFormat(w string) bool {
	name, value, has := strings.Cut(w, "=")
	switch {
	case name != "--path-format":
		return false
	case !has:
		p.stop(p.die("--path-format requires an argument"))
	case value != "absolute" && value != "relative":
		p.stop(p.die("unknown argument to --path-format: %s", value))
	default:
		p.pathForm = value
	}
	return true
}

// tellPath prints a path as --path-format wants it; usual is its form without.
func (p *revParse) tellPath(usual, path string) {
	switch p.pathForm {
	case "absolute":
		usual = filepath.ToSlash(path)
	case "relative":
		rel, err := filepath.Rel(p.repo.Dir(), path)
		if err != nil {
			break
		}
		if usual = filepath.ToSlash(rel); usual == "." || usual == ".." || strings.HasSuffix(usual, "/..") {
			usual += "/"
		}
	}
	p.println(usual)
}

// gitDir is the folder as Git prints it: as it was named, ".git" or "." where it
// was found beside or around the current folder, absolute elsewhere.
func (p *revParse) gitDir() string {
	r := p.repo
	if name := r.GitName(); paths.IsAbs(name) || r.Prefix() == "" {
		return name
	}
	return filepath.ToSlash(r.GitDir())
}

// cdup prints the way up to the top, or the top itself from outside.
func (p *revParse) cdup() {
	switch {
	case p.repo.InsideWorkTree():
		p.println(strings.Repeat("../", strings.Count(p.repo.Prefix(), "/")))
	case p.repo.WorkTree() != "":
		p.println(filepath.ToSlash(p.repo.WorkTree()))
	}
}

// commonDir is the shared folder, relative where Git knows it so.
func (p *revParse) commonDir() string {
	return p.fromHere(p.repo.CommonName(), p.repo.CommonDir())
}

// fromHere gives the name of a folder, which holds at the top of the working
// tree, from the current folder.
func (p *revParse) fromHere(name, dir string) string {
	if paths.IsAbs(name) || p.repo.Prefix() == "" {
		return name
	}
	if rel, err := filepath.Rel(p.repo.Dir(), dir); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(dir)
}

// gitPath tells where a file of the repository lies: shared ones in the common
// folder, and some where the environment or the configuration puts them.
func (p *revParse) gitPath(name string) {
	r := p.repo
	at := func(base, rest string) { p.tellPath(p.fromHere(base+rest, r.Abs(base)+rest), r.Abs(base)+rest) }
	if v := p.env.Vars["GIT_INDEX_FILE"]; v != "" && name == "index" {
		at(v, "")
		return
	}
	if rest, ok := strings.CutPrefix(name, "objects"); ok && (rest == "" || rest[0] == '/') {
		if v := p.env.Vars["GIT_OBJECT_DIRECTORY"]; v != "" {
			at(v, rest)
			return
		}
	}
	if rest, ok := strings.CutPrefix(name, "hooks"); ok && (rest == "" || rest[0] == '/') {
		if v, ok, err := r.Config().Path("core.hooksPath", p.env.Vars["HOME"]); err == nil && ok {
			at(v, rest)
			return
		}
	}
	base, dir := p.fromHere(r.GitName(), r.GitDir()), r.GitDir()
	if isShared(name) {
		base, dir = p.commonDir(), r.CommonDir()
	}
	full := filepath.Join(dir, filepath.FromSlash(name))
	if base == "." {
		p.tellPath(name, full)
		return
	}
	p.tellPath(base+"/"+name, full)
}

// isShared tells which files of a repository all its working trees share.
func isShared(name string) bool {
	if strings.HasPrefix(name, "refs/bisect") {
		return false
	}
	for _, s := range []string{"config", "objects", "refs", "packed-refs", "hooks", "info", "branches", "shallow", "logs/refs"} {
		if name == s || strings.HasPrefix(name, s+"/") {
			return true
		}
	}
	return false
}

// localVars are the variables that belong to one repository and must not reach
// commands that are run in another: git-rev-parse(1), --local-env-vars.
const localVars = `GIT_ALTERNATE_OBJECT_DIRECTORIES
GIT_CONFIG
GIT_CONFIG_PARAMETERS
GIT_CONFIG_COUNT
GIT_OBJECT_DIRECTORY
GIT_DIR
GIT_WORK_TREE
GIT_IMPLICIT_WORK_TREE
GIT_GRAFT_FILE
GIT_INDEX_FILE
GIT_NO_REPLACE_OBJECTS
GIT_REPLACE_REF_BASE
GIT_PREFIX
GIT_INTERNAL_SUPER_PREFIX
GIT_SHALLOW_FILE
GIT_COMMON_DIR`
