package porcelain

import (
	"os"
	"path/filepath"

	"cairn/internal/git/confine"
	"cairn/internal/git/object"
	"cairn/internal/git/paths"
	"cairn/internal/git/repo"
)

// Reference is a repository that a clone may borrow objects from.
type Reference struct {
	Path     string // as it was given
	Optional bool   // one that cannot be used is told, and left out
}

// ReferenceError says why a repository cannot be borrowed from, in Git's words.
type ReferenceError struct{ Path, Why string }

func (e *ReferenceError) Error() string { return "reference repository '" + e.Path + "' " + e.Why }

// objects fills the clone's object database, with copies or with the names of the folders that it borrows from.
func (c *cloning) objects() error {
	borrowed, err := c.references()
	if err != nil {
		return err
	}
	local := !c.p.IsURL() && !c.p.NoLocal
	to := filepath.Join(c.dst.CommonDir(), "objects")
	if local && c.p.Shared {
		borrowed = append(borrowed, confine.Real(c.src.Objects().Dir()))
	} else {
		if err := c.src.Objects().CopyTo(to, !c.p.Copy && local, !local || c.p.Dissociate, c.dst.Sharing); err != nil {
			return err
		}
		more, err := c.lent()
		if err != nil {
			return err
		}
		borrowed = append(borrowed, more...)
	}
	if c.p.Dissociate {
		return c.copyFrom(borrowed, to)
	}
	if err := object.Borrow(to, borrowed, c.dst.Sharing); err != nil {
		return err
	}
	reopened, err := repo.Discover(c.dst.Params())
	if err == nil {
		c.dst, c.res.Repo = reopened, reopened
	}
	return err
}

// lent are the folders that the source itself borrows from: a local clone has its objects from there, too.
func (c *cloning) lent() ([]string, error) {
	if c.p.IsURL() || c.p.NoLocal {
		return nil, nil
	}
	dir := c.src.Objects().Dir()
	list, err := object.Alternates(dir)
	for i, path := range list {
		if !filepath.IsAbs(path) {
			list[i] = filepath.Join(dir, path)
		}
	}
	return list, err
}

// copyFrom takes over what is in the folders, so that the clone does without them.
func (c *cloning) copyFrom(folders []string, to string) error {
	for _, dir := range folders {
		if err := c.dst.Root().Check(dir); err != nil {
			return err
		}
		from, err := object.Open(object.Params{Dir: dir, Root: c.dst.Root(), Tell: c.tell})
		if err != nil {
			return err
		}
		err = from.CopyTo(to, false, true, c.dst.Sharing)
		from.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *cloning) tell(text string) {
	if c.p.Warn != nil {
		c.p.Warn("error: " + text)
	}
}

// references are the objects folders of the repositories that were named to borrow from.
func (c *cloning) references() ([]string, error) {
	var list []string
	for _, ref := range c.p.References {
		dir, err := c.reference(ref.Path)
		switch {
		case err == nil:
			list = append(list, dir)
		case !ref.Optional:
			return nil, err
		default:
			c.res.Unused = append(c.res.Unused, "Could not add alternate for '"+ref.Path+"': "+err.Error())
		}
	}
	return list, nil
}

func (c *cloning) reference(path string) (string, error) {
	dir := confine.Real(paths.Abs(c.p.Dir, path))
	if err := c.dst.Root().Check(dir); err != nil {
		return "", err
	}
	if info, err := os.Stat(dir); err == nil && info.Mode().IsRegular() {
		dir = filepath.Dir(dir) // a ".git" file that names the repository
	}
	at := c.p.Params
	at.Env = withoutGitDir(c.p.Env)
	r, err := repo.Open(dir, at)
	if err != nil {
		return "", &ReferenceError{path, "is not a local repository."}
	}
	defer r.Close()
	if r.GitDir() != r.CommonDir() {
		return "", &ReferenceError{path, "as a linked checkout is not supported yet."}
	}
	if _, err := os.Stat(filepath.Join(r.GitDir(), "shallow")); err == nil {
		return "", &ReferenceError{path, "is shallow"}
	}
	if info, err := os.Stat(filepath.Join(r.GitDir(), "info", "grafts")); err == nil && info.Size() > 0 {
		return "", &ReferenceError{path, "is grafted"}
	}
	return filepath.Join(r.CommonDir(), "objects"), nil
}
